"""Finding what a message is about: a topic, or something that Heard knows nothing of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.content.library import Libraries
from bot.dialogue.find.search import (
    LIMIT,
    LOOKED_INTO,
    OFFERED,
    Finder,
    Hit,
    Learned,
    Scores,
    SearchResult,
    Weights,
    gains,
    is_clear,
    shares,
    subjects,
)
from bot.dialogue.find.semantic import FAR
from bot.encoder.remembered import RememberingEncoder
from bot.model.content.topics import ENGLAND, Audience, Edition, Limit, NextSteps, Topic
from bot.model.normalise import normalise
from bot.model.vectors import Vectors
from bot.workshop.learning.teach import teach


def topic(name: str, *questions: str, audiences: tuple[Audience, ...] = (Audience.CARE_LEAVER,), title: str = "") -> Topic:
    edition = Edition(ENGLAND, (), NextSteps(), (), date(2026, 11, 1), title or None)
    return Topic(name, audiences, questions, (), {ENGLAND: edition})


VISIT = ("what should i ask on a visit", "visiting a home soon")
TOPICS = (
    topic("tax", "do i pay council tax", "got a council tax bill", "wots the deal with council tax"),
    topic("rent", "who helps with my rent", "cant pay my rent this month", "rent is due"),
    topic("worker", "who is my social worker", "my social worker never rings back", "new social worker"),
    topic("visits", *VISIT, audiences=(Audience.COUNCILLOR, Audience.OFFICER)),
    topic("visits-too", *VISIT, audiences=(Audience.OFFICER, Audience.CARE_LEAVER)),
)
LIMITS = (
    Limit("bins", ("when are my bins collected", "bin day", "they missed my recycling again"), "Not that."),
    Limit("football", ("who won the football", "city score last night", "premier league table"), "Not that."),
)
LEARNED = Learned(teach(subjects(TOPICS, LIMITS)), Weights())


@pytest.fixture(scope="module")
def finder(encoder: RememberingEncoder) -> Finder:
    return Finder(TOPICS, LIMITS, encoder, LEARNED)


def find(finder: Finder, message: str, audience: Audience | None = None, *without: str) -> SearchResult:
    return finder.find(normalise(message), audience, None, without)


@pytest.mark.parametrize(
    ("message", "best"),
    [
        ("do i pay council tax", "tax"),
        ("council tax", "tax"),
        ("COUNSIL TAX BIL", "tax"),
        ("have i got to pay that council tax thing", "tax"),
        ("my social wurker never ring me back", "worker"),
        ("rent", "rent"),
        ("my landlord wants his money and i am skint", "rent"),
    ],
)
def test_the_nearest_topic_comes_first_whatever_the_wording(finder: Finder, message: str, best: str) -> None:
    assert find(finder, message).best == best


@pytest.mark.parametrize("message", ["do i pay council tax", "who is my social worker", "who helps with my rent"])
def test_an_example_question_is_answered_with_confidence(finder: Finder, message: str) -> None:
    found = find(finder, message)
    assert (found.confident, found.offer, found.limit) == (True, True, None)


@pytest.mark.parametrize("message", ["rent is due", "Rent is due!", "RENT  IS DUE"])
def test_an_example_word_for_word_is_given_its_own_topic_without_a_doubt(finder: Finder, message: str) -> None:
    assert find(finder, message).hits[0] == Hit("rent", 1.0)
    assert find(finder, message, None, "rent").best != "rent", "unless that was ruled out"


@pytest.mark.parametrize(
    ("words", "clear"),
    [
        ([0.4, -0.3, -0.9], True),
        ([0.4, 0.1, -0.9], False),
        ([-0.2, -0.9, -0.9], False),
        ([0.4, 0.4], False),
        ([0.4], False),
        ([], False),
    ],
    ids=["ahead of all others", "another close by", "nothing spoken for", "two alike", "nothing to be told from", "nothing"],
)
def test_words_are_clear_where_they_speak_for_one_subject_alone(words: list[float], clear: bool) -> None:
    assert is_clear(np.array(words, dtype=np.float32), 0.6) is clear


@pytest.mark.parametrize(
    ("message", "group"),
    [
        ("when are my bins collected", "bins"),
        ("what day do they empty the bins", "bins"),
        ("did city win at the weekend", "football"),
    ],
)
def test_what_heard_knows_nothing_of_goes_to_its_group(finder: Finder, message: str, group: str) -> None:
    found = find(finder, message)
    assert (found.confident, found.offer, found.limit) == (False, False, group)


def test_a_topic_is_not_lost_to_a_group_that_shares_its_words(finder: Finder) -> None:
    found = find(finder, "does my council tax bill pay for the bins")
    assert found.best == "tax"
    assert found.limit is None


@pytest.mark.parametrize("message", ["", "🙃", "...", "\u200b", "\ud800"])
def test_a_message_without_words_finds_nothing(finder: Finder, message: str) -> None:
    assert find(finder, message) == SearchResult((), confident=False, offer=False)


def test_two_topics_alike_are_offered_and_neither_is_answered(encoder: RememberingEncoder) -> None:
    finder = Finder(TOPICS, LIMITS, encoder, replace(LEARNED, weights=Weights(answer=0.6)))
    found = find(finder, "what should i ask on a visit")
    assert {*found.topics[:2]} == {"visits", "visits-too"}
    assert (found.confident, found.offer) == (False, True)


@pytest.mark.parametrize(("audience", "best"), [(Audience.COUNCILLOR, "visits"), (Audience.CARE_LEAVER, "visits-too")])
def test_who_is_asking_tips_the_scale(finder: Finder, audience: Audience, best: str) -> None:
    found = find(finder, "what should i ask on a visit", audience)
    assert found.best == best
    assert found.hits[0].share > 0.8


@pytest.mark.parametrize(
    ("audience", "gained"),
    [
        (None, [0, 0, 0, 0, 0, 0, 0]),
        (Audience.COUNCILLOR, [0, 0, 0, 1, 0, 0, 0]),
        (Audience.OFFICER, [0, 0, 0, 0.5, 1, 0, 0]),
        (Audience.CARE_LEAVER, [1, 1, 1, 0, 0.5, 0, 0]),
    ],
)
def test_a_topic_gains_most_with_those_it_is_written_for_first(audience: Audience | None, gained: list[float]) -> None:
    assert gains(TOPICS, len(TOPICS) + len(LIMITS), audience).tolist() == gained


def test_what_was_ruled_out_does_not_come_back(finder: Finder) -> None:
    message = "do i pay council tax or rent"
    assert {"tax", "rent"} <= set(find(finder, message).topics)
    for without in (("tax",), ("rent",), ("tax", "rent")):
        found = find(finder, message, None, *without)
        assert not set(without) & set(found.topics)
    assert find(finder, message, None, "tax").best == "rent"


def test_a_topic_that_is_gone_can_be_ruled_out(finder: Finder) -> None:
    """A person's session may name a topic that the content no longer has."""
    assert find(finder, "help me with the rent", None, "long-gone") == find(finder, "help me with the rent")


def test_an_unlearned_subject_is_found_by_its_meaning(encoder: RememberingEncoder) -> None:
    """A topic or group written this morning answers at once; `learn` only makes it surer."""
    before = Learned(teach(subjects(TOPICS[:3], LIMITS[:1])), Weights())
    new = topic("bike", "can i get a bike", "who pays for my bicycle", "cycling to college")
    finder = Finder((*TOPICS[:3], new), LIMITS, encoder, before)
    assert find(finder, "will they buy me a mountain bike").best == "bike"
    assert find(finder, "got a council tax bill").best == "tax", "what was learned is not disturbed"
    assert find(finder, "did city win at the weekend").limit == "football"


class Bag:
    """Stands in for the encoder: texts that share words lie near each other. Quick, for very many topics."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([sum((self._word(word) for word in text.split()), start=np.full(64, 1e-3)) for text in texts]).astype(np.float32)
        made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made

    known = encode

    @staticmethod
    def _word(word: str) -> NDArray[np.float64]:
        return np.random.default_rng([*word.encode()]).normal(size=64)


def test_of_very_many_topics_few_are_looked_into_and_the_right_one_is_among_them() -> None:
    many = [topic(f"topic-{n}", f"tell me about subject{n}", f"where is the subject{n} office") for n in range(4 * LOOKED_INTO)]
    finder = Finder([*TOPICS, *many], LIMITS, Bag(), LEARNED)
    for message, best in (("the subject7 office", "topic-7"), ("subject150", "topic-150"), ("wots the deal with council tax", "tax")):
        scores = finder.scores(normalise(message), None, None)
        assert find(finder, message).best == best
        assert int((scores.meaning > FAR).sum()) <= 2 * LOOKED_INTO


def test_the_title_and_the_keywords_are_examples_like_questions() -> None:
    keyed = replace(topic("x", "any tea", title="Short breaks"), keywords=("mockingbird", "any tea"))
    assert subjects([keyed], LIMITS[:1]) == {"x": ("any tea", "mockingbird", "Short breaks"), f"{LIMIT}bins": LIMITS[0].questions}


def test_nothing_to_search_in_is_no_mistake(encoder: RememberingEncoder) -> None:
    assert find(Finder([], [], encoder, LEARNED), "council tax") == SearchResult()
    wordless = Finder([topic("empty", "?!")], [], encoder, LEARNED)
    assert not find(wordless, "council tax").limit


def test_why_names_the_telling_words(finder: Finder) -> None:
    why = finder.why(normalise("tax tax on the bill for zebras"), "tax")
    assert {"tax", "bill"} <= set(why)
    assert "zebras" not in why


def test_every_example_question_is_given_its_own_topic(libraries: Libraries, encoder: RememberingEncoder, learned: Learned) -> None:
    """Over the small content, with everything that Heard does not know beside it."""
    topics = libraries.english.topics.values()
    finder = Finder(topics, libraries.english.limits, encoder, learned)
    wrong = {q: found for t in topics for q in t.questions if (found := find(finder, q)).best != t.id or not found.offer}
    assert wrong == {}


@given(st.text(max_size=80), st.none() | st.sampled_from(Audience))
@settings(deadline=None)
def test_any_message_is_searched_for_alike_each_time(finder: Finder, message: str, audience: Audience | None) -> None:
    found = find(finder, message, audience)
    every = [hit.share for hit in found.hits]
    assert found == find(finder, message, audience)
    assert every == sorted(every, reverse=True)
    assert all(0 < share <= 1 + 1e-6 for share in every)
    assert sum(every) <= 1 + 1e-6
    assert len(set(found.topics)) == len(found.hits) <= OFFERED + 2
    assert found.offer or not found.confident
    assert not (found.offer and found.limit)


SCORED = st.lists(st.tuples(st.floats(-1.5, 1.5), st.sampled_from([FAR, -0.5, 0.2, 0.9]), st.booleans()), min_size=1, max_size=12)


@given(SCORED)
@settings(deadline=None)
def test_shares_of_all_that_is_looked_into_sum_to_one(scored: list[tuple[float, float, bool]]) -> None:
    words, meaning = np.array([each[:2] for each in scored], dtype=np.float32).T
    is_topic = np.array([each[2] for each in scored])
    share = shares(Scores(words, meaning, np.zeros_like(words), np.zeros_like(words)), is_topic, Weights())
    assert (share[meaning <= FAR] == 0).all()
    assert float(share.sum()) == pytest.approx(1.0 if (meaning > FAR).any() else 0.0, abs=1e-4)
