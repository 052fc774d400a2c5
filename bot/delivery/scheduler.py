"""What has to happen because time has passed: open flows that wait, what was kept for long enough, promises that were not kept.

A flow's timeout is one more inbound event, handled by the same turn as any other. All the rest are jobs that run every hour or day.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import uuid4

from bot.errors import StorageUnavailableError
from bot.model.inbound import Conversation, Elapsed, Inbound
from bot.model.limits import HIDEABLE_FOR, LIMITS_KEPT_FOR, QUESTIONS_KEPT, uk_day
from bot.model.ports import Clock, Health
from bot.model.turn import Outcome

MINUTELY, HOURLY, DAILY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EACH_ROUND = timedelta()

Handle = Callable[[Inbound], Awaitable[Outcome | None]]
"""The turn."""


class Keeps(Protocol):
    """The part of the store that this needs."""

    async def due_runs(self, now: datetime, limit: int) -> Sequence[Conversation]:
        """Conversations whose open flow is to be reminded of, or forgotten."""
        ...

    async def release_held(self, now: datetime) -> None:
        """Let go what was held for as long as anything is held."""
        ...

    async def waiting_since(self, moment: datetime) -> int:
        """How many messages wait that were said before then."""
        ...

    async def forget_shown(self, before: datetime) -> None:
        """Delete what the channels call messages of before then."""
        ...

    async def forget_tries(self, before: datetime) -> None:
        """Delete what was kept of tries before then."""
        ...

    async def forget_unanswered(self, before: date) -> None:
        """Delete the questions that were kept before that day."""
        ...


class Waiting(Protocol):
    """The part of the store of cases that this needs."""

    async def cases_waiting(self, before: date) -> int:
        """How many cases nobody has looked at that should have been looked at before that day."""
        ...


class Clears(Protocol):
    """What this needs of retention."""

    async def clear(self, now: datetime) -> int:
        """Delete what is due; how many cases are due and stay, because they are not filed in the council's record."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the scheduler waits, and how much it takes at once."""

    round: timedelta = timedelta(seconds=1)
    """A text that was cut waits two seconds for its rest: whoever sent it must not wait much longer."""
    least: timedelta = timedelta(seconds=1)
    """Between two rounds, however often it is woken."""
    too_long: timedelta = timedelta(minutes=30)
    """For a message to wait, however busy or far away its channel is."""
    again: timedelta = timedelta(minutes=5)
    """At most until a job that failed is tried again."""
    patience: timedelta = timedelta(minutes=5)
    """How long a job may take."""
    rest: timedelta = DAILY
    """How long a conversation is left alone whose turn broke: the person gets an apology each time."""
    batch: int = 50


Work = Callable[[datetime], Awaitable[str | None]]
"""Does a job; what is wrong, if anything."""


@dataclass(slots=True)
class _Job:
    part: str
    """Of health."""
    every: timedelta
    work: Work
    done: datetime | None = None
    rest: timedelta = EACH_ROUND
    mends: bool = False
    """Looked at again as soon as somebody else has committed something: what is wrong may be over by that."""
    wrong: bool = False

    def is_due(self, now: datetime, *, woken: bool) -> bool:
        """Whether its time has come."""
        return self.done is None or (woken and self.mends and self.wrong) or not _rests(self.done, self.rest, now)


class Scheduler:
    """Does each job when it is due, each for itself: whatever fails turns its part of health red, and is tried again."""

    def __init__(
        self,
        store: Keeps,
        cases: Waiting,
        retention: Clears,
        handle: Handle,
        channels: Collection[str],
        clock: Clock,
        health: Health,
        pace: Pace | None = None,
    ) -> None:
        """`channels`: the names of those that this process serves; flows on others are left to whoever serves them."""
        self._store, self._cases, self._retention = store, cases, retention
        self._handle, self._channels = handle, frozenset(channels)
        self._clock, self._health, self._pace = clock, health, pace or Pace()
        self._stop, self._woken = asyncio.Event(), asyncio.Event()
        self._broken: dict[Conversation, datetime] = {}
        self._jobs = (
            _Job("scheduler", EACH_ROUND, self._time_out_flows),
            _Job("release-held", MINUTELY, self._store.release_held),
            _Job("waiting", MINUTELY, self._look_at_messages),
            _Job("cases", HOURLY, self._look_at_promises, mends=True),
            _Job("forget-shown", HOURLY, lambda now: self._store.forget_shown(now - HIDEABLE_FOR)),
            _Job("forget-tries", HOURLY, lambda now: self._store.forget_tries(now - LIMITS_KEPT_FOR)),
            _Job("forget-unanswered", DAILY, lambda now: self._store.forget_unanswered(now.date() - QUESTIONS_KEPT)),
            _Job("retention", DAILY, self._clear_cases),
        )

    def wake(self) -> None:
        """Say that another process has committed something: a round comes at once."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """A round at once and then every second, until `stop` is set; what is being done then is finished first. Nothing that fails ends it."""
        self._stop = stop
        watcher = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                await self.round()
                least = min(self._pace.least, self._pace.round)
                await _until(stop, least)
                await _until(self._woken, self._pace.round - least)
        finally:
            watcher.cancel()

    async def round(self) -> None:
        """Do every job that is due now."""
        woken = self._woken.is_set()
        self._woken.clear()
        for job in self._jobs:
            if not self._stop.is_set() and job.is_due(self._clock.now(), woken=woken):
                await self._do(job)

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()

    async def _do(self, job: _Job) -> None:
        job.done, job.rest = self._clock.now(), job.every
        try:
            async with asyncio.timeout(self._pace.patience.total_seconds()):
                wrong = await job.work(job.done)
        except Exception as error:  # noqa: BLE001  whatever it is, the other jobs and the next time must come
            wrong = _code(error)
            job.rest = min(job.every, self._pace.again)
        job.wrong = wrong is not None
        if wrong:
            self._health.red(job.part, wrong)
        else:
            self._health.green(job.part)

    async def _time_out_flows(self, now: datetime) -> str | None:
        """Hand in the event for each conversation once, so that those that fail, or are not ours, never stand in the way of the others."""
        tried: set[Conversation] = set()
        wrong: set[str] = set()
        while new := [each for each in await self._store.due_runs(now, self._pace.batch + len(tried)) if each not in tried]:
            tried.update(new)
            for conversation in new:
                if self._stop.is_set():
                    return None
                wrong.update(await self._time_out(conversation, now))
        self._broken = {conversation: since for conversation, since in self._broken.items() if conversation in tried}
        return f"open flows: {', '.join(sorted(wrong))}" if wrong else None

    async def _time_out(self, conversation: Conversation, now: datetime) -> Collection[str]:
        """One conversation; what went wrong, as a code.

        Raises:
            StorageUnavailableError: it would go wrong for all others, too.
        """
        if conversation.channel not in self._channels:
            return ()
        if conversation in self._broken and _rests(self._broken[conversation], self._pace.rest, now):
            return (Outcome.FAILED,)
        try:
            outcome = await self._handle(Inbound(f"clock:{uuid4()}", conversation, Elapsed(), now))
        except StorageUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001  one conversation that nobody foresaw must not stop everybody's
            return (_code(error),)
        if outcome is not Outcome.FAILED:
            return ()
        self._broken[conversation] = now
        return (Outcome.FAILED,)

    async def _look_at_messages(self, now: datetime) -> str | None:
        number = await self._store.waiting_since(now - self._pace.too_long)
        one = "1 message has" if number == 1 else f"{number} messages have"
        return f"{one} waited for more than {self._pace.too_long.total_seconds() / 60:.0f} minutes" if number else None

    async def _look_at_promises(self, now: datetime) -> str | None:
        number = await self._cases.cases_waiting(uk_day(now))
        return f"{_cases(number, 'has', 'have')} waited longer than promised" if number else None

    async def _clear_cases(self, now: datetime) -> str | None:
        number = await self._retention.clear(now)
        return f"{_cases(number, 'is', 'are')} due to be deleted and not filed in the council's record" if number else None


async def _until(event: asyncio.Event, at_most: timedelta) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), at_most.total_seconds())


def _rests(since: datetime, rest: timedelta, now: datetime) -> bool:
    """Whether less has passed than that. Not where the clock was wrong and has been put back: that would be a rest without end."""
    return timedelta() <= now - since < rest


def _cases(number: int, one: str, more: str) -> str:
    return f"1 case {one}" if number == 1 else f"{number} cases {more}"


def _code(error: Exception) -> str:
    """What may be said of an error aloud: storage says a code of ours; any other text may hold somebody's words."""
    return str(error) if isinstance(error, StorageUnavailableError) else type(error).__name__
