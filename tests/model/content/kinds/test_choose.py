"""The kind `choose`: one of several choices."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.model.actions import Choose as Chosen
from bot.model.actions import Steer, Steered
from bot.model.content.kinds.choose import choice_in
from bot.model.content.parts import Choice, Given, Picked
from bot.model.content.steps import Ask
from bot.model.content.topics import ENGLAND, Audience
from bot.model.normalise import normalise
from bot.model.session import Answer, Session, Value
from tests.model.content.kinds.asking import Looking, faults, pressed, run_of, sent, step, typed

FRUIT = [{"label": "An apple", "value": "apple", "also": ["red one"]}, {"label": "A pear", "value": "pear", "leads_to": "green"}]


def choose(**keys: Any) -> Ask:
    made = step(**{"kind": "choose", "choices": FRUIT, "next": "on", **keys})
    assert isinstance(made, Ask)
    return made


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (Picked("apple"), "apple"),
        (Picked("plum"), None),
        (typed("an aple"), "apple"),
        (typed("red one"), "apple"),
        (typed("2"), "pear"),
        (typed("do i pay council tax"), None),
        (sent(), None),
    ],
    ids=str,
)
def test_a_choice_is_pressed_or_typed_and_anything_else_is_no_answer(given: Given, value: str | None) -> None:
    assert choose().answered(given, None) == (Answer("fruit", value) if value else None)


@pytest.mark.parametrize(("value", "taken"), [("apple", True), ("plum", False), (1, False)])
def test_only_its_choices_fit(value: Value, taken: bool) -> None:
    assert choose().fits(Answer("fruit", value)) is taken


@pytest.mark.parametrize(("value", "to"), [("apple", "on"), ("pear", "green"), (None, "on")])
def test_a_choice_may_lead_elsewhere(value: Value, to: str) -> None:
    assert choose().leads_to({"fruit": value}, Session()) == to


@pytest.mark.parametrize(
    ("sets", "value", "session"),
    [
        ("council", "bristol", Session(council="bristol")),
        ("council", "none", Session(council=ENGLAND)),
        ("audience", "carer", Session(audience=Audience.CARER)),
        ("audience", "none", Session()),
        ("language", "so", Session(language="so")),
        ("keep-questions", "yes", Session(keep_questions=True)),
        ("keep-questions", "no", Session(keep_questions=False)),
        (None, "bristol", Session()),
    ],
)
def test_a_choice_may_set_something(sets: str | None, value: str, session: Session) -> None:
    assert choose(sets=sets).settled(Session(), value) == session


def test_every_choice_is_a_button_and_no_button_leads_to_a_question(libraries: Libraries) -> None:
    message = choose().shown(Looking(libraries.english).at(choose(), run_of(), (choose(id="before"),)))
    choices = [Chosen("fruit", "fruit", value) for value in ("apple", "pear")]
    assert pressed(message) == [*choices, *(Steer(how, "fruit", "fruit") for how in (Steered.BACK, Steered.LEAVE))]
    short = choose().shown(Looking(libraries.english).at(choose(), run_of(), wordy=False))
    assert pressed(short) == choices


def test_asked_again_it_shows_the_answer_that_can_be_kept(libraries: Libraries) -> None:
    message = choose().shown_again(Looking(libraries.english).at(choose(), run_of(fruit="apple")))
    assert message.text.endswith("An apple")
    assert pressed(message)[-1] == Steer(Steered.RESUME, "fruit", "fruit")


@pytest.mark.parametrize(
    ("keys", "notes", "leads"),
    [
        ({"sets": "council"}, ["sets the council"], 1),
        ({"optional": True}, ["may be skipped"], 1),
        ({"choices": FRUIT[1:]}, [], 0),
        ({"choices": FRUIT[1:], "optional": True}, ["may be skipped"], 1),
    ],
    ids=str,
)
def test_it_is_told_in_words(keys: dict[str, Any], notes: list[str], leads: int) -> None:
    made = choose(**keys)
    assert (made.does, [*made.notes({})], len(made.own_leads)) == ("asks: one of these", notes, leads)


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"choices": []}, "there is nothing to choose from"),
        ({"choices": [FRUIT[0], FRUIT[0]]}, "two choices have the value 'apple'"),
        ({"choices": [FRUIT[0], {"label": "Red one", "value": "cherry"}]}, "two choices are called 'Red one': 'apple' and 'cherry'"),
        ({"choices": FRUIT[:1], "sets": "council"}, "'apple' cannot be set as council"),
        ({"choices": [], "choices_from": "audiences", "sets": "language"}, "the audiences cannot be set as language"),
    ],
    ids=str,
)
def test_faults_in_its_choices_are_found(keys: dict[str, Any], wrong: str) -> None:
    assert faults({"id": "fruit", "kind": "choose", "say": "Which?", **keys}) == [wrong]


CHOICES = (
    Choice("An idea or feedback", "feedback", also_called=("idea",)),
    Choice("Make a complaint", "complaint"),
    Choice("I'd rather not say", "none"),
    Choice("North Somerset", "north-somerset", also_called=("weston-super-mare",)),
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("An idea or feedback", "feedback"),
        ("an idea or feedbakc", "feedback"),
        ("IDEA!", "feedback"),
        ("make a complant", "complaint"),
        ("complaint", "complaint"),
        ("2", "complaint"),
        ("4", "north-somerset"),
        ("id rather not say", "none"),
        ("north sommerset", "north-somerset"),
        ("weston super mare", "north-somerset"),
        ("5", None),
        ("0", None),
        ("22", None),
        ("cat", None),
        ("i want to make a complaint about my carer", None),
        ("do i pay council tax", None),
        ("", None),
        ("٢", None),
    ],
)
def test_a_choice_is_taken_by_its_words_its_number_or_nearly_so(words: str, value: str | None) -> None:
    choice = choice_in(CHOICES, normalise(words))
    assert (choice.value if choice else None) == value


def test_words_as_like_one_choice_as_another_are_neither() -> None:
    assert choice_in((Choice("Option red", "red"), Choice("Option rod", "rod")), normalise("option rid")) is None


@for_any(st.text(max_size=40))
def test_any_text_is_a_choice_or_none(words: str) -> None:
    assert choice_in(CHOICES, normalise(words)) in (None, *CHOICES)
