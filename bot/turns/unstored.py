"""Danger is answered where nothing can be stored: at once, past the outbox, and once for each event.

What is said claims nothing: no word of it is kept, and the turn is still to come. It comes with everybody else's once the storage is back,
which is looked at anew each time that an event is handed in, and that is about each second.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from bot.dialogue.dialogue import Dialogue
from bot.errors import DeliveryError, StorageUnavailableError
from bot.model.channel import ChannelRules
from bot.model.inbound import Inbound
from bot.model.outbound import Message
from bot.model.ports import Channel, Clock
from bot.model.session import Session
from bot.model.turn import Outcome, TurnContext

log = structlog.get_logger()

REMEMBERED = 10_000
"""Events to which help was given so."""


class Handles(Protocol):
    """The turn."""

    async def handle(self, inbound: Inbound) -> Outcome | None:
        """One event, from reading the session to the commit."""
        ...


class Probes(Protocol):
    """The part of the store that this needs."""

    async def healthy(self) -> None:
        """Prove that a turn could be stored now."""
        ...


@dataclass(slots=True)
class Unstored:
    """Handles the events of one channel, and helps where their turns cannot be stored."""

    turns: Handles
    store: Probes
    dialogue: Dialogue
    channel: Channel
    rules: ChannelRules
    clock: Clock
    soon: float = 1.0
    """Seconds. A turn that takes longer has help said to danger meanwhile; one that takes three times as long is given up, where storage is away."""
    _away: bool = False
    _probe: asyncio.Task[None] | None = None
    _helped: OrderedDict[str, None] = field(default_factory=OrderedDict)

    async def handle(self, inbound: Inbound) -> Outcome | None:
        """The turn; where it cannot be stored, or not soon, danger is answered all the same.

        Raises:
            StorageUnavailableError: nothing was stored; hand the same event in again soon.
        """
        if self._away:
            self._look()
            await self._help(inbound)
            raise StorageUnavailableError("the database was not available a moment ago")
        turn = asyncio.ensure_future(self.turns.handle(inbound))
        try:
            await asyncio.wait({turn}, timeout=self.soon)
            if not turn.done():
                await self._wait_no_longer(turn, inbound)
            return await turn
        except StorageUnavailableError:
            self._look()  # it may be only this one that cannot be stored
            await self._help(inbound)
            raise
        finally:
            turn.cancel()

    async def _wait_no_longer(self, turn: asyncio.Future[Outcome | None], inbound: Inbound) -> None:
        """Help first; then the turn has some time more, and as long as it takes where the storage answers others."""
        await self._help(inbound)
        probe = self._look()
        both: set[asyncio.Future[Any]] = {turn, probe}
        await asyncio.wait(both, timeout=2 * self.soon, return_when=asyncio.FIRST_COMPLETED)
        if not turn.done() and (not probe.done() or self._away):
            raise StorageUnavailableError("the database does not answer")

    def _look(self) -> asyncio.Task[None]:
        """Look whether the storage is back; one look at a time."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._found_well())
        return self._probe

    async def _found_well(self) -> None:
        try:
            await self.store.healthy()
        except StorageUnavailableError:
            self._away = True
        else:
            self._away = False

    async def _help(self, inbound: Inbound) -> None:
        """Say help, if there is danger in the event and nobody was helped for it yet. What cannot be sent is tried with the next time."""
        if inbound.event_id in self._helped:
            return
        self._remember(inbound.event_id)
        message = await asyncio.to_thread(self._said, inbound)
        if message is None:
            return
        try:
            await self.channel.send(inbound.conversation, message)
        except DeliveryError as error:
            self._helped.pop(inbound.event_id, None)
            log.error("help_not_sent", event_id=inbound.event_id, error=type(error).__name__)
        else:
            log.warning("help_without_storage", event_id=inbound.event_id)

    def _said(self, inbound: Inbound) -> Message | None:
        """Whoever it is, they are answered in the language of those of whom nothing is known: what is known cannot be read."""
        context = TurnContext(Session(), new=True, channel=self.rules, now=self.clock.now())
        return self.dialogue.help_alone(inbound.what, context)

    def _remember(self, event_id: str) -> None:
        self._helped[event_id] = None
        if len(self._helped) > REMEMBERED:
            self._helped.popitem(last=False)
