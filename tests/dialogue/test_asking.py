"""Questions over the content that people get: what the conversation adds to the words."""

from __future__ import annotations

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.model.content.topics import Audience
from bot.model.session import Session
from bot.model.turn import Outcome
from tests.dialogue.contexts import Person, offered, text

LEAVER = Session(council="bristol", audience=Audience.CARE_LEAVER)


@pytest.fixture
def person(real: Dialogue) -> Person:
    return Person(real, LEAVER, new=False)


@pytest.mark.parametrize("then", ["and how much?", "how do i get it", "tell me more", "what if they say no"])
def test_a_few_words_ask_for_more_of_the_last_answer(person: Person, then: str) -> None:
    first = person.says("do i pay council tax")
    more = person.says(then)
    assert first.topic == more.topic == "council-tax"
    assert more.outcome is Outcome.ANSWER
    assert text(more) != text(first)


def test_the_same_words_without_an_answer_before_them_are_no_follow_up(person: Person) -> None:
    assert person.says("and how much?").outcome is not Outcome.ANSWER


def test_a_council_that_is_named_is_answered_for_and_the_setting_stays(person: Person) -> None:
    person.says("do i pay council tax")
    there = person.says("what about in bradford")
    assert "Bradford" in text(there)
    assert there.topic == "council-tax"
    assert person.session.council == "bristol"
    assert "more" not in offered(there), "it would tell what Bristol says"


def test_what_was_not_meant_is_not_given_again(person: Person) -> None:
    person.says("do i pay council tax")
    assert person.says("not that, council tax for foster carers").topic == "foster-carer-council-tax"


def test_a_second_question_stands_on_a_button(person: Person) -> None:
    reply = person.says("can i get help with driving lessons and also who is my social worker?")
    assert reply.topic == "travel-costs"
    assert "who-is-my-social-worker" in reply.suggestions[:2]
    assert any(button.action == "topic:who-is-my-social-worker" for button in offered(reply).values())


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("when are my bins collected", "bins-and-recycling"),
        ("will it rain tomorrow", "weather"),
        ("what star sign is 3rd may", "jokes-and-riddles"),
        ("whats jade smiths address she is in care", "private-information"),
    ],
)
def test_what_heard_does_not_know_has_its_own_reply_and_a_way_on(person: Person, words: str, limit: str) -> None:
    reply = person.says(words)
    assert (reply.outcome, reply.topic, reply.limit) == (Outcome.NO_ANSWER, None, limit)
    assert len(offered(reply)) >= 2


def test_a_limit_says_something_of_its_own(person: Person) -> None:
    assert text(person.says("when are my bins collected")) != text(person.says("tell me a joke"))


@pytest.mark.parametrize("question", ["do i pay council tax", "who is my social worker", "help with rent", "what am i entitled to"])
def test_the_plainest_questions_are_answered_without_fuss(person: Person, question: str) -> None:
    assert person.says(question).outcome is Outcome.ANSWER


def test_every_example_question_that_one_topic_has_leads_there(real: Dialogue) -> None:
    person = Person(real, LEAVER, new=False)
    topics = real.library("en").topics
    for name in ("pledge", "mockingbird", "keepsake-box", "duties-ward-councillor"):
        for question in topics[name].questions[:20]:
            person.session = LEAVER
            reply = person.says(question)
            assert name in reply.suggestions[:3] or reply.finding, question
