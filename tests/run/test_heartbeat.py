"""A process says that it lives, what of it is wrong as soon as it is, and looks after those that fell silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import StorageUnavailableError
from bot.model.operation.health import Part, Process, State
from bot.run.health import HealthBoard
from bot.run.heartbeat import beating
from bot.run.pace import Pace
from bot.storage.engine import Database
from bot.storage.processes.health import SqlProcesses
from bot.storage.tables import processes
from tests.databases import opened, sqlite_url

PATIENCE = 15.0
SELDOM = Pace(beat=timedelta(hours=1), least=timedelta())
BRISK = Pace(beat=timedelta(milliseconds=5), least=timedelta())
AT_ONCE = Pace(beat=timedelta(milliseconds=5), least=timedelta(), silent=timedelta(days=-1))
"""To this one everybody is silent."""


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with opened(sqlite_url(tmp_path)) as database:
        yield database


@pytest.fixture
def worker(database: Database) -> SqlProcesses:
    return SqlProcesses(database, "worker")


@pytest.fixture
def web(database: Database) -> SqlProcesses:
    return SqlProcesses(database, "web")


async def until(reader: SqlProcesses, so: Callable[[list[Process]], bool]) -> list[Process]:
    """All processes, as soon as it is so."""
    async with asyncio.timeout(PATIENCE):
        while not so(everyone := await reader.everyone()):
            pass
    return everyone


async def test_what_turns_red_is_said_at_once_and_what_is_green_again_too(web: SqlProcesses, worker: SqlProcesses) -> None:
    """At once: the next beat by itself would come in an hour."""
    board = HealthBoard()
    async with beating(worker, board, SELDOM):
        await until(web, lambda everyone: [each.parts for each in everyone] == [{}])
        board.red("telegram", "cannot be reached")
        await until(web, lambda everyone: everyone[0].parts == {"telegram": Part(State.RED, "cannot be reached")})
        board.green("telegram")
        await until(web, lambda everyone: everyone[0].parts == {})
    assert await web.everyone() == []


async def test_it_is_heard_of_again_and_again(web: SqlProcesses, worker: SqlProcesses) -> None:
    async with beating(worker, HealthBoard(), BRISK):
        for _ in range(3):
            await until(web, bool)
            await web.forget([worker.id])
        await until(web, bool)


async def test_without_the_database_it_is_red_and_goes_on_when_it_is_back(
    database: Database, web: SqlProcesses, worker: SqlProcesses
) -> None:
    board = HealthBoard()
    async with beating(worker, board, BRISK):
        await until(web, bool)
        await database.durably(lambda connection: processes.drop(connection))
        async with asyncio.timeout(PATIENCE):
            while "health" not in board.parts:
                board.changed.clear()
                await board.changed.wait()
        await database.durably(lambda connection: processes.create(connection))
        await until(web, lambda everyone: len(everyone) == 1 and everyone[0].parts == {})
        assert board.parts == {}


async def test_one_that_is_missed_is_an_alarm_once_and_stays(web: SqlProcesses, worker: SqlProcesses) -> None:
    await worker.beat({"telegram": Part(State.RED, "cannot be reached")})
    with capture_logs() as logs:
        async with beating(web, HealthBoard(), AT_ONCE):
            for _ in range(3):  # each time it is forgotten it is there again with its next beat
                await until(worker, lambda everyone: len(everyone) == 2)
                await worker.forget([web.id])
            await until(worker, lambda everyone: len(everyone) == 2)
    alarms = [entry for entry in logs if entry["event"] == "process.silent" and entry["process"] == worker.id]
    assert [(entry["kind"], entry["log_level"]) for entry in alarms] == [("worker", "error")]
    assert [each.id for each in await worker.everyone()] == [worker.id]


async def test_one_that_was_started_again_is_forgotten(database: Database, web: SqlProcesses, worker: SqlProcesses) -> None:
    """By whoever sees it first; here nobody of its kind is silent but the old one."""
    old = SqlProcesses(database, "worker")
    await old.beat({"telegram": Part(State.RED, "cannot be reached")})
    await database.durably(lambda connection: connection.exec_driver_sql("UPDATE processes SET heard_at = datetime(heard_at, '-1 minute')"))
    async with beating(worker, HealthBoard(), BRISK):
        await until(web, lambda everyone: [each.id for each in everyone] == [worker.id])


async def test_whoever_it_has_replaced_is_not_missed_again_when_it_stops(
    database: Database, web: SqlProcesses, worker: SqlProcesses
) -> None:
    old = SqlProcesses(database, "worker")
    async with beating(worker, HealthBoard(), SELDOM):
        await until(web, bool)
        await database.durably(lambda connection: connection.exec_driver_sql("UPDATE processes SET since = datetime(since, '+1 minute')"))
        await old.beat({})
        await database.durably(
            lambda connection: connection.exec_driver_sql(
                f"UPDATE processes SET heard_at = datetime(heard_at, '-1 minute') WHERE id = '{old.id}'"  # noqa: S608  our own
            )
        )
    assert await web.everyone() == []


async def test_a_database_that_is_gone_at_the_end_stops_nobody(database: Database, worker: SqlProcesses) -> None:
    async with asyncio.timeout(PATIENCE), beating(worker, HealthBoard(), BRISK):
        await database.durably(lambda connection: processes.drop(connection))
    with pytest.raises(StorageUnavailableError):
        await worker.everyone()
