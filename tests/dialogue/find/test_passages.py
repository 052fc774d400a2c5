from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.find.passages import Passages
from bot.model.content.topics import ENGLAND, Audience, Edition, NextSteps, Section, SectionName, Topic
from bot.model.normalise import normalise


def topic(name: str, **says: str) -> Topic:
    """A topic whose layers say one short paragraph each."""
    editions = {
        layer: Edition(layer, (Section(SectionName.SHORT, frozenset(), (words,), 1),), NextSteps(), (), date(2026, 1, 1), title=name)
        for layer, words in says.items()
    }
    return Topic(name, (Audience.CARE_LEAVER,), (name,), (), editions)


PASSAGES = Passages(
    [
        topic("panel", england="A panel of councillors meets.", bristol="The Mayor chairs the panel six times a year."),
        topic("gym", england="Swimming is free for care leavers.", bristol="Swimming is free at the Hengrove pool."),
    ]
)


def scores(words: str, council: str | None) -> list[float]:
    return [round(float(score), 2) for score in PASSAGES.scores(normalise(words), ["panel", "gym"], council, Audience.CARE_LEAVER)]


@pytest.mark.parametrize(("words", "best"), [("who chairs it, the mayor?", 0), ("hengrove", 1), ("how often a year", 0)])
def test_the_answer_that_holds_the_words_scores_most(words: str, best: int) -> None:
    found = scores(words, "bristol")
    assert found[best] > found[1 - best]


def test_what_another_council_says_does_not_count() -> None:
    assert scores("the mayor chairs", "bristol")[0] > scores("the mayor chairs", ENGLAND)[0] == 0.0


def test_a_word_and_its_other_forms_count_as_one() -> None:
    assert scores("swimmers", "bristol")[1] > 0


@pytest.mark.parametrize("words", ["", "a of it", "🙂"])
def test_no_words_worth_looking_for_score_nothing(words: str) -> None:
    assert scores(words, "bristol") == [0.0, 0.0]
