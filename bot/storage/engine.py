"""Opening a database from its address: SQLite or PostgreSQL, each with what keeps a stored turn stored."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import sqlite3
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsError, StorageUnavailableError
from bot.storage.faults import named_faults
from bot.storage.processes.line import KEEPALIVE, NAME, Line
from bot.storage.processes.locks import AdvisoryLock, FileLock, Lock
from bot.storage.processes.wakeups import SOON_S, Wakeups

T = TypeVar("T")
Work = Callable[[Connection], T]
"""A whole piece of database work as a plain function, so that the way to the database is gone once and not for each statement."""

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+aiosqlite": "sqlite+pysqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_NOTIFY = text("SELECT pg_notify('heard', :me)")
_BUSY_MS = 1_000
"""How long a lock is waited for: somebody may be in danger, and a turn that was not stored comes again in a second."""
_CONNECT_S = 5
_STATEMENT_S = 15
_IDLE_S = 600


class Way(Protocol):
    """One of the ways into a database."""

    async def __call__(self, work: Work[T]) -> T:
        """Do a piece of work."""
        ...


class Database(Protocol):
    """An open database, by three ways in. Safe to use from many tasks of one event loop."""

    async def durably(self, work: Work[T]) -> T:
        """Do a piece of work in one transaction: what is committed survives a power cut."""
        ...

    async def quickly(self, work: Work[T]) -> T:
        """Do single statements, each its own transaction: reads, and marks whose loss in a power cut only repeats a message."""
        ...

    async def beside(self, work: Work[T]) -> T:
        """Read outside a turn (a list of cases, a report, health): however long it takes, no turn waits for it."""
        ...

    def lock(self, name: str) -> Lock:
        """A lock between all processes that use this database."""
        ...

    def tell(self) -> None:
        """Say to the other processes, soon, that something was committed."""
        ...

    async def listen(self, woken: Callable[[], None]) -> None:
        """From now on hear when another process tells. What is told may get lost: nobody may rely on it alone."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


class SqliteDatabase:
    """SQLite in one thread of its own: a piece of work is one trip to it, where an asynchronous driver makes one for each step.

    What is asked for while a trip is under way shares the next one; of work to be done durably, that is one transaction and one
    wait for the disk. docs/decisions/0004-sqlite-in-one-thread.md has the figures.
    """

    def __init__(self, path: Path, durable: Engine, quick: Engine, reading: AsyncEngine) -> None:
        self._path, self._durable, self._quick, self._reading = path, durable, quick, reading
        self._wakeups = Wakeups(path.with_name(f"{path.name}-wake"), secrets.token_hex(8))
        self._thread = ThreadPoolExecutor(1, "sqlite")
        self._transactions = _SharedTrips(self._thread, lambda works: _in_one_transaction(durable, works))
        self._statements = _SharedTrips(self._thread, lambda works: _one_by_one(quick, works))

    async def durably(self, work: Work[T]) -> T:
        """Do a piece of work in a transaction: whole or not at all, whatever becomes of others in it."""
        return await self._transactions.join(work)

    async def quickly(self, work: Work[T]) -> T:
        """Do single statements, each its own transaction."""
        return await self._statements.join(work)

    async def beside(self, work: Work[T]) -> T:
        """Read over aiosqlite, in a thread beside the one of the turns: SQLite's readers and its writer never wait for each other."""
        async with self._reading.connect() as connection:
            return await connection.run_sync(work)

    def lock(self, name: str) -> Lock:
        """A lock on a file beside the database."""
        return FileLock(self._path.with_name(f"{self._path.name}-{name}.lock"))

    def tell(self) -> None:
        """Nudge the other processes."""
        self._wakeups.tell()

    async def listen(self, woken: Callable[[], None]) -> None:
        """From now on hear when another process tells."""
        self._wakeups.listen(woken)

    async def close(self) -> None:
        """Close every connection, in the thread that has opened them."""
        self._wakeups.close()
        await self._reading.dispose()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._dispose)
        self._thread.shutdown()

    def _dispose(self) -> None:
        self._durable.dispose()
        self._quick.dispose()


Outcomes = list[tuple[Any, BaseException | None]]


class _SharedTrips:
    """Takes pieces of work to a thread, all that wait at once."""

    def __init__(self, thread: ThreadPoolExecutor, do: Callable[[list[Work[Any]]], Outcomes]) -> None:
        self._thread, self._do = thread, do
        self._waiting: list[tuple[Work[Any], asyncio.Future[Any]]] = []
        self._trip: asyncio.Task[None] | None = None

    async def join(self, work: Work[T]) -> T:
        """Do the work on the next trip. A caller that is cancelled meanwhile does not take the trip with it."""
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, result))
        if self._trip is None:
            self._trip = asyncio.create_task(self._go())
        return await result

    async def _go(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            party, self._waiting = self._waiting, []
            works = [work for work, _ in party]
            try:
                outcomes = await loop.run_in_executor(self._thread, self._do, works)
            except Exception as error:  # noqa: BLE001  whatever it was, it is those who wait who must hear of it
                outcomes = [(None, error)] * len(party)
            for (_, result), (value, failure) in zip(party, outcomes, strict=True):
                if result.cancelled():
                    continue
                if failure is None:
                    result.set_result(value)
                else:
                    result.set_exception(failure)
        self._trip = None


def _in_one_transaction(engine: Engine, works: list[Work[Any]]) -> Outcomes:
    """All in one transaction; where one of them fails, each in its own, so that only that one is undone."""
    if len(works) > 1:
        try:
            with engine.begin() as connection:
                return [(work(connection), None) for work in works]
        except Exception as error:  # noqa: BLE001  whose work it was is found out below
            if _is_away(error):  # nobody's work: each by itself would only wait as long again
                return [(None, error)] * len(works)
    return [_alone(engine, work) for work in works]


def _is_away(error: BaseException) -> bool:
    """Tell whether it is the database that cannot be had, whatever is asked of it."""
    name = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"))


def _alone(engine: Engine, work: Work[Any]) -> tuple[Any, BaseException | None]:
    try:
        with engine.begin() as connection:
            return work(connection), None
    except Exception as error:  # noqa: BLE001  it belongs to the one whose work this was
        return None, error


def _one_by_one(engine: Engine, works: list[Work[Any]]) -> Outcomes:
    outcomes: Outcomes = []
    with engine.connect() as connection:
        for work in works:
            try:
                outcomes.append((work(connection), None))
            except Exception as error:  # noqa: BLE001  it belongs to the one whose work this was
                outcomes.append((None, error))
    return outcomes


class PostgresDatabase:
    """PostgreSQL through asyncpg."""

    def __init__(self, durable: AsyncEngine, quick: AsyncEngine, single: AsyncEngine) -> None:
        """`single`: makes a connection anew each time."""
        self._durable, self._quick = durable, quick
        self._me = secrets.token_hex(8)
        self._line = Line(single, self._me)
        self._telling: asyncio.Task[None] | None = None
        self._more_to_tell = False

    async def durably(self, work: Work[T]) -> T:
        """Do a piece of work in one transaction."""
        async with self._durable.begin() as connection:
            return await connection.run_sync(work)

    async def quickly(self, work: Work[T]) -> T:
        """Do single statements, each its own transaction."""
        async with self._quick.connect() as connection:
            return await connection.run_sync(work)

    async def beside(self, work: Work[T]) -> T:
        """Read on a connection of the pool: PostgreSQL lets nobody wait for a reader."""
        return await self.quickly(work)

    def lock(self, name: str) -> Lock:
        """An advisory lock."""
        return AdvisoryLock(self._line, name)

    def tell(self) -> None:
        """Notify the other processes, in a moment. What is told meanwhile shares the notice."""
        self._more_to_tell = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def listen(self, woken: Callable[[], None]) -> None:
        """From now on hear when another process tells."""
        await self._line.listen(woken)

    async def _tell(self) -> None:
        while self._more_to_tell:
            await asyncio.sleep(SOON_S)
            self._more_to_tell = False
            with suppress(StorageUnavailableError), named_faults():
                await self.quickly(lambda connection: connection.execute(_NOTIFY, {"me": self._me}))

    async def close(self) -> None:
        """Close every connection."""
        if self._telling is not None:
            await self._telling
        await self._line.close()
        await self._durable.dispose()
        await self._quick.dispose()


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
    # Resetting a connection when it comes back is a step for nothing: no work here ends with a transaction open.
    shared: dict[str, Any] = {"hide_parameters": True, "pool_reset_on_return": None, "max_overflow": 0, "pool_size": 1}
    # With this level Python's own module says BEGIN IMMEDIATE together with the first write: no lock to upgrade.
    durable = create_engine(address, connect_args={"isolation_level": "IMMEDIATE"}, **shared)
    quick = create_engine(address, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **shared)
    _on_connect(durable, synchronous="FULL")
    # A mark lost in a power cut repeats a message, never loses one; so it need not wait for the disk.
    _on_connect(quick, synchronous="NORMAL")
    reading = create_async_engine(
        address.set(drivername="sqlite+aiosqlite"), isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **shared
    )
    _on_connect(reading.sync_engine, query_only="ON")
    return SqliteDatabase(Path(address.database), durable, quick, reading)


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


def _on_connect(engine: Engine, **more: str) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for name, value in {"busy_timeout": _BUSY_MS, "foreign_keys": "ON", **more}.items():
            cursor.execute(f"PRAGMA {name} = {value}")
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
    single = create_async_engine(
        address,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={**arguments, "server_settings": {**KEEPALIVE, "application_name": NAME}},
    )
    return PostgresDatabase(durable, quick, single)
