"""Choosing the search's numbers by questions, over a table of scores small enough to be understood."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import numpy as np
import pytest

from bot.dialogue.find.search import Finder, Scores, Weights, shares
from bot.model.content.topics import Audience
from bot.model.normalise import Normalised
from bot.model.vectors import Floats
from bot.workshop.learning.calibrate import Case, Goals, calibrate

NAMES = ("tax", "rent", "worker", "limit:bins", "limit:football")


class Table(Finder):
    """Stands in for the finder: what is said of each message is looked up."""

    def __init__(self, scored: dict[str, Scores]) -> None:
        self.names, self.is_topic = NAMES, np.array([True, True, True, False, False])
        self.scored = scored

    def scores(self, message: Normalised, audience: Audience | None, council: str | None) -> Scores:
        return self.scored[message.sentence]


@dataclass(frozen=True, slots=True)
class World:
    """Questions whose subject is known, and how they were scored."""

    finder: Table
    cases: list[Case]

    def shares(self, weights: Weights) -> Floats:
        scored = [self.finder.scored[case.text] for case in self.cases]
        return np.stack([shares(scores, self.finder.is_topic, weights) for scores in scored])

    def in_100(self, counted: list[bool], *, known: bool) -> float:
        among = [count for count, case in zip(counted, self.cases, strict=True) if bool(case.expect) is known]
        return 100 * sum(among) / len(among)


def world(noise: float, useless: str = "") -> World:
    """Where every reader speaks for what was meant, but for noise drawn by lot; one of them may say nothing at all."""
    chance = np.random.default_rng(7)
    scored: dict[str, Scores] = {}
    cases = []
    for n in range(300):
        meant = n % len(NAMES)
        said = {reader: chance.normal(0, noise, len(NAMES)).astype(np.float32) for reader in ("words", "meaning", "passages")}
        for reader in said.keys() - {useless}:
            said[reader][meant] += 1
        nothing = np.zeros(len(NAMES), dtype=np.float32)
        scored[f"case {n}"] = Scores(
            said["words"] - 1, (said["meaning"] / 8 + 0.5).astype(np.float32), (said["passages"] / 4).astype(np.float32), nothing
        )
        cases.append(Case(f"case {n}", None, None, frozenset({NAMES[meant]} if meant < 3 else ())))
    return World(Table(scored), cases)


def chosen(made: World, goals: Goals | None = None) -> Weights:
    return calibrate(made.finder, made.cases, goals or Goals(), lambda: None)


@pytest.mark.parametrize("noise", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("goals", [Goals(), Goals(wrong=2, answered=1, offered=3), Goals(wrong=20, answered=15, offered=20)], ids=str)
def test_the_thresholds_keep_what_is_promised(noise: float, goals: Goals) -> None:
    made = world(noise)
    weights = chosen(made, goals)
    share = made.shares(weights)[:, :3]
    answered = [bool(row.max() >= weights.answer) for row in share]
    wrong = [yes and NAMES[row.argmax()] not in case.expect for yes, row, case in zip(answered, share, made.cases, strict=True)]
    offered = [yes or bool(row.sum() >= weights.offer) for yes, row in zip(answered, share, strict=True)]
    assert made.in_100(wrong, known=True) <= goals.wrong
    assert made.in_100(answered, known=False) <= goals.answered
    assert made.in_100(offered, known=False) <= goals.answered + goals.offered


def test_stricter_goals_never_lower_a_threshold() -> None:
    made = world(0.8)
    loose, strict = chosen(made, Goals(wrong=20, answered=20, offered=20)), chosen(made, Goals(wrong=2, answered=2, offered=2))
    assert strict.answer >= loose.answer
    assert strict.offer >= loose.offer
    assert (strict.answer, strict.offer) != (loose.answer, loose.offer)


def test_a_share_is_right_about_as_often_as_it_says() -> None:
    made = world(0.8)
    share = made.shares(chosen(made))
    meant = [set(case.expect) or {"limit:bins", "limit:football"} for case in made.cases]
    held = np.array([[name in own for name in NAMES] for own in meant])[:, :3]
    for low, high in ((0.0, 0.2), (0.2, 0.6), (0.6, 1.01)):
        band = (share[:, :3] >= low) & (share[:, :3] < high)
        assert band.sum() > 20
        assert float(held[band].mean()) == pytest.approx(float(share[:, :3][band].mean()), abs=0.1)


def test_what_says_nothing_comes_to_count_for_little() -> None:
    trusted, deaf = chosen(world(0.5)), chosen(world(0.5, useless="meaning"))
    assert deaf.meaning < trusted.meaning / 4


def test_each_case_is_ticked_off_once() -> None:
    made, ticks = world(0.5), count()
    calibrate(made.finder, made.cases, Goals(), lambda: next(ticks))
    assert next(ticks) == len(made.cases)
