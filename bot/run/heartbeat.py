"""Says in the database that this process lives and what of it does not work, and looks after those that no longer say so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import structlog

from bot.errors import StorageUnavailableError
from bot.model.operation.health import Process, replaced
from bot.run.health import HealthBoard
from bot.run.pace import Pace, any_of

if TYPE_CHECKING:
    from bot.storage.processes.health import SqlProcesses

log = structlog.get_logger()


@asynccontextmanager
async def beating(processes: SqlProcesses, board: HealthBoard, pace: Pace) -> AsyncIterator[None]:
    """As long as this lasts the process says that it lives; then it takes away what it has said."""
    stop = asyncio.Event()
    heart = Heartbeat(processes, board, pace)
    beats = asyncio.create_task(heart.run(stop))
    try:
        yield
    finally:
        stop.set()
        await beats
        await heart.end()


class Heartbeat:
    """One small row every few seconds, beside the turns; what changes is said at once."""

    def __init__(self, processes: SqlProcesses, board: HealthBoard, pace: Pace) -> None:
        self._processes, self._board, self._pace = processes, board, pace
        self._missed: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Beat until told to stop. Nothing that fails ends it."""
        while not stop.is_set():
            self._board.changed.clear()
            await self._beat()
            await any_of(stop, within=self._pace.least)
            await any_of(stop, self._board.changed, within=self._pace.beat - self._pace.least)

    async def end(self) -> None:
        """Take away what this process has said, and whoever it has replaced: without it they would be missed again."""
        with suppress(StorageUnavailableError):
            await self._look_after(await self._processes.everyone())
            await self._processes.leave()

    async def _beat(self) -> None:
        try:
            await self._processes.beat(self._board.now)
            await self._look_after(await self._processes.everyone())
        except StorageUnavailableError as error:
            self._board.red("health", str(error))
        except Exception as error:  # noqa: BLE001  whatever it is, the next beat must come
            self._board.red("health", type(error).__name__)
        else:
            self._board.green("health")

    async def _look_after(self, everyone: Collection[Process]) -> None:
        """Take away whoever is replaced, and shout for whoever is missed."""
        silent = [each for each in everyone if each.silent(self._pace.silent)]
        gone = [each.id for each in silent if replaced(each, everyone, self._pace.silent)]
        if gone:
            await self._processes.forget(gone)
        missed = {each.id: each.kind for each in silent if each.id not in gone}
        for process in missed.keys() - self._missed:
            log.error("process.silent", kind=missed[process], process=process)
        self._missed = set(missed)
