"""Locks between processes, on both databases; two databases opened at one address are as good as two processes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StorageUnavailableError
from bot.storage.engine import Database, open_database
from bot.storage.processes.locks import FileLock, Lock
from bot.workshop.telegram_double.client import ROOT
from tests.databases import opened

PATIENCE = 15.0
HOLD = """
import asyncio, sys
from bot.storage.engine import open_database

async def hold():
    lock = open_database(sys.argv[1]).lock("sender")
    print(await lock.take(), flush=True)
    await asyncio.Event().wait()

asyncio.run(hold())
"""
BREAK = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()")


@pytest.fixture
async def other(database: Database, empty_url: str) -> AsyncIterator[Database]:
    async with opened(empty_url) as other:
        yield other


async def taken(lock: Lock) -> None:
    """It is free soon."""
    async with asyncio.timeout(PATIENCE):
        while not await lock.take():  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(0)


async def test_one_at_a_time_has_it_and_the_next_when_it_is_free(database: Database, other: Database) -> None:
    first, second = database.lock("sender"), other.lock("sender")
    assert await first.take()
    assert not await second.take()
    await first.free()
    assert await second.take()
    assert not await first.take()


async def test_locks_of_other_names_are_others(database: Database, other: Database) -> None:
    assert await database.lock("sender").take()
    assert await other.lock("poller").take()
    assert await other.lock("sender:email").take()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_database_that_is_closed_holds_nothing(database: Database, empty_url: str) -> None:
    other = open_database(empty_url)
    assert await other.lock("sender").take()
    await other.close()
    await taken(database.lock("sender"))


@pytest.fixture
def holder(database: Database, empty_url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, which has it."""
    with subprocess.Popen([sys.executable, "-c", HOLD, empty_url], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


async def test_a_kill_frees_it(database: Database, holder: subprocess.Popen[str]) -> None:
    lock = database.lock("sender")
    assert not await lock.take()
    holder.kill()
    await taken(lock)


async def test_nothing_is_lost_that_nothing_breaks(database: Database) -> None:
    lock = database.lock("sender")
    assert await lock.take()
    lost = asyncio.create_task(lock.lost())
    await database.lock("poller").take()
    assert not lost.done()
    lost.cancel()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_loses_the_connection_hears_of_it_and_can_take_it_again(database: Database, other: Database) -> None:
    lock = database.lock("sender")
    assert await lock.take()
    await other.quickly(lambda connection: connection.execute(BREAK))
    async with asyncio.timeout(PATIENCE):
        await lock.lost()
    await lock.free()
    await taken(lock)
    assert not await other.lock("sender").take()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_what_was_lost_gives_nothing_back_of_what_another_has_now(database: Database, other: Database) -> None:
    lost, another = database.lock("sender"), other.lock("sender")
    assert await lost.take()
    await other.quickly(lambda connection: connection.execute(BREAK))
    await taken(another)
    await lost.free()
    assert not await database.lock("sender").take()


async def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    database = open_database(f"postgresql://heard@/heard?host={tmp_path}")
    with pytest.raises(StorageUnavailableError):
        await database.lock("sender").take()
    await database.close()


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailableError):
        await FileLock(tmp_path / "nowhere" / "lock").take()


async def test_a_file_that_somebody_takes_away_is_lost(tmp_path: Path) -> None:
    """Else a second process would lock the new one, and both would have it."""
    lock, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert await lock.take()
    (tmp_path / "lock").unlink()
    assert await second.take()
    async with asyncio.timeout(PATIENCE):
        await lock.lost()


async def test_only_the_owner_may_look_at_the_file(tmp_path: Path) -> None:
    assert await FileLock(tmp_path / "lock").take()
    assert (tmp_path / "lock").stat().st_mode & 0o077 == 0
