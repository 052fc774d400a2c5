"""The kind `collect`: several things, one after another."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.library import Libraries
from bot.model.actions import Choose as Chosen
from bot.model.actions import Steer, Steered
from bot.model.content.parts import Given, Picked, Refused
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.session import Answer, Item, Run, Value
from tests.model.content.kinds.asking import PHOTO, Looking, faults, pressed, run_of, sent, step, typed

NUTS, BIG, PICTURE = Item(words="nuts"), Item(choice="big"), Item(words="look", file=PHOTO)


def collect(**keys: Any) -> Ask:
    sizes = [{"label": "Big", "value": "big"}, {"label": "Small", "value": "small"}]
    made = step(**{"kind": "collect", "choices": sizes, "files": True, "most": 3, "longest": 10, **keys})
    assert isinstance(made, Ask)
    return made


def so_far(*items: Item, done: bool = False) -> Answer:
    return Answer("fruit", items, done=done)


@pytest.mark.parametrize(
    ("given", "before", "answer"),
    [
        (typed(" nuts "), None, so_far(NUTS)),
        (Picked("big"), so_far(NUTS), so_far(NUTS, BIG)),
        (Picked("big"), so_far(BIG), so_far(BIG)),
        (Picked("huge"), None, None),
        (sent("look"), so_far(NUTS), so_far(NUTS, PICTURE)),
        (typed("more"), so_far(NUTS, done=True), so_far(NUTS, Item(words="more"))),
        (typed(""), so_far(NUTS), Refused(Phrase.NO_WORDS)),
        (typed("x"), so_far(NUTS, BIG, PICTURE), Refused(Phrase.FLOW_FULL, {"most": "3"})),
        (typed("7 signs"), so_far(NUTS), Refused(Phrase.FLOW_TOO_LONG, {"most": "10", "length": "11"})),
    ],
    ids=str,
)
def test_each_thing_is_added_to_those_before(given: Given, before: Answer | None, answer: Answer | Refused | None) -> None:
    assert collect().answered(given, before) == answer


@pytest.mark.parametrize(
    ("keys", "given", "answer"), [({"words": False}, typed("x"), Refused(Phrase.FLOW_PICK)), ({"files": False}, sent(), None)]
)
def test_only_what_its_file_allows_is_taken(keys: dict[str, Any], given: Given, answer: Refused | None) -> None:
    assert collect(**keys).answered(given, None) == answer


@pytest.mark.parametrize(
    ("value", "done", "optional", "fits"),
    [
        ((NUTS,), True, False, True),
        ((NUTS,), False, False, False),
        ((), True, False, False),
        ((), True, True, True),
        ((Item(choice="huge"),), True, False, False),
        (None, True, True, True),
        (None, False, True, False),
        ("nuts", True, False, False),
    ],
)
def test_things_fit_once_the_person_has_said_that_is_all(value: Value, done: bool, optional: bool, fits: bool) -> None:
    assert collect(optional=optional).fits(Answer("fruit", value, done=done)) is fits


def test_nothing_more_keeps_what_there_is() -> None:
    assert collect().finished(so_far(NUTS)) == so_far(NUTS, done=True)
    assert collect().finished(None) is None
    assert collect().skipped(so_far(NUTS)) == so_far(NUTS, done=True)
    assert collect().skipped(so_far()) == Answer("fruit", None)


def test_asked_again_the_things_stay_and_more_may_come() -> None:
    again = collect().again(Run("1", "fruit", "fruit", (so_far(NUTS, done=True),), changing="fruit"))
    assert (again.answers, again.changing) == ((so_far(NUTS),), None)


def test_words_that_sound_like_a_complaint_are_an_answer_of_their_own() -> None:
    assert collect(hears_complaint_as="bad").values(run_of(fruit=(NUTS,), bad="yes")) == {"fruit": (NUTS,), "bad": "yes"}


@pytest.mark.parametrize(
    ("items", "optional", "first"),
    [
        ((), False, [Chosen("fruit", "fruit", "big"), Chosen("fruit", "fruit", "small")]),
        ((), True, [Chosen("fruit", "fruit", "big"), Chosen("fruit", "fruit", "small"), Steer(Steered.SKIP, "fruit", "fruit")]),
        ((BIG,), True, [Chosen("fruit", "fruit", "small"), Steer(Steered.DONE, "fruit", "fruit")]),
    ],
    ids=str,
)
def test_what_is_chosen_goes_and_that_is_all_comes(libraries: Libraries, items: tuple[Item, ...], optional: bool, first: list[Any]) -> None:
    made = collect(optional=optional)
    run = Run("1", "fruit", "fruit", (so_far(*items),))
    shown = pressed(made.shown(Looking(libraries.english).at(made, run)))
    assert shown == [*first, Steer(Steered.LEAVE, "fruit", "fruit"), Steer(Steered.ASIDE, "fruit", "fruit")]


def test_people_read_one_thing_a_line(libraries: Libraries) -> None:
    wording = Looking(libraries.english).wording
    assert collect().in_words(so_far(NUTS, BIG, PICTURE, Item(file=PHOTO)), wording) == "nuts\nBig\nA photo: look\nA photo"


def test_it_is_told_in_words() -> None:
    told = [*collect(hears_complaint_as="bad").notes({})]
    assert told == ["words, choices and files, until they press “That's all”", "notices words that sound like a complaint"]


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({"words": False}, "there is nothing to collect"),
        ({"words": False, "files": True, "hears_complaint_as": "bad"}, "no words are collected in which a complaint could be heard"),
        ({"hears_complaint_as": "fruit"}, "'fruit' is a step already"),
        ({"choices": [{"label": "Big", "value": "big", "leads_to": "fruit"}]}, "'leads_to' counts for nothing where things are collected"),
    ],
    ids=str,
)
def test_faults_in_what_it_collects_are_found(keys: dict[str, Any], wrong: str) -> None:
    assert faults({"id": "fruit", "kind": "collect", "say": "What?", **keys}) == [wrong]
