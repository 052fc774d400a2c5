"""The outbox as a list: what the store must do, and what a sender may be run over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.turn import OutboxRow


@dataclass
class Entry:
    """A message that waits."""

    id: int
    to: Conversation
    words: str
    said_at: datetime
    due_at: datetime
    help: bool
    held_until: datetime | None = None
    attempts: int = 0

    @property
    def rank(self) -> tuple[bool, int]:
        return (not self.help, self.id)


@dataclass
class OutboxModel:
    """All that wait, in the order in which they go."""

    waiting: list[Entry] = field(default_factory=list)
    given_up: list[Entry] = field(default_factory=list)
    last: int = 0

    def commit(self, to: Conversation, words: Sequence[str], now: datetime, *, help: bool = False, release: bool = False) -> None:  # noqa: A002
        """A turn says this."""
        own = [each for each in self.waiting if each.to == to]
        for each in own:
            if help and not each.help:
                each.held_until = each.held_until or now + HELD_FOR
            elif release:
                each.held_until = None
        for one in words:
            self.last += 1
            self.waiting.append(Entry(self.last, to, one, now, now, help))
        self.waiting.sort(key=lambda each: each.rank)

    def due(
        self, channel: str, now: datetime, limit: int, busy: Collection[Conversation] = (), *, only_help: bool = False
    ) -> Sequence[Entry]:
        """Of each conversation on the channel the next, if it may go."""
        first = {each.to: each for each in reversed(self.waiting)}
        found = [each for each in self.waiting if first[each.to] is each and each.to.channel == channel and each.to not in busy]
        return [each for each in found if each.due_at <= now and each.held_until is None and (each.help or not only_help)][:limit]

    def release_held(self, now: datetime) -> None:
        """Let go what was held for long enough."""
        for each in self.waiting:
            if each.held_until and each.held_until <= now:
                each.held_until = None

    def remove(self, number: int) -> Entry | None:
        """Take one out, if it is still there."""
        found = next((each for each in self.waiting if each.id == number), None)
        if found:
            self.waiting.remove(found)
        return found

    def drop(self, to: Conversation, said_by: datetime | None = None) -> None:
        """Take out all of a conversation; or what was said by then."""
        self.waiting = [each for each in self.waiting if each.to != to or (said_by and each.said_at > said_by)]


def message(words: str) -> Message:
    """One that says this."""
    return Message((Block(BlockKind.PARAGRAPH, (Span(words),)),))


def row(entry: Entry) -> OutboxRow:
    """As the store hands it out."""
    return OutboxRow(entry.id, entry.to, message(entry.words), entry.attempts, entry.due_at, entry.help)
