from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.telegram_double import Double


@pytest.fixture(scope="package")
def server() -> Iterator[Double]:
    with Double.start() as started:
        yield started


@pytest.fixture
def double(server: Double) -> Double:
    server.reset()
    return server
