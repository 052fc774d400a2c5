"""Telegram as a channel: sends messages through `telegram.Bot`, asks for updates, registers what clients show."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.failures import not_downloaded, not_found, reason, translated
from bot.channels.telegram.inbound import CHANNEL
from bot.channels.telegram.outbound import keyboard, to_html
from bot.errors import DeliveryError, RefusedError, SettingsError
from bot.model.inbound import Conversation
from bot.model.outbound import HideChat, LeaveGroup, Message, Outbound

TELEGRAM = "https://api.telegram.org/bot"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True).to_json()
AT_ONCE = 100
"""Messages that can be deleted in one call."""
REFUSALS = 50
"""After how many refused calls the rest of a chat is left as it is."""

log = structlog.get_logger()

Result = TypeVar("Result")


class TelegramChannel:
    """Telegram behind a token. `base_url` is where the token is put at the end of; nothing is sent before the first call."""

    name = CHANNEL

    def __init__(
        self,
        token: str,
        base_url: str = TELEGRAM,
        *,
        timeout: timedelta = timedelta(seconds=10),
        connections: int = 32,
    ) -> None:
        if not token:
            raise SettingsError("TELEGRAM_TOKEN is empty: put the token there that @BotFather gave you")
        self._timeout = timeout.total_seconds()
        self._calls = _request(connections, self._timeout)
        self._polls = _request(1, self._timeout)
        files = f"{base_url.removesuffix('/bot')}/file/bot"
        self._bot = _RawBot(token, base_url, files, request=self._calls, get_updates_request=self._polls)

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        """Send one message, and say what Telegram calls it. It is not cut here: the turn has done that.

        Raises:
            TryLaterError: it may work later.
            UnreachableError: the person cannot be reached.
            RefusedError: Telegram will never take it.
        """
        match outbound:
            case LeaveGroup():
                await _attempt(self._bot.leave_chat(conversation.address))
                return None
            case HideChat():
                await self._hide(conversation.address, [int(each) for each in outbound.messages])
                return None
            case Message():
                return await self._send(conversation.address, outbound)

    async def _send(self, address: str, message: Message) -> str | None:
        if not message.text.strip():
            raise RefusedError("a message without words")
        return await _attempt(self._bot.post_message(address, to_html(message.blocks), keyboard(message.buttons)))

    async def _hide(self, address: str, messages: Sequence[int]) -> None:
        """Delete what can be deleted, the newest first.

        Telegram skips what it cannot find, but one message that must stay (older than 48 hours) has it refuse the whole call:
        such a call is made again in halves.
        """
        batches = [messages[start : start + AT_ONCE] for start in range(0, len(messages), AT_ONCE)]
        refusals = 0
        while batches and refusals < REFUSALS:
            batch = batches.pop()
            try:
                await _attempt(self._bot.delete_messages(address, batch))
            except RefusedError:
                refusals += 1
                half = len(batch) // 2
                batches += [batch[:half], batch[half:]] if half else []
        if refusals:
            log.info("telegram.messages_stay", refusals=refusals, left=sum(map(len, batches)))

    async def fetch(self, reference: str) -> bytes:
        """The content of a file that somebody sent; nothing else of it is asked for.

        Raises:
            TryLaterError: it may work later.
            UnreachableError: Telegram forbids it.
            RefusedError: Telegram will never hand it out.
        """
        path = await _attempt(self._bot.path_of(reference), not_found)
        if path.startswith("/"):
            raise RefusedError("the Bot API server runs with --local, and keeps it on its own disk")
        return await _attempt(self._bot.content(path), not_downloaded)

    async def acknowledge(self, callback_query_id: str) -> None:
        """Stop the clock on a button that was pressed. Best effort: where it fails, the clock stops by itself."""
        await _best_effort("answerCallbackQuery", self._bot.answer_callback_query(callback_query_id))

    async def register(self, commands: Mapping[str, Sequence[tuple[str, str]]], description: str, short_description: str) -> None:
        """Tell Telegram what its clients show: commands (name, description) by language, "" for all others, and who we are. Best effort."""
        for language, listed in commands.items():
            await _best_effort("setMyCommands", self._bot.set_my_commands(listed, language_code=language or None))
        await _best_effort("setMyDescription", self._bot.set_my_description(description))
        await _best_effort("setMyShortDescription", self._bot.set_my_short_description(short_description))

    async def delete_webhook(self) -> None:
        """Have updates wait for us instead of being posted somewhere; those that wait already are kept. Best effort."""
        await _best_effort("deleteWebhook", self._bot.delete_webhook(drop_pending_updates=False))

    async def updates(self, offset: int | None, long_poll: timedelta, limit: int) -> list[dict[str, Any]]:
        """The next updates as Telegram sent them, at once or as soon as there are some; confirms all before the offset.

        Raises:
            TelegramError: of whatever kind.
            ValueError: the answer holds no updates.
        """
        found = await self._bot.raw_updates(offset, int(long_poll.total_seconds()), limit, self._timeout)
        readable = [each for each in found if isinstance(each, dict) and isinstance(each.get("update_id"), int)]
        if len(readable) < len(found):
            log.warning("telegram.updates_without_id", count=len(found) - len(readable))
            if not readable:
                raise ValueError("updates without an id")
        return readable

    async def close(self) -> None:
        """Let go of the connections."""
        await self._calls.shutdown()
        await self._polls.shutdown()


class _RawBot(Bot):
    """A Bot whose answers are not made into its types, since that is where a library older than the Bot API fails.

    `get_updates` then fails for every update, and writes their words into a log; `send_message` fails after the message has arrived,
    so that it would be sent again and again.
    """

    async def post_message(self, address: str, html: str, markup: InlineKeyboardMarkup | None) -> str | None:
        asked = {"chat_id": address, "text": html, "parse_mode": ParseMode.HTML, "link_preview_options": NO_PREVIEW}
        return _called(await self._post("sendMessage", {**asked, "reply_markup": markup}))

    async def path_of(self, file_id: str) -> str:
        match await self._post("getFile", {"file_id": file_id}):
            case {"file_path": str(path)} if path:
                return path
        raise ValueError("no path")

    async def content(self, path: str) -> bytes:
        # not through the library's File: it reads a file of this machine where one has the same path
        return await self.request.retrieve(f"{self.base_file_url}/{quote(path)}")

    async def raw_updates(self, offset: int | None, seconds: int, limit: int, patience: float) -> list[Any]:
        asked = {"offset": offset, "timeout": seconds, "limit": limit, "allowed_updates": list(ALLOWED_UPDATES)}
        found = await self._post("getUpdates", asked, read_timeout=seconds + patience)
        if not isinstance(found, list):
            raise ValueError("no list of updates")
        return found


def _called(answer: object) -> str | None:
    """The id in a message that Telegram has taken; nothing where it is none, since the message has arrived all the same."""
    match answer:
        case {"message_id": int(number)} if number > 0:
            return str(number)
    return None


class _Request(HTTPXRequest):
    """HTTP that reads an answer without ever writing it into a log."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer of the Bot API.

        Raises:
            TelegramError: it is something else.
        """
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise TelegramError("not JSON") from None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise TelegramError("not an answer of the Bot API")
        return answer


def _request(connections: int, timeout: float) -> _Request:
    return _Request(
        connection_pool_size=connections,
        connect_timeout=timeout,
        read_timeout=timeout,
        write_timeout=timeout,
        pool_timeout=timeout,
    )


async def _attempt(call: Awaitable[Result], meaning: Callable[[Exception], DeliveryError] = translated) -> Result:
    try:
        return await call
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a broken answer, the message must not be lost
        raise meaning(error) from None


async def _best_effort(method: str, call: Awaitable[object]) -> None:
    try:
        await call
    except Exception as error:  # noqa: BLE001 - nothing that matters depends on it
        log.warning("telegram.call_failed", method=method, why=reason(error))
