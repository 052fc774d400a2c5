"""Which topics are taken for which, and whether a surer search is right more often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model.turn import Outcome
from bot.workshop.scoring.result import CONFIDENT, LIMIT, NOTHING, Result
from bot.workshop.scoring.scores import right_first

BANDS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0))
"""Shares, each band from its first number on and below its second; the last with its end."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A topic that was wanted, what was got for it, how often, and one such message."""

    wanted: str
    got: str
    times: int
    example: Result


@dataclass(frozen=True, slots=True)
class Band:
    """Of the replies with a share in a band, how many were right."""

    low: float
    high: float
    right: int
    of: int


def confusion(results: Iterable[Result]) -> tuple[Pair, ...]:
    """Every pair of what was wanted and what came first instead, the most frequent first.

    Where several topics would be right the first stands for them. A topic offered where there is none counts as got.
    """
    pairs = defaultdict(list)
    for result in results:
        if result.expect is not None and not right_first(result):
            pair = next(iter(result.case["expect"]), NOTHING), result.first or (LIMIT if result.limit else NOTHING)
            pairs[pair].append(result)
    mixed_up = (Pair(*pair, len(found), found[0]) for pair, found in pairs.items() if pair[0] != NOTHING or found[0].first)
    return tuple(sorted(mixed_up, key=lambda pair: (-pair.times, pair.wanted, pair.got)))


def answered(results: Iterable[Result]) -> tuple[Band, ...]:
    """How often an answer given with confidence was right, by its share."""
    return _bands(result for result in results if result.outcome in CONFIDENT)


def offered(results: Iterable[Result]) -> tuple[Band, ...]:
    """How often the first topic of a choice was right, by its share."""
    return _bands(result for result in results if result.outcome is Outcome.CHOOSE)


def _bands(results: Iterable[Result]) -> tuple[Band, ...]:
    """The bands that hold any reply. A message about nothing Heard knows counts too: for it no topic is right."""
    shared = [(result.share, right_first(result)) for result in results if result.expect is not None and result.share is not None]
    bands = []
    for low, high in BANDS:
        inside = [right for share, right in shared if low <= share < high or share == high == BANDS[-1][1]]
        if inside:
            bands.append(Band(low, high, sum(inside), len(inside)))
    return tuple(bands)
