"""How somebody agrees that questions without an answer are kept, sees it, and takes it back."""

from __future__ import annotations

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.say import menu
from bot.model.actions import parse
from bot.model.content.phrases import Phrase
from bot.model.inbound import Pressed
from bot.model.limits import QUESTIONS_KEPT
from bot.model.session import Session
from bot.model.turn import Outcome
from tests.conftest import TODAY
from tests.dialogue.contexts import Person, offered, text


@pytest.fixture
def person(real: Dialogue) -> Person:
    return Person(real, Session(council="bristol"), new=False)


def agree(person: Person, choice: str) -> None:
    person.does(Pressed("flow:settings:keep-questions"))
    person.presses(choice)


def test_the_button_under_no_answer_opens_the_explanation(person: Person) -> None:
    wording = person.dialogue.wording(person.session, TODAY)
    asked = [button for row in menu.ways_on(wording, ask_to_keep=True) for button in row]
    silent = [button for row in menu.ways_on(wording) for button in row]
    (button,) = [button for button in asked if button not in silent]
    assert button.label == wording.label(Phrase.BUTTON_KEEP)
    assert button.action is not None
    assert parse(button.action) == menu.KEEP_QUESTIONS
    explained = person.does(Pressed(button.action))
    assert explained.session is not None
    assert explained.session.run is not None
    assert (explained.session.run.flow, explained.session.run.entry) == ("settings", "keep-questions")
    assert explained.session.keep_questions is None, "to read about it is not to agree"
    assert f"{QUESTIONS_KEPT.days} days" in text(explained), "it says how long"
    assert "/settings" in text(explained)


@pytest.mark.parametrize(("typed", "keep"), [("yes", True), ("Yes, keep them", True), ("1", True), ("no", False), ("2", False)])
def test_an_answer_can_be_typed(person: Person, typed: str, keep: bool) -> None:
    person.does(Pressed("flow:settings:keep-questions"))
    assert person.says(typed).outcome is Outcome.SETTINGS
    assert person.session == Session(council="bristol", keep_questions=keep)


@pytest.mark.parametrize(("choice", "keep"), [("yes", True), ("no", False)])
def test_settings_show_what_was_said_and_change_it(person: Person, choice: str, keep: bool) -> None:
    agree(person, choice)
    assert person.session.keep_questions is keep
    shown = text(person.commands("settings"))
    phrase = Phrase.QUESTIONS_KEPT if keep else Phrase.QUESTIONS_NOT_KEPT
    assert f"Questions I can't answer: {person.dialogue.library('en').phrase(phrase)}." in shown
    assert set(offered(person.presses("questions"))) == {"yes", "no"}


def test_leaving_forgets_it(person: Person) -> None:
    agree(person, "yes")
    person.commands("stop")
    assert person.session == Session()
