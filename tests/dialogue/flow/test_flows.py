"""Flows as the dialogue asks for them: it acts on what they go on with, and typing does what pressing does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.files import read_flow
from bot.content.flows import build_flow
from bot.content.library import Libraries
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder
from bot.errors import Problem
from bot.model.content.conditions import Lead
from bot.model.content.flow import Flow
from bot.model.content.kinds.say import Say
from bot.model.content.kinds.start import Start
from bot.model.ids import HELP_NOW
from bot.model.inbound import Pressed, Said
from bot.model.session import Answer, Run, Session
from bot.model.turn import Outcome
from tests.conftest import HERE
from tests.dialogue.contexts import Person, text

ON = Flow("on", "On", {"hi": Say(id="hi", paragraphs=("First.",), leads=(Lead("start"),)), "start": Start(id="start", flow="settings")})
CHANGING = Session(
    "bristol", run=Run("1", "tell-us", "door", (Answer("door", "complaint"), Answer("way", "formal")), changing="door", aside=False)
)


def visit(path: Path = HERE / "miniature" / "flows" / "visit.yaml") -> Flow:
    problems: list[Problem] = []
    found = read_flow(path, problems)
    assert found is not None, problems
    return build_flow("visit", found.model, {}, "")


@pytest.fixture
def person(real_libraries: Libraries, real_finder: Finder) -> Person:
    """Somebody new, with two more flows in the content."""
    english = replace(real_libraries.english, flows={**real_libraries.english.flows, "visit": visit(), "on": ON})
    return Person(Dialogue(lambda code: english, real_finder), new=False)


def test_a_flow_that_goes_on_with_a_topic_shows_it(person: Person) -> None:
    person.does(Pressed("flow:visit"))
    reply = person.does(Pressed("choose:visit:sort:praise"))
    assert (reply.outcome, reply.topic, reply.then, person.session.run) == (Outcome.SHOWN, HELP_NOW, None, None)


def test_a_flow_that_goes_on_with_another_says_both(person: Person) -> None:
    reply = person.does(Pressed("flow:on"))
    assert text(reply).startswith("First.\n\nYour council")
    assert (reply.flow, person.session.run and person.session.run.flow) == ("settings", "settings")


def test_what_was_open_waits_while_a_flow_goes_on_with_a_topic(person: Person) -> None:
    person.session = CHANGING
    person.does(Pressed("flow:visit"))
    person.session = replace(person.session, council=None)
    person.does(Pressed("choose:visit:sort:praise"))
    assert [run.flow for run in person.session.runs] == ["tell-us"]


def test_carry_on_typed_while_an_answer_is_changed_keeps_it_as_the_button_does(real: Dialogue) -> None:
    typed, pressed = (Person(real, CHANGING, new=False).does(what) for what in (Said("carry on"), Pressed("steer:resume:tell-us:door")))
    assert typed == pressed
    assert typed.session is not None
    assert typed.session.run is not None
    assert typed.session.run.changing is None
