"""The updates that wait for a bot, with Telegram's rules for confirming them."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Any

from bot.workshop.telegram_double.refusal import Refusal

Json = dict[str, Any]
FIRST_UPDATE = 700_001
KEPT = 10_000
"""How many confirmed updates are remembered, to be delivered again."""


class UpdateQueue:
    """Unconfirmed updates in order. Only one bot may ask at a time: a second one ends the poll of the first."""

    def __init__(self, poll_began: Callable[[], None] = lambda: None) -> None:
        self._poll_began = poll_began
        self.waiting: deque[Json] = deque()
        self.allowed: list[str] | None = None
        self.chance: random.Random | None = None
        """By which updates are handed out in another order; None for their own."""
        self.twice = False
        """True if each is handed out twice."""
        self._held: list[Json] = []
        self._again: list[Json] = []
        self._confirmed: deque[Json] = deque(maxlen=KEPT)
        self._next_id = FIRST_UPDATE
        self._poll: asyncio.Future[bool] | None = None

    @property
    def left(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self.waiting) + len(self._held)

    @property
    def polled(self) -> bool:
        """True if a bot waits for updates at this moment."""
        return self._poll is not None

    def push(self, update: Json) -> int:
        """Queue an update and say its id. One that the bot does not want gets an id and is dropped, as Telegram does."""
        update_id = update.setdefault("update_id", self._next_id)
        self._next_id = max(self._next_id, update_id + 1)
        if not self.allowed or any(kind in update for kind in self.allowed) or len(update) == 1:
            self.waiting.append(update)
            self._wake(True)
        return int(update_id)

    def again(self, count: int) -> int:
        """Deliver the last confirmed updates once more, whatever the offset; says how many there were."""
        self._again = list(self._confirmed)[-count:] if count else []
        self._wake(True)
        return len(self._again)

    def hold_back(self, count: int) -> int:
        """Hand the first updates out only once a later one has been confirmed; says how many there are.

        Raises:
            ValueError: nothing waits behind them.
        """
        if count >= len(self.waiting):
            raise ValueError(count)
        self._held += [self.waiting.popleft() for _ in range(count)]
        return count

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one counts from the end."""
        before = len(self.waiting)
        if offset < 0:
            keep = min(-offset, len(self.waiting))
            offset = self.waiting[-keep]["update_id"] if keep else 0
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self._confirmed.append(self.waiting.popleft())
        if len(self.waiting) < before:
            self.waiting.extendleft(reversed(self._held))
            self._held.clear()

    async def take(self, limit: int, seconds: float) -> list[Json]:
        """The next updates, at once or as soon as there are some.

        Raises:
            Refusal: 409, another bot asks with the same token.
        """
        self._wake(False)
        if not (self.waiting or self._again) and seconds > 0:
            await self._wait(seconds)
        again, self._again = self._again, []
        return self._disordered(again + list(islice(self.waiting, limit)))

    def _disordered(self, updates: list[Json]) -> list[Json]:
        if self.twice:
            updates = updates * 2
        if self.chance is not None:
            self.chance.shuffle(updates)
        return updates

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        self._poll_began()
        timer = asyncio.get_running_loop().call_later(seconds, self._wake, True)
        try:
            mine = await poll
        finally:
            timer.cancel()
            if self._poll is poll:
                self._poll = None
        if not mine:
            raise Refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")

    def _wake(self, mine: bool) -> None:
        """End the poll that waits, if one does: with what there is, or because another one took its place."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(mine)
            self._poll = None
