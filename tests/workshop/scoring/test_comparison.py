"""Two runs beside each other."""

from __future__ import annotations

import pytest

from bot.dialogue.ask import Asked
from bot.model.turn import Outcome
from bot.workshop.scoring.comparison import compare
from tests.workshop.scoring.replies import Case, replied, results

ANSWER, CHOOSE, NO_ANSWER = Outcome.ANSWER, Outcome.CHOOSE, Outcome.NO_ANSWER
KNOWN: Case = {"expect": ["a"]}
UNKNOWN: Case = {"expect": []}
CHANGES: list[tuple[Case, Asked, Asked, str | None]] = [
    (KNOWN, replied(ANSWER, "b"), replied(ANSWER, "a"), "mended"),
    (KNOWN, replied(CHOOSE, "a"), replied(NO_ANSWER), "broken"),
    (KNOWN, replied(CHOOSE, "b", "c"), replied(CHOOSE, "b", "a"), "mended"),
    (KNOWN, replied(CHOOSE, "b", "a"), replied(ANSWER, "b", "a"), "broken"),
    (KNOWN, replied(CHOOSE, "a"), replied(ANSWER, "a"), None),
    (KNOWN, replied(ANSWER, "b"), replied(ANSWER, "c"), None),
    (UNKNOWN, replied(CHOOSE, "a"), replied(NO_ANSWER), "mended"),
    (UNKNOWN, replied(ANSWER, "a"), replied(CHOOSE, "a"), "mended"),
    (UNKNOWN, replied(NO_ANSWER), replied(Outcome.CHAT), None),
    ({"must": ["half"]}, replied(ANSWER, "a", answer="Half."), replied(ANSWER, "a", answer="All."), "broken"),
]


@pytest.mark.parametrize(("case", "then", "now", "change"), CHANGES)
def test_a_case_that_changed_is_mended_or_broken(case: Case, then: Asked, now: Asked, change: str | None) -> None:
    compared = compare(results((case, then)), results((case, now)))
    assert (len(compared.mended), len(compared.broken)) == (change == "mended", change == "broken")


def test_scores_are_held_against_each_other() -> None:
    good, bad = replied(ANSWER, "a"), replied(ANSWER, "b")
    compared = compare(results((KNOWN, good), (KNOWN, bad)), results((KNOWN, good), (KNOWN, good)))
    first, *_ = compared.scores
    assert [(score.name, score.right, score.of) for score in first] == [("right topic first", 1, 2), ("right topic first", 2, 2)]
    assert [(then.got, now.got) for then, now in compared.mended] == [("answer b", "answer a")]


def test_cases_of_one_run_alone_are_counted_and_left_out_of_both_sides() -> None:
    good, bad = replied(ANSWER, "a"), replied(ANSWER, "b")
    then = results(({"text": "kept", **KNOWN}, good), ({"text": "gone", **KNOWN}, bad))
    now = results(*[({"text": f"new {number}", **KNOWN}, bad) for number in range(3)], ({"text": "kept", **KNOWN}, good))
    compared = compare(then, now)
    assert (compared.only_then, compared.only_now) == (1, 3)
    assert all((old.right, old.of) == (new.right, new.of) for old, new in compared.scores)
    assert not compared.mended
    assert not compared.broken


@pytest.mark.parametrize("other", [{"council": "bradford"}, {"audience": "care-leaver"}, {"text": "q1"}])
def test_the_same_words_from_somebody_else_are_another_case(other: Case) -> None:
    case = {"text": "q0", "council": "bristol", "audience": "child-in-care", **KNOWN}
    compared = compare(results((case, replied(ANSWER, "a"))), results(({**case, **other}, replied(ANSWER, "b"))))
    assert (compared.only_then, compared.only_now, compared.scores) == (1, 1, ())


def test_a_case_asked_twice_is_two_cases() -> None:
    twice = {"text": "same", **KNOWN}
    good, bad = replied(ANSWER, "a"), replied(ANSWER, "b")
    compared = compare(results((twice, good), (twice, bad)), results((twice, good), (twice, good)))
    assert (len(compared.mended), len(compared.broken), compared.only_now) == (1, 0, 0)
