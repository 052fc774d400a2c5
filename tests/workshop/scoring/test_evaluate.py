"""Asking the cases of a question file, and reading one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialogue import ask as asking
from bot.dialogue.dialogue import Dialogue
from bot.errors import QuestionError
from bot.model.safety import Category, Finding, Severity
from bot.model.turn import Outcome
from bot.workshop.scoring.evaluate import evaluate, read_cases
from tests.workshop.scoring.replies import replied, results

TODAY = date(2026, 3, 1)


def test_what_a_case_wanted_and_got_is_kept() -> None:
    case = {"council": "bristol", "audience": "care-leaver", "expect": ["a"], "style": "typos"}
    (kept,) = results((case, replied(Outcome.CHOOSE, "a", "b", "c", "d", share=0.4, ms=2.5)))
    assert kept.key == ("q0", "bristol", "care-leaver")
    assert (kept.outcome, kept.topic, kept.suggestions) == (Outcome.CHOOSE, "a", ("a", "b", "c"))
    assert (kept.share, kept.ms, kept.expect) == (0.4, 2.5, frozenset({"a"}))
    assert (kept.message, kept.wanted, kept.got) == ("'q0'", "['a']", "choose a b c")


GOT = [
    (replied(Outcome.NO_ANSWER), "no_answer"),
    (replied(Outcome.NO_ANSWER, limit="bins"), "limit"),
    (replied(Outcome.ANSWER, "bins"), "answer bins"),
    (replied(Outcome.CRISIS, "a", finding=Finding(Category.SUICIDE, Severity.URGENT)), "suicide/urgent"),
]


@pytest.mark.parametrize(("reply", "got"), GOT, ids=[got for _, got in GOT])
def test_what_was_got_is_told_in_a_few_words(reply: asking.Asked, got: str) -> None:
    (kept,) = results(({"expect": []}, reply))
    assert kept.got == got


def test_somebody_who_watches_hears_of_every_case() -> None:
    heard: list[None] = []
    evaluate([{"text": "a", "expect": []}] * 3, lambda question: replied(Outcome.CHAT), tick=lambda: heard.append(None))
    assert len(heard) == 3


def test_what_heard_says_it_does_not_know_is_told_from_no_answer(real: Dialogue) -> None:
    """Over the content that people get: the first example of every limit that is answered by it counts as one."""
    limits = real.library("en").limits
    cases = [{"text": limit.questions[0], "expect": []} for limit in limits]
    kept = evaluate(cases, lambda question: asking.ask(real, question, TODAY))
    unanswered = [result for result in kept if result.outcome is Outcome.NO_ANSWER]
    assert sum(result.limit for result in unanswered) > len(limits) / 2
    assert not any(result.limit for result in kept if result.outcome is not Outcome.NO_ANSWER)


def test_cases_are_read_past_empty_lines(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"text": "a\u2028b", "expect": []}\n\n{"text": "b", "must": ["x"]}\r\n', encoding="utf-8")
    assert [case["text"] for case in read_cases(file)] == ["a\u2028b", "b"], "a line ends where JSON Lines says it does"


WRONG_LINES = [
    ("nonsense", "no case"),
    ("[]", "no case"),
    ('{"text": "a"}', "'expect', 'must' or 'category'"),
    ('{"expect": []}', "'text'"),
    ('{"text": "a", "expect": "council-tax"}', "'expect'"),
    ('{"text": "a", "expect": null}', "'expect'"),
    ('{"text": "a", "category": "suicide"}', "'severity'"),
    ('{"text": "a", "category": "sadness", "severity": "urgent"}', "'category'"),
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
