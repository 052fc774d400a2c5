"""Finding the topic that a message is about."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.dialogue.normalise import normalise
from bot.dialogue.search import OFFERED, Finder, Found
from bot.model.content import ENGLAND, Audience, Edition, NextSteps, Topic


def topic(name: str, *questions: str, audience: Audience = Audience.CARE_LEAVER, title: str = "") -> Topic:
    edition = Edition(ENGLAND, (), NextSteps(), (), date(2026, 11, 1), title or None)
    return Topic(name, (audience,), questions, (), {ENGLAND: edition})


FINDER = Finder(
    [
        topic("tax", "do i pay council tax", "got a council tax bill", "wots the deal with council tax"),
        topic("rent", "who helps with my rent", "cant pay my rent this month", "rent is due"),
        topic("worker", "who is my social worker", "my social worker never rings back", "new social worker"),
        topic("visits", "what should a councillor ask on a visit", "visiting a home", audience=Audience.COUNCILLOR),
        topic("visits-too", "what should i ask on a visit", "visiting a home soon"),
    ]
)


def find(message: str, audience: Audience | None = None, finder: Finder = FINDER) -> Found:
    return finder.find(normalise(message), audience)


@pytest.mark.parametrize(
    ("message", "best"),
    [
        ("do i pay council tax", "tax"),
        ("council tax", "tax"),
        ("COUNSIL TAX BIL", "tax"),
        ("have i got to pay that council tax thing", "tax"),
        ("my social wurker never ring me back", "worker"),
        ("rent", "rent"),
    ],
)
def test_the_nearest_topic_comes_first_whatever_the_spelling(message: str, best: str) -> None:
    assert find(message).best == best


@pytest.mark.parametrize("message", ["do i pay council tax", "who is my social worker", "who helps with my rent"])
def test_an_example_question_is_answered_with_confidence(message: str) -> None:
    found = find(message)
    assert found.confident
    assert found.offer
    assert found.hits[0].score > found.hits[1].score if len(found.hits) > 1 else True


@pytest.mark.parametrize("message", ["when are my bins collected", "zxcvbnm qwertyuiop", "football scores please", "asdf"])
def test_what_nobody_knows_about_is_not_answered(message: str) -> None:
    assert not find(message).confident


@pytest.mark.parametrize("message", ["", "🙃", "...", "\u200b"])
def test_a_message_without_words_finds_nothing(message: str) -> None:
    assert find(message) == Found((), confident=False, offer=False)


def test_two_topics_alike_are_not_told_apart_by_chance() -> None:
    finder = Finder([topic("red", "the red door", "open it"), topic("blue", "the blue door", "open it")])
    assert not find("open it", finder=finder).confident


def test_who_is_asking_tips_the_scale() -> None:
    question = "what to ask on a visit"
    assert find(question, Audience.COUNCILLOR).best == "visits"
    assert find(question, Audience.CARE_LEAVER).best == "visits-too"


def test_the_title_and_the_keywords_count_like_questions() -> None:
    keyed = Topic("x", (Audience.CARER,), ("any tea",), ("mockingbird",), topic("x", title="Short breaks").editions)
    finder = Finder([keyed, topic("tax", "council tax")])
    assert find("mockingbird", finder=finder).best == "x"
    assert find("short breaks", finder=finder).best == "x"


@pytest.mark.parametrize("topics", [[], [topic("empty", "?!")]], ids=["no topics", "no words"])
def test_nothing_to_search_in_is_no_mistake(topics: list[Topic]) -> None:
    assert find("council tax", finder=Finder(topics)).best is None


def test_why_names_the_telling_words_once_in_their_order() -> None:
    why = FINDER.why(normalise("tax tax on the bill for zebras"), "tax")
    assert "zebras" not in why
    assert list(why) == sorted(set(why), key=["tax", "on", "the", "bill", "for"].index)


def test_every_example_question_finds_its_own_topic(libraries: Libraries) -> None:
    topics = libraries.english.topics.values()
    finder = Finder(topics)
    wrong = {q: found.best for t in topics for q in t.questions if (found := find(q, finder=finder)).best != t.id}
    assert wrong == {}


@given(st.text(max_size=80), st.none() | st.sampled_from(Audience))
def test_any_message_is_searched_for_alike_each_time(message: str, audience: Audience | None) -> None:
    found = find(message, audience)
    scores = [hit.score for hit in found.hits]
    assert found == find(message, audience)
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 + 1e-9 for score in scores)
    assert len({hit.topic for hit in found.hits}) == len(found.hits) <= OFFERED + 2
    assert found.offer or not found.confident
