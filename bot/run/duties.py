"""Duties, which of all processes of a database one at a time does: polling a channel, sending on it, the scheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.errors import StorageUnavailableError
from bot.run.health import HealthBoard
from bot.run.pace import Pace, any_of

if TYPE_CHECKING:
    from bot.storage.processes.locks import Lock

log = structlog.get_logger()

WAITS = "waiting for another process, which does this"

Work = Callable[[asyncio.Event], Awaitable[None]]
"""Goes on until the event is set, and then finishes what is under way."""


class Duty:
    """Work that is done while a lock is held. Whoever does not get it says so once, waits, and goes on as soon as it is free."""

    def __init__(self, name: str, lock: Lock, work: Work, health: HealthBoard, pace: Pace) -> None:
        """`name`: also of its part of health."""
        self._name, self._lock, self._work = name, lock, work
        self._health, self._pace = health, pace
        self._waited = False

    async def run(self, stop: asyncio.Event) -> None:
        """Until told to stop; what is under way then is finished first."""
        while not stop.is_set():
            if await self._is_mine(stop):
                await self._do(stop)
            else:
                await any_of(stop, within=self._pace.ask)

    async def _is_mine(self, stop: asyncio.Event) -> bool:
        try:
            taken = await self._lock.take()
        except StorageUnavailableError as error:
            self._health.red(self._name, str(error))
            return False
        if not taken:
            self._health.amber(self._name, WAITS)
            self._waited = True
            return False
        if self._waited:
            await any_of(stop, within=self._lock.settles)
            log.info("duty.taken_over", part=self._name)
        self._waited = False
        self._health.green(self._name)
        return True

    async def _do(self, stop: asyncio.Event) -> None:
        """The work, until told to stop or the lock is lost: then another may begin, so nothing new is begun here."""
        over = asyncio.Event()
        ends = [asyncio.ensure_future(each) for each in (self._lock.lost(), stop.wait())]
        working = asyncio.ensure_future(self._work(over))
        try:
            await asyncio.wait([working, *ends], return_when=asyncio.FIRST_COMPLETED)
            if ends[0].done():
                log.warning("duty.lock_lost", part=self._name)
            over.set()
            await working
        finally:
            for each in (*ends, working):
                each.cancel()
            await asyncio.gather(*ends, working, return_exceptions=True)
            with suppress(StorageUnavailableError):
                await self._lock.free()
