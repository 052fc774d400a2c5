"""Asks Telegram for updates and hands them over one by one. An update is confirmed only after it was handled, whatever happens."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.failures import CHECK_TOKEN, reason, wait_asked
from bot.channels.telegram.inbound import salvaged, to_inbound
from bot.errors import StorageUnavailableError
from bot.model.inbound import Commanded, Inbound
from bot.model.ports import Clock, Health

log = structlog.get_logger()

Raw = dict[str, Any]
Handle = Callable[[Inbound], Awaitable[object]]
AT_ONCE = timedelta()
HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the poller waits, and how often it tries."""

    long_poll: timedelta = timedelta(seconds=30)
    """How long Telegram holds a question that it has no answer to."""
    first: timedelta = timedelta(seconds=1)
    """The wait after a first failure; it doubles with each one that follows."""
    longest: timedelta = timedelta(seconds=60)
    storage: timedelta = timedelta(seconds=1)
    """The wait where nothing can be stored. Danger is answered meanwhile, so what has come must be seen soon."""
    finish: timedelta = timedelta(seconds=5)
    """How long stopping waits for presses to be acknowledged."""
    lanes: int = 16
    """How many conversations are handled beside each other: their turns share trips to the database."""
    tries: int = 3
    """After how many failures of its turn an update is passed. Failures of storage do not count: it is waited for."""


class Backoff:
    """A wait that doubles with each failure."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._next = pace.first

    def failed(self) -> timedelta:
        """How long to wait now."""
        wait, self._next = self._next, min(self._next * 2, self._pace.longest)
        return wait

    def worked(self) -> None:
        """Begin again with the shortest wait."""
        self._next = self._pace.first


class Acknowledgements:
    """Tells Telegram, beside the turns, that presses have arrived. Bounded: where too many wait, the rest go without."""

    def __init__(self, acknowledge: Callable[[str], Coroutine[Any, Any, None]], limit: int = 64) -> None:
        self._acknowledge = acknowledge
        self._limit = limit
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, callback_query_id: str) -> None:
        """Acknowledge a press soon."""
        if len(self._tasks) >= self._limit:
            log.warning("telegram: press not acknowledged", why="too many at once")
            return
        task = asyncio.create_task(self._acknowledge(callback_query_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, patience: timedelta) -> None:
        """Wait for those under way; give up on those that take longer."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience.total_seconds())
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


class Poller:
    """Takes updates from Telegram, in order, and hands each to `handle`, which returns once its turn is committed.

    Health: `telegram` (it answers), `telegram-update` (we can read what it sends), `storage` and `turn` (as `handle` found them).
    """

    def __init__(self, channel: TelegramChannel, handle: Handle, health: Health, clock: Clock, pace: Pace | None = None) -> None:
        self._channel = channel
        self._handle = handle
        self._health = health
        self._clock = clock
        self._pace = pace or Pace()
        self._telegram_backoff = Backoff(self._pace)
        self._turn_backoff = Backoff(self._pace)
        self._acknowledgements = Acknowledgements(channel.acknowledge)
        self._offset: int | None = None
        self._no_webhook = False
        self._red: set[str] = set()
        self._failures: Counter[int] = Counter()
        """Updates whose turns break, and how often they have."""

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until told to stop: then at once where it waits, else after the turn under way. What is left comes again next time."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                wait = await self._round(stopping)
                if wait > AT_ONCE:
                    await asyncio.wait({stopping}, timeout=wait.total_seconds())
        finally:
            stopping.cancel()
            await self._acknowledgements.finish(self._pace.finish)

    async def _round(self, stopping: asyncio.Task[bool]) -> timedelta:
        """Ask once and hand over what came; how long to wait before the next time."""
        try:
            updates = await _unless(stopping, self._ask())
        except Exception as error:  # noqa: BLE001 - whatever Telegram or the library does, the next question is asked
            return self._unanswered(error)
        if updates is None:
            return AT_ONCE
        self._no_webhook = True
        self._telegram_backoff.worked()
        self._green("telegram")
        return await self._hand_over(updates, stopping)

    async def _ask(self) -> list[Raw]:
        if not self._no_webhook:
            await self._channel.delete_webhook()
        return await self._channel.updates(self._offset, self._pace.long_poll, limit=100)

    def _unanswered(self, error: Exception) -> timedelta:
        """Say what is wrong; how long to wait."""
        match error:
            case RetryAfter():
                wait, why = wait_asked(error), "too many requests"
            case InvalidToken():
                wait, why = self._pace.longest, CHECK_TOKEN
            case Conflict():
                self._no_webhook = False  # somebody else polls with this token, or has set a webhook: that at least can be mended
                wait, why = self._telegram_backoff.failed(), "another program uses this token"
            case _:
                wait, why = self._telegram_backoff.failed(), reason(error)
        self._turn_red("telegram", why)
        log.error("telegram: no updates", why=why, wait_seconds=wait.total_seconds())
        return wait

    async def _hand_over(self, updates: list[Raw], stopping: asyncio.Task[bool]) -> timedelta:
        """Handle what came: each conversation in order, several conversations beside each other; how long to wait then.

        The offset moves past the updates up to the first that was not handled. Handled ones behind it come again and are known by
        their event id. Should they not come in the order of their numbers, they are put into it: an offset past one that was not
        handled would lose it.
        """
        updates = sorted(updates, key=itemgetter("update_id"))
        lanes: dict[str, list[Raw]] = {}
        events = {raw["update_id"]: self._read(raw) for raw in updates}
        for raw in updates:
            event = events[raw["update_id"]]
            lanes.setdefault(event.conversation.address if event else "", []).append(raw)
        results: dict[int, timedelta | None] = {}
        free = asyncio.Semaphore(self._pace.lanes)

        async def lane(raws: list[Raw]) -> None:
            before: Inbound | None = None
            for raw in raws:
                event = events[raw["update_id"]]
                if _said_again(before, event):
                    results[raw["update_id"]] = None
                    continue
                before = event
                async with free:
                    if stopping.done():
                        return
                    results[raw["update_id"]] = wait = await self._take(raw, events[raw["update_id"]])
                if wait is not None:
                    return

        await asyncio.gather(*(lane(raws) for raws in lanes.values()))
        for raw in updates:
            wait = results.get(raw["update_id"], AT_ONCE)
            if wait is not None:
                self._offset = raw["update_id"]
                return wait
            self._offset = raw["update_id"] + 1
        return AT_ONCE

    async def _take(self, raw: Raw, event: Inbound | None) -> timedelta | None:
        """Handle one update. None when it is done with; else how long to wait before it is tried again."""
        update_id = raw["update_id"]
        try:
            if event is not None:
                await self._handle(event)
        except StorageUnavailableError:
            return self._held_up("storage", "unavailable", update_id)
        except Exception as error:  # noqa: BLE001 - one broken turn must stop neither the others nor the program
            if not self._passed(update_id):
                return self._held_up("turn", type(error).__name__, update_id)
            log.error("telegram: update passed, its turn breaks every time", update_id=update_id, error=type(error).__name__)
            self._turn_red("turn", "an update was passed")
        else:
            self._worked()
        match raw:
            case {"callback_query": {"id": str(query_id)}}:
                self._acknowledgements.add(query_id)
        return None

    def _read(self, raw: Raw) -> Inbound | None:
        now = self._clock.now()
        try:
            event = to_inbound(Update.de_json(raw), now)
        except Exception as error:  # noqa: BLE001 - a library older than the Bot API fails in any way it likes
            log.error("telegram: unreadable update", update_id=raw["update_id"], error=type(error).__name__)
            self._turn_red("telegram-update", "unreadable update")
            return salvaged(raw, now)
        self._green("telegram-update")
        return event

    def _held_up(self, part: str, why: str, update_id: int) -> timedelta:
        """The update will come again, and those behind it in its conversation."""
        wait = self._pace.storage if part == "storage" else self._turn_backoff.failed()
        self._turn_red(part, why)
        log.error("telegram: turn failed", part=part, why=why, update_id=update_id, wait_seconds=wait.total_seconds())
        return wait

    def _passed(self, update_id: int) -> bool:
        """Whether this update's turn has now broken often enough."""
        self._failures[update_id] += 1
        return self._failures[update_id] >= self._pace.tries and bool(self._failures.pop(update_id))

    def _worked(self) -> None:
        self._turn_backoff.worked()
        self._green("storage")
        self._green("turn")

    def _turn_red(self, part: str, why: str) -> None:
        self._red.add(part)
        self._health.red(part, why)

    def _green(self, part: str) -> None:
        if part == "telegram" or part in self._red:
            self._red.discard(part)
            self._health.green(part)


def _said_again(before: Inbound | None, event: Inbound | None) -> bool:
    """Whether it is the command just before it once more: whoever got no answer during an outage wants one, not five.

    Not `/hide`: each takes its own line out of the chat.
    """
    if before is None or event is None or not isinstance(event.what, Commanded) or event.what.name == HIDE:
        return False
    return event.what == before.what and event.edited is before.edited


async def _unless(stopping: asyncio.Task[bool], asking: Coroutine[Any, Any, list[Raw]]) -> list[Raw] | None:
    """What the question brings, or nothing where we are to stop first."""
    task = asyncio.create_task(asking)
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    return None if task.cancelled() else task.result()
