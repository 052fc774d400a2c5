"""An officer at work: looks at cases, takes, answers and closes them, in a process beside the one that is killed."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.cases.office import Office
from bot.config import Settings
from bot.errors import QuestionError, StorageUnavailableError
from bot.model.case import Case, CaseState
from bot.model.routes import Officer
from bot.run.wiring import opened_office
from tests.faults.tokens import OFFICERS, Tokens, owner, tokens_in

OFFICER, HEARS = "olive", 9000000001
FALLBACK = {"zelda": 9000000002, "quentin": 9000000003}
COUNCILS = ["bristol", "bath-and-north-east-somerset", "bradford", "north-somerset"]
AT_ONCE = 6
"""Cases that they look at before they look at the list again."""


def write_routes(path: Path) -> Path:
    """One officer who gets everything, and hears of it in a chat; two more whom the rules ask for."""
    officers = [
        {"id": OFFICER, "name": "Olive Example", "role": "participation-officer", "councils": COUNCILS, "telegram": HEARS},
        {"id": "zelda", "name": "Zelda Notreal", "role": "safeguarding-lead", "councils": COUNCILS, "telegram": FALLBACK["zelda"]},
        {"id": "quentin", "name": "Quentin Imaginary", "role": "complaints", "councils": COUNCILS, "telegram": FALLBACK["quentin"]},
    ]
    routes = [{"councils": COUNCILS, "to": [OFFICER]}]
    path.write_text(yaml.safe_dump({"first_look": 3, "officers": officers, "routes": routes, "fallback": list(FALLBACK)}), encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Answered:
    """What the officer told a person."""

    case: str
    token: str


class Desk:
    """Works in a thread with an event loop of its own, until told to stop."""

    def __init__(self, settings: Settings, seed: int, pause: float) -> None:
        """`pause`: seconds between two looks at the list."""
        self.answered: list[Answered] = []
        """What is stored for certain."""
        self.tried: list[Answered] = []
        """And what was refused, or may have been."""
        self.failure: BaseException | None = None
        self._settings, self._pause = settings, pause
        self._chance, self._tokens = random.Random(seed), Tokens(OFFICERS)
        self._stop, self._sits = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._guarded, name="desk")

    def begin(self) -> None:
        """Sit down, and wait until everything lies ready."""
        self._thread.start()
        self._sits.wait()

    def stop(self) -> None:
        """Finish what is being done, and go."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _guarded(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:  # noqa: BLE001  whoever waits for the thread must hear of it
            self.failure = error
        finally:
            self._sits.set()

    async def _work(self) -> None:
        async with opened_office(self._settings) as office:
            officer = office.officer(OFFICER)
            self._sits.set()
            while not self._stop.is_set():
                await self._refusable(self._look(office, officer))
                await asyncio.sleep(self._pause)

    async def _look(self, office: Office, officer: Officer) -> None:
        listed = await office.list(officer)
        for each in self._chance.sample(listed, min(AT_ONCE, len(listed))):
            if not self._stop.is_set():
                await self._refusable(self._take(office, officer, each.number))

    async def _take(self, office: Office, officer: Officer, number: str) -> None:
        case = (await office.show(officer, number)).file.case
        how = self._chance.random()
        if how < 0.25:
            await office.claim(officer, case.id)
        elif how < 0.75:
            await self._reply(office, officer, case)
        else:
            await self._close(office, officer, case)

    async def _reply(self, office: Office, officer: Officer, case: Case) -> None:
        await self._answer(case, lambda words: office.reply(officer, case.id, words))

    async def _close(self, office: Office, officer: Officer, case: Case) -> None:
        if case.state is not CaseState.RECEIVED:
            await self._answer(case, lambda words: office.close(officer, case.id, words))

    async def _answer(self, case: Case, say: Callable[[str], Awaitable[object]]) -> None:
        token = self._tokens.new(owner(next(token for told in case.told for token in tokens_in(told.answer))))
        answered = Answered(case.id, token)
        self.tried.append(answered)
        await say(f"Thank you for telling us. We have looked into it: {token}.")
        self.answered.append(answered)

    async def _refusable(self, act: Awaitable[None]) -> None:
        """What cannot be done now is left: the case moved on, or the database was busy."""
        try:
            await act
        except (QuestionError, StorageUnavailableError):
            return
