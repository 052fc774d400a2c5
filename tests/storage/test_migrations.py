"""Migrations make just what `bot.storage.tables` says."""

from __future__ import annotations

import asyncio

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.model.inbound import Conversation
from bot.model.session import Session
from bot.model.turn import StoredSession
from bot.storage.engine import Database, open_database
from bot.storage.keys import Keyring
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
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


def _as_first_released(connection: Connection) -> None:
    """The tables of revision 0001, with a session."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    settings = Config()
    settings.set_main_option("script_location", "bot.storage:migrations")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "0001")
    connection.execute(
        text(
            "INSERT INTO sessions (id, channel, address, version, council, language, updated_at)"
            " VALUES (1, 'telegram', '1', 7, 'bristol', 'en', '2026-01-05 12:00:00+00')"
        )
    )


async def test_who_came_before_an_upgrade_is_still_known_and_has_agreed_to_nothing(empty_url: str, keyring: Keyring) -> None:
    database = open_database(empty_url)
    try:
        await database.durably(_as_first_released)
        await upgrade(database)
        assert await database.durably(_differences) == []
        assert await SqlStore(database, keyring).read("e1", Conversation("telegram", "1")) == StoredSession(
            Session(council="bristol"), version=7
        )
    finally:
        await database.close()
