"""Conditions on answers: when they hold, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest

from bot.model.content.conditions import (
    Answered,
    AtLeast,
    AtMost,
    Condition,
    ConditionEntry,
    Equals,
    Lead,
    OfAudience,
    OfCouncil,
    OneOf,
    first_that_holds,
    holds,
)
from bot.model.content.topics import ENGLAND, Audience
from bot.model.session import Item, Session, Value

VALUES: dict[str, Value] = {"door": "red", "age": 16, "bag": (Item(choice="a"), Item("words")), "gone": None, "none": ()}
SESSION = Session(council="bristol", audience=Audience.CARER)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Equals("door", "red"), True),
        (Equals("door", "blue"), False),
        (Equals("age", "16"), True),
        (Equals("bag", "a"), True),
        (Equals("bag", "words"), False),
        (Equals("nowhere", "red"), False),
        (OneOf("door", frozenset({"red", "blue"})), True),
        (OneOf("bag", frozenset({"b"})), False),
        (AtLeast("age", 16), True),
        (AtLeast("age", 17), False),
        (AtLeast("bag", 2), True),
        (AtLeast("door", 0), False),
        (AtMost("age", 15), False),
        (AtMost("bag", 2), True),
        (AtMost("gone", 5), False),
        (Answered("door"), True),
        (Answered("gone"), False),
        (Answered("none"), False),
        (Answered("nowhere"), False),
        (OfCouncil(frozenset({"bristol"})), True),
        (OfCouncil(frozenset({"none"})), False),
        (OfAudience(frozenset({"carer", "none"})), True),
        (OfAudience(frozenset({"councillor"})), False),
    ],
)
def test_conditions(condition: Condition, expected: bool) -> None:
    assert holds(condition, VALUES, SESSION) is expected


@pytest.mark.parametrize("council", [None, ENGLAND])
def test_none_stands_for_no_council_of_ours_and_nobody_in_particular(council: str | None) -> None:
    session = Session(council=council)
    assert holds(OfCouncil(frozenset({"none"})), {}, session)
    assert holds(OfAudience(frozenset({"none"})), {}, session)


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ({"step": "door", "equals": "red"}, Equals("door", "red")),
        ({"step": "door", "in": ["red", "blue"]}, OneOf("door", frozenset({"red", "blue"}))),
        ({"step": "age", "at_least": 0}, AtLeast("age", 0)),
        ({"step": "age", "at_most": 0}, AtMost("age", 0)),
        ({"answered": "bag"}, Answered("bag")),
        ({"council": ["bristol"]}, OfCouncil(frozenset({"bristol"}))),
        ({"audience": ["carer"]}, OfAudience(frozenset({"carer"}))),
    ],
)
def test_a_condition_is_what_its_file_says(written: dict[str, Any], condition: Condition) -> None:
    assert ConditionEntry.model_validate(written).built() == condition


@pytest.mark.parametrize("written", [{}, {"step": "door"}, {"equals": "red"}, {"answered": "bag", "council": ["bristol"]}], ids=str)
def test_a_condition_tests_one_thing(written: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="test one thing"):
        ConditionEntry.model_validate(written)


def test_the_first_lead_whose_conditions_all_hold_counts() -> None:
    leads = (Lead("red", (Equals("door", "red"), AtLeast("age", 18))), Lead("old", (AtLeast("age", 16),)), Lead("young"))
    assert first_that_holds(leads, {"door": "red", "age": 16}, Session()) == "old"
    assert first_that_holds(leads, {}, Session()) == "young"
    assert first_that_holds(leads[:2], {}, Session()) is None
