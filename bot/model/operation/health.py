"""How the processes of one service are, as they say it themselves. Codes and short reasons only, never anyone's words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

BEAT = timedelta(seconds=5)
"""A process says so often that it lives."""
SILENT_AFTER = timedelta(seconds=20)
"""Four beats. Nobody is called silent for a commit that took long."""
GIVEN_UP_AFTER = timedelta(hours=1)
"""After so long a silent process does not come back: another of its kind goes on without it."""


class State(StrEnum):
    """The state of a part that is not green."""

    RED = "red"
    AMBER = "amber"
    """It waits, and nothing is broken."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is not green, and why."""

    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Process:
    """A process as the database knows it."""

    id: str
    kind: str
    """The command that it was started with."""
    since: datetime
    """By the database's clock, as everything here: those of two machines differ."""
    unheard: timedelta
    """The time since it last said that it lives."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    """Those that are not green."""

    def silent(self, after: timedelta = SILENT_AFTER) -> bool:
        """It should have been heard of. A beat from the future is none: the database's clock was put back after it."""
        return not -after <= self.unheard <= after


def replaced(process: Process, everyone: Collection[Process], after: timedelta = SILENT_AFTER) -> bool:
    """A silent process is missed no more: one of its kind was started after it, or goes on without it for an hour."""
    others = [each for each in everyone if each.kind == process.kind and not each.silent(after)]
    return process.silent(after) and any(each.since >= process.since or process.silent(GIVEN_UP_AFTER) for each in others)
