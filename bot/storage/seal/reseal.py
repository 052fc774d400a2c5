"""Going over everything that is sealed: what is still plain is sealed, and what is under an old key goes under the newest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Update, and_, bindparam, func, literal, select, update

from bot.errors import SettingsError
from bot.model.content.topics import ENGLAND
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.seal.keys import SEALED, Keyring
from bot.storage.tables import audit, cases, keys, links, outbox, quarantine, salts, sessions, statements, unanswered

BATCH = 200
SETTLED = 60.0
"""Seconds after which no process can still seal with a key that is no longer the newest: each looks at the file once a second."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of words, with the key of its table and the council under whose key a row's words are."""

    row: Column[Any]
    words: Column[str]
    council: ColumnElement[str]

    def some(self, of: ColumnElement[bool], after: Any) -> Select[Any]:  # noqa: ANN401  tables count their rows by numbers or names
        """The next rows."""
        there = and_(of, self.words.is_not(None))
        further = there if after is None else and_(there, self.row > after)
        return (
            select(self.row.label("row"), self.words.label("words"), self.council.label("council"))
            .where(further)
            .order_by(self.row)
            .limit(BATCH)
        )

    @property
    def unchanged(self) -> Update:
        """Puts new words where the old ones still stand."""
        here = and_(self.row == bindparam("the_row"), self.words == bindparam("the_old"))
        return update(self.row.table).where(here).values({self.words.name: bindparam("the_new")})


SEALED_COLUMNS = (
    SealedColumn(outbox.c.id, outbox.c.payload, outbox.c.council),
    SealedColumn(outbox.c.id, outbox.c.about, outbox.c.council),
    SealedColumn(unanswered.c.id, unanswered.c.words, func.coalesce(unanswered.c.council, ENGLAND)),
    SealedColumn(audit.c.id, audit.c.why, literal(ENGLAND)),
    SealedColumn(keys.c.council, keys.c.canary, keys.c.council),
    SealedColumn(salts.c.name, salts.c.salt, literal(ENGLAND)),
    SealedColumn(sessions.c.id, sessions.c.run, sessions.c.holder),
    SealedColumn(cases.c.id, cases.c.words, cases.c.holder),
    SealedColumn(statements.c.id, statements.c.words, statements.c.holder),
    SealedColumn(quarantine.c.id, quarantine.c.reference, quarantine.c.holder),
    SealedColumn(links.c.case_id, links.c.address, links.c.holder),
)
"""Every column that holds words, or leads from words to a person."""


async def seal_what_is_plain(database: Database, keyring: Keyring) -> int:
    """Seal what an earlier version has stored; how many values.

    Raises:
        StorageUnavailableError: the database cannot be had now.
    """
    return sum([await _go_over(database, keyring, column, _is_plain(column)) for column in SEALED_COLUMNS])


def councils_of_what_is_plain(connection: Connection) -> set[str]:
    """For which councils something waits to be sealed."""
    found = (select(column.council).where(_is_plain(column)).distinct() for column in SEALED_COLUMNS)
    return {council for statement in found for council in connection.execute(statement).scalars()}


def _is_plain(column: SealedColumn) -> ColumnElement[bool]:
    return func.substr(column.words, 1, len(SEALED)) != SEALED


@dataclass(frozen=True, slots=True)
class Resealed:
    """The outcome for one council's words."""

    council: str
    changed: bool
    """True if a key was made, or old ones were dropped."""
    values: int
    """How many had to be sealed anew."""


async def rotate(database: Database, keyring: Keyring, council: str | None) -> list[Resealed]:
    """Seal everything of a council (or of all) anew, under a new key; where an old key was not dropped yet, under the one begun with.

    Raises:
        SealedError: something is under none of the council's keys.
        SettingsError, StorageUnavailableError: the keys cannot be changed; the database cannot be had now.
    """
    done = []
    for one in _chosen(keyring, council):
        made = keyring.source.renew(one)
        keyring.refresh()
        done.append(Resealed(one, made, await _reseal(database, keyring, one)))
    return done


async def finish(database: Database, keyring: Keyring, council: str | None) -> list[Resealed]:
    """Drop the old keys of a council (or of all) once nothing is under them.

    Raises:
        SealedError: something is under none of the council's keys.
        SettingsError: the keys were changed only now, so that others may not know it yet, or cannot be changed.
        StorageUnavailableError: the database cannot be had now.
    """
    wait = SETTLED - keyring.source.age()
    if wait > 0:
        raise SettingsError(
            f"the keys were changed a moment ago, and others may still use the old one. Try again in {int(wait) + 1} seconds"
        )
    done = []
    for one in _chosen(keyring, council):
        values = await _reseal(database, keyring, one)
        done.append(Resealed(one, keyring.source.drop_old(one), values))
    keyring.refresh()
    return done


async def _reseal(database: Database, keyring: Keyring, council: str) -> int:
    """Until a whole round finds nothing that the newest key does not open: others may write meanwhile."""
    total = 0
    while changed := sum([await _go_over(database, keyring, column, column.council == council) for column in SEALED_COLUMNS]):
        total += changed
    return total


async def _go_over(database: Database, keyring: Keyring, column: SealedColumn, of: ColumnElement[bool]) -> int:
    """Reseal those rows of a column that need it, some at a time, so that nobody else waits long; how many."""
    changed, after = 0, None

    def work(connection: Connection) -> tuple[int, Any]:
        rows = connection.execute(column.some(of, after)).all()
        new = [(row, keyring.reseal(row.council, row.words)) for row in rows]
        needed = [{"the_row": row.row, "the_old": row.words, "the_new": words} for row, words in new if words is not None]
        done = sum(connection.execute(column.unchanged, one).rowcount for one in needed)
        return done, rows[-1].row if len(rows) == BATCH else None

    while True:
        with named_faults():
            done, after = await database.durably(work)
        changed += done
        if after is None:
            return changed


def _chosen(keyring: Keyring, council: str | None) -> Collection[str]:
    """The councils whose keys are meant: the one, or all.

    Raises:
        SettingsError: it has no key.
    """
    if council is not None and council not in keyring.councils:
        raise SettingsError(f"{council} has no key. These have: {', '.join(sorted(keyring.councils))}")
    return sorted(keyring.councils) if council is None else [council]
