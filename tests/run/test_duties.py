"""A duty is done by one at a time: whoever does not get its lock waits, and whoever loses it ends what is under way and begins nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageUnavailableError
from bot.run.duties import WAITS, Duty
from bot.run.health import HealthBoard
from bot.run.pace import Pace
from bot.storage.processes.locks import Lock

PATIENCE = 15.0
BRISK = Pace(ask=timedelta(milliseconds=1))


class HandLock:
    """In the test's hands."""

    settles = timedelta()

    def __init__(self) -> None:
        self.free_now, self.trouble = True, False
        self.asked, self.freed = asyncio.Event(), 0
        self.gone = asyncio.Event()

    async def take(self) -> bool:
        self.asked.set()
        if self.trouble:
            raise StorageUnavailableError("the database is not available: 57P01")
        return self.free_now

    async def lost(self) -> None:
        await self.gone.wait()

    async def free(self) -> None:
        self.freed += 1


class Work:
    """Begins, goes on until it is told, and finishes what is under way when the test lets it."""

    def __init__(self) -> None:
        self.began, self.told, self.may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.times = 0
        self.may_end.set()

    async def __call__(self, over: asyncio.Event) -> None:
        self.times += 1
        self.began.set()
        await over.wait()
        self.told.set()
        await self.may_end.wait()


class Bench:
    def __init__(self) -> None:
        self.lock, self.work, self.board, self.stop = HandLock(), Work(), HealthBoard(), asyncio.Event()
        self.duty = Duty("sender-telegram", self.lock, self.work, self.board, BRISK)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """For as long as this lasts; it is told to stop then, and stops."""
        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
            group.create_task(self.duty.run(self.stop))
            yield
            self.stop.set()

    async def asked_again(self) -> None:
        self.lock.asked.clear()
        await self.lock.asked.wait()


@pytest.fixture
async def bench() -> Bench:
    return Bench()


def fulfils(lock: HandLock) -> Lock:
    """What mypy proves."""
    return lock


async def test_who_gets_the_lock_works_until_told_to_stop_and_gives_it_back(bench: Bench) -> None:
    async with bench.running():
        await bench.work.began.wait()
        assert bench.board.now == {}
    assert bench.work.told.is_set()
    assert (bench.work.times, bench.lock.freed) == (1, 1)


async def test_who_does_not_get_it_says_so_once_and_waits(bench: Bench) -> None:
    bench.lock.free_now = False
    with capture_logs() as logs:
        async with bench.running():
            for _ in range(3):
                await bench.asked_again()
            assert (bench.board.parts, bench.board.now["sender-telegram"].why) == ({}, WAITS)
    assert [entry["event"] for entry in logs] == ["health.amber"]
    assert bench.work.times == 0


async def test_as_soon_as_it_is_free_whoever_waits_takes_over(bench: Bench) -> None:
    bench.lock.free_now = False
    with capture_logs() as logs:
        async with bench.running():
            await bench.asked_again()
            bench.lock.free_now = True
            await bench.work.began.wait()
            assert bench.board.now == {}
    assert "duty.taken_over" in {entry["event"] for entry in logs}


async def test_who_loses_it_finishes_what_is_under_way_and_only_then_asks_again(bench: Bench) -> None:
    bench.work.may_end.clear()
    async with bench.running():
        await bench.work.began.wait()
        bench.lock.free_now = False
        bench.lock.asked.clear()
        bench.lock.gone.set()
        await bench.work.told.wait()
        assert not bench.lock.asked.is_set()
        bench.work.may_end.set()
        await bench.lock.asked.wait()
        await bench.asked_again()
        assert bench.work.times == 1
        bench.lock.gone.clear()
        bench.work.began.clear()
        bench.lock.free_now = True
        await bench.work.began.wait()
    assert bench.work.times == 2


async def test_where_nobody_can_say_who_has_it_nothing_is_done_and_health_is_red(bench: Bench) -> None:
    bench.lock.trouble = True
    async with bench.running():
        await bench.asked_again()
        await bench.asked_again()
        assert bench.board.parts == {"sender-telegram": "the database is not available: 57P01"}
        assert bench.work.times == 0
        bench.lock.trouble = False
        await bench.work.began.wait()
        assert bench.board.now == {}


async def test_work_that_breaks_is_told_and_the_lock_is_free(bench: Bench) -> None:
    async def broken(over: asyncio.Event) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await Duty("sender-telegram", bench.lock, broken, bench.board, BRISK).run(bench.stop)
    assert bench.lock.freed == 1
