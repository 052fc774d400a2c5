"""Everything that may happen to a stored case, each within somebody's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.errors import ConflictError
from bot.model.case import Case, CaseState
from bot.storage.cases import statements as sql
from bot.storage.cases.rows import Values


def change(connection: Connection, case: Case, version: int, values: Mapping[str, Any]) -> None:
    """Compare and set.

    Raises:
        ConflictError: the case is no longer as it was read.
    """
    if not connection.execute(sql.CHANGE, {"the_case": case.id, "the_version": version, **values}).rowcount:
        raise ConflictError(f"case {case.number} has changed since it was read")


def moved(case: Case, state: CaseState | None, now: datetime) -> Values:
    """The columns that change where a case gets this state."""
    return {} if state in (None, case.state) else {"state": state, "moved_at": now}


def add_statement(connection: Connection, statement: Values, files: Sequence[Values] = ()) -> None:
    """Add a statement, with the files that came with it."""
    key = connection.execute(sql.INSERT_STATEMENT, statement).inserted_primary_key
    if files and key:
        connection.execute(sql.INSERT_FILES, [{**file, "statement_id": key[0]} for file in files])


def forget_belongings(connection: Connection, case: str) -> None:
    """Delete everything of a case that was deleted."""
    for statement in sql.BELONGINGS:
        connection.execute(statement, {"the_case": case})
