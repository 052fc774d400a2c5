"""Deleting what was kept for long enough: the words of questions without an answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from typing import Protocol

from bot.errors import StorageUnavailableError
from bot.model.ports import Clock, Health
from bot.model.turn import KEPT

DAY = timedelta(days=1)
AGAIN = timedelta(minutes=5)
"""After a failure of storage."""


class Forgets(Protocol):
    """The part of the store that this needs."""

    async def forget_unanswered(self, before: date) -> None:
        """Delete the questions that were kept before that day."""
        ...


async def forget_daily(
    store: Forgets, clock: Clock, health: Health, stop: asyncio.Event, day: timedelta = DAY, again: timedelta = AGAIN
) -> None:
    """Delete at once and then every day, until `stop` is set; health is red while it cannot be done."""
    while not stop.is_set():
        try:
            await store.forget_unanswered(clock.now().date() - KEPT)
            health.green("forgetting")
            pause = day
        except StorageUnavailableError as error:
            health.red("forgetting", str(error))
            pause = again
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause.total_seconds())
