"""Bringing a database's tables up to date. Alembic does the work; nothing outside this package needs a file of its settings."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.storage.engine import Database
from bot.storage.faults import named_faults

# Any number that nothing else in the same PostgreSQL locks by.
_LOCK = 4_871_226_305


async def upgrade(database: Database) -> None:
    """Make every table as this version of the program wants it, in one transaction; does nothing where they are so.

    Several processes may start at once: one upgrades, the others wait for it.

    Raises:
        StorageUnavailableError: the database could not be had; nothing was changed.
    """
    with named_faults():
        await database.durably(_to_head)


def _to_head(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Python's module begins a transaction before a write to a row, but not before one to the tables themselves.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    settings = Config()
    settings.set_main_option("script_location", "bot.storage:migrations")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")
