"""The switch and its record, on both databases."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot.errors import StorageUnavailableError
from bot.model.inbound import Conversation
from bot.model.operation.switch import Switched, Turned
from bot.model.session import Run, Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage.engine import Database
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from bot.storage.switch import SqlSwitch
from bot.storage.tables import audit

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
SAM = Conversation("telegram", "1")
WHY = "wrong numbers in three answers"


@pytest.fixture
def switch(database: Database, keyring: Keyring) -> SqlSwitch:
    return SqlSwitch(database, keyring)


async def is_off(store: SqlStore) -> bool:
    """What a turn of somebody new learns."""
    read = await store.read("no such event", SAM)
    assert read is not None
    return read.off


async def test_it_is_on_until_somebody_turns_it_off(store: SqlStore, switch: SqlSwitch) -> None:
    assert not await is_off(store)
    assert await switch.state() is None
    assert await switch.history() == []


async def test_the_next_turn_knows_that_it_is_off_and_then_on(store: SqlStore, switch: SqlSwitch) -> None:
    assert await switch.turn_off("dana", WHY, NOW)
    assert await is_off(store)
    assert await switch.state() == Switched(NOW, "dana", Turned.OFF, WHY)
    assert await switch.turn_on("eli", "", LATER)
    assert not await is_off(store)
    assert await switch.state() == Switched(LATER, "eli", Turned.ON, "")
    assert await switch.history() == [Switched(NOW, "dana", Turned.OFF, WHY), Switched(LATER, "eli", Turned.ON, "")]


async def test_a_stored_session_stays_as_it_is(store: SqlStore, switch: SqlSwitch) -> None:
    record, session = TurnRecord("e1", NOW, "telegram", Outcome.FLOW), Session("bristol", run=Run("r1", "settings", "council"))
    await store.commit(TurnCommit(SAM, record, StoredSession(Session()), session), NOW)
    await switch.turn_off("dana", WHY, NOW)
    assert await store.read("e2", SAM) == StoredSession(session, version=1, off=True)
    await switch.turn_on("dana", "", NOW)
    assert await store.read("e2", SAM) == StoredSession(session, version=1)


async def test_an_event_handled_before_is_not_read_again_while_it_is_off(store: SqlStore, switch: SqlSwitch) -> None:
    await store.commit(TurnCommit(SAM, TurnRecord("e1", NOW, "telegram", Outcome.OFF), StoredSession(Session()), None), NOW)
    await switch.turn_off("dana", WHY, NOW)
    assert await store.read("e1", SAM) is None


async def test_turning_it_the_way_it_is_changes_nothing(switch: SqlSwitch) -> None:
    assert not await switch.turn_on("eli", "it was on", NOW)
    assert await switch.history() == []
    assert await switch.turn_off("dana", WHY, NOW)
    assert not await switch.turn_off("eli", "another reason", LATER)
    assert await switch.history() == [Switched(NOW, "dana", Turned.OFF, WHY)]


async def test_of_many_who_turn_it_at_once_one_does(database: Database, keyring: Keyring) -> None:
    did = await asyncio.gather(*(SqlSwitch(database, keyring).turn_off(f"officer {number}", WHY, NOW) for number in range(6)))
    assert sorted(did) == [False] * 5 + [True]
    assert [entry.who for entry in await SqlSwitch(database, keyring).history()] == [f"officer {did.index(True)}"]


async def test_a_turn_reads_once(store: SqlStore, switch: SqlSwitch, asked: list[str]) -> None:
    await switch.turn_off("dana", WHY, NOW)
    await is_off(store)
    asked.clear()
    assert await is_off(store)
    assert len(asked) == 2, "of somebody new it is asked, too, what still counts of them"


async def test_why_is_sealed_and_the_rest_is_not(switch: SqlSwitch, database: Database) -> None:
    await switch.turn_off("dana", WHY, NOW)
    row = await database.quickly(lambda connection: connection.execute(select(audit)).one())
    assert (row.at, row.who, row.did) == (NOW, "dana", "off")
    assert not set(WHY.split()) & set(row.why.split())


async def test_a_reason_that_no_key_opens_does_not_hide_that_it_is_off(switch: SqlSwitch, database: Database, store: SqlStore) -> None:
    await switch.turn_off("dana", WHY, NOW)
    await database.durably(lambda connection: connection.execute(update(audit).values(why="gAAAAAAAAAAAnothing")))
    with capture_logs() as logs:
        assert await switch.state() == Switched(NOW, "dana", Turned.OFF, "")
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [("audit.unreadable", "error")]
    assert await is_off(store)


async def test_a_database_that_cannot_be_had_is_said_to_be_so(switch: SqlSwitch, database: Database) -> None:
    await database.durably(lambda connection: audit.drop(connection))
    for call in (switch.state(), switch.history(), switch.turn_off("dana", WHY, NOW)):
        with pytest.raises(StorageUnavailableError):
            await call


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.sampled_from(Turned), max_size=6))
async def test_however_it_is_turned_the_last_entry_is_the_state(
    turns: list[Turned], store: SqlStore, switch: SqlSwitch, database: Database
) -> None:
    await database.durably(lambda connection: connection.execute(audit.delete()))
    expected = Turned.ON
    for number, did in enumerate(turns):
        turn = switch.turn_off if did is Turned.OFF else switch.turn_on
        assert await turn("dana", str(number), NOW) is (did is not expected)
        expected = did
    assert await is_off(store) is (expected is Turned.OFF)
    kept = [entry.did for entry in await switch.history()]
    assert kept == [(Turned.OFF, Turned.ON)[number % 2] for number in range(len(kept))], "off and on in turn"
