"""Lanes beside the steps, in which lines run from step to step: one lane for everything that leads to the same step, none in another's way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Jump:
    """A line from something in a step to another step, as heights on the picture."""

    begin: float
    end: float
    to: str


@dataclass(frozen=True, slots=True)
class Lane:
    """Where the lines to one step run: so many lanes away from the steps."""

    to: str
    jumps: tuple[Jump, ...]
    place: int

    @property
    def top(self) -> float:
        """Where it begins."""
        return min(min(jump.begin, jump.end) for jump in self.jumps)

    @property
    def foot(self) -> float:
        """Where it is over."""
        return max(max(jump.begin, jump.end) for jump in self.jumps)


GAP = 12.0
"""How far from each other two lines in one lane are at least."""


def lanes(jumps: Iterable[Jump]) -> tuple[Lane, ...]:
    """The lanes for these lines: the shortest runs nearest to the steps."""
    by_target: dict[str, list[Jump]] = {}
    for jump in jumps:
        by_target.setdefault(jump.to, []).append(jump)
    placed: list[Lane] = []
    for lane in sorted(
        (Lane(to, tuple(leading), 0) for to, leading in by_target.items()), key=lambda lane: (lane.foot - lane.top, lane.top)
    ):
        taken = {other.place for other in placed if other.top - GAP < lane.foot and lane.top < other.foot + GAP}
        free = next(place for place in range(len(placed) + 1) if place not in taken)
        placed.append(Lane(lane.to, lane.jumps, free))
    return tuple(placed)
