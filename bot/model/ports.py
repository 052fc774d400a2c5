"""What the program asks of the world outside it: a store, a channel, a clock. Adapters fulfil these."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.model.case import Case, CaseFile, CaseKind, CaseSummary, OfficerMove
from bot.model.inbound import Conversation
from bot.model.operation.switch import Switched
from bot.model.outbound import Message, Outbound
from bot.model.turn import Notice, OutboxRow, StoredSession, TurnCommit
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

    async def due(
        self, channel: str, now: datetime, limit: int, busy: Collection[Conversation] = (), *, only_help: bool = False
    ) -> Sequence[OutboxRow]:
        """Messages of a channel to be sent now: help first, then the oldest, and of each conversation that is not busy only the next one."""
        ...

    async def sent(self, row: OutboxRow, message: str | None, now: datetime) -> None:
        """The message arrived: forget it, but for what the channel calls it, so that it can be taken out of the chat later."""
        ...

    async def postpone(self, row: OutboxRow, due_at: datetime, why: str) -> None:
        """The message could not go yet: try again at that time."""
        ...

    async def give_up(self, row: OutboxRow, why: str) -> None:
        """The message will never go: keep it aside, where an operator can see it."""
        ...

    async def unreachable(self, row: OutboxRow, now: datetime) -> None:
        """Somebody cannot be reached: drop the replies that wait for them. What was said to them later stays, and news of a case waits on."""
        ...

    async def pass_on(self, row: OutboxRow, instead: Sequence[Notice], why: str, now: datetime) -> None:
        """An officer's notice will never arrive: keep it aside, and have these go instead."""
        ...

    async def waiting(self) -> int:
        """How many messages wait to be sent; not those that are held until their person acts."""
        ...

    async def given_up(self) -> int:
        """How many messages were given up on."""
        ...

    async def case(self, case: str, conversation: Conversation) -> CaseFile | None:
        """A case by its id; `linked` says whether it was told in this conversation. None where there is none."""
        ...

    async def case_by_receipt(self, digest: str, conversation: Conversation) -> CaseFile | None:
        """The case that a receipt opens."""
        ...

    async def cases_of(self, conversation: Conversation) -> Sequence[CaseSummary]:
        """The cases that are linked to this conversation, the oldest first."""
        ...

    async def tries(self, conversation: Conversation, since: datetime) -> tuple[int, int]:
        """How many receipts that open nothing were tried since then: in this conversation, and by everybody."""
        ...

    async def shown(self, conversation: Conversation, since: datetime) -> Sequence[str]:
        """What the channel calls the messages of both sides since then, the oldest first."""
        ...

    async def due_runs(self, now: datetime, limit: int) -> Sequence[Conversation]:
        """Conversations whose open flow is to be reminded of, or forgotten."""
        ...


class CaseStore(Protocol):
    """What officers, and the clearing of old cases, need of the store. All raise `StorageUnavailableError` where the database cannot be had."""

    async def open_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """The cases of these councils that are not closed, the oldest first."""
        ...

    async def all_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """Every case of these councils, closed ones too, the oldest first."""
        ...

    async def find_case(self, number: str) -> CaseFile | None:
        """The one case whose id begins so (at least 8 characters); None for none or several."""
        ...

    async def move(self, move: OfficerMove, notice: Message | None, now: datetime) -> None:
        """Store what an officer did. The person gets the notice if their chat is linked and they have read everything before.

        Raises:
            ConflictError: the case has changed since it was read.
        """
        ...

    async def closed_before(self, kind: CaseKind, moment: datetime) -> Sequence[Case]:
        """Closed cases of a kind that have not moved since then, but for those on hold."""
        ...

    async def forget_case(self, case: Case) -> None:
        """Delete a case with everything in it, unless it has changed since it was read."""
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

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        """Send one message; what the channel calls it, where it can be taken out of the chat later.

        Raises:
            TryLaterError: it may work later.
            UnreachableError: the person cannot be reached.
            RefusedError: the channel will never take it.
        """
        ...


class FileSource(Protocol):
    """A channel that keeps the files which people send."""

    name: str

    async def fetch(self, reference: str) -> bytes:
        """What is in a file, by what the channel calls it.

        Raises:
            DeliveryError: it cannot be had: `TryLaterError` for now, any other for good.
        """
        ...

    async def close(self) -> None:
        """Let go of the channel."""
        ...


class Health(Protocol):
    """Where parts of the program say how they are."""

    def red(self, part: str, why: str) -> None:
        """The part does not work now; `why` is a code or short reason, never anyone's words."""
        ...

    def green(self, part: str) -> None:
        """The part works."""
        ...
