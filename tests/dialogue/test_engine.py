"""The flow engine: from a step and a choice to what is said and where somebody is now."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from bot.content.library import Libraries
from bot.dialogue import engine
from bot.dialogue.normalise import normalise
from bot.dialogue.voice import Voice
from bot.model.content import ENGLAND, Audience, Language
from bot.model.flow import Choice, Flow, Setting, Shortcut, Step
from bot.model.library import Library
from bot.model.outbound import Message
from bot.model.session import Session
from tests.conftest import TODAY

HELLO = Step("hello", ("Hi.",), shortcuts=(Shortcut("Out", "stop"),), next="where")
WHERE = Step("where", ("Where?",), (Choice("Bristol", "bristol", "who"), Choice("Elsewhere", "none", "who")), Setting.COUNCIL)
WHO = Step("who", ("Who, in {council}?",), (Choice("A carer", "carer", "tongue"), Choice("I won't say", "none", None)), Setting.AUDIENCE)
TONGUE = Step("tongue", ("Which language?",), (Choice("English", "en", "done"), Choice("Other", "xx", "done")), Setting.LANGUAGE)
DONE = Step("done", ("{council}. {audience}. {language}.",))
LOST = Step("lost", ("Round we go.",), next="lost")
CHAT = Flow("chat", "Chat", {step.id: step for step in (HELLO, WHERE, WHO, TONGUE, DONE, LOST)})
OTHER_DONE = Step("done", ("In other words: {council}.",))


class Telling(NamedTuple):
    """What was said, where the person is, what is set."""

    said: list[str]
    buttons: list[list[str]]
    session: Session


@pytest.fixture
def voices(libraries: Libraries) -> engine.VoiceOf:
    english = replace(libraries.english, flows={"chat": CHAT})
    other_flow = replace(CHAT, steps={**CHAT.steps, "done": OTHER_DONE})
    other = replace(english, language=Language("xx", "Other"), flows={"chat": other_flow})
    spoken: dict[str, Library] = {"en": english, "xx": other}

    def voice(session: Session) -> Voice:
        library = spoken[session.language]
        return Voice(library, library.councils.get(session.council or ""), TODAY)

    return voice


def told(result: tuple[Session, tuple[Message, ...]]) -> Telling:
    session, messages = result
    return Telling([m.text for m in messages], [[b.label for row in m.buttons for b in row] for m in messages], session)


def test_a_flow_speaks_until_it_asks(voices: engine.VoiceOf) -> None:
    found = told(engine.begin(CHAT, CHAT.first, Session(), voices))
    assert found.said == ["Hi.", "Where?"]
    assert found.buttons == [["Out"], ["Bristol", "Elsewhere"]]
    assert found.session == Session(flow="chat", step="where")


def test_a_button_carries_all_that_its_choice_means(voices: engine.VoiceOf) -> None:
    _, (_, asked) = engine.begin(CHAT, HELLO, Session(), voices)
    assert [row[0].action for row in asked.buttons] == ["choose:chat:where:bristol", "choose:chat:where:none"]


def test_a_flow_that_asks_nothing_is_over(voices: engine.VoiceOf) -> None:
    before = Session(flow="chat", step="who")
    assert told(engine.begin(CHAT, DONE, before, voices)).session == Session()


def test_steps_that_go_in_a_circle_are_said_once(voices: engine.VoiceOf) -> None:
    assert told(engine.begin(CHAT, LOST, Session(), voices)).said == ["Round we go."]


def test_a_question_that_is_answered_already_is_passed_over(voices: engine.VoiceOf) -> None:
    found = told(engine.begin(CHAT, HELLO, Session(council="bristol"), voices, skip=Setting.COUNCIL))
    assert found.said == ["Hi.", "Who, in Bristol?"]
    assert found.session.step == "who"


@pytest.mark.parametrize(
    ("step", "value", "expected"),
    [
        (WHERE, "bristol", Session(council="bristol", flow="chat", step="who")),
        (WHERE, "none", Session(council=ENGLAND, flow="chat", step="who")),
        (WHO, "carer", Session(audience=Audience.CARER, flow="chat", step="tongue")),
        (WHO, "none", Session()),
        (TONGUE, "en", Session()),
        (TONGUE, "xx", Session(language="xx")),
    ],
)
def test_a_choice_sets_what_its_step_sets_and_leads_on(voices: engine.VoiceOf, step: Step, value: str, expected: Session) -> None:
    choice = engine.choice_by_value(step, value)
    assert choice is not None
    assert told(engine.choose(CHAT, step, choice, Session(flow="chat", step=step.id), voices)).session == expected


def test_who_will_not_say_is_no_longer_what_they_said_before(voices: engine.VoiceOf) -> None:
    choice = engine.choice_by_value(WHO, "none")
    assert choice is not None
    assert told(engine.choose(CHAT, WHO, choice, Session(audience=Audience.CARER), voices)).session.audience is None


@pytest.mark.parametrize(("value", "said"), [("en", "no council chosen. not said. English."), ("xx", "In other words: no council chosen.")])
def test_what_follows_a_language_is_said_in_it(voices: engine.VoiceOf, value: str, said: str) -> None:
    choice = engine.choice_by_value(TONGUE, value)
    assert choice is not None
    assert told(engine.choose(CHAT, TONGUE, choice, Session(), voices)).said == [said]


def test_a_value_that_nobody_offers_is_no_choice() -> None:
    assert engine.choice_by_value(WHERE, "atlantis") is None


@pytest.mark.parametrize(
    ("step", "typed", "value"),
    [
        (WHERE, "Bristol", "bristol"),
        (WHERE, "  bristol!! ", "bristol"),
        (WHERE, "brizzle", "bristol"),
        (WHERE, "Bristol City Council", "bristol"),
        (WHERE, "elsewhere", "none"),
        (WHERE, "1", "bristol"),
        (WHERE, "2.", "none"),
        (WHO, "a carer", "carer"),
        (WHO, "carer", "carer"),
        (WHO, "i wont say", "none"),
        (WHERE, "0", None),
        (WHERE, "3", None),
        (WHERE, "١", None),
        (WHERE, "1" * 5000, None),
        (WHERE, "bristol please", None),
        (WHERE, "do i pay council tax in bristol", None),
        (WHO, "brizzle", None),
        (DONE, "1", None),
        (WHERE, "", None),
    ],
)
def test_a_choice_can_be_typed_by_label_number_or_name(voices: engine.VoiceOf, step: Step, typed: str, value: str | None) -> None:
    choice = engine.choice_in_words(step, normalise(typed), voices(Session()))
    assert (choice.value if choice else None) == value
