"""Every storage test runs on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Engine, event

from bot.storage.cases.desk import SqlCases
from bot.storage.engine import Database
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from tests.databases import cleared, emptied, keyring_in, opened, postgres_database, postgres_server, sqlite_url
from tests.storage.cases.told import Desk


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scratch(postgres: str) -> AsyncIterator[str]:
    """One database on the server, for all tests in turn."""
    async with postgres_database(postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return sqlite_url(tmp_path) if request.param == "sqlite" else str(request.getfixturevalue("scratch"))


@pytest.fixture
async def empty_url(request: pytest.FixtureRequest, url: str) -> str:
    """The address of a database without any tables; the same as that of `database` where a test opens that, too."""
    return url if url.startswith("sqlite") or "database" in request.fixturenames else await emptied(url)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A database with tables in which nothing stands."""
    async with opened(url if url.startswith("sqlite") else await cleared(url)) as database:
        yield database


@pytest.fixture
def asked(database: Database) -> Iterator[list[str]]:
    """Everything that the database is asked from now on, each statement whole; but not the nudges to other processes, which go beside."""
    said: list[str] = []

    def listen(*passed: object) -> None:
        if "pg_notify" not in str(passed[2]):
            said.append(str(passed[2]))

    event.listen(Engine, "before_cursor_execute", listen)
    yield said
    event.remove(Engine, "before_cursor_execute", listen)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return keyring_in(tmp_path, "bristol")


@pytest.fixture
def store(database: Database, keyring: Keyring) -> SqlStore:
    return SqlStore(database, keyring)


@pytest.fixture
def cases(database: Database, keyring: Keyring) -> SqlCases:
    return SqlCases(database, keyring)


@pytest.fixture
def desk(store: SqlStore, cases: SqlCases, database: Database) -> Desk:
    return Desk(store, cases, database)
