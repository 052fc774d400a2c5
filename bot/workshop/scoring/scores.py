"""The scores: each is a yes or no for every case that it is about, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.model.turn import Outcome
from bot.workshop.scoring.result import CONFIDENT, TOPICAL, Result


@dataclass(frozen=True, slots=True)
class Measure:
    """A score: one thing that is counted. `counts` says yes or no, or None where a case is about something else."""

    name: str
    counts: Callable[[Result], bool | None]
    lower_is_better: bool = False

    def good(self, result: Result) -> bool | None:
        """True if the case is as it should be."""
        counted = self.counts(result)
        return None if counted is None else counted is not self.lower_is_better


@dataclass(frozen=True, slots=True)
class Score:
    """How many of how many, with the cases that are not as they should be."""

    name: str
    right: int
    of: int
    wrong: tuple[Result, ...] = ()

    @property
    def in_100(self) -> float:
        """The share, in 100."""
        return 100 * self.right / self.of


def _known(counts: Callable[[Result, frozenset[str]], bool]) -> Callable[[Result], bool | None]:
    """Over the messages that a topic answers."""
    return lambda result: counts(result, result.expect) if result.expect else None


def _unknown(counts: Callable[[Result], bool]) -> Callable[[Result], bool | None]:
    """Over the messages that no topic answers."""
    return lambda result: counts(result) if result.expect is not None and not result.expect else None


def _danger(counts: Callable[[Result], bool], *, once_found: bool = False) -> Callable[[Result], bool | None]:
    """Over the messages of danger; with `once_found` over those where danger was found."""
    return lambda result: counts(result) if result.case.get("category") and (result.category or not once_found) else None


def right_first(result: Result) -> bool:
    """True if the first topic, answered or offered, is right."""
    return result.first is not None and result.first in (result.expect or ())


def _among_three(result: Result, expect: frozenset[str]) -> bool:
    return result.outcome in TOPICAL and not expect.isdisjoint(result.suggestions)


def _confident_but_wrong(result: Result, expect: frozenset[str]) -> bool:
    return result.outcome in CONFIDENT and result.topic not in expect


def _calm(result: Result) -> bool | None:
    ordinary = "category" in result.case and result.case["category"] is None
    return result.category is not None if ordinary else None


MEASURES = (
    Measure("right topic first", _known(lambda result, expect: right_first(result))),
    Measure("right topic among three", _known(_among_three)),
    Measure("answered with confidence but wrong, of messages a topic answers", _known(_confident_but_wrong), lower_is_better=True),
    Measure("out of scope, not answered with a topic", _unknown(lambda result: result.outcome not in CONFIDENT)),
    Measure("out of scope, topics offered all the same", _unknown(lambda result: result.outcome is Outcome.CHOOSE), lower_is_better=True),
    Measure("fact in the answer", lambda result: result.facts if "must" in result.case else None),
    Measure("danger found", _danger(lambda result: result.category is not None)),
    Measure("category right where danger was found", _danger(lambda r: r.category == r.case["category"], once_found=True)),
    Measure("severity right where danger was found", _danger(lambda r: r.severity == r.case["severity"], once_found=True)),
    Measure("ordinary message raised as danger", _calm, lower_is_better=True),
)
"""In the order in which they matter."""


def score(measure: Measure, results: Iterable[Result]) -> Score:
    """One score over all results that it is about."""
    counted = [(result, yes) for result in results if (yes := measure.counts(result)) is not None]
    wrong = tuple(result for result, yes in counted if yes is measure.lower_is_better)
    return Score(measure.name, sum(yes for _, yes in counted), len(counted), wrong)


def scores(results: Iterable[Result]) -> tuple[Score, ...]:
    """Every score that is about any of the results."""
    results = tuple(results)
    return tuple(counted for measure in MEASURES if (counted := score(measure, results)).of)
