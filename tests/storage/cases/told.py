"""Cases for the tests of storage, told by people who are invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.model.case import (
    PERSON,
    Case,
    CaseFile,
    CaseKind,
    CaseState,
    Contribute,
    Effect,
    FileCase,
    KeptFrom,
    NewCase,
    OfficerMove,
    Role,
    Statement,
    StatementKind,
    Told,
    WayBack,
)
from bot.model.content.topics import Audience
from bot.model.inbound import Attachment, Conversation
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.safety import Category, Finding, Severity
from bot.model.session import FileReference, Session
from bot.model.turn import Outcome, TurnCommit, TurnRecord
from bot.storage.cases.desk import SqlCases
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.storage.tables import metadata
from tests.outbox import waiting_words

CASE = "0123456789abcdef"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
LOOK_BY = date(2026, 1, 8)
SAM = Conversation("telegram", "4711000815")
JO = Conversation("telegram", "4711000816")
DANGER = Finding(Category.SELF_HARM, Severity.CONCERN)
PHOTO = FileReference(Attachment.PHOTO, "telegram", "AgADphoto")
VOICE = FileReference(Attachment.VOICE, "telegram", "AwADvoice")
NEWS = Message((Block(BlockKind.PARAGRAPH, (Span("You have a message"),)),))


def new_case(case: str = CASE, **other: Any) -> NewCase:
    """A complaint that was told on Telegram, with everything that a case can have but danger."""
    new = NewCase(
        id=case,
        kind=CaseKind.COMPLAINT,
        council="bristol",
        audience=Audience.CHILD_IN_CARE,
        language="so",
        flow="tell-us",
        revision="r7",
        told=(Told("what", "What happened?", "they sold my bike \ud83d \U0001f6b2"), Told("when", "When?", "2026-01-02")),
        kept_from=KeptFrom(frozenset({Role.CARER, Role.MANAGER}), ("Mr Example",)),
        name="Quill",
        way_back=WayBack.HERE,
        finding=None,
        files=(PHOTO, VOICE),
        digest=f"digest of {case}",
    )
    return replace(new, **other)


def said(kind: StatementKind = StatementKind.REPLY, words: str = "we bought it back", **other: Any) -> Statement:
    """Something that an officer says."""
    return replace(Statement(0, kind, "dana", NOW, words), **other)


def added(words: str = "and my helmet", kind: StatementKind = StatementKind.ADDED, **other: Any) -> Statement:
    """Something that the person says."""
    return replace(said(kind, words, by=PERSON), **other)


@dataclass(frozen=True)
class Desk:
    """Both sides of a store: the person's turns, and what officers do."""

    store: SqlStore
    cases: SqlCases
    database: Database

    async def ready(self, event_id: str, *effects: Effect, who: Conversation = SAM, **other: Any) -> TurnCommit:
        """A turn with these effects, of which the session was read and nothing is stored yet."""
        read = await self.store.read(event_id, who)
        assert read is not None
        record = TurnRecord(event_id, NOW, who.channel, Outcome.CASE, council="bristol")
        return replace(TurnCommit(who, record, read, Session("bristol"), effects=effects), **other)

    async def turn(self, event_id: str, *effects: Effect, who: Conversation = SAM, now: datetime = NOW, **other: Any) -> None:
        """A turn with these effects."""
        await self.store.commit(await self.ready(event_id, *effects, who=who, **other), now)

    async def filed(self, case: str = CASE, who: Conversation = SAM, now: datetime = NOW, **other: Any) -> Case:
        """A case that somebody has told."""
        await self.turn(f"filing {case}", FileCase(new_case(case, **other), LOOK_BY), who=who, now=now)
        return await self.case(case)

    async def found(self, case: str = CASE, who: Conversation = SAM) -> CaseFile:
        """The case as the person who has told it reads it."""
        file = await self.store.case(case, who)
        assert file is not None
        return file

    async def case(self, case: str = CASE) -> Case:
        """The case as it is now."""
        return (await self.found(case)).case

    async def contributes(self, event_id: str, state: CaseState, statement: Statement, now: datetime = NOW, **other: Any) -> None:
        """The person says more in their case."""
        await self.turn(event_id, Contribute(await self.case(), statement, state), now=now, **other)

    async def moves(self, *statements: Statement, notice: Message | None = NEWS, now: datetime = NOW, **other: Any) -> None:
        """An officer does something in the case as it is now."""
        await self.cases.move(OfficerMove(await self.case(), "dana", statements, **other), notice, now)

    async def waiting(self, who: Conversation = SAM) -> list[str]:
        """What waits to be sent to somebody."""
        return await waiting_words(self.store, who)

    async def rows(self, *names: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Everything that stands in these tables; in all, where none is named."""

        def read(connection: Connection) -> dict[str, list[dict[str, Any]]]:
            tables = [metadata.tables[name] for name in names] or metadata.sorted_tables
            return {table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables}

        return await self.database.quickly(read)

    async def counts(self) -> tuple[int, int, int, int]:
        """How many rows of cases, statements, files and links."""
        names = ("cases", "statements", "quarantine", "links")
        rows = await self.rows(*names)
        cases, statements, files, links = (len(rows[name]) for name in names)
        return cases, statements, files, links
