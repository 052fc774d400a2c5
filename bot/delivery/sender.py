"""One channel's outbox loop: what turns have committed goes out, in order for each conversation, until it has arrived or never will."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.delivery.attempt import Arrived, Gone, Later, Refused, Result, attempt
from bot.delivery.guard import Guard, place_of
from bot.delivery.line import Line
from bot.delivery.notices import Instead, nobody_else, part_of, shout
from bot.delivery.pace import Pace
from bot.errors import StorageUnavailableError
from bot.model.inbound import Conversation
from bot.model.ports import Channel, Clock, Health, Store
from bot.model.turn import OutboxRow, Purpose

log = structlog.get_logger(__name__)

Effect = Callable[[], Awaitable[None]]
"""Stores what came of a message."""


class Sender:
    """Delivers the messages of one channel. Only one process may run a sender for a channel.

    Several conversations have a message in flight at once, and none has two. Messages fly in tasks of their own; the loop alone asks the
    store. A conversation stays busy, and its place is taken, until what came of its message is stored: so after a kill -9 at most
    as many messages repeat as there are places. While the store cannot take it down (a message arrived, the disk is full) nothing else
    is sent at all, so that a full disk repeats nothing.
    """

    def __init__(
        self,
        store: Store,
        channel: Channel,
        clock: Clock,
        health: Health,
        pace: Pace | None = None,
        chance: random.Random | None = None,
        instead: Instead | None = None,
    ) -> None:
        """`instead`: who hears of a case in the place of an officer whom no notice reaches."""
        self._store, self._channel, self._clock, self._health = store, channel, clock, health
        self._instead = instead or nobody_else
        self._pace = pace or Pace()
        self._line = Line(channel.name, self._pace, clock, health, chance or random.Random())  # noqa: S311  it spreads attempts over time, nothing secret
        self._guard = Guard(channel.name, health)
        self._woken = asyncio.Event()
        self._flights: dict[Conversation, asyncio.Task[None]] = {}
        self._owed: dict[Conversation, Effect] = {}
        """What came of messages and is not stored yet; their conversations are in flight until it is."""
        self._retries: list[datetime] = []
        """When messages that were postponed may go, the first at the top."""
        self._arrived = 0
        self._recalled = False

    def wake(self) -> None:
        """Say that something has been committed to the outbox."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; messages in flight then are finished first. Nothing that fails ends it."""
        watcher = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                self._woken.clear()
                await self._rest(await self._guard.works(self._round))
            await asyncio.gather(*self._flights.values())
            await self._guard.works(self._pay)
        finally:
            self._abandon(watcher, *self._flights.values())

    async def deliver_due(self) -> int:
        """Deliver all that is due; how many arrived.

        Raises:
            StorageUnavailableError: the store failed; what it could not take down comes first the next time.
        """
        before = self._arrived
        while True:
            self._woken.clear()
            await self._round()
            if not self._flights:
                return self._arrived - before
            await self._woken.wait()

    async def _round(self) -> None:
        """Store what came of messages, then send off what may go."""
        await self._pay()
        room = self._line.room(len(self._flights))
        if room.help:
            only_help, most = not room.ordinary, room.ordinary or room.help
            rows = await self._store.due(self._channel.name, self._clock.now(), most, self._flights, only_help=only_help)
            for row in rows:
                self._flights[row.conversation] = asyncio.create_task(self._fly(row))
            if rows and rows[-1].help:  # there may be more of it, and a place that is kept for it
                self.wake()
        await self._recall_given_up()

    async def _pay(self) -> None:
        """Store all that is owed, at once, so that it shares a trip to the database.

        Raises:
            StorageUnavailableError: some of it could not be stored, and is still owed.
        """
        owed = list(self._owed)
        failures = await asyncio.gather(*(self._settle(conversation) for conversation in owed), return_exceptions=True)
        for failure in failures:
            if failure is not None:
                raise failure

    async def _settle(self, conversation: Conversation) -> None:
        await self._owed[conversation]()
        del self._owed[conversation], self._flights[conversation]

    async def _fly(self, row: OutboxRow) -> None:
        """Take one message to its person. It ends with something owed, whatever happens."""
        # Help passes what waits in the outbox, not what the channel has asked for: it goes as soon as anything may.
        if wait := self._line.left_alone(row.conversation):
            self._owed[row.conversation] = self._postponed(row, wait, "asked to wait")
        else:
            self._owed[row.conversation] = self._effect(row, await attempt(self._channel, row, self._pace.patience))
        self.wake()

    def _effect(self, row: OutboxRow, result: Result) -> Effect:
        """Learn from what came of a message; what is to be stored of it."""
        match result:
            case Arrived(message):
                self._line.arrived()
                self._arrived += 1
                if row.about and row.about.officer:
                    self._health.green(part_of(row.about.officer, self._channel.name))
                now = self._clock.now()
                return lambda: self._store.sent(row, message, now)
            case Later(why, timedelta() as asked):
                return self._postponed(row, self._line.asked_to_wait(row.conversation, asked), why)
            case Later(why):
                return self._postponed(row, self._line.unanswered(row.conversation, row.attempts), why)
            case Gone():
                log.info("outbox.unreachable", row=row.id, channel=self._channel.name, purpose=row.purpose)
                self._line.answered()
                return self._never(row, "unreachable")
            case Refused(why, by_channel):
                self._health.red("outbox", "a message was given up")
                if by_channel:
                    self._line.answered()
                return self._never(row, why, refused=True)

    def _never(self, row: OutboxRow, why: str, *, refused: bool = False) -> Effect:
        """It will not arrive. What becomes of it lies in what it is for."""
        now = self._clock.now()
        if row.purpose is Purpose.NOTICE:
            return lambda: self._passed_on(row, why, now)
        if refused:
            return lambda: self._store.give_up(row, why)
        return lambda: self._store.unreachable(row, now)

    async def _passed_on(self, row: OutboxRow, why: str, now: datetime) -> None:
        """An officer does not hear of a case: others shall, and whoever runs this."""
        try:
            instead = await self._instead(row)
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, the notice counts as lost, and it shouts
            log.error("outbox.nobody_instead", row=row.id, error=type(error).__name__, at=place_of(error))
            instead = ()
        await self._store.pass_on(row, instead, why, now)
        shout(self._health, row, self._channel.name, heard=bool(instead))
        self.wake()

    def _postponed(self, row: OutboxRow, wait: timedelta, why: str) -> Effect:
        log.info("outbox.postponed", row=row.id, channel=self._channel.name, attempts=row.attempts + 1, seconds=wait.total_seconds())
        due_at = self._clock.now() + wait
        heapq.heappush(self._retries, due_at)
        return lambda: self._store.postpone(row, due_at, why)

    async def _recall_given_up(self) -> None:
        """What an earlier process gave up still shouts."""
        if not self._recalled and await self._store.given_up():
            self._health.red("outbox", "a message was given up")
        self._recalled = True

    async def _rest(self, worked: bool) -> None:
        """Until something happens, or a message, the channel or the store is to be tried again."""
        try:
            async with asyncio.timeout((self._until_next() if worked else self._pace.poll).total_seconds()):
                await self._woken.wait()
        except TimeoutError:
            return

    def _until_next(self) -> timedelta:
        now = self._clock.now()
        while self._retries and self._retries[0] <= now:
            heapq.heappop(self._retries)
        moments = (self._line.wakes_at(), self._retries[0] if self._retries else None)
        return min([self._pace.poll, *(moment - now for moment in moments if moment)])

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()

    @staticmethod
    def _abandon(*tasks: asyncio.Task[None]) -> None:
        for task in tasks:
            task.cancel()
