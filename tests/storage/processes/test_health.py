"""Processes say how they are, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from bot.errors import StorageUnavailableError
from bot.model.operation.health import GIVEN_UP_AFTER, SILENT_AFTER, Part, Process, State, replaced
from bot.storage.engine import Database
from bot.storage.processes.health import SqlProcesses
from bot.storage.tables import parts, processes
from tests.storage.test_store import verbs

AWAY = Part(State.RED, "cannot be reached")
WAITS = Part(State.AMBER, "another process does this")
FULL = Part(State.RED, "SQLITE_FULL")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def worker(database: Database) -> SqlProcesses:
    return SqlProcesses(database, "worker")


@pytest.fixture
def web(database: Database) -> SqlProcesses:
    return SqlProcesses(database, "web")


async def goes_by(database: Database, seconds: int, who: SqlProcesses) -> None:
    """So much time goes by without a beat of that process."""

    def earlier(connection: Connection) -> None:
        ago = f"{-seconds:+d} seconds"
        moment = {"sqlite": f"strftime('%Y-%m-%d %H:%M:%f', heard_at, '{ago}')", "postgresql": f"heard_at + interval '{ago}'"}
        sql = f"UPDATE processes SET heard_at = {moment[connection.dialect.name]} WHERE id = :id"  # noqa: S608  all our own
        assert connection.execute(text(sql), {"id": who.id}).rowcount == 1

    await database.durably(earlier)


async def found(reader: SqlProcesses, of: SqlProcesses) -> Process:
    (process,) = [each for each in await reader.everyone() if each.id == of.id]
    return process


async def test_every_process_sees_what_each_says(worker: SqlProcesses, web: SqlProcesses) -> None:
    await worker.beat({"telegram": AWAY, "sender:email": WAITS})
    await web.beat({})
    for reader in (worker, web):
        first, second = await reader.everyone()
        assert [(each.kind, each.parts, each.silent()) for each in (first, second)] == [
            ("worker", {"telegram": AWAY, "sender:email": WAITS}, False),
            ("web", {}, False),
        ]


async def test_what_is_green_again_is_gone_and_what_is_new_is_there(worker: SqlProcesses, web: SqlProcesses) -> None:
    for said in ({"telegram": AWAY}, {"telegram": AWAY, "storage": FULL}, {"storage": FULL}, {"storage": AWAY}, {}):
        await worker.beat(said)
        assert (await found(web, worker)).parts == said


async def test_a_process_that_stopped_as_it_should_leaves_nothing(worker: SqlProcesses, web: SqlProcesses, database: Database) -> None:
    await web.beat({"storage": FULL})
    await worker.beat({"telegram": AWAY})
    await worker.leave()
    assert [each.id for each in await web.everyone()] == [web.id]
    await web.leave()
    left = await database.quickly(lambda connection: [connection.execute(table.select()).all() for table in (processes, parts)])
    assert left == [[], []]


async def test_one_that_is_not_heard_of_is_silent_until_its_next_beat(worker: SqlProcesses, web: SqlProcesses, database: Database) -> None:
    await worker.beat({"telegram": AWAY})
    since = (await found(web, worker)).since
    await goes_by(database, 21, worker)
    assert (await found(web, worker)).silent()
    await worker.beat({"telegram": AWAY})
    assert not (await found(web, worker)).silent()
    assert (await found(web, worker)).since == since


async def test_a_beat_from_the_future_counts_for_nothing(worker: SqlProcesses, database: Database) -> None:
    """The database's clock was an hour ahead and was put back: who died before must not live until then."""
    await worker.beat({})
    await goes_by(database, -3600, worker)
    assert (await found(worker, worker)).silent()


async def test_one_that_was_taken_for_dead_comes_back_with_all_it_says(worker: SqlProcesses, web: SqlProcesses) -> None:
    await worker.beat({"telegram": AWAY})
    await web.forget([worker.id])
    assert await web.everyone() == []
    await worker.beat({"telegram": AWAY})
    assert (await found(web, worker)).parts == {"telegram": AWAY}


async def test_a_beat_is_one_small_statement(worker: SqlProcesses, asked: list[str]) -> None:
    await worker.beat({"telegram": AWAY})
    asked.clear()
    await worker.beat({"telegram": AWAY})
    assert verbs(asked) == ["UPDATE"]


async def test_a_database_that_cannot_be_had_is_said_to_be_so(worker: SqlProcesses, database: Database) -> None:
    await worker.beat({})
    await database.durably(lambda connection: processes.drop(connection))
    for call in (worker.beat({}), worker.beat({"telegram": AWAY}), worker.everyone(), worker.leave()):
        with pytest.raises(StorageUnavailableError):
            await call


async def test_what_could_not_be_said_is_said_with_the_next_beat(worker: SqlProcesses, web: SqlProcesses, database: Database) -> None:
    await worker.beat({})
    await database.durably(lambda connection: parts.drop(connection))
    with pytest.raises(StorageUnavailableError):
        await worker.beat({"telegram": AWAY})
    await database.durably(lambda connection: parts.create(connection))
    await worker.beat({"telegram": AWAY})
    assert (await found(web, worker)).parts == {"telegram": AWAY}


def process(kind: str = "worker", started: float = 0, unheard: timedelta = timedelta()) -> Process:
    return Process(f"{kind} {started}", kind, NOW + timedelta(seconds=started), unheard)


DEAD = SILENT_AFTER + timedelta(seconds=1)
LONG_DEAD = GIVEN_UP_AFTER + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("one", "others", "so"),
    [
        (process(unheard=DEAD), [], False),
        (process(unheard=LONG_DEAD), [], False),
        (process(unheard=DEAD), [process(started=9)], True),
        (process(unheard=DEAD), [process(started=9, unheard=DEAD)], False),
        (process(unheard=DEAD), [process("web", started=9)], False),
        (process(unheard=DEAD), [process(started=-9)], False),
        (process(unheard=LONG_DEAD), [process(started=-9)], True),
        (process(), [process(started=9)], False),
    ],
    ids=[
        "alone",
        "alone for long",
        "restarted",
        "restarted and dead, too",
        "another kind",
        "an older one",
        "an older one for an hour",
        "alive",
    ],
)
def test_a_dead_process_is_missed_until_another_of_its_kind_is_there(one: Process, others: list[Process], so: bool) -> None:
    assert replaced(one, [one, *others]) is so


anybody = st.builds(process, st.sampled_from(["web", "worker"]), st.integers(0, 9), st.sampled_from([timedelta(), DEAD, LONG_DEAD]))


@given(st.lists(anybody, max_size=6))
def test_where_nobody_of_a_kind_lives_one_that_is_dead_stays_missed(everyone: list[Process]) -> None:
    for kind in {each.kind for each in everyone}:
        same = [each for each in everyone if each.kind == kind]
        if all(each.silent() for each in same):
            assert not any(replaced(each, everyone) for each in same)
