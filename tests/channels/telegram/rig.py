"""What the poller is tested with: a turn that does as it is told, a health board that remembers, a clock that stands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.poller import Pace, Poller
from bot.model.inbound import Inbound, Said
from bot.workshop.telegram_double import Double

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PATIENCE = 60.0
QUICK = Pace(
    long_poll=timedelta(seconds=30),
    first=timedelta(milliseconds=1),
    longest=timedelta(milliseconds=8),
    storage=timedelta(milliseconds=2),
    finish=timedelta(milliseconds=50),
)


class StandingClock:
    """It is always noon."""

    def now(self) -> datetime:
        return NOW


class Board:
    """Health as it was reported, in order."""

    def __init__(self) -> None:
        self.reports: list[tuple[str, str]] = []
        self.went_red = asyncio.Event()

    def red(self, part: str, why: str) -> None:
        self.reports.append((part, "red"))
        self.went_red.set()

    def green(self, part: str) -> None:
        self.reports.append((part, "green"))

    def of(self, part: str) -> list[str]:
        """A part's colours in order, each change once."""
        colours = [colour for name, colour in self.reports if name == part]
        return [colour for before, colour in zip(["", *colours], colours, strict=False) if colour != before]


class Turns:
    """Takes events as a turn does. `before` runs first, and may raise."""

    def __init__(self, before: Callable[[str], None] = lambda words: None) -> None:
        self.tried: list[str] = []
        self.done: list[str] = []
        self.events: list[Inbound] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._before = before
        self._changed = asyncio.Condition()

    async def __call__(self, event: Inbound) -> None:
        words = event.what.text if isinstance(event.what, Said) else type(event.what).__name__
        async with self._changed:
            self.tried.append(words)
            self._changed.notify_all()
        await self.gate.wait()
        self._before(words)
        async with self._changed:
            self.done.append(words)
            self.events.append(event)
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(condition)

    async def until_done(self, *words: str) -> None:
        await self.until(lambda: set(words) <= set(self.done))


@asynccontextmanager
async def polling(
    double: Double, turns: Turns, board: Board, pace: Pace = QUICK
) -> AsyncIterator[tuple[asyncio.Event, asyncio.Task[None]]]:
    """A poller at work; it is told to stop at the end, and has to."""
    channel = TelegramChannel(double.token, double.base_url)
    stop = asyncio.Event()
    running = asyncio.create_task(Poller(channel, turns, board, StandingClock(), pace).run(stop))
    try:
        yield stop, running
    finally:
        stop.set()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(running, return_exceptions=True)
        await channel.close()
    if not running.cancelled():
        running.result()
