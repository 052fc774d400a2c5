"""People who tell something, and officers who type commands, on one real database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from typer.testing import CliRunner, Result

from bot.cli import app
from bot.model.case import CaseFile, FileCase, KeptFrom, MarkRead, StatementKind, Told
from bot.model.outbound import Message
from bot.storage.cases.desk import SqlCases
from bot.storage.seal.unlock import unlock
from bot.storage.store import SqlStore
from tests.databases import opened, sqlite_url
from tests.outbox import waiting
from tests.storage.cases.told import SAM, Desk, new_case

T = TypeVar("T")

CASE = "0123456789abcdef"
NUMBER = CASE[:8]
WORDS = "they sold my bike"
FAR, PAST = date(2999, 1, 2), date(2020, 1, 2)
PEOPLE = {
    "first_look": 3,
    "officers": [
        {"id": "olive", "name": "Olive Example", "role": "participation-officer"},
        {"id": "dana", "name": "Dana Invented", "role": "social-worker"},
        {"id": "leo", "name": "Leo Pretend", "role": "manager", "sees_files": True},
        {"id": "zelda", "name": "Zelda Notreal", "role": "safeguarding-lead"},
    ],
    "routes": [{"councils": ["bristol"], "to": ["olive"]}],
    "fallback": ["zelda"],
}
COUNCILS = ["bristol", "bath-and-north-east-somerset", "bradford", "north-somerset"]


class People:
    """What people tell us, in the database of the commands, and what they hear."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._events = folder, 0

    def tell(self, case: str = CASE, look_by: date = FAR, **other: Any) -> None:
        """Tell something."""
        plain: dict[str, Any] = {
            "language": "en",
            "kept_from": KeptFrom(),
            "name": None,
            "files": (),
            "told": (Told("wrong", "What?", WORDS),),
        }
        self._turn(FileCase(new_case(case, **{**plain, **other}), look_by))

    def read(self) -> None:
        """Read what is new."""
        unread = tuple(each.id for each in self.case().unread)
        self._turn(MarkRead(CASE, unread))

    def case(self) -> CaseFile:
        """The case as it is stored."""
        return self._with(lambda desk: desk.found(CASE))

    def statements(self) -> list[tuple[StatementKind, str, str]]:
        """What is said in it."""
        return [(each.kind, each.by, each.words) for each in self.case().statements]

    def hears(self) -> list[Message]:
        """What waits to be sent to them."""

        async def heard(desk: Desk) -> list[Message]:
            return [row.outbound for row in await waiting(desk.store) if isinstance(row.outbound, Message)]

        return self._with(heard)

    def _turn(self, effect: FileCase | MarkRead) -> None:
        self._events += 1
        self._with(lambda desk: desk.turn(f"event {self._events}", effect, who=SAM))

    def _with(self, work: Callable[[Desk], Awaitable[T]]) -> T:
        async def done() -> T:
            async with opened(sqlite_url(self._folder)) as database:
                keyring = await unlock(database, None, self._folder / "keys.json", COUNCILS)
                return await work(Desk(SqlStore(database, keyring), SqlCases(database, keyring), database))

        return asyncio.run(done())


def typed(*arguments: str, who: str | None = "olive", given: str | None = None) -> Result:
    """A command, by somebody."""
    return CliRunner().invoke(app, ["case", *arguments, *(["--as", who] if who else [])], input=given)


def done(*arguments: str, who: str = "olive", given: str | None = None) -> str:
    """What a command says that works and has nothing to complain of."""
    result = typed(*arguments, who=who, given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*arguments: str, who: str | None = "olive", given: str | None = None) -> str:
    """What a command says that does nothing."""
    result = typed(*arguments, who=who, given=given)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr
