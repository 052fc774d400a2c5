"""The kind `number`: a whole number."""

from __future__ import annotations

import pytest

from bot.model.content.kinds.number import number_in
from bot.model.content.parts import Given, Picked, Refused
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.session import Answer, Value
from tests.model.content.kinds.asking import faults, step, typed


def number() -> Ask:
    made = step(kind="number", least=1, most=9)
    assert isinstance(made, Ask)
    return made


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (typed("i have 3"), Answer("fruit", 3)),
        (typed("many"), Refused(Phrase.FLOW_NO_NUMBER)),
        (typed("10"), Refused(Phrase.FLOW_OTHER_NUMBER, {"least": "1", "most": "9"})),
        (Picked("apple"), None),
    ],
    ids=str,
)
def test_a_number_within_its_limits_is_its_answer(given: Given, answer: Answer | Refused | None) -> None:
    assert number().answered(given, None) == answer


@pytest.mark.parametrize(("value", "taken"), [(1, True), (9, True), (0, False), (10, False), ("3", False)])
def test_only_numbers_within_its_limits_fit(value: Value, taken: bool) -> None:
    assert number().fits(Answer("fruit", value)) is taken


def test_it_is_told_in_words() -> None:
    assert (number().does, [*number().notes({})]) == ("asks: a number", ["from 1 to 9"])


def test_some_number_can_be_given() -> None:
    assert faults({"id": "many", "kind": "number", "say": "How many?", "least": 3, "most": 2}) == ["no number is 3 or more and 2 or less"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("16", 16),
        ("i am 16", 16),
        ("16!", 16),
        ("about 3 or 4", None),
        ("sixteen", None),
        ("3.5", None),
        ("-2", None),
        ("1111", 1111),
        ("٤٢", 42),
        ("", None),
        ("1" * 12, None),
    ],
)
def test_the_one_whole_number_of_a_message(words: str, found: int | None) -> None:
    assert number_in(words) == found
