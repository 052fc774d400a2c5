"""The health page, and where it listens."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.errors import SettingsError
from bot.run.health import HealthBoard
from bot.run.health_page import health_page, listening_socket, serve, wait_for_signal
from bot.run.overview import Overview
from bot.storage.processes.health import SqlProcesses
from bot.storage.store import SqlStore
from bot.storage.switch import SqlSwitch
from tests.databases import keyring_in, opened, sqlite_url


@pytest.fixture
async def overview(tmp_path: Path) -> AsyncIterator[Overview]:
    async with opened(sqlite_url(tmp_path)) as database:
        keyring = keyring_in(tmp_path)
        yield Overview(SqlStore(database, keyring), SqlSwitch(database, keyring), SqlProcesses(database, "web"), HealthBoard())


async def shown(overview: Overview) -> httpx.Response:
    page = httpx.ASGITransport(health_page(overview))
    async with httpx.AsyncClient(transport=page, base_url="http://heard") as client:
        return await client.get("/health")


class Still(Overview):
    """Stands still."""

    def __init__(self, status: str) -> None:
        self._status = status

    async def now(self) -> dict[str, str]:
        return {"status": self._status}


@pytest.mark.parametrize(("status", "code"), [("green", 200), ("amber", 200), ("red", 503)])
async def test_only_red_is_503(status: str, code: int) -> None:
    answer = await shown(Still(status))
    assert (answer.status_code, answer.json()) == (code, {"status": status})


def test_a_port_that_is_taken_gives_way_to_a_free_one() -> None:
    with closing(listening_socket("127.0.0.1", 0)) as first, capture_logs() as logs:
        taken = first.getsockname()[1]
        with closing(listening_socket("127.0.0.1", taken)) as second:
            assert second.getsockname()[1] not in (0, taken)
    assert [(entry["event"], entry["port"]) for entry in logs] == [("health.port_taken", taken)]


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine speaks IPv4 alone")
def test_it_listens_on_ipv6_where_the_host_says_so() -> None:
    with closing(listening_socket("::1", 0)) as listening:
        assert listening.family is socket.AF_INET6


def test_a_host_that_is_none_is_a_setting_to_mend() -> None:
    with pytest.raises(SettingsError, match="HEARD_HOST"):
        listening_socket("no such host", 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_end(overview: Overview, number: signal.Signals) -> None:
    listening = listening_socket("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/health"
    async with asyncio.timeout(10):
        serving = asyncio.create_task(serve(listening, overview))
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
