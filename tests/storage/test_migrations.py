"""Migrations make just what `bot.storage.tables` says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.model.content.topics import ENGLAND, Audience
from bot.model.inbound import Conversation
from bot.model.outbound import LeaveGroup
from bot.model.session import Run, Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage import payload
from bot.storage.engine import Database, open_database
from bot.storage.migrations import upgrade
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from bot.storage.tables import metadata

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


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


def _as_of(connection: Connection, revision: str, columns: str, values: str) -> None:
    """The tables of an earlier revision, with a session."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    settings = Config()
    settings.set_main_option("script_location", "bot.storage:migrations")
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
    names = f"id, channel, address, version, council, language, updated_at, {columns}"
    row = f"1, 'telegram', '1', 7, 'bristol', 'so', '2026-01-05 12:00:00+00', {values}"
    connection.execute(text(f"INSERT INTO sessions ({names}) VALUES ({row})"))  # noqa: S608  both are our own


@pytest.mark.parametrize(
    ("revision", "columns", "values", "kept"),
    [
        ("0001", "flow, step", "'welcome', 'council'", Session("bristol", language="so")),
        (
            "0004",
            "audience, flow, step, topic, keep_questions",
            "'care-leaver', 'settings', 'council', 'pets', false",
            Session("bristol", Audience.CARE_LEAVER, "so", "pets", keep_questions=False),
        ),
    ],
    ids=["the first", "before cases"],
)
async def test_who_came_before_an_upgrade_is_still_known_and_in_no_flow(
    empty_url: str, keyring: Keyring, revision: str, columns: str, values: str, kept: Session
) -> None:
    database, here = open_database(empty_url), Conversation("telegram", "1")
    try:
        await database.durably(lambda connection: _as_of(connection, revision, columns, values))
        await upgrade(database)
        assert await database.durably(_differences) == []
        store = SqlStore(database, keyring)
        read = await store.read("e1", here)
        assert read == StoredSession(kept, version=7)
        after = replace(kept, run=Run("r1", "tell-us", "what"))
        await store.commit(TurnCommit(here, TurnRecord("e1", NOW, "telegram", Outcome.FLOW), read, after), NOW)
        assert await store.read("e2", here) == StoredSession(after, version=8)
    finally:
        await database.close()


async def test_what_waited_before_help_went_first_goes_on_its_way(empty_url: str, keyring: Keyring) -> None:
    database = open_database(empty_url)
    names = "channel, address, payload, key, attempts, due_at, created_at, state"
    row = "'telegram', '1', :payload, 'e1#0', 0, '2026-01-05 12:00:00+00', '2026-01-05 12:00:00+00', 'waiting'"
    waiting = text(f"INSERT INTO outbox ({names}) VALUES ({row})").bindparams(  # noqa: S608  both are our own
        payload=keyring.seal(ENGLAND, payload.to_text(LeaveGroup()))
    )
    try:
        await database.durably(lambda connection: _as_of(connection, "0005", "topic", "null"))
        await database.durably(lambda connection: connection.execute(waiting))
        await upgrade(database)
        (message,) = await SqlStore(database, keyring).due("telegram", NOW, 9)
        assert (message.outbound, message.help) == (LeaveGroup(), False)
    finally:
        await database.close()
