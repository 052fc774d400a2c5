"""Opening what is sealed: the keys are proved before anything is read or written with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import structlog
from sqlalchemy import Connection, select

from bot.errors import SealedError, SettingsError, StorageUnavailableError
from bot.storage import statements
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.seal.keys import Keyring, load_keys
from bot.storage.seal.reseal import councils_of_what_is_plain, seal_what_is_plain
from bot.storage.tables import keys

log = structlog.get_logger(__name__)

Canaries = Mapping[str, str]
"""For each council its own name, sealed: who can open it has the right key."""


async def unlock(database: Database, given: str | None, file: Path, councils: Collection[str]) -> Keyring:
    """The keys for a database whose tables are there. Where none of it was ever sealed they are made, and what is plain is sealed.

    Raises:
        SettingsError: these are not the keys of this database, or one is missing, or they cannot be used.
        StorageUnavailableError: the database cannot be had now.
    """
    with named_faults():
        before = await database.quickly(_canaries)
        plain = await database.quickly(councils_of_what_is_plain)
    keyring = load_keys(given, file, {*councils, *plain}, before.keys())
    _prove(keyring, before)
    if missing := [{"council": council, "canary": keyring.seal(council, council)} for council in keyring.councils if council not in before]:
        with named_faults():
            await database.durably(lambda connection: connection.execute(statements.INSERT_CANARY, missing))
            _prove(keyring, await database.quickly(_canaries))  # another process may have been first, with other keys
    if await seal_what_is_plain(database, keyring) or not before:
        await _wipe(database)
    return keyring


def _canaries(connection: Connection) -> Canaries:
    return {row.council: row.canary for row in connection.execute(select(keys))}


def _prove(keyring: Keyring, canaries: Canaries) -> None:
    for council, canary in canaries.items():
        try:
            right = keyring.open(council, canary) == council
        except SealedError:
            right = False
        if not right:
            raise SettingsError(
                f"{keyring.source.name}: the key for {council} does not open this database. Put back the keys that belong to it"
                " (docs/operating.md says which); nothing was changed"
            )


async def _wipe(database: Database) -> None:
    """Take words that an earlier version has left plain out of SQLite's file and its log, where deleted rows lie until they are written over."""
    try:
        with named_faults():
            await database.quickly(_vacuum)
    except StorageUnavailableError as error:
        log.warning("storage.plain_words_may_remain", why=str(error), todo="stop every process and run VACUUM on the database")


def _vacuum(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
