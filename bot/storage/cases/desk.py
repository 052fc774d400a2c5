"""The cases as officers have them, and their clearing."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.model.case import FOR_THE_PERSON, Case, CaseFile, CaseKind, OfficerMove, Statement
from bot.model.outbound import Message
from bot.model.turn import About, Purpose
from bot.storage import statements
from bot.storage.cases import rows as case_rows
from bot.storage.cases import statements as sql
from bot.storage.cases.changes import add_statement, change, forget_belongings, moved
from bot.storage.cases.files import CaseFiles
from bot.storage.cases.rows import Values
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.rows import of_message
from bot.storage.seal.keys import Keyring

SHORTEST_NUMBER = 8
"""Characters of an id by which a case is found."""


class SqlCases:
    """Fulfils `bot.model.ports.CaseStore`. Every method raises `StorageUnavailableError` where the database cannot be had."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring
        self._files = CaseFiles(database.beside, keyring)

    async def open_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """The cases of these councils that are not closed, the oldest first. One that no key opens is left out, and logged."""
        return await self._files.several(sql.OPEN, {"the_councils": list(councils)})

    async def all_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """Every case of these councils, closed ones too, the oldest first. One that no key opens is left out, and logged."""
        return await self._files.several(sql.ALL, {"the_councils": list(councils)})

    async def find_case(self, number: str) -> CaseFile | None:
        """The one case whose id begins so (at least 8 characters); None for none or several.

        Raises:
            SealedError: no key opens some of it.
        """
        if len(number) < SHORTEST_NUMBER:
            return None
        return await self._files.one(sql.CASE_BY_NUMBER, {"the_number": number, "the_length": len(number)})

    async def move(self, move: OfficerMove, notice: Message | None, now: datetime) -> None:
        """Store what an officer did. The person gets the notice if their chat is linked and they have read everything before.

        Raises:
            ConflictError: the case has changed since it was read.
            SealedError: no key opens the person's address; nothing was stored.
        """
        changes = _changes(move, now)
        said = [self._said(move.case, statement) for statement in move.statements]
        worth_a_notice = any(statement.kind in FOR_THE_PERSON for statement in move.statements)
        message = await self._notice(move.case, notice, now) if notice and worth_a_notice else None
        with named_faults():
            await self._database.durably(lambda connection: _move(connection, move.case, changes, said, message))
        self._database.tell()

    async def closed_before(self, kind: CaseKind, moment: datetime) -> Sequence[Case]:
        """Closed cases of a kind that have not moved since then, but for those on hold. One that no key opens comes without its words."""
        return await self._files.several(sql.CLOSED_BEFORE, {"the_kind": kind, "the_moment": moment}, with_sealed=True)

    async def forget_case(self, case: Case) -> None:
        """Delete a case with everything in it, unless it has changed since it was read."""
        with named_faults():
            await self._database.durably(lambda connection: _forget(connection, case))

    async def cases_waiting(self, before: date) -> int:
        """How many cases nobody has looked at that should have been looked at before that day."""
        with named_faults():
            found = await self._database.beside(lambda connection: connection.execute(sql.COUNT_WAITING, {"the_day": before}).scalar())
        return int(found or 0)

    def _said(self, case: Case, statement: Statement) -> tuple[Values, list[Values]]:
        files = case_rows.of_files(case.id, case.council, statement.files, statement.at, self._keyring)
        return case_rows.of_statement(case, statement, statement.at, self._keyring), files

    async def _notice(self, case: Case, notice: Message, now: datetime) -> Values | None:
        """The notice as it waits for the linked chat; None where there is none."""
        with named_faults():
            link = await self._database.beside(lambda connection: connection.execute(sql.LINK, {"the_case": case.id}).one_or_none())
        if link is None:
            return None
        to = case_rows.address(link, self._keyring)
        # The key does not name the case: the address stands beside it.
        key = f"news:{secrets.token_hex(16)}"
        return of_message(key, to, case.council, notice, now, self._keyring, Purpose.NEWS, About(case.id))


def _changes(move: OfficerMove, now: datetime) -> Values:
    given: dict[str, Any] = {"claimed_by": move.claimed_by, "filed": move.filed, "hold": move.hold}
    return {**moved(move.case, move.state, now), **{name: value for name, value in given.items() if value is not None}}


def _move(connection: Connection, case: Case, changes: Values, said: Sequence[tuple[Values, list[Values]]], notice: Values | None) -> None:
    change(connection, case, case.version, changes)
    for statement, files in said:
        add_statement(connection, statement, files)
    if notice and connection.execute(sql.NOTIFY, {"the_case": case.id}).rowcount:
        connection.execute(statements.INSERT_OUTBOX, notice)


def _forget(connection: Connection, case: Case) -> None:
    if connection.execute(sql.DELETE, {"the_case": case.id, "the_version": case.version}).rowcount:
        forget_belongings(connection, case.id)
