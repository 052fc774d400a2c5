"""Scores, on cases and answers made by hand so that every figure can be counted on fingers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.ask import Asked, Question
from bot.dialogue.reply import Reply
from bot.errors import QuestionError
from bot.evaluate import Report, evaluate, read_cases
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Session
from bot.model.turn import Outcome

Case = dict[str, Any]


def replied(outcome: Outcome, *suggestions: str, finding: Finding | None = None, answer: str = "", ms: float = 1.0) -> Asked:
    topic = suggestions[0] if suggestions and outcome in (Outcome.ANSWER, Outcome.CHOOSE, Outcome.FLOW, Outcome.CRISIS) else None
    reply = Reply(outcome, Session(), topic=topic, suggestions=suggestions, finding=finding)
    return Asked(Question(text=""), reply, ms, {"answer": answer})


def scored(*pairs: tuple[Case, Asked]) -> Report:
    """The report on cases with the reply that each gets."""
    replies = {f"q{number}": reply for number, (_, reply) in enumerate(pairs)}
    cases = [{"text": f"q{number}", **case} for number, (case, _) in enumerate(pairs)]
    return evaluate(cases, lambda question: replies[question.text])


def figures(report: Report) -> dict[str, tuple[int, int]]:
    return {score.name: (score.right, score.of) for score in report.scores}


RIGHT_FIRST, AMONG_THREE, WRONG = "right topic first", "right topic among three", "answered with confidence but wrong"
REJECTED, OFFERED = "out of scope, not answered with a topic", "out of scope, topics offered all the same"
TOPICS = [
    (["a"], replied(Outcome.ANSWER, "a", "b"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["b"], replied(Outcome.ANSWER, "a", "b"), {RIGHT_FIRST: 0, AMONG_THREE: 1, WRONG: 1}),
    (["c", "a"], replied(Outcome.CHOOSE, "a", "b"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["c"], replied(Outcome.CHOOSE, "a", "b", "c"), {RIGHT_FIRST: 0, AMONG_THREE: 1, WRONG: 0}),
    (["d"], replied(Outcome.CHOOSE, "a", "b", "c", "d"), {RIGHT_FIRST: 0, AMONG_THREE: 0, WRONG: 0}),
    (["a"], replied(Outcome.FLOW, "a"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["a"], replied(Outcome.CRISIS, "a"), {RIGHT_FIRST: 1, AMONG_THREE: 1, WRONG: 0}),
    (["a"], replied(Outcome.NO_ANSWER, "a"), {RIGHT_FIRST: 0, AMONG_THREE: 0, WRONG: 0}),
    ([], replied(Outcome.NO_ANSWER, "a"), {REJECTED: 1, OFFERED: 0, WRONG: 0}),
    ([], replied(Outcome.CHAT), {REJECTED: 1, OFFERED: 0, WRONG: 0}),
    ([], replied(Outcome.CHOOSE, "a"), {REJECTED: 1, OFFERED: 1, WRONG: 0}),
    ([], replied(Outcome.ANSWER, "a"), {REJECTED: 0, OFFERED: 0, WRONG: 1}),
]


@pytest.mark.parametrize(("expect", "reply", "expected"), TOPICS)
def test_each_reply_counts_for_what_it_is(expect: list[str], reply: Asked, expected: dict[str, int]) -> None:
    assert figures(scored(({"expect": expect}, reply))) == {name: (right, 1) for name, right in expected.items()}


def test_a_score_says_its_share_and_what_went_wrong() -> None:
    good, bad = replied(Outcome.ANSWER, "a"), replied(Outcome.ANSWER, "b")
    lines = list(scored(({"expect": ["a"]}, good), ({"expect": ["a"]}, good), ({"expect": ["a"]}, bad)).lines())
    assert lines[0] == "right topic first: 66.7 in 100 (2 of 3)"
    assert "answered with confidence but wrong: 33.3 in 100 (1 of 3)" in lines
    assert sum("'q2' wanted ['a'], got answer b" in line for line in lines) == 3, "under each score that it spoiled"
    assert not any("'q0'" in line for line in lines)


def test_a_fact_must_stand_in_the_answer_whatever_the_case_of_its_letters() -> None:
    reply = replied(Outcome.ANSWER, "a", answer="About HALF reach it: 50%.")
    facts = scored(({"must": ["half", r"50\s?%"]}, reply), ({"must": ["half", "51%"]}, reply))
    assert figures(facts) == {"fact in the answer": (1, 2)}


DANGER, KIND, SEVERITY = "danger found", "category right where danger was found", "severity right where danger was found"
CALM = "ordinary message raised as danger"
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
    assert figures(scored(({"category": category, "severity": severity}, reply))) == expected


def test_a_message_in_danger_is_not_scored_for_its_topic() -> None:
    reply = replied(Outcome.CRISIS, finding=SUICIDE)
    assert RIGHT_FIRST not in figures(scored(({"category": "suicide", "severity": "urgent", "expect": ["a"]}, reply)))


def test_times_are_given_by_nearest_rank() -> None:
    pairs = [({"expect": ["a"]}, replied(Outcome.ANSWER, "a", ms=float(n))) for n in range(1, 101)]
    assert "time: p50 50.0 ms, p99 99.0 ms" in list(scored(*pairs).lines())


def test_nothing_asked_is_nothing_scored() -> None:
    assert list(evaluate([], lambda question: replied(Outcome.CHAT)).lines()) == []


def test_cases_are_read_past_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"text": "a", "expect": []}\n\n{"text": "b", "must": ["x"]}\n', encoding="utf-8")
    assert [case["text"] for case in read_cases(file)] == ["a", "b"]


WRONG_LINES = [
    ("nonsense", "no case"),
    ("[]", "no case"),
    ('{"text": "a"}', "'expect', 'must' or 'category'"),
    ('{"expect": []}', "'text'"),
    ('{"text": "a", "category": "suicide"}', "'severity'"),
    ('{"text": "a", "must": ["("]}', "no case"),
    ('{"text": "a", "audience": "pirate", "expect": []}', "'audience'"),
]


@pytest.mark.parametrize(("line", "said"), WRONG_LINES, ids=[line for line, _ in WRONG_LINES])
def test_a_line_that_is_no_case_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(f'{{"text": "a", "expect": []}}\n{line}\n', encoding="utf-8")
    with pytest.raises(QuestionError) as caught:
        read_cases(file)
    assert str(caught.value).startswith(f"{file}:2: ")
    assert said in str(caught.value)
