"""Conditions and actions read like sentences. What kinds say of themselves is tested with them."""

from __future__ import annotations

import pytest

from bot.model.content.conditions import Answered, AtLeast, AtMost, Condition, Equals, OfAudience, OfCouncil, OneOf
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.workshop.drawing.plain import in_words, opens

TITLES = {"sort": "2 What it is", "many": "4 How many", "words": "6 What happened", "hide": "8 Who must not see it", "name": "9 My name"}


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ([], ""),
        ([Equals("sort", "praise")], "if “2 What it is” is “Something good”"),
        ([Equals("hide", "carer")], "if it is “My carers”"),
        ([OneOf("sort", frozenset({"praise", "concern"}))], "if “2 What it is” is “Something bad” or “Something good”"),
        ([AtLeast("many", 2)], "if “4 How many” is 2 or more"),
        ([AtMost("many", 2)], "if “4 How many” is 2 or less"),
        ([AtLeast("words", 3)], "if “6 What happened” has 3 or more things"),
        ([AtMost("hide", 3)], "if it has 3 or less things"),
        ([Answered("name")], "if “9 My name” was answered"),
        ([Answered("sounds-bad")], "if it sounds like a complaint"),
        ([OfCouncil(frozenset({"none"}))], "if their council is not known, or not one of ours"),
        ([OfCouncil(frozenset({"bristol", "bradford"}))], "if their council is Bradford or Bristol"),
        ([OfAudience(frozenset({"carer", "none"}))], "if they are a carer or they have not said who they are"),
        ([Equals("hide", "carer"), AtLeast("many", 2)], "if it is “My carers” and “4 How many” is 2 or more"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} of them",
)
def test_conditions_are_told_in_words(visit: Flow, library: Library, conditions: list[Condition], told: str) -> None:
    assert in_words(conditions, visit.steps["hide"], visit, TITLES, library) == told


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("topic:help-now", "opens the topic “Help now”"),
        ("flow:start", "begins the flow “Hello”"),
        ("flow:settings:council", "begins the flow “Settings”"),
        ("menu", "opens the menu"),
        ("cases", "shows what they sent"),
        ("hide", "empties this chat"),
        ("mydata", "shows what is kept of them"),
        ("delete", "deletes what is kept of them"),
        ("stop", "forgets them"),
        ("topic:gone", "opens the topic gone"),
    ],
)
def test_what_a_shortcut_does_is_told_in_words(library: Library, action: str, told: str) -> None:
    assert opens(action, library) == told
