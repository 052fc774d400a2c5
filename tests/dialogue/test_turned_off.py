"""While the conversation is turned off: one true sentence for everything, and help as always."""

from __future__ import annotations

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.words.danger import Safety
from bot.model.content.phrases import Phrase
from bot.model.content.topics import Audience
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Left, Overheard, Pressed, Said, What
from bot.model.outbound import LeaveGroup
from bot.model.safety import Category, Severity
from bot.model.session import Run, Session
from bot.model.turn import Outcome
from tests.conftest import TODAY
from tests.dialogue.contexts import Person, offered, text

IN_A_FLOW = Session(
    "bristol", Audience.CARE_LEAVER, topic="council-tax", keep_questions=True, run=Run("a run", "settings", entry="council")
)
CHILDLINE = "0800 1111"


@pytest.fixture
def person(dialogue: Dialogue) -> Person:
    """Somebody in the middle of a flow, while the conversation is off."""
    return Person(dialogue, IN_A_FLOW, new=False, off=True)


@pytest.fixture
def sentence(dialogue: Dialogue) -> str:
    (said,) = dialogue.wording(Session(), TODAY).say(Phrase.OFF)
    return said.text


@pytest.mark.parametrize(
    "what",
    [
        Said("do i pay council tax"),
        Said("bradford"),
        Said("thanks"),
        Said("…"),
        Said(""),
        Pressed("topic:council-tax"),
        Pressed("choose:settings:council:bradford"),
        Pressed("in:bradford:help-now"),
        Pressed("helped:help-now"),
        Pressed("menu"),
        Pressed("made up"),
        Commanded("start"),
        Commanded("start", "council_bradford"),
        Commanded("start", "topic_council-tax"),
        Commanded("help"),
        Commanded("nonsense"),
        Attached(Attachment.VOICE),
        Attached(Attachment.PHOTO, "do i pay council tax"),
    ],
)
def test_whatever_is_asked_has_one_sentence_and_the_help_numbers(person: Person, sentence: str, what: What) -> None:
    reply = person.does(what)
    assert (reply.outcome, reply.session, reply.topic, reply.unanswered) == (Outcome.OFF, IN_A_FLOW, None, None)
    assert text(reply).startswith(sentence)
    assert "999" in text(reply)
    assert CHILDLINE in text(reply)
    assert set(offered(reply)) == {"topic:help-now", "topic:talk-to-a-person"}


@pytest.mark.parametrize(
    ("what", "category"),
    [
        (Said("i want to kill myself"), Category.SUICIDE),
        (Attached(Attachment.PHOTO, "i want to kill myself"), Category.SUICIDE),
        (Commanded("start", "i want to kill myself"), Category.SUICIDE),
        (Commanded("stop", "i want to kill myself"), Category.SUICIDE),
        (Said("do i pay council tax and i want to kill myself"), Category.SUICIDE),
    ],
)
def test_danger_has_its_help_first_and_then_the_sentence(
    person: Person, dialogue: Dialogue, sentence: str, what: What, category: Category
) -> None:
    reply = person.does(what)
    assert (reply.outcome, reply.session) == (Outcome.CRISIS, IN_A_FLOW)
    assert reply.finding is not None
    assert reply.finding.category is category
    always = text(Person(dialogue, IN_A_FLOW, new=False).says("i want to kill myself"))
    assert text(reply) == f"{always}\n\n{sentence}"
    assert set(offered(reply)) == {"topic:help-now", "topic:talk-to-a-person"}, "and no button that leads to the sentence again"


def test_a_lesser_worry_has_its_help_too(person: Person, sentence: str) -> None:
    reply = person.says("my friend keeps cutting herself")
    assert reply.outcome is Outcome.CRISIS
    assert not text(reply).startswith(sentence)
    assert text(reply).endswith(sentence)


def test_a_check_that_fails_counts_as_danger(person: Person, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Safety, message: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Safety, "check", broken)
    reply = person.says("hello")
    assert reply.outcome is Outcome.OFF
    assert reply.finding is not None
    assert (reply.finding.category, reply.finding.severity) == (Category.CHECK_FAILED, Severity.URGENT)
    assert "999" in text(reply)
    assert text(reply).endswith(sentence)


@pytest.mark.parametrize(
    ("what", "topic"),
    [
        (Pressed("topic:help-now"), "help-now"),
        (Pressed("more:help-now"), "help-now"),
        (Commanded("start", "topic_help-now"), "help-now"),
        (Said("who can i ring, its an emergency"), "help-now"),
        (Pressed("topic:talk-to-a-person"), "talk-to-a-person"),
    ],
)
def test_help_is_shown_as_always_and_moves_nobody(person: Person, what: What, topic: str) -> None:
    reply = person.does(what)
    assert (reply.outcome, reply.topic, reply.session) == (Outcome.SHOWN, topic, IN_A_FLOW)
    assert "helped" not in offered(reply)
    assert "menu" not in offered(reply)


@pytest.mark.parametrize("what", [Pressed("stop"), Commanded("stop")])
def test_who_wants_to_be_forgotten_is(person: Person, what: What) -> None:
    reply = person.does(what)
    assert (reply.outcome, reply.session, reply.drop_outbox) == (Outcome.STOPPED, None, True)


@pytest.mark.parametrize(
    ("what", "outcome"), [(Left(), Outcome.STOPPED), (AddedToGroup(), Outcome.IGNORED), (Overheard(), Outcome.IGNORED)]
)
def test_leaving_and_groups_are_as_always(person: Person, what: What, outcome: Outcome) -> None:
    reply = person.does(what)
    assert (reply.outcome, reply.session) == (outcome, None)
    assert (LeaveGroup() in reply.messages) is isinstance(what, AddedToGroup)


def test_somebody_new_is_still_new_when_it_is_on_again(dialogue: Dialogue) -> None:
    person = Person(dialogue, off=True)
    assert person.commands("start").session is None
    person.off = False
    assert person.commands("start", "topic_council-tax").messages[1:], "a welcome, and the topic"


def test_what_waited_for_an_answer_still_does(person: Person) -> None:
    person.says("bradford")
    person.off = False
    assert person.says("bradford").outcome is Outcome.SETTINGS
    assert person.session.council == "bradford"
