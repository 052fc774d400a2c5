"""When the database cannot: the turn is told so, nothing of it is stored, and later the same turn goes through."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import OperationalError

from bot.errors import StorageUnavailableError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.session import Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage.engine import Database, open_database
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from tests.databases import keyring_in, opened, sqlite_url

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SAM = Conversation("telegram", "1")
# Several pages of SQLite's.
LONG = "secret words " * 2_000


def turn(event_id: str, version: int, words: str) -> TurnCommit:
    outbound = Message((Block(BlockKind.PARAGRAPH, (Span(words),)),))
    return TurnCommit(SAM, TurnRecord(event_id, NOW, "telegram", Outcome.ANSWER), StoredSession(Session(), version), Session(), (outbound,))


async def _pragma(database: Database, setting: str) -> int:
    def ask(connection: Connection) -> int:
        result = connection.exec_driver_sql(f"PRAGMA {setting}")
        return int(result.scalar_one()) if result.returns_rows else 0

    return await database.durably(ask)


async def _fails_whole(store: SqlStore, code: str) -> None:
    """A commit fails for that reason, says nobody's words, and has stored nothing."""
    with pytest.raises(StorageUnavailableError, match=code) as caught:
        await store.commit(turn("e2", 1, LONG), NOW)
    assert isinstance(caught.value.__cause__, OperationalError)
    assert "secret words" not in f"{caught.value} {caught.value.__cause__}"
    assert await store.read("e2", SAM) == StoredSession(Session(), version=1)
    assert await store.waiting() == 1


async def test_a_full_disk(tmp_path: Path) -> None:
    async with opened(sqlite_url(tmp_path)) as database:
        store = SqlStore(database, keyring_in(tmp_path))
        await store.commit(turn("e1", 0, "hello"), NOW)
        room = await _pragma(database, f"max_page_count = {await _pragma(database, 'page_count')}")
        await _fails_whole(store, "SQLITE_FULL")
        await _pragma(database, f"max_page_count = {room + 1_000}")
        await store.commit(turn("e2", 1, LONG), NOW)
        assert await store.waiting() == 2


async def test_a_read_only_database(tmp_path: Path) -> None:
    async with opened(sqlite_url(tmp_path)) as database:
        store = SqlStore(database, keyring_in(tmp_path))
        await store.commit(turn("e1", 0, "hello"), NOW)
        # What a read-only file answers, and root can see it too.
        await _pragma(database, "query_only = ON")
        await _fails_whole(store, "SQLITE_READONLY")
        await _pragma(database, "query_only = OFF")
        await store.commit(turn("e2", 1, LONG), NOW)


async def test_a_database_that_somebody_else_holds(tmp_path: Path) -> None:
    async with opened(sqlite_url(tmp_path)) as database:
        store = SqlStore(database, keyring_in(tmp_path))
        await store.commit(turn("e1", 0, "hello"), NOW)
        await _pragma(database, "busy_timeout = 0")
        with closing(sqlite3.connect(tmp_path / "heard.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            await _fails_whole(store, "SQLITE_BUSY")
        await store.commit(turn("e2", 1, LONG), NOW)


async def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    database = open_database(f"postgresql://heard@/heard?host={tmp_path}")
    with pytest.raises(StorageUnavailableError):
        await upgrade(database)
    with pytest.raises(StorageUnavailableError):
        await SqlStore(database, keyring_in(tmp_path)).waiting()
    await database.close()


async def test_a_database_that_the_server_does_not_have(postgres: str, tmp_path: Path) -> None:
    database = open_database(make_url(postgres).set(database="nothing").render_as_string(hide_password=False))
    with pytest.raises(StorageUnavailableError, match="3D000"):
        await SqlStore(database, keyring_in(tmp_path)).waiting()
    await database.close()


OPERATIONS: list[Callable[[SqlStore], Awaitable[object]]] = [
    lambda store: store.commit(turn("e2", 1, "hello"), NOW),
    lambda store: store.waiting(),
    lambda store: store.due("telegram", NOW, 1),
]


@pytest.mark.parametrize("operation", OPERATIONS, ids=["commit", "waiting", "due"])
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_connections_that_broke(
    empty_url: str, database: Database, store: SqlStore, operation: Callable[[SqlStore], Awaitable[object]]
) -> None:
    await store.commit(turn("e1", 0, "hello"), NOW)
    await store.waiting()
    others = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()")
    async with opened(empty_url) as other:
        await other.quickly(lambda connection: connection.execute(others))
    with pytest.raises(StorageUnavailableError):
        await operation(store)
    await operation(store)
