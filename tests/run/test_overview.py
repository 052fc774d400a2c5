"""How the whole service is said to be, on both databases: this process and the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.operation.health import Part, State
from bot.run.health import HealthBoard
from bot.run.overview import Overview
from bot.storage.engine import Database
from bot.storage.processes.health import SqlProcesses
from bot.storage.store import SqlStore
from bot.storage.switch import SqlSwitch
from bot.storage.tables import outbox
from tests.databases import keyring_in, opened, sqlite_url

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
AWAY = Part(State.RED, "cannot be reached")
WAITS = Part(State.AMBER, "waiting for another process")
GREEN = {"status": "green", "red": {}, "waiting": 0, "given_up": 0}


@dataclass
class Service:
    """A web that shows, and a worker that is shown."""

    database: Database
    switch: SqlSwitch
    board: HealthBoard
    web: SqlProcesses
    worker: SqlProcesses
    overview: Overview
    strict: Overview
    """To this one whoever has not been heard of in this very moment is silent."""

    async def says(self, overview: Overview | None = None) -> dict[str, Any]:
        """Everything that it shows, but for the processes."""
        now = await (overview or self.overview).now()
        return {name: value for name, value in now.items() if name != "processes"}


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with opened(sqlite_url(tmp_path)) as database:
        keyring, board = keyring_in(tmp_path), HealthBoard()
        switch, web, worker = SqlSwitch(database, keyring), SqlProcesses(database, "web"), SqlProcesses(database, "worker")
        overviews = [
            Overview(SqlStore(database, keyring), switch, web, board, silent) for silent in (timedelta(minutes=1), timedelta(days=-1))
        ]
        yield Service(database, switch, board, web, worker, *overviews)


async def test_all_is_well(service: Service) -> None:
    await service.web.beat({})
    await service.worker.beat({})
    assert await service.says() == GREEN


async def test_what_is_red_in_another_process_is_red_here_until_it_is_green_there(service: Service) -> None:
    await service.worker.beat({"telegram": AWAY})
    assert await service.says() == {**GREEN, "status": "red", "red": {"telegram": "cannot be reached"}}
    await service.worker.beat({})
    assert await service.says() == GREEN


async def test_what_is_red_here_is_so_before_it_is_stored(service: Service) -> None:
    service.board.red("safety", "check-failed")
    assert await service.says() == {**GREEN, "status": "red", "red": {"safety": "check-failed"}}
    service.board.green("safety")
    assert await service.says() == GREEN


async def test_what_was_stored_of_this_process_never_outlives_what_it_knows(service: Service) -> None:
    await service.web.beat({"safety": AWAY})
    assert await service.says() == GREEN


async def test_the_same_part_in_two_processes_says_both_reasons_and_one_that_is_the_same_once(service: Service) -> None:
    service.board.red("storage", "full")
    await service.worker.beat({"storage": AWAY})
    assert (await service.says())["red"] == {"storage": "full; cannot be reached"}
    service.board.red("storage", "cannot be reached")
    assert (await service.says())["red"] == {"storage": "cannot be reached"}


async def test_one_that_waits_for_another_is_amber_and_says_for_what(service: Service) -> None:
    await service.worker.beat({"sender-telegram": WAITS})
    assert await service.says() == {**GREEN, "status": "amber", "waits": {"sender-telegram": "waiting for another process"}}


async def test_one_that_is_silent_is_red_with_what_was_red_before_and_what_it_waited_for_counts_no_more(service: Service) -> None:
    await service.worker.beat({"telegram": AWAY, "sender-telegram": WAITS})
    now = await service.says(service.strict)
    assert (now["status"], set(now["red"]), "waits" in now) == ("red", {"worker", "telegram"}, False)
    assert now["red"]["worker"].startswith("not heard of")


async def test_this_process_is_never_silent_to_itself(service: Service) -> None:
    await service.web.beat({})
    assert await service.says(service.strict) == GREEN


async def test_each_process_is_shown_with_its_own_parts(service: Service) -> None:
    await service.web.beat({})
    await service.worker.beat({"telegram": AWAY})
    service.board.red("safety", "check-failed")
    shown = (await service.overview.now())["processes"]
    assert [(each["kind"], each["id"], each["silent"], each["parts"]) for each in shown] == [
        ("web", service.web.id, False, {"safety": "red: check-failed"}),
        ("worker", service.worker.id, False, {"telegram": "red: cannot be reached"}),
    ]
    assert all(datetime.fromisoformat(each["since"]).tzinfo for each in shown)


async def test_without_the_database_it_is_red_and_remembers_the_others(service: Service) -> None:
    await service.worker.beat({"telegram": AWAY})
    await service.overview.now()
    service.board.red("safety", "check-failed")
    await service.database.durably(lambda connection: outbox.drop(connection))
    red = {"storage": "unavailable", "safety": "check-failed", "telegram": "cannot be reached"}
    assert await service.says() == {"status": "red", "red": red, "waiting": None, "given_up": None}
    await service.database.durably(lambda connection: outbox.create(connection))
    service.board.green("safety")
    await service.worker.beat({})
    assert await service.says() == GREEN


async def test_turned_off_is_amber_and_says_since_when_by_whom_and_why(service: Service) -> None:
    await service.switch.turn_off("dana", "wrong numbers", NOW)
    off = {"since": "2026-11-23T09:12:00+00:00", "by": "dana", "why": "wrong numbers"}
    assert await service.says() == {**GREEN, "status": "amber", "off": off}
    service.board.red("safety", "check-failed")
    assert (await service.says())["status"] == "red", "what is broken is red all the same"
    service.board.green("safety")
    await service.switch.turn_on("dana", "", NOW)
    assert await service.says() == GREEN
