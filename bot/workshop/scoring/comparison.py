"""Two runs beside each other: what became better, what became worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.workshop.scoring.result import Key, Result
from bot.workshop.scoring.scores import MEASURES, Score, score

Pairs = tuple[tuple[Result, Result], ...]
"""The same cases, then and now."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores over the cases that both runs have, and the cases that changed."""

    scores: tuple[tuple[Score, Score], ...]
    mended: Pairs
    broken: Pairs
    only_then: int
    only_now: int


def compare(then: Sequence[Result], now: Sequence[Result]) -> Comparison:
    """Hold a run against an earlier one, case by case."""
    before, after = _numbered(then), _numbered(now)
    pairs = tuple((before[key], result) for key, result in after.items() if key in before)
    both = ((score(measure, (old for old, _ in pairs)), score(measure, (new for _, new in pairs))) for measure in MEASURES)
    changed = [(pair, change) for pair in pairs if (change := _change(*pair)) is not None]
    return Comparison(
        tuple((old, new) for old, new in both if old.of and new.of),
        tuple(pair for pair, mended in changed if mended),
        tuple(pair for pair, mended in changed if not mended),
        len(before.keys() - after.keys()),
        len(after.keys() - before.keys()),
    )


def _numbered(results: Iterable[Result]) -> dict[tuple[Key, int], Result]:
    """The results by their keys; the same case asked twice is told apart by its turn."""
    seen: Counter[Key] = Counter()
    numbered = {}
    for result in results:
        numbered[result.key, seen[result.key]] = result
        seen[result.key] += 1
    return numbered


def _change(then: Result, now: Result) -> bool | None:
    """True if a case was mended (True) or broken (False), by the most important score that it changed; None if by none."""
    for measure in MEASURES:
        before, after = measure.good(then), measure.good(now)
        if before is not None and after is not None and before is not after:
            return after
    return None
