"""The kind `text`: a few words."""

from __future__ import annotations

import pytest

from bot.model.content.parts import Given, Picked, Refused
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.session import Answer, Value
from tests.model.content.kinds.asking import sent, step, typed


def text() -> Ask:
    made = step(kind="text", most=10, optional=True)
    assert isinstance(made, Ask)
    return made


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (typed("  an apple "), Answer("fruit", "an apple")),
        (typed("10 letters"), Answer("fruit", "10 letters")),
        (typed("   "), Refused(Phrase.NO_WORDS)),
        (typed("eleven let."), Refused(Phrase.FLOW_TOO_LONG, {"most": "10", "length": "11"})),
        (Picked("apple"), None),
        (sent(), None),
    ],
    ids=str,
)
def test_words_are_its_answer(given: Given, answer: Answer | Refused | None) -> None:
    assert text().answered(given, None) == answer


@pytest.mark.parametrize(("value", "taken"), [("apple", True), ("", False), ("x" * 11, False), (3, False)])
def test_only_words_of_its_length_fit(value: Value, taken: bool) -> None:
    assert text().fits(Answer("fruit", value)) is taken


def test_it_is_told_in_words() -> None:
    assert (text().does, [*text().notes({})]) == ("asks: a few words", ["at most 10 characters", "may be skipped"])
