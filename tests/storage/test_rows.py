"""An open flow is stored with its answers, sealed, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.model.inbound import Attachment
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Answer, FileReference, Item, Opened, Run, Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnRecord
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from bot.storage.tables import sessions
from tests.storage.cases.told import JO, LATER, NOW, SAM, Desk

RUN = Run("r1", "tell-us", "what", (Answer("what", (Item("they sold my bike"),), done=False),), due=LATER)
SESSION = Session(
    "bristol", run=RUN, shelf=(replace(RUN, id="r0", due=LATER + timedelta(days=1)),), opened=Opened("c1", LATER + timedelta(days=3))
)

# Of any characters, halves of surrogate pairs and NUL included.
texts = st.text(st.characters(), max_size=20)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given a zone by the strategy
files = st.builds(FileReference, st.sampled_from(Attachment), texts, texts)
items = st.builds(Item, texts, st.none() | texts, st.none() | files)
values = st.none() | texts | st.integers() | st.lists(items, max_size=4).map(tuple)
runs = st.builds(
    Run,
    *(texts, texts, texts),
    st.lists(st.builds(Answer, texts, values, st.booleans()), max_size=5).map(tuple),
    *(st.booleans(), st.booleans(), st.none() | texts),
    st.none() | st.builds(Finding, st.sampled_from(Category), st.sampled_from(Severity)),
    *(st.none() | texts, st.booleans(), st.none() | moments),
)
opened = st.builds(Opened, texts, moments)


async def stored(store: SqlStore, session: Session | None, number: int = 0) -> None:
    read = await store.read(f"e{number}", SAM)
    assert read is not None
    await store.commit(TurnCommit(SAM, TurnRecord(f"e{number}", NOW, "telegram", Outcome.FLOW), read, session), NOW)


async def session(store: SqlStore) -> StoredSession:
    read = await store.read("no such event", SAM)
    assert read is not None
    return read


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(run=st.none() | runs, shelf=st.lists(runs, max_size=2), case=st.none() | opened, council=st.sampled_from([None, "bristol", "leeds"]))
async def test_whatever_somebody_answers_comes_back(
    store: SqlStore, run: Run | None, shelf: list[Run], case: Opened | None, council: str | None
) -> None:
    before = await session(store)
    after = Session(council, run=run, shelf=tuple(shelf), opened=case)
    await stored(store, after, before.version)
    assert await session(store) == StoredSession(after, before.version + 1)


async def test_when_a_flow_is_over_nothing_of_it_stays(store: SqlStore, desk: Desk) -> None:
    await stored(store, SESSION)
    await stored(store, Session("bristol"), 1)
    (row,) = (await desk.rows("sessions"))["sessions"]
    assert (row["run"], row["holder"], row["due_at"]) == (None, None, None)
    assert (await session(store)).session == Session("bristol")


async def test_answers_are_under_the_key_of_the_council_that_they_are_for(store: SqlStore, desk: Desk) -> None:
    for number, (council, holder) in enumerate([("bristol", "bristol"), ("leeds", "england"), (None, "england")]):
        await stored(store, replace(SESSION, council=council), number)
        (row,) = (await desk.rows("sessions"))["sessions"]
        assert row["holder"] == holder


@pytest.mark.parametrize(
    ("words", "logged"), [("gAAAAAAAAAAAnothing", "session.sealed"), (None, "session.unreadable")], ids=["no key", "another version"]
)
async def test_who_has_answers_that_nobody_can_read_goes_on_without_them(
    store: SqlStore, desk: Desk, keyring: Keyring, words: str | None, logged: str
) -> None:
    await stored(store, SESSION)
    broken = update(sessions).values(run=words or keyring.seal("bristol", '{"run": "they sold my bike"}'))
    await desk.database.durably(lambda connection: connection.execute(broken))
    with capture_logs() as logs:
        assert await session(store) == StoredSession(Session("bristol"), version=1)
    assert [(entry["event"], entry["log_level"]) for entry in logs] == [(logged, "error")]
    assert "bike" not in str(logs)


async def test_flows_that_are_due_are_found_the_longest_due_first(store: SqlStore, desk: Desk) -> None:
    await desk.turn("jo", who=JO, session=replace(SESSION, run=replace(RUN, due=LATER - timedelta(hours=1))))
    await stored(store, SESSION)
    await desk.turn("others", who=replace(JO, address="3"), session=Session("bristol", run=replace(RUN, due=None)))
    assert await store.due_runs(LATER - timedelta(microseconds=1), 10) == [JO]
    assert await store.due_runs(LATER, 10) == [JO, SAM]
    assert await store.due_runs(LATER, 1) == [JO]
    await stored(store, replace(SESSION, run=None), 1)
    assert await store.due_runs(LATER, 10) == [JO], "the next of somebody's is due later"
    await stored(store, None, 2)
    assert await store.due_runs(LATER + timedelta(days=2), 10) == [JO]


async def test_a_case_that_is_open_in_a_chat_is_closed_there_in_time(store: SqlStore) -> None:
    await stored(store, Session("bristol", opened=Opened("c1", LATER)))
    assert await store.due_runs(LATER - timedelta(microseconds=1), 10) == []
    assert await store.due_runs(LATER, 10) == [SAM]
