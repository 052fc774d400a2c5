"""The table of actions: every action is in it, and what it needs and what it does while the conversation is off stand in its line."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.dialogue.asked import Asked, Begin, GiveReceipt
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.flow.flows import Flows
from bot.dialogue.flow.shelf import Shelf
from bot.dialogue.own.my_cases import MyCases
from bot.dialogue.say.wording import WordingFor
from bot.dialogue.table import Off, Table, table
from bot.dialogue.topics import Topics
from bot.model import actions as act
from bot.model.inbound import Pressed, Said
from bot.model.limits import UNSENT_KEPT
from bot.model.session import Run, Session
from bot.model.turn import Needs
from tests.dialogue.contexts import Person

ADDING = Session(run=Run("1", "add-to-case", "more", case="a case"))
NOTHING = Needs()


@pytest.fixture(scope="module")
def rows(dialogue: Dialogue) -> Table:
    wording = WordingFor(dialogue.library)
    shelf = Shelf(wording)
    return table(Topics(wording), Flows(shelf, dialogue.library("en").cues, UNSENT_KEPT, lambda words: None), MyCases(shelf))


def test_every_action_has_its_line(rows: Table) -> None:
    assert set(rows) == {Begin, GiveReceipt, *get_args(act.Action)} == set(get_args(Asked))


@pytest.mark.parametrize(
    ("asked", "session", "needs", "off", "aside"),
    [
        (act.OpenTopic("help-now"), Session(), NOTHING, Off.HELP, True),
        (act.TellMore("help-now"), Session(), NOTHING, Off.HELP, True),
        (act.OpenMenu(), Session(), NOTHING, Off.CLOSED, True),
        (act.OpenFlow("start"), Session(), NOTHING, Off.CLOSED, False),
        (act.Choose("start", "council", "bristol"), Session(), NOTHING, Off.CLOSED, False),
        (act.Steer(act.Steered.BACK, "start", "council"), Session(), NOTHING, Off.CLOSED, False),
        (act.Send("tell-us", "a mark"), Session(), Needs(new_receipt=True), Off.CLOSED, False),
        (act.Send("add-to-case", "a mark"), ADDING, Needs(case="a case"), Off.CLOSED, False),
        (act.ViewCase("a case"), Session(), Needs(case="a case"), Off.OPEN, True),
        (act.ActInCase(act.CaseStep.ADD, "a case"), Session(), Needs(case="a case"), Off.CLOSED, True),
        (act.MyCases(), Session(), Needs(cases=True), Off.OPEN, True),
        (act.HideMessages(), Session(), Needs(shown=True), Off.OPEN, False),
        (act.ShowMyData(), Session(), NOTHING, Off.OPEN, True),
        (act.ShowMyData(sure=True), Session(), Needs(cases=True), Off.OPEN, True),
        (act.DeleteMyData(), Session(), Needs(cases=True), Off.OPEN, True),
        (act.Stop(), Session(), Needs(cases=True), Off.OPEN, True),
        (act.Stop(sure=True), Session(), NOTHING, Off.OPEN, True),
        (GiveReceipt(("apple", "boat")), Session(), Needs(receipt=("apple", "boat")), Off.OPEN, True),
        (Begin("start"), Session(), NOTHING, Off.CLOSED, False),
    ],
    ids=str,
)
def test_what_an_action_needs_and_does(rows: Table, asked: Asked, session: Session, needs: Needs, off: Off, aside: bool) -> None:
    row = rows[type(asked)]
    assert (row.needs(asked, session), row.off, row.aside) == (needs, off, aside)


WRITING = Session(run=Run("1", "tell-us", "worry"))


@pytest.mark.parametrize(
    ("typed", "pressed"),
    [
        ("back", "steer:back:tell-us:worry"),
        ("stop", "steer:leave:tell-us:worry"),
        ("start again", "steer:again:tell-us:worry"),
        ("skip", "steer:skip:tell-us:worry"),
    ],
)
def test_typed_words_that_mean_an_action_do_what_its_button_does(real: Dialogue, typed: str, pressed: str) -> None:
    said, done = (Person(real, WRITING, new=False).does(what) for what in (Said(typed), Pressed(pressed)))
    assert said == done


def test_sending_typed_needs_what_sending_pressed_does(real: Dialogue) -> None:
    at_check = Session(run=Run("1", "tell-us", "check"))
    assert real.needs(Said("send it"), at_check) == Needs(new_receipt=True)
    assert real.needs(Said("send it"), WRITING) == NOTHING
    assert real.needs(Said("send it"), Session()) == NOTHING
