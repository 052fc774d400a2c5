"""How often the processes of a service look at each other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.model.operation.health import BEAT, SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Pace:
    """Tests run some of it faster, or so slowly that only what they are about can help."""

    beat: timedelta = BEAT
    least: timedelta = timedelta(seconds=1)
    """Between two beats at least, however often something changes."""
    silent: timedelta = SILENT_AFTER
    ask: timedelta = timedelta(milliseconds=500)
    """How often whoever waits for a lock asks for it."""
    poll: timedelta = timedelta(seconds=3)
    """How often a sender looks for messages of which nobody has told it."""
    round: timedelta = timedelta(minutes=1)
    """How often the scheduler looks at what is due."""


async def any_of(*events: asyncio.Event, within: timedelta) -> None:
    """Wait until one of them is set, or that time is over."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=within.total_seconds(), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
