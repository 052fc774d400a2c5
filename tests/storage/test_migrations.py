"""Migrations make just what `bot.storage.tables` says."""

from __future__ import annotations

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.storage.engine import Database, open_database
from bot.storage.migrations import upgrade
from bot.storage.tables import metadata


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def _checks(connection: Connection) -> set[str | None]:
    """Alembic leaves checks out of its comparison."""
    return {check["name"] for check in inspect(connection).get_check_constraints("outbox")}


async def test_migrations_and_tables_agree(database: Database) -> None:
    assert await database.durably(_differences) == []
    assert await database.durably(_checks) == {"ck_outbox_state"}


async def test_upgrading_twice_changes_nothing(database: Database) -> None:
    await upgrade(database)
    assert await database.durably(_differences) == []


async def test_two_processes_may_start_at_once(empty_url: str) -> None:
    databases = [open_database(empty_url) for _ in range(2)]
    try:
        await asyncio.gather(*(upgrade(database) for database in databases))
        assert [await database.durably(_differences) for database in databases] == [[], []]
    finally:
        await asyncio.gather(*(database.close() for database in databases))
