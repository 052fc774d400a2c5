"""The outbox loop: what turns have committed goes out, in order for each conversation, until it has arrived or never will."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from traceback import extract_tb

import structlog

from bot.errors import DeliveryError, RefusedError, StorageUnavailableError, TryLaterError, UnreachableError
from bot.model.inbound import Conversation
from bot.model.ports import Channel, Clock, Health, Store
from bot.model.turn import OutboxRow

log = structlog.get_logger(__name__)

_DOUBLINGS = 20
"""More than enough to reach any longest wait, and few enough to count with."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the sender waits, and how much it takes at once."""

    first: timedelta = timedelta(seconds=1)
    """After a message's first failure; doubled after each further one."""
    longest: timedelta = timedelta(minutes=5)
    """No message waits longer between two attempts, unless the channel asks for it."""
    longest_outage: timedelta = timedelta(seconds=30)
    """How long at most until a channel that could not be reached is tried again, with one message; nor does any of its messages wait longer."""
    patience: timedelta = timedelta(seconds=60)
    """How long a channel may take over one message."""
    poll: timedelta = timedelta(seconds=3)
    """How often to look for messages that another process has committed, and to try again after a failure of storage."""
    outage_after: int = 3
    """How many failures in a row mean that the channel cannot be reached, and not one person."""
    batch: int = 50


class _Came(Enum):
    """What came of one attempt."""

    ARRIVED = auto()
    SET_ASIDE = auto()
    """It will never go; the next message of the conversation may."""
    STOPPED = auto()
    """Nothing more can go to this conversation now."""


@dataclass(slots=True)
class _Line:
    """How the connection to one channel does."""

    failing: set[Conversation] = field(default_factory=set)
    """Whose messages failed for lack of connection since the last time the channel answered."""
    failures: int = 0
    outages: int = 0
    down_until: datetime | None = None
    red: bool = False


class Sender:
    """Delivers the outbox.

    One message is in flight at a time, on purpose: after a kill -9 at most one can be repeated, the one that was sent and
    not yet marked. Only one process may run a sender for a channel. What the store could not take down (a message arrived,
    the disk is full) is remembered and stored before anything else is sent, so that a full disk does not repeat it either.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Clock,
        health: Health,
        pace: Pace | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._health = health
        self._pace = pace or Pace()
        self._chance = chance or random.Random()  # noqa: S311  it spreads attempts over time, nothing secret
        self._lines = {name: _Line() for name in channels}
        self._woken = asyncio.Event()
        self._owed: Callable[[], Awaitable[None]] | None = None
        self._red: set[str] = set()
        self._recalled = False

    def wake(self) -> None:
        """Say that something has been committed to the outbox."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; a message in flight then is finished first. Nothing that fails ends it."""
        watcher = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                self._woken.clear()
                rest = await self._guarded(lambda: self._deliver_all(stop))
                await self._wait(rest)
        finally:
            watcher.cancel()

    async def deliver_due(self) -> int:
        """One pass over the oldest messages that are due; how many arrived.

        Raises:
            StorageUnavailableError: the store failed; what it could not take down comes first in the next pass.
        """
        return await self._pass(asyncio.Event())

    async def _pass(self, stop: asyncio.Event) -> int:
        await self._pay()
        arrived = 0
        stopped: set[Conversation] = set()
        for row in await self._due():
            if stop.is_set():
                break
            if row.conversation in stopped or not self._is_up(row.conversation.channel):
                continue
            came = await self._attempt(row)
            if came is _Came.ARRIVED:
                arrived += 1
            elif came is _Came.STOPPED:
                stopped.add(row.conversation)
        return arrived

    async def _due(self) -> list[OutboxRow]:
        """What can go now; a channel that nobody here serves, or that is down, does not stand in the way of the others."""
        up = [name for name in self._channels if self._is_up(name)]
        return list(await self._store.due(self._clock.now(), self._pace.batch, up)) if up else []

    async def _attempt(self, row: OutboxRow) -> _Came:
        channel = self._channels[row.conversation.channel]
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                message = await channel.send(row.conversation, row.outbound)
        except TryLaterError as error:
            return await self._postpone(row, error)
        except TimeoutError:
            return await self._postpone(row, TryLaterError("no answer in time"))
        except UnreachableError:
            return await self._forget(row)
        except Exception as error:  # noqa: BLE001  one message that nobody foresaw must not stop everybody's
            return await self._give_up(row, error)
        self._answered(row.conversation.channel, arrived=True)
        now = self._clock.now()
        await self._owe(lambda: self._store.sent(row, message, now))
        return _Came.ARRIVED

    async def _postpone(self, row: OutboxRow, error: TryLaterError) -> _Came:
        if error.wait is None:
            self._unanswered(row.conversation)
        else:
            self._answered(row.conversation.channel)
        wait = error.wait or self._backoff(row.attempts, self._longest(row.conversation.channel))
        log.info("outbox.postponed", row=row.id, channel=row.conversation.channel, attempts=row.attempts + 1, seconds=wait.total_seconds())
        due_at = self._clock.now() + wait
        await self._owe(lambda: self._store.postpone(row, due_at, str(error)))
        return _Came.STOPPED

    async def _forget(self, row: OutboxRow) -> _Came:
        log.info("outbox.unreachable", row=row.id, channel=row.conversation.channel)
        self._answered(row.conversation.channel)
        await self._owe(lambda: self._store.forget_waiting(row.conversation))
        return _Came.STOPPED

    async def _give_up(self, row: OutboxRow, error: Exception) -> _Came:
        # A channel's own errors say a reason of ours; any other text may hold what was to be sent.
        why = str(error) if isinstance(error, DeliveryError) else type(error).__name__
        log.error("outbox.given_up", row=row.id, channel=row.conversation.channel, error=type(error).__name__, at=_where(error))
        self._health.red("outbox", "a message was given up")
        if isinstance(error, RefusedError):
            self._answered(row.conversation.channel)
        await self._owe(lambda: self._store.give_up(row, why))
        return _Came.SET_ASIDE

    async def _owe(self, effect: Callable[[], Awaitable[None]]) -> None:
        """Store what came of a message; if that fails it is still owed, and no message goes before it is paid."""
        self._owed = effect
        await self._pay()

    async def _pay(self) -> None:
        if self._owed is not None:
            await self._owed()
            self._owed = None

    def _is_up(self, channel: str) -> bool:
        until = self._lines[channel].down_until
        return until is None or until <= self._clock.now()

    def _answered(self, channel: str, *, arrived: bool = False) -> None:
        line = self._lines[channel]
        if arrived and line.red:
            self._health.green(channel)
            line.red = False
        line.failing.clear()
        line.failures = line.outages = 0
        line.down_until = None

    def _unanswered(self, conversation: Conversation) -> None:
        """Count a failure for lack of connection. Enough of them turn the channel red; those of enough people stop it for a while."""
        line = self._lines[conversation.channel]
        line.failing.add(conversation)
        line.failures += 1
        if line.failures >= self._pace.outage_after and not line.red:
            line.red = True
            self._health.red(conversation.channel, "cannot be reached")
        if len(line.failing) >= self._pace.outage_after:
            wait = self._backoff(line.outages, self._pace.longest_outage)
            line.down_until = self._clock.now() + wait
            line.outages += 1
            log.warning("channel.down", channel=conversation.channel, seconds=wait.total_seconds())

    def _longest(self, channel: str) -> timedelta:
        """An outage is no message's own fault: once it is over, none shall wait for minutes because it was tried again and again."""
        return self._pace.longest_outage if self._lines[channel].red else self._pace.longest

    def _backoff(self, failures: int, longest: timedelta) -> timedelta:
        """Twice as long each time up to the longest, and up to a quarter shorter by chance so that attempts spread."""
        doubled: timedelta = self._pace.first * 2 ** min(failures, _DOUBLINGS)
        return min(doubled, longest) * self._chance.uniform(0.75, 1)

    async def _deliver_all(self, stop: asyncio.Event) -> timedelta:
        """Deliver while there is something; how long to rest then."""
        while await self._pass(stop) and not stop.is_set():
            pass
        await self._recall_given_up()
        next_due = await self._store.next_due([name for name in self._channels if self._is_up(name)])
        rest = self._pace.poll if next_due is None else next_due - self._clock.now()
        return max(timedelta(), min(rest, self._pace.poll))

    async def _recall_given_up(self) -> None:
        """What an earlier process gave up still shouts."""
        if not self._recalled and await self._store.given_up():
            self._health.red("outbox", "a message was given up")
        self._recalled = True

    async def _guarded(self, work: Callable[[], Awaitable[timedelta]]) -> timedelta:
        """Do it, and turn red where it fails; how long to rest."""
        try:
            rest = await work()
        except StorageUnavailableError as error:
            log.error("sender.storage_unavailable", why=str(error))
            return self._failed("storage", str(error))
        except Exception as error:  # noqa: BLE001  the loop never dies: whatever this is, other messages wait
            log.error("sender.failed", error=type(error).__name__, at=_where(error))
            return self._failed("sender", type(error).__name__)
        # Only what was found broken here is called mended here: others see storage fail, too.
        for part in self._red:
            self._health.green(part)
        self._red.clear()
        return rest

    def _failed(self, part: str, why: str) -> timedelta:
        self._health.red(part, why)
        self._red.add(part)
        return self._pace.poll

    async def _wait(self, rest: timedelta) -> None:
        try:
            async with asyncio.timeout(rest.total_seconds()):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()


def _where(error: Exception) -> str:
    """File and line where it was raised: a place to look at, and no words of anyone."""
    frames = extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "unknown"
