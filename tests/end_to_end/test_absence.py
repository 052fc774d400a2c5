"""A Telegram that is not there: the program waits for it, and can be stopped meanwhile."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot.workshop.telegram_double import Double
from bot.workshop.telegram_double.client import ROOT
from tests.end_to_end.conftest import Start

SAM = 42


@pytest.fixture
def port() -> int:
    """A port on which nobody listens yet."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def away(env: dict[str, str], port: int) -> str:
    """A Telegram that cannot be reached."""
    env["TELEGRAM_BASE_URL"] = f"http://127.0.0.1:{port}/bot"
    return env["TELEGRAM_BASE_URL"]


@pytest.fixture
def back(away: str, port: int) -> Iterator[Double]:
    """The same Telegram, from the moment a test first asks for it."""
    command = [sys.executable, "-m", "bot.workshop.telegram_double", "--port", str(port), "--while-stdin-open"]
    with LateDouble(away, command) as double:
        yield double


class LateDouble(Double):
    """A double that is started by hand, on a port that is known before."""

    def __init__(self, base_url: str, command: list[str]) -> None:
        super().__init__(base_url)
        self._command = command

    def comes_up(self) -> None:
        """Start serving."""
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline()


def test_a_telegram_that_is_not_there_at_the_start_is_waited_for(start: Start, back: LateDouble) -> None:
    service = start()
    service.wait_for_log("health.red", part="telegram")
    assert service.health()[0] == 503
    back.comes_up()
    back.say(SAM, "do care leavers pay council tax")
    back.wait("sent")
    (answer,) = back.texts(SAM)
    assert answer.startswith("Your council can cut the bill")
    assert service.settled()["red"] == {}
    assert service.stop() == 0


def test_it_can_be_stopped_while_telegram_is_not_there(start: Start, away: str) -> None:
    service = start()
    service.wait_for_log("health.red", part="telegram")
    assert service.stop() == 0
