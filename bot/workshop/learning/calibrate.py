"""Choosing the search's numbers by development questions, so that a share of 0.7 is right seven times in ten.

First the weights: those under which what was meant has the largest likelihood (a question's own topics; for a question about nothing
Heard knows, any of the groups of unknown things). Then the two thresholds, by what the project promises: how many in a hundred
questions may be answered wrongly, and how many about nothing we know may be offered topics.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.dialogue.find.search import OFFERED, Finder, Scores, Weights, shares
from bot.model.content.topics import Audience
from bot.model.normalise import normalise
from bot.model.vectors import Floats

Grid = NDArray[np.float64]
_LEAST = 1e-9
_LEAST_CLEAR, _A_LITTLE = 0.5, 0.1
"""In scores of the words, where 1 is the whole way from the edge of one subject to the heart of another."""
_STEPS = np.arange(0.05, 0.95, 0.01)
"""The thresholds that are tried."""


@dataclass(frozen=True, slots=True)
class Case:
    """A development question, and the topics that are right for it; none where Heard knows nothing of it."""

    text: str
    council: str | None
    audience: Audience | None
    expect: Collection[str]


@dataclass(frozen=True, slots=True)
class Goals:
    """Of a hundred questions, at most so many …"""

    wrong: float = 6.0
    """… answered with confidence, but wrong (of those that a topic answers);"""
    answered: float = 5.0
    """… answered with a topic though about nothing we know (of those);"""
    offered: float = 6.0
    """… answered or offered topics though about nothing we know (of those), beyond `answered`."""


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """All cases against all subjects."""

    scores: Scores
    right: NDArray[np.bool_]
    is_topic: NDArray[np.bool_]

    def shares(self, weights: Weights) -> Floats:
        return shares(self.scores, self.is_topic, weights)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which cases a topic answers."""
        known: NDArray[np.bool_] = np.any(self.right, axis=1)
        return known


def calibrate(finder: Finder, cases: Sequence[Case], goals: Goals, tick: Callable[[], object]) -> Weights:
    """The numbers that fit the cases best and keep the goals."""
    table = _table(finder, cases, tick)
    near = table.scores.meaning > 0
    slope, base = np.polyfit(table.scores.meaning[near], table.scores.words[near], 1)
    start = Weights(clear=np.inf, words_at_no_meaning=float(base), words_per_meaning=float(slope))

    def unlikely(numbers: Grid) -> float:
        return _unlikely(table, _with(start, numbers))

    begin = [start.sharpness, start.meaning, start.passages, start.audience, start.limits]
    found = minimize(unlikely, begin, method="Nelder-Mead", options={"maxiter": 800})
    weights = _with(start, found.x)
    answer, offer = _thresholds(table, table.shares(weights), goals)
    return replace(weights, clear=_clear(table, weights), answer=answer, offer=offer)


def _clear(table: _Table, weights: Weights) -> float:
    """How far ahead the words must be to decide alone: a little more than in any case where all readers together knew better."""
    words, share = table.scores.words, table.shares(weights)
    ordered = np.sort(words, axis=1)
    first, ahead = ordered[:, -1], ordered[:, -1] - ordered[:, -2]
    cases = np.arange(len(words))
    misled = (first >= 0) & ~table.right[cases, words.argmax(axis=1)] & table.right[cases, share.argmax(axis=1)]
    return max(_LEAST_CLEAR, float(ahead[misled].max(initial=0.0)) + _A_LITTLE)


def _with(weights: Weights, numbers: Grid) -> Weights:
    sharpness, meaning, passages, audience, limits = (float(number) for number in numbers)
    return replace(weights, sharpness=sharpness, meaning=meaning, passages=passages, audience=audience, limits=limits)


def _table(finder: Finder, cases: Sequence[Case], tick: Callable[[], object]) -> _Table:
    read = []
    for case in cases:
        read.append(finder.scores(normalise(case.text), case.audience, case.council))
        tick()
    right = np.array([[name in case.expect for name in finder.names] for case in cases])
    stacked = {field.name: np.stack([getattr(scores, field.name) for scores in read]) for field in fields(Scores)}
    return _Table(Scores(**stacked), right, finder.is_topic)


def _unlikely(table: _Table, weights: Weights) -> float:
    """The mean surprise (negative log-likelihood) at what was meant."""
    share = table.shares(weights)
    meant = np.where(table.known, (share * table.right).sum(axis=1), share[:, ~table.is_topic].sum(axis=1))
    return float(-np.log(np.maximum(meant, _LEAST)).mean())


def _thresholds(table: _Table, share: Floats, goals: Goals) -> tuple[float, float]:
    """The lowest thresholds that keep the goals."""
    topics = np.where(table.is_topic, share, 0.0)
    best, known = topics.max(axis=1), table.known
    wrong = ~table.right[np.arange(len(topics)), topics.argmax(axis=1)]
    together = topics.sum(axis=1)

    def keeps(answer: float) -> bool:
        answered = best >= answer
        return bool(_in_100(answered & wrong, known) <= goals.wrong and _in_100(answered, ~known) <= goals.answered)

    answer = float(next((step for step in _STEPS if keeps(step)), _STEPS[-1]))
    most = goals.answered + goals.offered
    offer = float(next((step for step in _STEPS if _in_100((together >= step) | (best >= answer), ~known) <= most), _STEPS[-1]))
    return answer, offer


def _in_100(counted: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(100 * counted[among].mean()) if among.any() else 0.0


def figures(finder: Finder, cases: Sequence[Case], tick: Callable[[], object]) -> dict[str, object]:
    """How the finder does on cases: in 100, as `eval` counts."""
    found = []
    for case in cases:
        found.append(finder.find(normalise(case.text), case.audience, case.council))
        tick()
    inside = [(case, hits) for case, hits in zip(cases, found, strict=True) if case.expect]
    outside = [hits for case, hits in zip(cases, found, strict=True) if not case.expect]

    def share(counted: Sequence[bool]) -> float:
        return round(100 * sum(counted) / max(len(counted), 1), 1)

    return {
        "questions": len(cases),
        "right first": share([hits.offer and hits.best in case.expect for case, hits in inside]),
        "right among three": share([hits.offer and bool(set(hits.topics[:OFFERED]) & set(case.expect)) for case, hits in inside]),
        "confident but wrong": share([hits.confident and hits.best not in case.expect for case, hits in inside]),
        "unknown, answered": share([hits.confident for hits in outside]),
        "unknown, offered": share([hits.offer and not hits.confident for hits in outside]),
    }
