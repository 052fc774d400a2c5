"""A commit in one process wakes the others, on both databases; and whatever is wrong with that hurts nobody."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.storage.cases.desk import SqlCases
from bot.storage.engine import Database, open_database
from bot.storage.processes.line import NAME
from bot.storage.processes.wakeups import Wakeups
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from tests.databases import opened
from tests.storage.cases.told import Desk, said
from tests.storage.test_store import SAM, take

PATIENCE = 15.0
BREAK = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name AND datname = current_database()")


class Sleeper:
    """Something that is woken."""

    def __init__(self) -> None:
        self.event, self.times = asyncio.Event(), 0

    def wake(self) -> None:
        self.times += 1
        self.event.set()

    async def woken(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.event.wait()
        self.event.clear()


@pytest.fixture
async def other(database: Database, empty_url: str) -> AsyncIterator[Database]:
    async with opened(empty_url) as other:
        yield other


async def asleep(database: Database) -> Sleeper:
    """Something that listens; that it began is no news."""
    sleeper = Sleeper()
    await database.listen(sleeper.wake)
    sleeper.event.clear()
    sleeper.times = 0
    return sleeper


async def test_a_turn_that_says_something_wakes_the_others(store: SqlStore, other: Database) -> None:
    sleeper = await asleep(other)
    await take(store, "e1", SAM, "hello")
    await sleeper.woken()


async def test_what_an_officer_does_wakes_the_others(desk: Desk, cases: SqlCases, other: Database, keyring: Keyring) -> None:
    await desk.filed()
    sleeper = await asleep(other)
    await desk.moves(said())
    await sleeper.woken()


async def test_who_tells_is_not_woken_itself(database: Database, store: SqlStore, other: Database) -> None:
    here, there = await asleep(database), await asleep(other)
    await take(store, "e1", SAM, "hello")
    await there.woken()
    other.tell()
    await here.woken()
    assert here.times == 1


async def test_everybody_who_listens_is_woken(database: Database, other: Database, empty_url: str) -> None:
    async with opened(empty_url) as third:
        sleepers = [await asleep(each) for each in (other, third)]
        database.tell()
        for sleeper in sleepers:
            await sleeper.woken()


async def test_where_nobody_listens_nothing_happens(database: Database, store: SqlStore) -> None:
    database.tell()
    await take(store, "e1", SAM, "hello")
    assert await store.waiting() == 1


async def test_what_is_told_at_the_very_end_is_told(other: Database, empty_url: str) -> None:
    """An officer's command ends with its commit."""
    sleeper = await asleep(other)
    brief = open_database(empty_url)
    brief.tell()
    await brief.close()
    await sleeper.woken()


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_after_a_break_it_listens_again_and_looks_for_what_it_has_missed(database: Database, other: Database) -> None:
    sleeper = await asleep(other)
    await database.quickly(lambda connection: connection.execute(BREAK, {"name": NAME}))
    await sleeper.woken()
    database.tell()
    await sleeper.woken()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "heard.db-wake"


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def wakes(folder: Path) -> Callable[[str], Wakeups]:
    return lambda name: Wakeups(folder, name)


async def test_a_socket_that_a_killed_process_left_is_swept_away_and_the_next_is_woken(
    folder: Path, wakes: Callable[[str], Wakeups]
) -> None:
    sleeper, mine = Sleeper(), wakes("b")
    mine.listen(sleeper.wake)
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as dead:
        dead.bind(str(folder / "a"))
    wakes("c").nudge()
    await sleeper.woken()
    assert names(folder) == ["b"]
    mine.close()
    assert names(folder) == []


def test_a_process_that_is_stuck_holds_up_nobody(folder: Path, wakes: Callable[[str], Wakeups]) -> None:
    folder.mkdir()
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as stuck:
        stuck.bind(str(folder / "stuck"))
        for _ in range(2_000):
            wakes("c").nudge()
    assert (folder / "stuck").exists()


def test_what_is_no_socket_is_left_alone(folder: Path, wakes: Callable[[str], Wakeups]) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("not ours")
    wakes("c").nudge()
    assert (folder / "notes.txt").read_text() == "not ours"


def test_a_folder_that_cannot_be_used_is_said_once_and_stops_nobody(folder: Path, wakes: Callable[[str], Wakeups]) -> None:
    folder.write_text("a file stands in the way")
    deaf = wakes("a")
    with capture_logs() as logs:
        deaf.listen(lambda: None)
        deaf.nudge()
        deaf.close()
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("wakeups.off", "warning")]


async def test_a_folder_far_down_will_do(tmp_path: Path) -> None:
    """The name of a socket may have some hundred letters."""
    folder, sleeper = tmp_path / ("deep" * 30) / "down", Sleeper()
    folder.parent.mkdir()
    mine = Wakeups(folder, "a")
    mine.listen(sleeper.wake)
    Wakeups(folder, "b").nudge()
    await sleeper.woken()
    mine.close()


async def test_only_the_owner_may_look_into_the_folder(folder: Path, wakes: Callable[[str], Wakeups]) -> None:
    mine = wakes("a")
    mine.listen(lambda: None)
    assert await asyncio.to_thread(lambda: folder.stat().st_mode) & 0o077 == 0
    mine.close()
