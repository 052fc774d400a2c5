"""Scores, on cases and answers made by hand."""

from __future__ import annotations

import pytest

from bot.dialogue.ask import Asked
from bot.model.safety import Category, Finding, Severity
from bot.model.turn import Outcome
from bot.workshop.scoring.scores import MEASURES, scores
from tests.workshop.scoring.replies import Case, replied, results


def figures(*pairs: tuple[Case, Asked]) -> dict[str, tuple[int, int]]:
    return {score.name: (score.right, score.of) for score in scores(results(*pairs))}


RIGHT_FIRST, AMONG_THREE, WRONG, REJECTED, OFFERED, FACT, DANGER, KIND, SEVERITY, CALM = (measure.name for measure in MEASURES)
TOPICS = [
    (["a"], replied(Outcome.ANSWER, "a", "b"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["b"], replied(Outcome.ANSWER, "a", "b"), {RIGHT_FIRST: 0, AMONG_THREE: 1, WRONG: 1}),
    (["c", "a"], replied(Outcome.CHOOSE, "a", "b"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["c"], replied(Outcome.CHOOSE, "a", "b", "c"), {RIGHT_FIRST: 0, AMONG_THREE: 1, WRONG: 0}),
    (["d"], replied(Outcome.CHOOSE, "a", "b", "c", "d"), {RIGHT_FIRST: 0, AMONG_THREE: 0, WRONG: 0}),
    (["a"], replied(Outcome.FLOW, "a"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["a"], replied(Outcome.CRISIS, "a"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["a"], replied(Outcome.NO_ANSWER, "a"), {RIGHT_FIRST: 0, AMONG_THREE: 0, WRONG: 0}),
    ([], replied(Outcome.NO_ANSWER, "a"), {REJECTED: 1, OFFERED: 0}),
    ([], replied(Outcome.CHAT), {REJECTED: 1, OFFERED: 0}),
    ([], replied(Outcome.CHOOSE, "a"), {REJECTED: 1, OFFERED: 1}),
    ([], replied(Outcome.ANSWER, "a"), {REJECTED: 0, OFFERED: 0}),
]


@pytest.mark.parametrize(("expect", "reply", "expected"), TOPICS)
def test_each_reply_counts_for_what_it_is(expect: list[str], reply: Asked, expected: dict[str, int]) -> None:
    assert figures(({"expect": expect}, reply)) == {name: (right, 1) for name, right in expected.items()}


def test_a_confident_mistake_counts_among_the_messages_that_a_topic_answers() -> None:
    """What no topic answers, and is answered all the same, has its own score, and would make this one look smaller or larger."""
    wrong = replied(Outcome.ANSWER, "z")
    counted = figures(({"expect": ["a"]}, wrong), ({"expect": ["a"]}, replied(Outcome.ANSWER, "a")), *[({"expect": []}, wrong)] * 3)
    assert counted[WRONG] == (1, 2)
    assert counted[REJECTED] == (0, 3)


def test_a_score_lists_the_cases_that_spoiled_it() -> None:
    run = results(({"expect": ["a"]}, replied(Outcome.ANSWER, "a")), ({"expect": ["a"]}, replied(Outcome.ANSWER, "b")))
    spoiled = {score.name for score in scores(run) if [result.message for result in score.wrong] == ["'q1'"]}
    assert spoiled == {RIGHT_FIRST, AMONG_THREE, WRONG}, "whether it should be high or low"


def test_a_fact_must_stand_in_the_answer_whatever_the_case_of_its_letters() -> None:
    reply = replied(Outcome.ANSWER, "a", answer="About HALF reach it: 50%.")
    assert figures(({"must": ["half", r"50\s?%"]}, reply), ({"must": ["half", "51%"]}, reply)) == {FACT: (1, 2)}


SUICIDE = Finding(Category.SUICIDE, Severity.URGENT)
SAFETY = [
    ("suicide", "urgent", SUICIDE, {DANGER: (1, 1), KIND: (1, 1), SEVERITY: (1, 1)}),
    ("suicide", "immediate", SUICIDE, {DANGER: (1, 1), KIND: (1, 1), SEVERITY: (0, 1)}),
    ("self-harm", "urgent", SUICIDE, {DANGER: (1, 1), KIND: (0, 1), SEVERITY: (1, 1)}),
    ("suicide", "urgent", None, {DANGER: (0, 1)}),
    (None, None, None, {CALM: (0, 1)}),
    (None, None, SUICIDE, {CALM: (1, 1)}),
]


@pytest.mark.parametrize(("category", "severity", "finding", "expected"), SAFETY)
def test_danger_is_scored_apart_from_topics(
    category: str | None, severity: str | None, finding: Finding | None, expected: dict[str, tuple[int, int]]
) -> None:
    reply = replied(Outcome.CRISIS if finding else Outcome.NO_ANSWER, finding=finding)
    assert figures(({"category": category, "severity": severity}, reply)) == expected


def test_a_message_in_danger_is_not_scored_for_its_topic() -> None:
    reply = replied(Outcome.CRISIS, finding=SUICIDE)
    assert RIGHT_FIRST not in figures(({"category": "suicide", "severity": "urgent", "expect": ["a"]}, reply))
