"""Reading cases with everything that belongs to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection, Row, Select

from bot.errors import SealedError
from bot.model.case import Case, CaseFile
from bot.storage.cases import rows as case_rows
from bot.storage.cases import statements as sql
from bot.storage.cases.statements import Several
from bot.storage.engine import Way
from bot.storage.faults import named_faults
from bot.storage.seal.keys import Keyring

log = structlog.get_logger(__name__)

Parameters = Mapping[str, Any]
Rows = Sequence[Row[Any]]


class CaseFiles:
    """Reads them. Its methods raise `StorageUnavailableError` where the database cannot be had."""

    def __init__(self, way: Way, keyring: Keyring) -> None:
        """`way`: a turn reads with the turns, everybody else beside them."""
        self._way, self._keyring = way, keyring

    async def one(self, statement: Select[Any], asked: Parameters) -> CaseFile | None:
        """The one case that a statement finds; None for none or several.

        Raises:
            SealedError: no key opens some of it.
        """
        with named_faults():
            found = await self._way(lambda connection: _one(connection, statement, asked))
        return None if found is None else case_rows.case_file(*found, self._keyring)

    async def several(self, reading: Several, asked: Parameters, *, with_sealed: bool = False) -> list[Case]:
        """Cases, in order. One that no key opens is left out, or comes without its words; the log says so, and others' stand."""
        with named_faults():
            rows, files = await self._way(lambda connection: _several(connection, reading, asked))
        of_case: dict[str, list[Row[Any]]] = defaultdict(list)
        for file in files:
            of_case[file.case_id].append(file)
        found = (self._case(row, of_case[row.id], with_sealed) for row in rows)
        return [case for case in found if case is not None]

    def _case(self, row: Row[Any], files: Rows, with_sealed: bool) -> Case | None:
        try:
            return case_rows.case(row, files, self._keyring)
        except SealedError as error:
            case = case_rows.case_without_words(row)
            log.error("case.sealed", case=case.number, why=str(error))
            return case if with_sealed else None


def _one(connection: Connection, statement: Select[Any], asked: Parameters) -> tuple[Row[Any], Rows, Rows] | None:
    """The case's own row first: what changes after it makes it stale, and is noticed."""
    rows = connection.execute(statement, asked).fetchmany(2)
    if len(rows) != 1:
        return None
    here = {"the_case": rows[0].id}
    return rows[0], connection.execute(sql.STATEMENTS, here).all(), connection.execute(sql.FILES, here).all()


def _several(connection: Connection, reading: Several, asked: Parameters) -> tuple[Rows, Rows]:
    return connection.execute(reading.cases, asked).all(), connection.execute(reading.files, asked).all()
