"""What `bench` asks, and of whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.content.library import Libraries
from bot.dialogue.ask import Question, ask
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Learned
from bot.encoder.remembered import RememberingEncoder
from bot.errors import QuestionError
from bot.model.vectors import Vectors
from bot.workshop.bench import asking
from bot.workshop.bench.asking import Times
from tests.conftest import TODAY


class Listening:
    """An encoder that writes down which texts of the content it was asked for."""

    def __init__(self, encoder: RememberingEncoder) -> None:
        self._encoder = encoder
        self.encode = encoder.encode
        self.asked: list[str] = []

    def known(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._encoder.known(texts)


def test_a_grown_library_has_copies_under_other_ids_and_nothing_else(libraries: Libraries) -> None:
    library = libraries.english
    larger = asking.grown(library, 3)
    assert asking.grown(library, 1).topics == library.topics
    assert len(larger.topics) == 3 * len(library.topics)
    assert {name: larger.topics[name] for name in library.topics} == library.topics
    assert all(topic.id == name for name, topic in larger.topics.items())
    assert larger.limits == library.limits


def test_copies_cost_no_reading_and_the_real_topic_is_still_found(
    libraries: Libraries, encoder: RememberingEncoder, learned: Learned
) -> None:
    listening = Listening(encoder)
    dialogue = asking.dialogue_over(asking.grown(libraries.english, 3), listening, learned)
    assert len(listening.asked) == len(set(listening.asked)), "every text once"
    reply = ask(dialogue, Question(text="do care leavers pay council tax"), TODAY).reply
    assert reply.topic is not None
    assert reply.topic.startswith("council-tax")


def test_what_stands_there_twice_has_the_same_vector_twice(encoder: RememberingEncoder) -> None:
    texts = ("council tax", "rent", "council tax")
    rows = asking._Copies(encoder).known(texts)
    assert np.array_equal(rows, encoder.known(texts))


def test_times_are_the_middle_and_the_one_that_99_in_100_stay_under() -> None:
    assert Times.of([float(n) for n in range(100, 0, -1)]) == Times(p50=51.0, p99=100.0)
    assert Times.of([3.0]) == Times(3.0, 3.0)


def test_the_questions_are_those_of_the_checkout(dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = asking.asked(dialogue)
    assert {"bristol", "bradford"} <= {question.council for question in asked}
    assert len(asked) > 500
    monkeypatch.setattr(asking, "ASKED", tmp_path / "nowhere.jsonl")
    with pytest.raises(QuestionError, match="from a checkout"):
        asking.asked(dialogue)
