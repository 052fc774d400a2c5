"""The secret of a database: made once, sealed, and the same for everybody."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.errors import SealedError, StorageUnavailableError
from bot.model.inbound import Conversation
from bot.storage.engine import Database
from bot.storage.seal.keys import Keyring
from bot.storage.seal.salt import Salt
from bot.storage.store import SqlStore
from bot.storage.tables import salts
from tests.storage.cases.told import NEWS, NOW, SAM, Desk


async def test_it_stays_the_same(database: Database, keyring: Keyring) -> None:
    salt = await SqlStore(database, keyring).salt()
    assert len(salt) == 32
    assert await SqlStore(database, keyring).salt() == salt


async def test_processes_that_start_together_have_the_same(database: Database, keyring: Keyring, desk: Desk) -> None:
    found = await asyncio.gather(*(SqlStore(database, keyring).salt() for _ in range(6)))
    assert len(set(found)) == 1
    assert len((await desk.rows("salts"))["salts"]) == 1


async def test_it_is_read_once(store: SqlStore, asked: list[str]) -> None:
    await store.salt()
    asked.clear()
    await store.salt()
    assert asked == []


async def test_it_does_not_stand_in_plain(store: SqlStore, desk: Desk) -> None:
    salt = await store.salt()
    (row,) = (await desk.rows("salts"))["salts"]
    assert row["name"] == "receipt"
    assert row["salt"].startswith("gAAAA")
    assert salt.hex() not in row["salt"]


async def test_places_differ_by_channel_and_address_only(database: Database, keyring: Keyring) -> None:
    people = [Conversation(*names) for names in (("a", "bc"), ("ab", "c"), ("a", 'b", "c'), ("a", "\ud83d"), ("a", "\x00"))]
    salt = Salt(database, keyring)
    places = [await salt.place(person) for person in people]
    assert len(set(places)) == len(people)
    assert [await Salt(database, keyring).place(person) for person in people] == places


async def test_another_database_has_another(database: Database, keyring: Keyring) -> None:
    before = await Salt(database, keyring).place(SAM)
    await database.durably(lambda connection: connection.execute(salts.delete()))
    assert await Salt(database, keyring).place(SAM) != before


async def test_where_no_key_opens_it_messages_arrive_all_the_same(desk: Desk, store: SqlStore, keyring: Keyring) -> None:
    await store.salt()
    await desk.database.durably(lambda connection: connection.execute(update(salts).values(salt="gAAAAAAAAAAAnothing")))
    another = SqlStore(desk.database, keyring)
    with capture_logs() as logs:
        turn = await desk.ready("e1", outbound=(NEWS,), message="17")
        await another.commit(turn, NOW)
        (row,) = await another.due("telegram", NOW, 10)
        await another.sent(row, "18", NOW)
    assert {(entry["event"], entry["log_level"]) for entry in logs} == {("shown.sealed", "error")}
    assert await another.waiting() == 0
    assert await store.shown(SAM, NOW) == []
    with pytest.raises(SealedError):
        await another.salt()


async def test_a_database_that_cannot_be_had_is_said_to_be_so(store: SqlStore, database: Database) -> None:
    await database.durably(lambda connection: salts.drop(connection))
    with pytest.raises(StorageUnavailableError):
        await store.salt()
