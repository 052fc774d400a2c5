"""The health page, and where it listens."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.errors import SettingsError, StorageUnavailableError
from bot.model.switch import Switched, Turned
from bot.run.health import HealthBoard
from bot.run.health_page import health_page, listening_socket, serve, wait_for_signal
from bot.storage.store import SqlStore
from tests.databases import keyring_in, opened, sqlite_url


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    async with opened(sqlite_url(tmp_path)) as database:
        yield SqlStore(database, keyring_in(tmp_path))


@dataclass
class StillSwitch:
    last: Switched | None = None

    async def state(self) -> Switched | None:
        return self.last


async def shown(store: SqlStore, board: HealthBoard, last: Switched | None = None) -> httpx.Response:
    page = httpx.ASGITransport(health_page(store, StillSwitch(last), board))
    async with httpx.AsyncClient(transport=page, base_url="http://heard") as client:
        return await client.get("/health")


async def test_green_is_200_with_counts(store: SqlStore) -> None:
    answer = await shown(store, HealthBoard())
    assert (answer.status_code, answer.json()) == (200, {"status": "green", "red": {}, "waiting": 0, "given_up": 0})


async def test_red_is_503_and_says_which_part(store: SqlStore) -> None:
    board = HealthBoard()
    board.red("safety", "check-failed")
    answer = await shown(store, board)
    assert (answer.status_code, answer.json()["red"]) == (503, {"safety": "check-failed"})
    board.green("safety")
    assert (await shown(store, board)).status_code == 200


OFF = Switched(datetime(2026, 11, 23, 9, 12, tzinfo=UTC), "dana", Turned.OFF, "wrong numbers")


async def test_turned_off_is_amber_and_200_and_says_since_when_by_whom_and_why(store: SqlStore) -> None:
    answer = await shown(store, HealthBoard(), OFF)
    assert (answer.status_code, answer.json()["status"], answer.json()["red"]) == (200, "amber", {})
    assert answer.json()["off"] == {"since": "2026-11-23T09:12:00+00:00", "by": "dana", "why": "wrong numbers"}


async def test_turned_on_again_is_green(store: SqlStore) -> None:
    answer = await shown(store, HealthBoard(), replace(OFF, did=Turned.ON))
    assert answer.json() == {"status": "green", "red": {}, "waiting": 0, "given_up": 0}


async def test_what_is_broken_is_red_even_while_it_is_turned_off(store: SqlStore) -> None:
    board = HealthBoard()
    board.red("safety", "check-failed")
    answer = await shown(store, board, OFF)
    assert (answer.status_code, answer.json()["status"], answer.json()["off"]["by"]) == (503, "red", "dana")


async def test_a_store_that_cannot_be_had_is_red_for_as_long_as_it_is(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unavailable() -> int:
        raise StorageUnavailableError("SQLITE_IOERR")

    board = HealthBoard()
    with monkeypatch.context() as patch:
        patch.setattr(store, "waiting", unavailable)
        answer = await shown(store, board)
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "red", "red": {"storage": "unavailable"}, "waiting": None, "given_up": None},
    )
    assert (await shown(store, board)).status_code == 200


def test_a_port_that_is_taken_gives_way_to_a_free_one() -> None:
    with closing(listening_socket("127.0.0.1", 0)) as first, capture_logs() as logs:
        taken = first.getsockname()[1]
        with closing(listening_socket("127.0.0.1", taken)) as second:
            assert second.getsockname()[1] not in (0, taken)
    assert [(entry["event"], entry["port"]) for entry in logs] == [("health_port_taken", taken)]


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine speaks IPv4 alone")
def test_it_listens_on_ipv6_where_the_host_says_so() -> None:
    with closing(listening_socket("::1", 0)) as listening:
        assert listening.family is socket.AF_INET6


def test_a_host_that_is_none_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="HEARD_HOST"):
        listening_socket("no such host", 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_end(store: SqlStore, number: signal.Signals) -> None:
    listening = listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/health"
    async with asyncio.timeout(10):
        serving = asyncio.create_task(serve(listening, store, StillSwitch(), HealthBoard()))
        async with httpx.AsyncClient() as client:
            assert (await client.get(address)).json()["status"] == "green"
            assert (await client.get(address.replace("health", "elsewhere"))).status_code == 404
        os.kill(os.getpid(), number)
        await serving


async def test_without_a_page_it_only_waits_to_be_told() -> None:
    async with asyncio.timeout(10):
        waiting = asyncio.create_task(wait_for_signal())
        await asyncio.sleep(0)
        assert not waiting.done()
        os.kill(os.getpid(), signal.SIGTERM)
        await waiting
