"""Whatever happens to an outbox, each conversation's messages go out in their order, help before them: the store against a model of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR
from bot.model.outbound import Message
from bot.model.session import Session
from bot.model.turn import OutboxRow, Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.storage.tables import outbox, turns
from tests.outbox_model import Entry, OutboxModel, message

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
    how: str


@dataclass(frozen=True)
class Pass:
    """Time goes by, and what is due is looked at: so many of them arrive, and one more is postponed or given up."""

    later: timedelta
    busy: tuple[Conversation, ...]
    only_help: bool
    limit: int
    arrive: int
    postpone: timedelta | None


@dataclass(frozen=True)
class Gone:
    person: Conversation


Step = Turn | Pass | Gone
turns_taken = st.builds(Turn, people, st.integers(0, 3), st.sampled_from(["plain", "plain", "released", "help", "left"]))
passes = st.builds(
    Pass,
    seconds | st.just(HELD_FOR),
    st.lists(people, max_size=1).map(tuple),
    st.booleans(),
    st.integers(1, 6),
    places,
    st.none() | seconds,
)
steps = st.lists(st.one_of(turns_taken, passes, st.builds(Gone, people)), max_size=25)


@dataclass
class Walk:
    """One example: the store and the model, going through the same steps."""

    store: SqlStore
    model: OutboxModel = field(default_factory=OutboxModel)
    now: datetime = BEGIN
    turns: int = 0

    async def take(self, turn: Turn) -> None:
        self.turns += 1
        words = [f"{self.turns}.{number}" for number in range(turn.messages)]
        event_id = f"e{self.turns}"
        read = await self.store.read(event_id, turn.person)
        assert read is not None
        assert read.held == any(each.held_until for each in self.model.waiting if each.to == turn.person)
        await self.store.commit(_commit(event_id, turn, read, words), self.now)
        if turn.how == "left":
            self.model.drop(turn.person)
        self.model.commit(turn.person, words, self.now, help=turn.how == "help", release=turn.how == "released")

    async def look(self, look: Pass) -> None:
        self.now += look.later
        await self.store.release_held(self.now)
        self.model.release_held(self.now)
        for channel in ("telegram", "email"):
            expected = self.model.due(channel, self.now, look.limit, look.busy, only_help=look.only_help)
            busy = [each for each in look.busy if each.channel == channel]
            rows = await self.store.due(channel, self.now, look.limit, busy, only_help=look.only_help)
            assert [(_words(row), row.conversation, row.help) for row in rows] == [(one.words, one.to, one.help) for one in expected]
            pairs = list(zip(rows, expected, strict=True))
            for row, one in pairs[: look.arrive]:
                await self.store.sent(row, None, self.now)
                self.model.remove(one.id)
            for row, one in pairs[look.arrive : look.arrive + 1]:
                await self.hinder(row, one, look.postpone)

    async def hinder(self, row: OutboxRow, one: Entry, postpone: timedelta | None) -> None:
        if postpone is None:
            await self.store.give_up(row, "refused")
            self.model.remove(one.id)
        else:
            one.due_at = self.now + postpone
            await self.store.postpone(row, one.due_at, "busy")

    async def lose(self, gone: Gone) -> None:
        await self.store.unreachable(OutboxRow(0, gone.person, message("gone"), 0, self.now), self.now)
        self.model.drop(gone.person)


def _words(row: OutboxRow) -> str:
    assert isinstance(row.outbound, Message)
    return row.outbound.text


def _commit(event_id: str, turn: Turn, read: StoredSession, words: list[str]) -> TurnCommit:
    record = TurnRecord(event_id, BEGIN, turn.person.channel, Outcome.ANSWER)
    plain = TurnCommit(turn.person, record, read, Session(), tuple(message(one) for one in words))
    return replace(plain, drop_outbox=turn.how == "left", help=turn.how == "help", release=turn.how == "released")


# The same database serves all examples: each begins by emptying it.
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=steps)
async def test_the_outbox_does_as_its_model(store: SqlStore, database: Database, steps: list[Step]) -> None:
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
        assert await store.waiting() == sum(not each.held_until for each in walk.model.waiting)
