"""One trial: people, an officer, trouble and kills over one database, until all is quiet and the evidence is read."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.model.content.topics import ENGLAND
from bot.storage.engine import Database
from bot.workshop.telegram_double import Double
from tests.databases import keyring_in, opened
from tests.end_to_end.service import Service, environment
from tests.faults import evidence, witness
from tests.faults.crowd import Crowd
from tests.faults.desk import COUNCILS, Desk, write_routes
from tests.faults.evidence import After, Done, Evidence
from tests.faults.kills import Killer, Moment, any_moment
from tests.faults.tokens import holds_words
from tests.faults.trouble import Trouble, Weather

Tell = Callable[[str], None]
PREVENTS = {
    Moment.COMMITTED: {Trouble.GONE, Trouble.BROKEN},
    Moment.SENT: {Trouble.GONE, Trouble.BROKEN, Trouble.FLOOD},
    Moment.IN_FLIGHT: {Trouble.GONE, Trouble.BROKEN, Trouble.FLOOD},
}
"""Before these moments such trouble has to end, or they never come: it is over, and in the first thing that happens the process is killed."""
LOOKS = 0.1
"""Seconds between two looks at how far things are."""
WORKS = 5.0
"""Seconds after which a process has worked for long enough, however few messages have come from it."""


@dataclass(frozen=True, slots=True)
class Life:
    """One process from its start to its kill, and what goes wrong meanwhile."""

    moment: Moment
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Plan:
    """How much, how fast, and for how long."""

    lives: Sequence[Life]
    people: int
    first: int
    """How many tellings are sent before anything goes wrong."""
    thinks: tuple[float, float]
    """Seconds between a reply and what somebody does next, at least and at most."""
    works: tuple[int, int]
    """How many messages arrive from a process before something goes wrong, at least and at most."""
    lasts: tuple[float, float]
    """Seconds for which that goes on before the moment of the kill is waited for."""
    pause: float
    """Seconds between two looks of the officer at the list."""
    patience: float
    """Seconds within which everybody must have come to an end."""
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial came to."""

    evidence: Evidence
    moments: Counter[Moment]
    troubles: Counter[Trouble]
    minutes: float


def drawn(kills: int, seed: int) -> list[Life]:
    """So many lives, drawn by chance."""
    chance = random.Random(seed)
    return [Life(any_moment(chance), chance.choice(list(Trouble))) for _ in range(kills)]


async def tried(plan: Plan, url: str, folder: Path, content: Path, tell: Tell = lambda line: None) -> Outcome:
    """Go through with a plan over a new database."""
    began = time.monotonic()
    with Double.start() as double:
        double.allow_strangers()  # officers hear of cases in chats in which they never wrote
        async with opened(url) as database:
            await witness.place(database)
            trial = Trial(plan, double, database, url, folder, content, tell)
            found = await trial.run()
    return Outcome(found, Counter(life.moment for life in plan.lives), trial.weather.had, (time.monotonic() - began) / 60)


class Trial:
    """Everything that takes part in it."""

    def __init__(self, plan: Plan, double: Double, database: Database, url: str, folder: Path, content: Path, tell: Tell) -> None:
        self._plan, self._double, self._database, self._tell = plan, double, database, tell
        self._data = folder / "data"
        self._data.mkdir(parents=True, exist_ok=True)
        routes = write_routes(folder / "routes.yaml")
        more = {"HEARD_DATABASE_URL": url, "HEARD_ROUTES": str(routes)}
        self._env = environment(self._data, content, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url, **more)
        self._chance = random.Random(plan.seed)
        self._crowd = Crowd(double, plan.people, plan.thinks, plan.seed)
        settings = Settings(data_dir=self._data, content_dir=content, database_url=url, routes=routes, keys=None)
        self._desk = Desk(settings, plan.seed, plan.pause)
        self._killer = Killer(double, database, self._chance)
        self.weather = Weather(double, self._chance, self._crowd.people)
        self._telltale: list[str] = []
        self._kills = 0

    async def run(self) -> Evidence:
        """From the first message to the evidence."""
        keyring_in(self._data, ENGLAND, *COUNCILS)  # before the officer and the program begin beside each other
        service = Service(self._env)
        try:
            await asyncio.to_thread(self._desk.begin)
            await self._ready(service)
            self._crowd.begin()
            await self._until(lambda: self._sent >= self._plan.first)
            for life in self._plan.lives:
                await self._lives(life, service)
                service = Service(self._env)
            self.weather.clears()
            return await self._quiet(service)
        finally:
            self._desk.stop()
            self._crowd.stop()
            service.kill()

    async def _lives(self, life: Life, service: Service) -> None:
        """One life, to its end."""
        if life.moment is not Moment.STARTING:
            await self._ready(service)
            await self._works()
        self.weather.turns(life.trouble)
        await asyncio.sleep(self._chance.uniform(*self._plan.lasts))
        if life.trouble in PREVENTS.get(life.moment, ()):
            self.weather.clears()
        await self._killer.wait(life.moment, len(self._crowd.arrived))
        service.kill()
        self._kills += 1
        self._look_into("log", service)
        if self._chance.random() < 0.7:
            self.weather.clears()
        self._tell(f"{life.moment.name} in {life.trouble.name}: {self._so_far()}")

    async def _ready(self, service: Service) -> None:
        """Wait until it works, on however busy a machine."""
        await self._until(lambda: '"health.page"' in service.output)
        service.wait_for_log("health.page")

    async def _works(self) -> None:
        """Let so many messages arrive; not for long, since what went wrong before may go on."""
        enough = len(self._crowd.arrived) + self._chance.randint(*self._plan.works)
        await self._until(lambda: len(self._crowd.arrived) >= enough, WORKS)

    @property
    def _sent(self) -> int:
        return sum(telling.sent for person in self._crowd.people.values() for telling in list(person.tellings))

    def _so_far(self) -> str:
        return f"{self._kills} kills, {self._sent} tellings, {len(self._desk.answered)} answers, {len(self._crowd.arrived)} messages"

    async def _until(self, so: Callable[[], bool], seconds: float | None = None) -> None:
        """Wait until it is so, or patience ends."""
        deadline = time.monotonic() + (self._plan.patience if seconds is None else seconds)
        while not so() and time.monotonic() < deadline:  # noqa: ASYNC110 - it happens in other threads and processes
            await asyncio.sleep(LOOKS)

    async def _quiet(self, service: Service) -> Evidence:
        """Nothing goes wrong any more: let everybody come to an end, and look."""
        await self._ready(service)
        self._desk.stop()
        self._crowd.close()
        health = await self._settled(service)
        self._crowd.stop()
        unconfirmed = self._double.settings()["waiting"]
        code = await asyncio.to_thread(service.stop)
        self._look_into("log", service)
        self._telltale += evidence.holding_words(self._data)
        for failure in (self._crowd.failure, self._desk.failure):
            if failure:
                raise failure
        after = After(self._kills, self.weather.lost_answers, unconfirmed, self._crowd.waiting(), health, code, self._telltale)
        return Evidence(self._done(), await evidence.stored(self._database, self._data / "keys.json"), after)

    async def _settled(self, service: Service) -> dict[str, Any]:
        """Health, as soon as everybody rests and nothing waits; or when patience ends."""
        deadline = time.monotonic() + self._plan.patience
        while True:
            rested = self._crowd.rests
            _, health = await asyncio.to_thread(service.health)
            if (rested and self._crowd.rests and health["waiting"] == 0) or time.monotonic() > deadline:
                return health
            self._tell(f"no more kills, {len(self._crowd.waiting())} people and {health['waiting']} messages still wait: {self._so_far()}")
            await asyncio.sleep(LOOKS)

    def _done(self) -> Done:
        people = self._crowd.people.values()
        return Done(
            tellings=[telling for person in people for telling in person.tellings],
            additions=[addition for person in people for addition in person.additions],
            answered=self._desk.answered,
            tried=self._desk.tried,
            pushed=self._crowd.pushed,
            arrived=self._crowd.arrived,
        )

    def _look_into(self, what: str, service: Service) -> None:
        if holds_words(service.output.encode()):
            self._telltale.append(f"the {what} of life {self._kills}")
