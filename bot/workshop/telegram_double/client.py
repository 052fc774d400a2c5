"""Drives the server from tests: in a process of its own, so that it never shares an event loop with the bot."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from bot.workshop.telegram_double import updates
from bot.workshop.telegram_double.faults import GARBAGE

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
TOKEN = "123456:not-a-real-token"  # noqa: S105 - the double takes any
PATIENCE = 60.0
"""Seconds after which a test that waits for something has failed."""


class Double:
    """A Bot API server and the people who write to the bot on it. Its methods block, but only for as long as the server thinks.

    `base_url` is what `TELEGRAM_BASE_URL` takes; `token` is any token.
    """

    token = TOKEN

    def __init__(self, base_url: str, process: subprocess.Popen[str] | None = None) -> None:
        self.base_url = base_url
        self._process = process
        self._address = urlsplit(base_url).netloc
        self._queries = itertools.count(1)

    @classmethod
    def start(cls) -> Self:
        """Start a server on a free port. Stop it with `close()`, or use it in a `with`."""
        command = [sys.executable, "-m", "bot.workshop.telegram_double", "--while-stdin-open"]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        base_url = process.stdout.readline().strip()
        if not base_url:
            raise RuntimeError(f"the double did not start: exit code {process.wait()}")
        return cls(base_url, process)

    def close(self) -> None:
        """Stop the server, if it is ours."""
        if self._process is not None:
            self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # People

    def push(self, *raw: Json) -> list[int]:
        """Queue updates as they are; their ids."""
        ids: list[int] = self._ask("push", updates=list(raw))
        return ids

    def say(self, chat: int, *texts: str) -> list[int]:
        """Somebody writes; a text that begins with a slash is a command."""
        return self.push(*(updates.said(chat, text) for text in texts))

    def say_each(self, people: Iterable[int], text: str) -> list[int]:
        """Many people write the same."""
        return self.push(*(updates.said(chat, text) for chat in people))

    def attach(self, chat: int, kind: str, caption: str | None = None, number: int = 1) -> list[int]:
        """Somebody sends a photo, voice note, sticker …; files of another number have ids of their own: see `updates.file_id`."""
        return self.push(updates.attached(chat, kind, caption, number))

    def edit(self, chat: int, text: str, message_id: int = 900) -> list[int]:
        """Somebody changes what they wrote."""
        return self.push(updates.edited(chat, text, message_id))

    def forward(self, chat: int, text: str) -> list[int]:
        """Somebody passes on somebody else's words."""
        return self.push(updates.forwarded(chat, text))

    def press(self, chat: int, button: str) -> list[int]:
        """Somebody presses a button under the newest message that has it, by its label or its data.

        Raises:
            LookupError: no message that the chat shows has such a button.
        """
        for message in reversed(self.visible(chat)):
            for each in itertools.chain.from_iterable(message.get("buttons", ())):
                if button in (each["text"], each.get("callback_data")) and "callback_data" in each:
                    return self.push(updates.pressed(chat, each["callback_data"], message, f"query-{next(self._queries)}"))
        raise LookupError(f"no button {button!r} in chat {chat}")

    def block(self, chat: int) -> list[int]:
        """Somebody blocks the bot."""
        return self.push(updates.membership(chat, "member", "kicked"))

    def unblock(self, chat: int) -> list[int]:
        """Somebody lets the bot in again."""
        return self.push(updates.membership(chat, "kicked", "member"))

    def add_to_group(self, chat: int) -> list[int]:
        """Somebody puts the bot into a group; its id is negative."""
        return self.push(updates.membership(chat, "left", "member"))

    def say_in_group(self, chat: int, text: str) -> list[int]:
        """Somebody writes in a group."""
        return self.push(updates.overheard(chat, text))

    # What the bot did

    def sent(self, chat: int | None = None) -> list[Json]:
        """Messages that arrived, in order, whether or not they still stand there: chat, message_id, text (without marks), html, buttons, date."""
        messages: list[Json] = self._ask("sent", chat=chat)
        return messages

    def news(self, since: int, seconds: float) -> list[Json]:
        """Everything that has arrived in all chats after the first so many messages: at once, or as soon as there is something in that time."""
        messages: list[Json] = self._ask("news", since=since, seconds=seconds)
        return messages

    def visible(self, chat: int) -> list[Json]:
        """Everything that a chat shows now, in order: the bot's messages as in `sent`, and the person's (chat, message_id, text, date)."""
        messages: list[Json] = self._ask("visible", chat=chat)
        return messages

    def visible_texts(self, chat: int) -> list[str]:
        """The words that a chat shows now, from both sides; a file without a caption has none."""
        return [message["text"] for message in self.visible(chat)]

    def age(self, hours: float) -> None:
        """Time passes: every message so far is so much older."""
        self._ask("age", seconds=hours * 3600)

    def texts(self, chat: int) -> list[str]:
        """The bot's messages in a chat, in order."""
        return [message["text"] for message in self.sent(chat)]

    def buttons(self, chat: int) -> list[str]:
        """The labels under the newest message of a chat."""
        return [button["text"] for row in self.sent(chat)[-1]["buttons"] for button in row]

    def calls(self, method: str | None = None) -> list[tuple[str, Json]]:
        """Every call that was taken, or those of one method: name and parameters."""
        return [(name, params) for name, params in self._ask("calls", method=method)]

    def settings(self) -> Json:
        """webhook, commands, descriptions and short_descriptions by language, and how many updates are waiting."""
        found: Json = self._ask("settings")
        return found

    # What goes wrong: for a download the method is called "file"

    def refuse(self, code: int, description: str, *, method: str | None = "sendMessage", chat: int | None = None, times: int = 1) -> None:
        """Answer the next calls with an error of Telegram's own."""
        self._ask("fault", kind="refuse", code=code, description=description, method=method, chat=chat, times=times)

    def flood(self, retry_after: int, *, method: str | None = "sendMessage", chat: int | None = None, times: int = 1) -> None:
        """Answer 429 to the next calls, of one chat or of all."""
        why = f"Too Many Requests: retry after {retry_after}"
        fault = {"kind": "refuse", "code": 429, "description": why, "retry_after": retry_after}
        self._ask("fault", **fault, method=method, chat=chat, times=times)

    def garble(self, code: int = 502, page: str = GARBAGE, *, method: str | None = "sendMessage", times: int = 1) -> None:
        """Answer a page of HTML as a proxy does, or whatever else is no answer."""
        self._ask("fault", kind="page", code=code, page=page, method=method, times=times)

    def drop(self, *, after: bool = False, method: str | None = "sendMessage", chat: int | None = None, times: int = 1) -> None:
        """Cut the connection before the call is taken, or after it was taken and before the answer."""
        self._ask("fault", kind="drop-after" if after else "drop-before", method=method, chat=chat, times=times)

    def delay(
        self, seconds: float, *, after: bool = False, method: str | None = "sendMessage", chat: int | None = None, times: int = 1
    ) -> None:
        """Take the next calls late, of one chat or of all; or take them at once and answer late."""
        self._ask("fault", kind="delay-after" if after else "delay-before", seconds=seconds, method=method, chat=chat, times=times)

    def limit(self, chat: int, seconds: float) -> None:
        """Take one message in so many seconds for a chat, and answer 429 to those between; 0 ends it."""
        self._ask("limit", chat=chat, between=seconds)

    def set_webhook(self, url: str) -> None:
        """Somebody sets a webhook for the bot; updates are not posted to it."""
        self._ask("webhook", url=url)

    def heal(self) -> None:
        """Forget every fault that is still ordered, shuffled and repeated updates among them."""
        self._ask("heal")

    def again(self, count: int = 1) -> int:
        """Deliver the last confirmed updates once more; how many there were."""
        redelivered: int = self._ask("again", count=count)
        return redelivered

    def shuffle(self, seed: int) -> None:
        """From now on hand out updates in any order; their ids stay as they are."""
        self._ask("disorder", seed=seed)

    def repeat(self) -> None:
        """From now on hand out every update twice."""
        self._ask("disorder", twice=True)

    def hold_back(self, count: int = 1, *, if_any: bool = False) -> int:
        """Hand out the first updates that wait only once others have been confirmed after them; how many there are.

        Raises:
            RuntimeError: nothing waits behind them; with `if_any` there are none then.
        """
        held: int = self._ask("hold_back", count=count, if_any=if_any)
        return held

    def refuse_chat(self, chat: int, why: str | None = "bot was blocked by the user") -> None:
        """Answer 403 to every message for a chat; None ends it."""
        self._ask("block", chat=chat, why=why)

    def allow_strangers(self) -> None:
        """Let the bot write to chats that never wrote to it."""
        self._ask("strangers", allowed=True)

    def reset(self) -> None:
        """Forget everything."""
        self._ask("reset")
        self._queries = itertools.count(1)

    # Waiting, without guessing how long

    def wait(self, what: str, **condition: object) -> None:
        """Wait until it is so: `sent` (count, chat), `calls` (count, method), `polled` (the bot waits for updates), `confirmed` (all are).

        Raises:
            TimeoutError: it did not come to that.
        """
        if not self._ask("wait", what=what, seconds=PATIENCE, **condition):
            raise TimeoutError(f"{what} {condition}: not within {PATIENCE:.0f} s")

    async def until(self, what: str, **condition: object) -> None:
        """The same for tests whose bot runs in the same event loop."""
        await asyncio.to_thread(self.wait, what, **condition)

    def _ask(self, verb: str, **asked: object) -> Any:
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE * 2)
        try:
            connection.request("POST", f"/control/{verb}", json.dumps(asked), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"control/{verb}: {answer.status} {body.decode(errors='replace')}")
        return json.loads(body)
