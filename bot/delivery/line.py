"""How the connection to one channel does: how many messages may be in flight now, whether it rests, who is to be left alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.pace import Pace, backoff
from bot.model.inbound import Conversation
from bot.model.limits import LONGEST_WAIT
from bot.model.ports import Clock, Health

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """How many more messages may go now: so many that are help, of which so many may be any others."""

    help: int
    ordinary: int


class Line:
    """Learns from what comes of each message.

    One person whose messages fail stops nobody. Where those of several people fail in a row with nothing arriving between, the
    channel itself cannot be reached, or asks us all to slow down: then it rests, is tried with one message, and takes one more
    at once for each that arrives.
    """

    def __init__(self, channel: str, pace: Pace, clock: Clock, health: Health, chance: random.Random) -> None:
        self._channel, self._pace, self._clock, self._health, self._chance = channel, pace, clock, health, chance
        self._most = pace.places - 1  # the last place is kept free for help
        self._width = self._most
        self._failing: set[Conversation] = set()
        """Whose messages failed for lack of connection since the channel last answered."""
        self._failures = self._outages = 0
        self._asked: set[Conversation] = set()
        """Whose messages were asked to wait since one last arrived."""
        self._down_until: datetime | None = None
        self._pause_until: datetime | None = None
        self._left_alone: dict[Conversation, datetime] = {}
        self._red = False

    def room(self, in_flight: int) -> Room:
        """How many more may go while so many are in flight."""
        if self._is_ahead(self._down_until):
            return Room(0, 0)
        ordinary = 0 if self._is_ahead(self._pause_until) else self._width - in_flight
        return Room(max(0, self._width + 1 - in_flight), max(0, ordinary))

    def wakes_at(self) -> datetime | None:
        """When its rest is over, if it rests."""
        return min((moment for moment in (self._down_until, self._pause_until) if moment and self._is_ahead(moment)), default=None)

    def left_alone(self, conversation: Conversation) -> timedelta | None:
        """For how long yet the channel has asked to send nothing to somebody, if it has."""
        until = self._left_alone.get(conversation)
        return until - self._clock.now() if until and self._is_ahead(until) else None

    def arrived(self) -> None:
        """A message is there."""
        self.answered()
        self._asked.clear()
        self._pause_until = None
        self._width = min(self._most, self._width + 1)
        if self._red:
            self._red = False
            self._health.green(self._channel)

    def answered(self) -> None:
        """The channel can be reached, whatever it said."""
        self._failing.clear()
        self._failures = self._outages = 0
        self._down_until = None

    def asked_to_wait(self, conversation: Conversation, wait: timedelta) -> timedelta:
        """The channel wants nothing sent to somebody for so long; how long their message waits."""
        self.answered()
        now, wait = self._clock.now(), min(wait, LONGEST_WAIT)
        self._left_alone = {who: until for who, until in self._left_alone.items() if until > now}
        self._left_alone[conversation] = now + wait
        self._asked.add(conversation)
        if len(self._asked) >= self._pace.outage_after and not self._is_ahead(self._pause_until):
            self._width = 1
            self._pause_until = now + min(wait, self._pace.longest_pause)
            log.warning("channel.slowed", channel=self._channel, seconds=wait.total_seconds())
        return wait

    def unanswered(self, conversation: Conversation, attempts: int) -> timedelta:
        """A message failed for lack of connection, after so many attempts before; how long it waits."""
        self._failing.add(conversation)
        self._failures += 1
        if self._failures >= self._pace.outage_after and not self._red:
            self._red = True
            self._health.red(self._channel, "cannot be reached")
        if len(self._failing) >= self._pace.outage_after and not self._is_ahead(self._down_until):
            self._go_down()
        # An outage is no message's own fault: once it is over, none shall wait for minutes because it was tried again and again.
        longest = self._pace.longest_outage if self._red else self._pace.longest
        return backoff(attempts, self._pace.first, longest, self._chance)

    def _go_down(self) -> None:
        wait = backoff(self._outages, self._pace.first, self._pace.longest_outage, self._chance)
        self._down_until = self._clock.now() + wait
        self._outages += 1
        self._width = 1
        log.warning("channel.down", channel=self._channel, seconds=wait.total_seconds())

    def _is_ahead(self, moment: datetime | None) -> bool:
        """One that is further ahead than anything waits was set by a clock that was wrong, and has been put back."""
        return moment is not None and timedelta() < moment - self._clock.now() <= LONGEST_WAIT
