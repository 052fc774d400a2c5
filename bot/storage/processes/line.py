"""A connection of its own to PostgreSQL: what is locked on it is free as soon as it breaks, and what is told comes in on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageUnavailableError
from bot.storage.faults import named_faults

PROBE_S = 2.0
"""So often it is asked for a sign of life."""
PATIENCE_S = 3.0
"""How long an answer may take. With the probe less than KEEPALIVE: who holds a lock knows of the break before the server frees it."""
KEEPALIVE = {"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "3", "tcp_keepalives_count": "3"}
"""After 14 seconds without a sign of life the server takes the connection for broken; by itself it would wait for two hours."""
NAME = "heard line"
"""An operator sees it under this name in pg_stat_activity."""
_TOLD = "heard"


class Line:
    """Opened at the first question, and again when it has broken."""

    def __init__(self, engine: AsyncEngine, me: str) -> None:
        """`engine`: without a pool. `me`: what is told under this name comes from here, and wakes nobody here."""
        self._engine, self._me = engine, me
        self._open: AsyncConnection | None = None
        self._driver: Any = None
        self._broken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._woken: Callable[[], None] | None = None
        self._listens = False
        self._keeper: asyncio.Task[None] | None = None

    async def ask(self, question: str, *values: object) -> tuple[Any, asyncio.Event]:
        """The answer, and what is set as soon as the connection breaks on which it was given."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await self._connect()
                    return await self._driver.fetchval(question, *values), self._broken
            except BaseException:
                await self._hang_up()  # what it holds must not outlive what we know of it
                raise

    async def listen(self, woken: Callable[[], None]) -> None:
        """From now on hear what other processes tell; while the database cannot be had, as soon as it can."""
        self._woken = woken
        self._keep()
        with suppress(StorageUnavailableError), named_faults():
            await self.ask("SELECT 1")

    async def close(self) -> None:
        """Hang up for good."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        async with self._one_at_a_time:
            await self._hang_up()
        await self._engine.dispose()

    async def _connect(self) -> None:
        if self._open is None or self._broken.is_set():
            await self._hang_up()
            self._broken = broken = asyncio.Event()
            self._open = await self._engine.connect()
            self._driver = (await self._open.get_raw_connection()).driver_connection
            self._driver.add_termination_listener(lambda *_: broken.set())
            self._keep()
        if self._woken is not None and not self._listens:
            await self._driver.add_listener(_TOLD, self._heard)
            self._listens = True
            self._woken()  # something may have been told while nobody listened

    async def _hang_up(self) -> None:
        """At once, and without asking the other side, which may not be there."""
        self._broken.set()
        connection, driver, self._open, self._driver, self._listens = self._open, self._driver, None, None, False
        if driver is not None:
            driver.terminate()
        if connection is not None:
            with suppress(Exception):
                await connection.invalidate()
            with suppress(Exception):
                await connection.close()

    def _keep(self) -> None:
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._probe())

    async def _probe(self) -> None:
        while True:
            await asyncio.sleep(PROBE_S)
            with suppress(StorageUnavailableError), named_faults():
                await self.ask("SELECT 1")

    def _heard(self, _connection: object, _process: int, _channel: str, who: str) -> None:
        if self._woken is not None and who != self._me:
            self._woken()
