"""How long the sender waits, and how much it has under way."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

_DOUBLINGS = 20
"""More than enough to reach any longest wait, and few enough to count with."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The numbers by which one channel's messages are sent."""

    places: int = 8
    """How many conversations may have a message in flight at once: as many messages can be repeated after a kill. The last is kept free for help."""
    first: timedelta = timedelta(seconds=1)
    """After a message's first failure; doubled after each further one."""
    longest: timedelta = timedelta(minutes=5)
    """No message waits longer between two attempts, unless the channel asks for it."""
    longest_outage: timedelta = timedelta(seconds=30)
    """How long at most until a channel that could not be reached is tried again, with one message; nor does any of its messages wait longer."""
    longest_pause: timedelta = timedelta(seconds=5)
    """How long at most all but help pauses where several people's messages are asked to wait: that may be a limit of each, and not of all."""
    patience: timedelta = timedelta(seconds=60)
    """How long a channel may take over one message."""
    poll: timedelta = timedelta(seconds=3)
    """How often to look for messages that another process has committed, and to try again after a failure of storage."""
    outage_after: int = 3
    """How many failures in a row are the channel's, and not one person's."""


def backoff(failures: int, first: timedelta, longest: timedelta, chance: random.Random) -> timedelta:
    """Twice as long each time up to the longest, and up to a quarter shorter by chance so that attempts spread."""
    doubled: timedelta = first * 2 ** min(failures, _DOUBLINGS)
    return min(doubled, longest) * chance.uniform(0.75, 1)
