"""Whatever happens to an outbox, each conversation's messages go out in their order: the store against a model of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.session import Session
from bot.model.turn import OutboxRow, Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.storage.tables import outbox, turns

BEGIN = datetime(2026, 1, 5, 12, tzinfo=UTC)
PEOPLE = [Conversation("telegram", "1"), Conversation("telegram", "2"), Conversation("email", "1")]

people = st.sampled_from(PEOPLE)
seconds = st.integers(0, 20).map(lambda number: timedelta(seconds=number))
places = st.integers(0, 3)


@dataclass(frozen=True)
class Turn:
    """A turn that says so many things."""

    person: Conversation
    messages: int
    drop: bool


@dataclass(frozen=True)
class Pass:
    """Time goes by, and what is due is looked at: so many of them arrive, and one more is postponed or given up."""

    later: timedelta
    limit: int
    arrive: int
    postpone: timedelta | None


@dataclass(frozen=True)
class Gone:
    person: Conversation


steps = st.lists(
    st.one_of(
        st.builds(Turn, people, st.integers(0, 3), st.booleans()),
        st.builds(Pass, seconds, st.integers(1, 6), places, st.none() | seconds),
        st.builds(Gone, people),
    ),
    max_size=25,
)


@dataclass
class Waiting:
    """A message that waits, as the model knows it."""

    words: str
    person: Conversation
    due_at: datetime


@dataclass
class Model:
    """The same outbox as a list."""

    waiting: list[Waiting] = field(default_factory=list)

    def due(self, now: datetime) -> list[Waiting]:
        held: set[Conversation] = set()
        found = []
        for one in self.waiting:
            if one.due_at > now:
                held.add(one.person)
            elif one.person not in held:
                found.append(one)
        return found

    def next_due(self) -> datetime | None:
        heads = {one.person: one.due_at for one in reversed(self.waiting)}
        return min(heads.values(), default=None)

    def drop(self, person: Conversation) -> None:
        self.waiting = [one for one in self.waiting if one.person != person]


@dataclass
class Walk:
    """One example: the store and the model, going through the same steps."""

    store: SqlStore
    model: Model = field(default_factory=Model)
    now: datetime = BEGIN
    turns: int = 0

    async def take(self, turn: Turn) -> None:
        self.turns += 1
        words = [f"{self.turns}.{number}" for number in range(turn.messages)]
        event_id = f"e{self.turns}"
        read = await self.store.read(event_id, turn.person)
        assert read is not None
        await self.store.commit(_commit(event_id, turn, read, words), self.now)
        if turn.drop:
            self.model.drop(turn.person)
        self.model.waiting += [Waiting(one, turn.person, self.now) for one in words]

    async def look(self, look: Pass) -> None:
        self.now += look.later
        expected = self.model.due(self.now)[: look.limit]
        rows = await self.store.due(self.now, look.limit)
        assert [(_words(row), row.conversation) for row in rows] == [(one.words, one.person) for one in expected]
        pairs = list(zip(rows, expected, strict=True))
        for row, one in pairs[: look.arrive]:
            await self.store.sent(row, None, self.now)
            self.model.waiting.remove(one)
        for row, one in pairs[look.arrive : look.arrive + 1]:
            await self.hinder(row, one, look.postpone)

    async def hinder(self, row: OutboxRow, one: Waiting, postpone: timedelta | None) -> None:
        if postpone is None:
            await self.store.give_up(row, "refused")
            self.model.waiting.remove(one)
        else:
            one.due_at = self.now + postpone
            await self.store.postpone(row, one.due_at, "busy")

    async def lose(self, gone: Gone) -> None:
        await self.store.forget_waiting(gone.person)
        self.model.drop(gone.person)


def _words(row: OutboxRow) -> str:
    assert isinstance(row.outbound, Message)
    return row.outbound.text


def _commit(event_id: str, turn: Turn, read: StoredSession, words: list[str]) -> TurnCommit:
    record = TurnRecord(event_id, BEGIN, turn.person.channel, Outcome.ANSWER)
    outbound = tuple(Message((Block(BlockKind.PARAGRAPH, (Span(one),)),)) for one in words)
    return replace(TurnCommit(turn.person, record, read, Session(), outbound), drop_outbox=turn.drop)


# The same database serves all examples: each begins by emptying it.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
async def test_the_outbox_does_as_its_model(store: SqlStore, database: Database, steps: list[Turn | Pass | Gone]) -> None:
    await database.durably(lambda connection: [connection.execute(delete(table)) for table in (outbox, turns)])
    walk = Walk(store)
    for step in steps:
        match step:
            case Turn():
                await walk.take(step)
            case Pass():
                await walk.look(step)
            case Gone():
                await walk.lose(step)
        assert await store.waiting() == len(walk.model.waiting)
        assert await store.next_due() == walk.model.next_due()
