"""Telegram is away for ten minutes, or says 429 for ten minutes, while people go on: the real sender over the real store, on a clock of its own.

Turns are committed all the while. What they said waits, and arrives once Telegram is back: all of it, once, in order for each conversation.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.delivery.senders import Senders
from bot.errors import TryLaterError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Outbound, Span
from bot.model.session import Session
from bot.model.turn import Notice, Outcome, TurnCommit, TurnRecord
from bot.run.health import HealthBoard
from bot.storage.store import SqlStore
from tests.cases.cases_in_memory import HandClock

OFFICER = Conversation("telegram", "9001")
PEOPLE = [Conversation("telegram", str(1001 + number)) for number in range(12)]
AWAY = timedelta(minutes=10)
STEP = timedelta(seconds=4)
CAUGHT_UP = timedelta(minutes=1)
"""After Telegram is back: nobody's message waits longer."""
PATIENCE = timedelta(minutes=10)


@dataclass
class Line:
    """Telegram: refuses as it is told to."""

    clock: HandClock
    refuses: Callable[[Conversation], TryLaterError | None] = lambda conversation: None
    name: str = "telegram"
    tried: list[Conversation] = field(default_factory=list)
    arrived: dict[Conversation, list[str]] = field(default_factory=lambda: defaultdict(list))
    not_before: dict[Conversation, datetime] = field(default_factory=dict)
    too_early: int = 0
    """How often somebody's message was tried before the time that was asked for."""

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        assert isinstance(outbound, Message)
        self.tried.append(conversation)
        self.too_early += self.clock.now() < self.not_before.get(conversation, self.clock.now())
        if error := self.refuses(conversation):
            if error.wait:
                self.not_before[conversation] = self.clock.now() + error.wait
            raise error
        self.arrived[conversation].append(outbound.text)
        return str(len(self.tried))


def message(words: str) -> Message:
    return Message((Block(BlockKind.PARAGRAPH, (Span(words),)),))


@dataclass
class Service:
    """Turns and a sender over one store, with time in the test's hands."""

    store: SqlStore
    chance: random.Random = field(default_factory=lambda: random.Random(3))
    clock: HandClock = field(default_factory=HandClock)
    health: HealthBoard = field(default_factory=HealthBoard)
    said: dict[Conversation, list[str]] = field(default_factory=lambda: defaultdict(list))
    turns: int = 0

    def __post_init__(self) -> None:
        self.line = Line(self.clock)
        self.sender = Senders(self.store, [self.line], self.clock, self.health, chance=self.chance)

    async def goes_on(self, how_long: timedelta) -> None:
        """People write, and are answered, for so long; now and then an officer hears of it."""
        end = self.clock.now() + how_long
        while self.clock.now() < end:
            await self._turn(self.chance.choice(PEOPLE))
            await self._deliver()

    async def catches_up(self) -> timedelta:
        """How long it takes until nothing waits any more, if nobody writes."""
        began = self.clock.now()
        while await self.store.waiting() and self.clock.now() - began < PATIENCE:
            await self._deliver()
        return self.clock.now() - began

    async def _deliver(self) -> None:
        while await self.sender.deliver_due():
            pass
        self.clock.forward(seconds=STEP.total_seconds())

    async def _turn(self, person: Conversation) -> None:
        self.turns += 1
        read = await self.store.read(f"e{self.turns}", person)
        assert read is not None
        words = [f"{self.turns}, {number}" for number in range(self.chance.randint(1, 3))]
        notices = [f"case {self.turns}"] if self.chance.random() < 0.2 else []
        self.said[person] += words
        self.said[OFFICER] += notices
        commit = TurnCommit(
            person,
            TurnRecord(f"e{self.turns}", self.clock.now(), "telegram", Outcome.FLOW),
            read,
            Session(),
            tuple(message(each) for each in words),
            notices=tuple(Notice(OFFICER, message(each), "bristol") for each in notices),
        )
        await self.store.commit(commit, self.clock.now())


@pytest.fixture
def service(store: SqlStore) -> Service:
    return Service(store)


async def test_ten_minutes_without_telegram_lose_nothing_and_keep_every_order(service: Service) -> None:
    await service.goes_on(STEP * 5)
    service.line.refuses = lambda conversation: TryLaterError("no connection")
    before = len(service.line.tried)
    await service.goes_on(AWAY)
    assert service.health.parts == {"telegram": "cannot be reached"}
    assert len(service.line.tried) - before < 60, "it asks now and then, with one message"
    service.line.refuses = lambda conversation: None
    assert await service.catches_up() < CAUGHT_UP
    assert service.line.arrived == service.said
    assert service.health.parts == {}
    assert await service.store.given_up() == 0


async def test_ten_minutes_of_429_lose_nothing_keep_every_order_and_every_wait_that_was_asked_for(service: Service) -> None:
    def storm(conversation: Conversation) -> TryLaterError | None:
        wait = timedelta(seconds=service.chance.randint(1, 40))
        return TryLaterError("too many requests", wait) if service.chance.random() < 0.7 else None

    service.line.refuses = storm
    await service.goes_on(AWAY)
    assert service.health.parts == {}, "Telegram answers: that is no outage"
    service.line.refuses = lambda conversation: None
    assert await service.catches_up() < CAUGHT_UP
    assert service.line.arrived == service.said
    assert service.line.too_early == 0


async def test_a_429_to_everybody_and_then_an_outage_lose_nothing(service: Service) -> None:
    service.line.refuses = lambda conversation: TryLaterError("too many requests", timedelta(seconds=90))
    await service.goes_on(AWAY / 2)
    service.line.refuses = lambda conversation: TryLaterError("no connection")
    await service.goes_on(AWAY / 2)
    service.line.refuses = lambda conversation: None
    assert await service.catches_up() < CAUGHT_UP
    assert service.line.arrived == service.said
    assert service.line.too_early == 0
