"""Opening a database from its address."""

from __future__ import annotations

import asyncio
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from bot.errors import SettingsError
from bot.model.turn import Outcome, TurnRecord
from bot.storage.engine import Database, PostgresDatabase, SqliteDatabase, open_database
from bot.storage.rows import of_turn
from bot.storage.statements import INSERT_TURN
from bot.storage.tables import turns
from tests.databases import opened

TURN = of_turn(TurnRecord("e1", datetime(2026, 1, 5, 12, tzinfo=UTC), "telegram", Outcome.ANSWER))
PATIENCE = 15.0
"""Seconds after which a test that waits for something has failed."""


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///{}/heard.db", SqliteDatabase),
        ("sqlite+aiosqlite:///{}/heard.db", SqliteDatabase),
        ("postgresql://heard:secret@localhost/heard", PostgresDatabase),
        ("postgres://heard@localhost/heard?sslmode=require", PostgresDatabase),
        ("postgresql+asyncpg://heard@/heard?host=/run", PostgresDatabase),
    ],
)
async def test_the_database_follows_from_the_address(url: str, kind: type[Database], tmp_path: Path) -> None:
    database = open_database(url.format(tmp_path))
    assert isinstance(database, kind)
    await database.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("var/heard.db", "is no address"),
        ("", "is no address"),
        ("mysql://localhost/heard", "begins with mysql"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_an_address_that_makes_no_sense(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        open_database(url)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands in the way")
    with pytest.raises(SettingsError, match="cannot be used"):
        open_database(f"sqlite:///{tmp_path}/var/heard.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "heard.db").write_text("dear diary, " * 100)
    with pytest.raises(SettingsError, match="not a database"):
        open_database(f"sqlite:///{tmp_path}/heard.db")


async def test_the_folder_is_made_and_only_the_owner_may_look(tmp_path: Path) -> None:
    folder = tmp_path / "far" / "down"
    async with opened(f"sqlite:///{folder}/heard.db"):
        rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}
    assert rights == {"down": 0o700, "heard.db": 0o600, "heard.db-wal": 0o600, "heard.db-shm": 0o600}


async def test_an_older_file_is_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "heard.db"
    path.touch(mode=0o644)
    async with opened(f"sqlite:///{path}"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("way", "synchronous"), [("durably", 2), ("quickly", 1)])
async def test_every_connection_is_set_up(database: Database, way: str, synchronous: int) -> None:
    def ask(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    found = await getattr(database, way)(ask)
    assert found == {"journal_mode": "wal", "synchronous": synchronous, "foreign_keys": 1, "busy_timeout": 1_000}


def _turns(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(turns)).scalar_one())


async def test_whoever_reads_beside_waits_for_no_turn_and_no_turn_for_them(database: Database) -> None:
    """The turn reads beside itself in the middle of its transaction: if one waited for the other, neither would ever end."""
    loop = asyncio.get_running_loop()

    def turn(connection: Connection) -> int:
        connection.execute(INSERT_TURN, TURN)
        beside = asyncio.run_coroutine_threadsafe(database.beside(_turns), loop)
        return beside.result(PATIENCE)

    if isinstance(database, SqliteDatabase):
        assert await database.durably(turn) == 0, "and sees nothing that is not committed"
    assert await database.beside(_turns) == await database.quickly(_turns)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_nobody_writes_beside(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await database.beside(lambda connection: connection.execute(INSERT_TURN, TURN))
