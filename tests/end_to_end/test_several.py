"""Several processes on one database, on SQLite and PostgreSQL: they see each other's health, never do the same twice, and wake each other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.engine import open_database
from bot.storage.processes.line import NAME
from bot.workshop.telegram_double import Double
from tests.databases import postgres_database, postgres_server
from tests.end_to_end.service import Service, run_to_end
from tests.end_to_end.test_telling import ANSWER, ROUTES, does, tells

SAM = 42
PEOPLE = range(1, 101)
QUESTION = "do care leavers pay council tax"
IN_FLIGHT = 8
"""Messages that one sender has under way at once: so many may come twice where it loses its lock in the middle."""
HOUR = 3_600.0
DUTIES = {"poller-telegram", "sender-telegram", "scheduler-telegram"}

Start = Callable[..., Service]

pytestmark = pytest.mark.kills  # two processes, taken over and killed: minutes, so it has a step of its own


@contextmanager
def database_on(server: str) -> Iterator[str]:
    """A new database on a PostgreSQL, outside of any event loop."""
    with asyncio.Runner() as runner:
        database = postgres_database(server)
        try:
            yield runner.run(database.__aenter__())
        finally:
            runner.run(database.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest, env: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of every process on one database."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            env["HEARD_DATABASE_URL"] = stack.enter_context(database_on(request.getfixturevalue("postgres")))
        env["HEARD_ROUTES"] = str(tmp_path / "routes.yaml")
        (tmp_path / "routes.yaml").write_text(
            ROUTES.replace("email: olive@example.org", "telegram: 7700077").replace("email: lee@example.org", "telegram: 7700078")
        )
        yield env


@pytest.fixture
def start(shared: dict[str, str]) -> Iterator[Start]:
    """Starts a process; whatever still runs at the end is killed."""
    with ExitStack() as running:
        yield lambda command, **pace: running.enter_context(Service(shared, command, **pace))


BRISK = {"beat": 0.2, "least": 0.1, "silent": 2}


def test_web_shows_how_the_worker_is_red_silent_started_again_and_stopped(double: Double, start: Start) -> None:
    web, worker = start("web", **BRISK), start("worker", **BRISK)
    double.wait("polled")
    web.shows(lambda page: page["status"] == "green" and [each["kind"] for each in page["processes"]] == ["web", "worker"])

    double.garble(method="getUpdates", times=1_000)
    double.say(SAM, QUESTION)
    page = web.shows(lambda page: "telegram" in page["red"])
    assert [list(each["parts"]) for each in page["processes"]] == [[], ["telegram"]]
    assert web.page()[0] == 503
    double.heal()
    double.say(SAM, QUESTION)
    web.shows(lambda page: page["status"] == "green")

    worker.kill()
    page = web.shows(lambda page: page["status"] == "red")
    assert page["red"] == {"worker": "not heard of for more than 2 seconds"}
    assert web.wait_for_log("process.silent")["kind"] == "worker"
    again = start("worker", **BRISK)
    page = web.shows(lambda page: page["status"] == "green")
    assert [each["kind"] for each in page["processes"]] == ["web", "worker"]

    assert again.stop() == 0
    assert [each["kind"] for each in web.page()[1]["processes"]] == ["web"]


def test_two_double_no_reply_and_whoever_waits_takes_over_from_one_that_stops_or_is_killed(double: Double, start: Start) -> None:
    first = start("run")
    double.wait("polled")
    second = start("run")
    for part in DUTIES:
        second.wait_for_log("health.amber", part=part)
    page = first.shows(lambda page: set(page.get("waits", ())) == DUTIES)
    assert (page["status"], page["red"], first.page()[0]) == ("amber", {}, 200)
    double.say_each(PEOPLE, QUESTION)
    double.wait("sent", count=len(PEOPLE))
    assert [len(double.texts(chat)) for chat in PEOPLE] == [1] * len(PEOPLE)

    double.say_each(PEOPLE, QUESTION)
    double.wait("sent", count=len(PEOPLE) + 10)
    assert first.stop() == 0
    double.wait("confirmed")
    double.wait("sent", count=2 * len(PEOPLE))
    second.settled()
    assert [len(double.texts(chat)) for chat in PEOPLE] == [2] * len(PEOPLE)

    third = start("run")
    for part in DUTIES:
        third.wait_for_log("health.amber", part=part)
    second.kill()
    for part in DUTIES:
        third.wait_for_log("duty.taken_over", part=part)
    double.say_each(PEOPLE, QUESTION)
    double.wait("sent", count=3 * len(PEOPLE))
    third.settled()
    assert third.stop() == 0
    assert [len(double.texts(chat)) for chat in PEOPLE] == [3] * len(PEOPLE)


def test_what_an_officer_answers_in_a_terminal_reaches_the_chat_though_nobody_looks_for_it(
    double: Double, start: Start, shared: dict[str, str]
) -> None:
    """The sender would look for messages of other processes once an hour: it is woken."""
    worker = start("worker", poll=HOUR, round=HOUR)
    double.wait("polled")
    double.allow_strangers()
    tells(double)
    listed = run_to_end(shared, "case", "list", "--as", "olive")
    number = listed.stdout.split()[0]
    sent = len(double.sent(SAM))
    replied = run_to_end(shared, "case", "reply", number, ANSWER, "--as", "olive")
    assert (replied.returncode, replied.stderr) == (0, "")
    double.wait("sent", chat=SAM, count=sent + 1)
    assert double.texts(SAM)[-1] == "You have a message."
    assert ANSWER in does(double, "[case]")
    assert worker.stop() == 0


async def _break_lines(url: str) -> None:
    database = open_database(url)
    sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name AND datname = current_database()"
    try:
        await database.quickly(lambda connection: connection.execute(text(sql), {"name": NAME}))
    finally:
        await database.close()


@pytest.mark.parametrize("shared", ["postgresql"], indirect=True)
def test_whoever_loses_its_connection_stops_sending_before_another_begins(double: Double, start: Start, shared: dict[str, str]) -> None:
    first = start("worker")
    double.wait("polled")
    second = start("worker")
    second.wait_for_log("health.amber", part="sender-telegram")
    double.say_each(PEOPLE, QUESTION)
    double.wait("sent", count=10)
    asyncio.run(_break_lines(shared["HEARD_DATABASE_URL"]))
    first.wait_for_log("duty.lock_lost", part="sender-telegram")
    double.wait("confirmed")
    double.wait("sent", count=len(PEOPLE))
    assert [each.stop() for each in (first, second)] == [0, 0]
    said = [len(double.texts(chat)) for chat in PEOPLE]
    assert min(said) == 1
    assert sum(said) <= len(PEOPLE) + IN_FLIGHT
