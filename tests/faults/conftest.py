"""A new store on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.store import SqlStore
from tests.databases import keyring_in, opened, postgres_database, postgres_server, sqlite_url


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A server for all of these tests."""
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A new one on each."""
    async with AsyncExitStack() as stack:
        url = sqlite_url(tmp_path)
        if request.param == "postgresql":
            url = await stack.enter_async_context(postgres_database(request.getfixturevalue("postgres")))
        database = await stack.enter_async_context(opened(url))
        yield SqlStore(database, keyring_in(tmp_path, "bristol"))
