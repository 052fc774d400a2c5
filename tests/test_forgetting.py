"""What was kept for long enough is deleted at the start and every day, whatever the database does meanwhile."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

from bot.errors import StorageUnavailableError
from bot.forgetting import forget_daily
from bot.health import HealthBoard
from bot.model.turn import KEPT

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_ONCE = timedelta()


class Calendar:
    """A clock that shows the next day each time."""

    def __init__(self) -> None:
        self.today = NOW

    def now(self) -> datetime:
        self.today += timedelta(days=1)
        return self.today


class Store:
    """Takes down what it is asked to forget; fails as it is told; ends the loop after so many calls."""

    def __init__(self, stop: asyncio.Event, health: HealthBoard, fails: list[bool]) -> None:
        self.stop, self.health, self.fails = stop, health, fails
        self.asked: list[date] = []
        self.parts: list[dict[str, str]] = []

    async def forget_unanswered(self, before: date) -> None:
        self.parts.append(self.health.parts)
        self.asked.append(before)
        failing = self.fails.pop(0)
        if not self.fails:
            self.stop.set()
        if failing:
            raise StorageUnavailableError("SQLITE_BUSY")


async def test_every_day_what_is_too_old_by_then_goes() -> None:
    stop, health = asyncio.Event(), HealthBoard()
    store = Store(stop, health, [False, False, False])
    await forget_daily(store, Calendar(), health, stop, AT_ONCE, AT_ONCE)
    first = NOW.date() + timedelta(days=1) - KEPT
    assert store.asked == [first, first + timedelta(days=1), first + timedelta(days=2)]
    assert health.is_green


async def test_a_database_that_cannot_be_had_turns_health_red_until_it_works() -> None:
    stop, health = asyncio.Event(), HealthBoard()
    store = Store(stop, health, [True, False, False])
    await forget_daily(store, Calendar(), health, stop, AT_ONCE, AT_ONCE)
    assert store.parts == [{}, {"forgetting": "SQLITE_BUSY"}, {}]
    assert health.is_green


async def test_the_end_of_the_program_is_not_waited_for() -> None:
    stop, health = asyncio.Event(), HealthBoard()
    store = Store(stop, health, [False])
    await asyncio.wait_for(forget_daily(store, Calendar(), health, stop), 5)
    assert len(store.asked) == 1
