"""A sender for each channel: none waits for another's, so that a mail server that is silent holds up nobody on Telegram."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable

from bot.delivery.notices import Instead
from bot.delivery.pace import Pace
from bot.delivery.sender import Sender
from bot.model.ports import Channel, Clock, Health, Store


class Senders:
    """Delivers the outbox over these channels, and leaves alone what is for any other: another process serves it, or nobody yet."""

    def __init__(
        self,
        store: Store,
        channels: Iterable[Channel],
        clock: Clock,
        health: Health,
        pace: Pace | None = None,
        chance: random.Random | None = None,
        instead: Instead | None = None,
    ) -> None:
        """`instead`: who hears of a case in the place of an officer whom no notice reaches."""
        self.each = {channel.name: Sender(store, channel, clock, health, pace, chance, instead) for channel in channels}
        """By their channels: of all processes one at a time may run each."""

    def wake(self) -> None:
        """Say that something has been committed to the outbox."""
        for sender in self.each.values():
            sender.wake()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; messages in flight then are finished first. Nothing that fails ends it."""
        async with asyncio.TaskGroup() as group:
            for sender in self.each.values():
                group.create_task(sender.run(stop))

    async def deliver_due(self) -> int:
        """Deliver all that is due; how many arrived.

        Raises:
            StorageUnavailableError: the store failed; what it could not take down comes first the next time.
        """
        results = await asyncio.gather(*(sender.deliver_due() for sender in self.each.values()), return_exceptions=True)
        arrived = 0
        for result in results:  # every one has come to its end
            if isinstance(result, BaseException):
                raise result
            arrived += result
        return arrived
