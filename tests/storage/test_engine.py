"""Opening a database from its address."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.errors import SettingsError
from bot.storage.engine import Database, open_database
from tests.databases import opened


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///{}/heard.db", "sqlite+pysqlite"),
        ("sqlite+aiosqlite:///{}/heard.db", "sqlite+pysqlite"),
        ("postgresql://heard:secret@localhost/heard", "postgresql+asyncpg"),
        ("postgres://heard@localhost/heard?sslmode=require", "postgresql+asyncpg"),
        ("postgresql+asyncpg://heard@/heard?host=/run", "postgresql+asyncpg"),
    ],
)
async def test_the_driver_follows_from_the_address(url: str, driver: str, tmp_path: Path) -> None:
    database = open_database(url.format(tmp_path))
    assert {engine.url.drivername for engine in database.engines()} == {driver}
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
@pytest.mark.parametrize(("way", "synchronous"), [("durable", 2), ("quick", 1)])
async def test_every_connection_is_set_up(database: Database, way: str, synchronous: int) -> None:
    def ask(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    found = await (database.durably(ask) if way == "durable" else database.quickly(ask))
    assert found == {"journal_mode": "wal", "synchronous": synchronous, "foreign_keys": 1, "busy_timeout": 1_000}
