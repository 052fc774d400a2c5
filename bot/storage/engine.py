"""Opening a database from its address: SQLite or PostgreSQL, each with what keeps a stored turn stored."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_BUSY_MS = 5_000
_CONNECT_S = 5
_STATEMENT_S = 15
_IDLE_S = 600


@dataclass(frozen=True, slots=True)
class Database:
    """An open database, by two ways in."""

    durable: AsyncEngine
    """For transactions: what is committed survives a power cut."""
    quick: AsyncEngine
    """For single statements, each its own transaction: reads, and marks whose loss in a power cut only repeats a message."""

    async def close(self) -> None:
        """Close every connection."""
        await self.durable.dispose()
        await self.quick.dispose()


def open_database(url: str) -> Database:
    """The database at an address such as `sqlite:///var/heard.db` or `postgresql://user@host/name`; connects at first use.

    Raises:
        SettingsError: the address makes no sense, or the folder of the file cannot be made.
    """
    address = _address(url)
    return _open_sqlite(address) if address.drivername.startswith("sqlite") else _open_postgresql(address)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise SettingsError("the database address is no address: write it like sqlite:///var/heard.db") from error
    driver = _DRIVERS.get(address.drivername)
    if driver is None:
        raise SettingsError(f"the database address begins with {address.drivername}: it must begin with sqlite or postgresql")
    return address.set(drivername=driver)


def _open_sqlite(address: URL) -> Database:
    if not address.database or address.database == ":memory:":
        raise SettingsError("the database address names no file: write it like sqlite:///var/heard.db")
    _prepare_file(Path(address.database))
    # Resetting a connection when it comes back is a trip to its thread for nothing: no work here ends with a transaction open.
    shared: dict[str, Any] = {"hide_parameters": True, "pool_reset_on_return": None, "max_overflow": 0}
    # With this level Python's own module says BEGIN IMMEDIATE together with the first write: one trip fewer, and no lock to upgrade.
    durable = create_async_engine(address, pool_size=1, connect_args={"isolation_level": "IMMEDIATE"}, **shared)
    quick = create_async_engine(address, pool_size=2, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **shared)
    _on_connect(durable, synchronous="FULL")
    # A mark lost in a power cut repeats a message, never loses one; so it need not wait for the disk.
    _on_connect(quick, synchronous="NORMAL")
    return Database(durable, quick)


def _prepare_file(path: Path) -> None:
    """Make the folder and the file, for their owner only (SQLite gives its other files the same rights)."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & 0o700)
        _write_ahead(path)
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(f"the database file {path} cannot be used: {error}") from error


def _write_ahead(path: Path) -> None:
    """Give the file a write-ahead log, which it then keeps.

    Two processes that do this to a new file at once get "locked" without any waiting, so they take turns at the folder.
    """
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with closing(sqlite3.connect(path, timeout=_BUSY_MS / 1000)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
    finally:
        os.close(folder)


def _on_connect(engine: AsyncEngine, synchronous: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for setting in (f"busy_timeout = {_BUSY_MS}", f"synchronous = {synchronous}", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()


def _open_postgresql(address: URL) -> Database:
    shared: dict[str, Any] = {
        "hide_parameters": True,
        "pool_size": 4,
        "max_overflow": 4,
        "pool_recycle": _IDLE_S,
        "pool_timeout": _STATEMENT_S,
    }
    arguments: dict[str, Any] = {"timeout": _CONNECT_S, "command_timeout": _STATEMENT_S}
    # libpq's name for it, which asyncpg itself understands in an address but SQLAlchemy hands on unknown.
    if "sslmode" in address.query:
        arguments["ssl"] = address.query["sslmode"]
        address = address.difference_update_query(["sslmode"])
    marks = {**arguments, "server_settings": {"synchronous_commit": "off"}}
    durable = create_async_engine(address, connect_args=arguments, **shared)
    quick = create_async_engine(address, connect_args=marks, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **shared)
    return Database(durable, quick)
