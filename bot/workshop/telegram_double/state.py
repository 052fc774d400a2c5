"""The server's state: chats, messages, calls, settings."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.workshop.telegram_double.faults import Faults
from bot.workshop.telegram_double.update_queue import UpdateQueue

Json = dict[str, Any]
BOT: Json = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Heard",
    "username": "heard_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


@dataclass(slots=True)
class State:
    """Everything between two resets."""

    queue: UpdateQueue = field(init=False)
    faults: Faults = field(default_factory=Faults)
    chats: dict[int, Json] = field(default_factory=dict)
    """Who has written to the bot, and in which groups it is."""
    blocked: dict[int, str] = field(default_factory=dict)
    """Chats that take no message, with the description that Telegram gives."""
    limits: dict[int, float] = field(default_factory=dict)
    """Seconds between two messages, in chats that take them no faster."""
    strangers: bool = False
    """True if the bot may write to chats that never wrote to it: for benchmarks."""
    sent: list[Json] = field(default_factory=list)
    sent_by_chat: dict[int, list[Json]] = field(default_factory=dict)
    shown: dict[int, dict[int, Json]] = field(default_factory=dict)
    """Everything that each chat shows now, by the messages' ids: the bot's, and those that people wrote."""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    """Everything that can be downloaded, by its path: whatever a bot has asked for."""
    webhook: str = ""
    commands: dict[str, list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    last_message: int = 1000
    _watchers: list[tuple[Callable[[], bool], asyncio.Future[None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.queue = UpdateQueue(poll_began=self.changed)

    def push(self, update: Json) -> int:
        """Queue an update; whoever it is from may be written to from now on."""
        for kind in ("message", "edited_message", "my_chat_member"):
            if chat := (update.get(kind) or {}).get("chat"):
                self.chats[chat["id"]] = chat
        if moved := update.get("my_chat_member"):
            self._moved(moved["chat"]["id"], moved["new_chat_member"]["status"])
        message = update.get("message")
        if message is not None and "message_id" not in message:
            message["message_id"] = self.next_message()
        self._show(message or {})
        self._change(update.get("edited_message") or {})
        update_id = self.queue.push(update)
        self.changed()
        return update_id

    def _moved(self, chat: int, status: str) -> None:
        if status == "kicked":
            self.blocked[chat] = "bot was blocked by the user" if chat > 0 else "bot was kicked from the group chat"
        elif status != "left":
            self.blocked.pop(chat, None)

    def _show(self, message: Json) -> None:
        """A message that somebody wrote or sent, as they see it themselves. A test may push any nonsense; that shows nowhere."""
        match message:
            case {"chat": {"id": int(chat)}, "message_id": int(number), "date": int(date)}:
                shown = {"chat": chat, "message_id": number, "text": _words(message), "date": date}
                self.shown.setdefault(chat, {})[number] = shown

    def _change(self, edited: Json) -> None:
        match edited:
            case {"chat": {"id": int(chat)}, "message_id": int(number)} if shown := self.find(chat, number):
                shown["text"] = _words(edited)

    def next_message(self) -> int:
        """A message id that nobody has yet."""
        self.last_message += 1
        return self.last_message

    def keep(self, message: Json) -> None:
        """A message has reached its chat."""
        message["at"] = time.monotonic()
        self.sent.append(message)
        self.sent_by_chat.setdefault(message["chat"], []).append(message)
        self.shown.setdefault(message["chat"], {})[message["message_id"]] = message
        self.changed()

    def too_soon(self, chat: int) -> float:
        """Seconds until a chat takes its next message."""
        last = self.sent_by_chat.get(chat, ())
        between = self.limits.get(chat, 0.0)
        return last[-1]["at"] + between - time.monotonic() if last and between else 0.0

    def find(self, chat: int, message_id: int) -> Json | None:
        """A message that a chat shows, of either side."""
        return self.shown.get(chat, {}).get(message_id)

    def hide(self, chat: int, message_id: int) -> None:
        """Take a message out of its chat."""
        self.shown.get(chat, {}).pop(message_id, None)
        self.changed()

    def age(self, seconds: float) -> None:
        """Make every message so much older."""
        for shown in self.shown.values():
            for message in shown.values():
                message["date"] -= int(seconds)

    def changed(self) -> None:
        """Tell those who wait for something."""
        for condition, future in self._watchers:
            if not future.done() and condition():
                future.set_result(None)

    async def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """True if the condition came true in that time."""
        if condition():
            return True
        watcher = (condition, asyncio.get_running_loop().create_future())
        self._watchers.append(watcher)
        try:
            await asyncio.wait_for(watcher[1], seconds)
        except TimeoutError:
            return False
        finally:
            self._watchers.remove(watcher)
        return True


def _words(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")
