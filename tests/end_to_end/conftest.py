"""The program over the double: a fresh content and data folder for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.workshop.telegram_double import Double
from tests.end_to_end.service import Service, environment

Start = Callable[[], Service]


@pytest.fixture
def env(double: Double, content: Path, tmp_path: Path) -> dict[str, str]:
    """The settings of the program over the double."""
    return environment(tmp_path / "data", content, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url)


@pytest.fixture
def start(env: dict[str, str]) -> Iterator[Start]:
    """Starts the program, as often as a test needs it; whatever still runs at the end is killed."""
    with ExitStack() as running:
        yield lambda: running.enter_context(Service(env))


@pytest.fixture
def service(start: Start, double: Double) -> Service:
    """The program, as soon as it waits for updates."""
    started = start()
    double.wait("polled")
    return started
