"""What is taken for what, and how sure is how right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.ask import Asked
from bot.model.safety import Category, Finding, Severity
from bot.model.turn import Outcome
from bot.workshop.scoring.confusion import BANDS, answered, confusion, offered
from tests.workshop.scoring.replies import Case, replied, results

ANSWER, CHOOSE, NO_ANSWER = Outcome.ANSWER, Outcome.CHOOSE, Outcome.NO_ANSWER
KINDS: list[tuple[Case, Asked, tuple[str, str] | None]] = [
    ({"expect": ["a"]}, replied(ANSWER, "a"), None),
    ({"expect": ["b", "a"]}, replied(ANSWER, "a"), None),
    ({"expect": ["a"]}, replied(ANSWER, "b"), ("a", "b")),
    ({"expect": ["a", "c"]}, replied(ANSWER, "b"), ("a", "b")),
    ({"expect": ["a"]}, replied(CHOOSE, "b", "a"), ("a", "b")),
    ({"expect": ["a"]}, replied(NO_ANSWER, "a"), ("a", "nothing")),
    ({"expect": ["a"]}, replied(NO_ANSWER, "a", limit="bins"), ("a", "limit")),
    ({"expect": ["a"]}, replied(Outcome.CHAT), ("a", "nothing")),
    ({"expect": []}, replied(CHOOSE, "b"), ("nothing", "b")),
    ({"expect": []}, replied(NO_ANSWER, "b"), None),
    ({"expect": []}, replied(NO_ANSWER, limit="bins"), None),
    ({"must": ["x"]}, replied(ANSWER, "b"), None),
    ({"category": "suicide", "severity": "urgent"}, replied(Outcome.CRISIS, finding=Finding(Category.SUICIDE, Severity.URGENT)), None),
]


@pytest.mark.parametrize(("case", "reply", "expected"), KINDS)
def test_what_came_first_instead_of_what_was_wanted(case: Case, reply: Asked, expected: tuple[str, str] | None) -> None:
    assert [(pair.wanted, pair.got) for pair in confusion(results((case, reply)))] == ([expected] if expected else [])


def test_the_most_frequent_pair_comes_first_with_an_example() -> None:
    def wrong(topic: str) -> tuple[Case, Asked]:
        return {"expect": [topic]}, replied(ANSWER, "z")

    pairs = confusion(results(wrong("c"), wrong("b"), wrong("a"), wrong("b")))
    assert [(pair.wanted, pair.times, pair.example.message) for pair in pairs] == [("b", 2, "'q1'"), ("a", 1, "'q2'"), ("c", 1, "'q0'")]


def banded(outcome: Outcome, *shares: float | None) -> list[tuple[float, float, int, int]]:
    asked = results(*[({"expect": ["a"]}, replied(outcome, "a", share=share)) for share in shares])
    return [(band.low, band.high, band.right, band.of) for band in (answered if outcome is ANSWER else offered)(asked)]


def test_a_band_holds_its_lower_end_and_the_last_its_upper_one_too() -> None:
    assert banded(ANSWER, 0.0, 0.3, 0.5, 0.69, 0.7, 0.9, 1.0) == [
        (0.0, 0.3, 1, 1),
        (0.3, 0.5, 1, 1),
        (0.5, 0.7, 2, 2),
        (0.7, 0.9, 1, 1),
        (0.9, 1.0, 2, 2),
    ]
    assert banded(CHOOSE, 0.4, 0.45) == [(0.3, 0.5, 2, 2)], "bands that hold nothing are not told"


def test_a_reply_without_a_share_is_in_no_band() -> None:
    assert banded(ANSWER, None, None) == []


@given(st.lists(st.floats(0, 1), max_size=30))
def test_every_share_is_in_one_band(shares: list[float]) -> None:
    assert sum(of for _, _, _, of in banded(ANSWER, *shares)) == len(shares)
    assert BANDS[0][0] == 0.0


def test_an_answer_to_what_no_topic_answers_is_no_right_answer() -> None:
    """However sure: a share of 0.9 promises that nine in ten such replies are right, whatever people ask."""
    asked = results(
        ({"expect": ["a"]}, replied(ANSWER, "a", share=0.95)),
        ({"expect": ["b"]}, replied(ANSWER, "a", share=0.95)),
        ({"expect": []}, replied(ANSWER, "a", share=0.95)),
        ({"expect": ["a"]}, replied(CHOOSE, "b", "a", share=0.4)),
        ({"must": ["x"]}, replied(ANSWER, "a", share=0.95)),
    )
    assert [(band.right, band.of) for band in answered(asked)] == [(1, 3)]
    assert [(band.right, band.of) for band in offered(asked)] == [(0, 1)], "only the first, which has the share"
