"""What is known in the end: what everybody did and got, and what the database holds, opened with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from bot.model.case import CaseFile
from bot.storage.cases.desk import SqlCases
from bot.storage.engine import Database
from bot.storage.seal.unlock import unlock
from tests.faults import witness
from tests.faults.desk import Answered
from tests.faults.telling import Addition, Telling
from tests.faults.tokens import holds_words
from tests.faults.witness import Said

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds."""

    turns: Sequence[tuple[str, str]] = ()
    """The event and the outcome of each."""
    files: Sequence[CaseFile] = ()
    said: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What everybody did, and what reached them."""

    tellings: Sequence[Telling] = ()
    additions: Sequence[Addition] = ()
    answered: Sequence[Answered] = ()
    tried: Sequence[Answered] = ()
    pushed: dict[int, int] = field(default_factory=dict)
    """Whose each update is, by its number."""
    arrived: Sequence[Json] = ()


@dataclass(frozen=True, slots=True)
class After:
    """How things are when all is quiet."""

    kills: int = 0
    lost_answers: int = 0
    unconfirmed: int = 0
    waiting: Sequence[str] = ()
    """People who did not come to an end."""
    health: Json = field(default_factory=dict)
    exit_code: int = 0
    telltale: Sequence[str] = ()
    """Logs and files that hold somebody's words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it."""

    done: Done
    stored: Stored
    after: After


async def stored(database: Database, keys: Path) -> Stored:
    """Open the database."""
    keyring = await unlock(database, None, keys, ())
    cases = SqlCases(database, keyring)
    found = [await cases.find_case(case) for (case,) in await _rows(database, "SELECT id FROM cases")]
    turns = [(event, outcome) for event, outcome in await _rows(database, "SELECT event_id, outcome FROM turns")]
    return Stored(turns, [file for file in found if file], await witness.everything(database, keyring))


def holding_words(folder: Path) -> list[str]:
    """The files of a database that hold somebody's words as they were written."""
    return [path.name for path in folder.iterdir() if path.is_file() and holds_words(path.read_bytes())]


async def _rows(database: Database, sql: str) -> Sequence[Any]:
    def read(connection: Connection) -> Sequence[Any]:
        return connection.execute(text(sql)).all()

    return await database.quickly(read)
