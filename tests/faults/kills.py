"""The moments at which the process is killed."""

from __future__ import annotations

import asyncio
import random
import time
from enum import Enum, auto

from bot.storage.engine import Database
from bot.workshop.telegram_double import Double
from tests.faults import witness

LATE = 1.0
"""Seconds by which an answer is late: time to kill the process."""
PATIENCE = 10.0
"""Seconds after which it is killed anyway: Telegram may be away just now, and nothing happens."""


class Moment(Enum):
    """When the process is killed."""

    ANY = auto()
    """Some time after it has begun to work."""
    STARTING = auto()
    """Before it works."""
    COMMITTED = auto()
    """As soon as a turn is committed."""
    SENT = auto()
    """As soon as a message has arrived, which is not marked yet."""
    IN_FLIGHT = auto()
    """While a message has arrived and its answer is under way."""


class Killer:
    """Waits for the moment."""

    def __init__(self, double: Double, database: Database, chance: random.Random) -> None:
        self._double, self._database, self._chance = double, database, chance

    async def wait(self, moment: Moment, arrived: int) -> None:
        """Wait until it is to be killed. `arrived`: how many messages have arrived so far."""
        match moment:
            case Moment.COMMITTED:
                await self._until_committed()
            case Moment.SENT:
                await asyncio.to_thread(self._double.news, arrived + self._chance.randint(1, 5), PATIENCE)
            case Moment.IN_FLIGHT:
                self._double.delay(LATE, after=True)
                await asyncio.to_thread(self._double.news, arrived, PATIENCE)

    async def _until_committed(self) -> None:
        deadline = time.monotonic() + PATIENCE
        before = await witness.count(self._database)
        while await witness.count(self._database) == before and time.monotonic() < deadline:
            pass


def any_moment(chance: random.Random) -> Moment:
    """One of them; a start is interrupted rarely, since nothing else happens in such a life."""
    return chance.choices(list(Moment), [1 if moment is Moment.STARTING else 4 for moment in Moment])[0]
