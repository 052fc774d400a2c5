"""What the program asks of the world outside it: a store, a channel, a clock. Adapters fulfil these."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.inbound import Conversation
from bot.model.outbound import Outbound
from bot.model.switch import Switched
from bot.model.turn import OutboxRow, StoredSession, TurnCommit
from bot.model.vectors import Vectors


class Encoder(Protocol):
    """Turns texts into vectors by what they mean."""

    def known(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the content's own texts, which may be remembered."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what people write; nothing of it is kept."""
        ...


class Clock(Protocol):
    """Tells the time, so that tests can."""

    def now(self) -> datetime:
        """The moment now; aware, UTC."""
        ...


class Store(Protocol):
    """Everything that lasts. All its methods raise `StorageUnavailableError` where the database cannot be had."""

    async def read(self, event_id: str, conversation: Conversation) -> StoredSession | None:
        """The session of the conversation (a new one where none is stored); None if the event was handled before."""
        ...

    async def commit(self, turn: TurnCommit, now: datetime) -> None:
        """Store a turn whole. An event stored before is left as it is.

        Raises:
            ConflictError: the session has changed since it was read.
        """
        ...

    async def due(self, now: datetime, limit: int, channels: Collection[str] | None = None) -> Sequence[OutboxRow]:
        """The oldest messages to be sent now, in order; none whose conversation has an earlier one still waiting.

        With `channels` only messages of those, so that what nobody here can send never stands in the way.
        """
        ...

    async def next_due(self, channels: Collection[str] | None = None) -> datetime | None:
        """When the next message that nothing holds back is due, of those channels; None where nothing waits."""
        ...

    async def sent(self, row: OutboxRow) -> None:
        """The message arrived: forget it."""
        ...

    async def postpone(self, row: OutboxRow, due_at: datetime, why: str) -> None:
        """The message could not go yet: try again at that time."""
        ...

    async def give_up(self, row: OutboxRow, why: str) -> None:
        """The message will never go: keep it aside, where an operator can see it."""
        ...

    async def forget_waiting(self, conversation: Conversation) -> None:
        """Drop everything that still waits for somebody who cannot be reached."""
        ...

    async def waiting(self) -> int:
        """How many messages wait to be sent."""
        ...

    async def given_up(self) -> int:
        """How many messages were given up on."""
        ...


class Switch(Protocol):
    """Whether the conversation is turned off."""

    async def state(self) -> Switched | None:
        """The last time somebody turned it; None where nobody ever did, and it is on.

        Raises:
            StorageUnavailableError: the database cannot be had.
        """
        ...


class Channel(Protocol):
    """A way to a person."""

    name: str

    async def send(self, conversation: Conversation, outbound: Outbound) -> None:
        """Send one message.

        Raises:
            TryLaterError: it may work later.
            UnreachableError: the person cannot be reached.
            RefusedError: the channel will never take it.
        """
        ...


class Health(Protocol):
    """Where parts of the program say how they are."""

    def red(self, part: str, why: str) -> None:
        """The part does not work now; `why` is a code or short reason, never anyone's words."""
        ...

    def green(self, part: str) -> None:
        """The part works."""
        ...
