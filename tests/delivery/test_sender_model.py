"""Whatever becomes of messages, in whatever order: the sender over a model of the outbox and of a channel, on a clock of its own.

Each conversation's messages come in their order, help before what waits; none has two in flight, and all together not more than there are
places; nothing is lost, and a kill repeats only what was in flight.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.errors import RefusedError, StorageUnavailableError, TryLaterError, UnreachableError
from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR
from bot.model.outbound import Message, Outbound
from bot.model.ports import Store
from bot.model.turn import OutboxRow
from bot.run.health import HealthBoard
from tests.outbox_model import OutboxModel, row

PEOPLE = [Conversation("telegram", str(number)) for number in range(10)]
PACE = Pace(poll=timedelta(hours=1))
"""It wakes when the test says so."""
YIELDS = 60
"""Turns of the event loop after which nothing more happens by itself."""


@dataclass(frozen=True)
class Turn:
    """Somebody acts, or danger is found in what they say, or an officer tells them something."""

    who: int
    messages: int
    how: str


@dataclass(frozen=True)
class Land:
    """One of the messages in flight comes to its end."""

    which: int
    how: str


@dataclass(frozen=True)
class Later:
    seconds: int


@dataclass(frozen=True)
class Kill:
    """The process dies, and what was in flight has arrived or not."""

    arrived: int


@dataclass(frozen=True)
class FullDisk:
    """So many of the next marks fail."""

    times: int


Step = Turn | Land | Later | Kill | FullDisk
ENDS = ["arrives", "arrives", "arrives", "no connection", "answer lost", "asked to wait", "refused", "gone"]
turns = st.builds(Turn, st.integers(0, 9), st.integers(1, 3), st.sampled_from(["acts", "acts", "help", "news"]))
landings = st.builds(Land, st.integers(0, 7), st.sampled_from(ENDS))
others = st.one_of(st.builds(Later, st.integers(1, 40)), st.builds(Kill, st.integers(0, 255)), st.builds(FullDisk, st.integers(1, 3)))
steps = st.lists(st.one_of(turns, turns, landings, landings, others), max_size=60)


@dataclass
class HandClock:
    moment: datetime = datetime(2026, 1, 5, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@dataclass
class Flight:
    """A message that the channel has, and has not answered."""

    row: int
    to: Conversation
    words: str
    end: asyncio.Future[str | None]


class ModelStore:
    """The part of a store that a sender needs, over the model."""

    def __init__(self, outbox: OutboxModel) -> None:
        self.outbox, self.failing = outbox, 0

    async def due(self, channel: str, now: datetime, limit: int, busy: Collection[Conversation] = (), **how: bool) -> Sequence[OutboxRow]:
        return [row(each) for each in self.outbox.due(channel, now, limit, busy, **how)]

    async def sent(self, message: OutboxRow, called: str | None, now: datetime) -> None:
        self._mark()
        self.outbox.remove(message.id)

    async def postpone(self, message: OutboxRow, due_at: datetime, why: str) -> None:
        self._mark()
        for each in self.outbox.waiting:
            if each.id == message.id:
                each.due_at, each.attempts = due_at, each.attempts + 1

    async def give_up(self, message: OutboxRow, why: str) -> None:
        self._mark()
        if entry := self.outbox.remove(message.id):
            self.outbox.given_up.append(entry)

    async def unreachable(self, row: OutboxRow, now: datetime) -> None:
        self._mark()
        self.outbox.drop(row.conversation, now)

    async def given_up(self) -> int:
        return len(self.outbox.given_up)

    def _mark(self) -> None:
        if self.failing:
            self.failing -= 1
            raise StorageUnavailableError("SQLITE_FULL")


@dataclass
class World:
    """A sender, and everything around it in the test's hands."""

    outbox: OutboxModel = field(default_factory=OutboxModel)
    clock: HandClock = field(default_factory=HandClock)
    name: str = "telegram"
    flights: list[Flight] = field(default_factory=list)
    arrived: dict[Conversation, list[str]] = field(default_factory=lambda: defaultdict(list))
    not_before: dict[Conversation, datetime] = field(default_factory=dict)
    said: int = 0
    may_repeat: list[str] = field(default_factory=list)
    """What has arrived, and the process could not know it."""
    gone: set[str] = field(default_factory=set)
    """What was dropped, or will never go."""

    def __post_init__(self) -> None:
        self.store = ModelStore(self.outbox)
        self._start()

    def _start(self) -> None:
        sender = Sender(cast("Store", self.store), self, self.clock, HealthBoard(), PACE, random.Random(1))
        self.sender, self.running = sender, asyncio.create_task(sender.run(asyncio.Event()))

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        """The channel: whoever calls waits until the test lets the message land."""
        assert isinstance(outbound, Message)
        first = next(each for each in self.outbox.waiting if each.to == conversation)
        assert first.words == outbound.text, "what goes is the next of its conversation"
        assert conversation not in [flight.to for flight in self.flights], "never two of one conversation"
        assert self.clock.now() >= self.not_before.get(conversation, self.clock.now()), "nobody is written to who is to be left alone"
        self.flights.append(flight := Flight(first.id, conversation, first.words, asyncio.get_running_loop().create_future()))
        assert len(self.flights) <= (PACE.places if first.help else PACE.places - 1)
        return await flight.end

    async def settles(self) -> None:
        """Everything that can happen by itself happens: then nothing waits for which there is a place, help least of all."""
        self.sender.wake()
        for _ in range(YIELDS):
            await asyncio.sleep(0)
        assert not self.running.done()
        if self.store.failing or self.sender._owed:
            return
        room, busy = self.sender._line.room(len(self.flights)), [flight.to for flight in self.flights]
        assert not (room.help and self.outbox.due(self.name, self.clock.now(), 1, busy, only_help=True))
        assert not (room.ordinary and self.outbox.due(self.name, self.clock.now(), 1, busy))

    async def take(self, step: Step) -> None:
        self.clock.moment += timedelta(milliseconds=1)
        match step:
            case Turn():
                self._turn(step)
            case Land() if self.flights:
                self._land(self.flights.pop(step.which % len(self.flights)), step.how)
            case Later(seconds):
                self.clock.moment += timedelta(seconds=seconds)
                self.outbox.release_held(self.clock.moment)
            case Kill():
                await self._kill(step.arrived)
            case FullDisk(times):
                self.store.failing = times
        await self.settles()

    def _turn(self, turn: Turn) -> None:
        self.said += 1
        words = [f"{self.said}.{number}" for number in range(turn.messages)]
        self.outbox.commit(PEOPLE[turn.who], words, self.clock.now(), help=turn.how == "help", release=turn.how == "acts")

    def _land(self, flight: Flight, how: str) -> None:
        ends: dict[str, Callable[[], Any]] = {
            "no connection": lambda: flight.end.set_exception(TryLaterError("no connection")),
            "asked to wait": lambda: self._ask_to_wait(flight),
            "refused": lambda: self._never(flight, RefusedError("too long"), flight.words),
            "gone": lambda: self._never(flight, UnreachableError("blocked"), *self._waiting(flight.to)),
            "answer lost": lambda: self._lose_answer(flight),
        }
        ends.get(how, lambda: self._arrive(flight))()

    def _arrive(self, flight: Flight) -> None:
        self.arrived[flight.to].append(flight.words)
        flight.end.set_result("its id")

    def _lose_answer(self, flight: Flight) -> None:
        self.arrived[flight.to].append(flight.words)
        self.may_repeat.append(flight.words)
        flight.end.set_exception(TryLaterError("no answer in time"))

    def _ask_to_wait(self, flight: Flight) -> None:
        self.not_before[flight.to] = self.clock.now() + timedelta(seconds=7)
        flight.end.set_exception(TryLaterError("too many requests", timedelta(seconds=7)))

    def _never(self, flight: Flight, error: Exception, *words: str) -> None:
        self.gone.update(words)
        flight.end.set_exception(error)

    def _waiting(self, who: Conversation) -> list[str]:
        return [each.words for each in self.outbox.waiting if each.to == who]

    async def _kill(self, arrived: int) -> None:
        """Those in flight, and those that have arrived and are not marked yet, may come again; they are not more than there are places."""
        unmarked = [each.words for each in self.outbox.waiting if each.words in self.arrived[each.to]]
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        for number, flight in enumerate(self.flights):
            if arrived >> number & 1:
                self.arrived[flight.to].append(flight.words)
                unmarked.append(flight.words)
        assert len(unmarked) <= PACE.places + len(self.may_repeat)
        self.may_repeat += unmarked
        self.flights, self.not_before, self.store.failing = [], {}, 0
        self._start()

    async def quiet(self) -> None:
        """Nothing goes wrong any more, and time passes until nothing waits."""
        self.store.failing = 0
        for _ in range(400):
            if not (self.outbox.waiting or self.flights):
                return
            while self.flights:
                self._arrive(self.flights.pop())
                await self.settles()
            await self.take(Later(int(HELD_FOR.total_seconds()) if not self.flights else 1))
        raise AssertionError("something waits for ever")


def _once(arrived: Sequence[str], may_repeat: Sequence[str]) -> list[str]:
    """What has arrived, without what came once more than it was said; each of that had a reason."""
    seen: list[str] = []
    reasons = list(may_repeat)
    for words in arrived:
        if words in seen:
            reasons.remove(words)
        else:
            seen.append(words)
    return seen


@settings(max_examples=150, deadline=None)
@given(steps=steps)
async def test_nothing_is_lost_or_out_of_order_whatever_becomes_of_messages(steps: list[Step]) -> None:
    world = World()
    said: dict[Conversation, list[str]] = defaultdict(list)
    for step in steps:
        await world.take(step)
        if isinstance(step, Turn):
            said[PEOPLE[step.who]] += [f"{world.said}.{number}" for number in range(step.messages)]
    await world.quiet()
    for who in PEOPLE:
        assert set(_once(world.arrived[who], world.may_repeat)) >= set(said[who]) - world.gone
        assert set(world.arrived[who]) <= set(said[who])
    world.running.cancel()
    await asyncio.gather(world.running, return_exceptions=True)


async def test_help_does_not_wait_for_a_place() -> None:
    world = World()
    for who in range(9):
        await world.take(Turn(who, 2, "acts"))
    assert len(world.flights) == PACE.places - 1
    await world.take(Turn(9, 1, "help"))
    assert [flight.to for flight in world.flights][-1] == PEOPLE[9]
    world.running.cancel()
    await asyncio.gather(world.running, return_exceptions=True)
