"""`python -m bot learn`, end to end over the small content; and whether what comes with the program is of today's content."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.content.library import Libraries
from bot.dialogue.find.search import Finder, Learned, subjects
from bot.encoder.encoder import Encoder
from bot.encoder.learned import load
from bot.encoder.remembered import SHIPPED, RememberingEncoder
from bot.model.content.library import Library
from bot.model.content.topics import Audience
from bot.model.normalise import normalise
from bot.model.vectors import Vectors
from bot.workshop.learning.learn import case, learn
from tests.content.changing import edited

CASES: list[dict[str, Any]] = [
    {"text": "is there any money off council tax", "council": "bristol", "audience": "care-leaver", "expect": ["council-tax"]},
    {"text": "who do i ring about my case", "audience": "child-in-care", "expect": ["who-is-my-social-worker"]},
    {"text": "what do i get when i leave", "audience": None, "expect": ["entitlements"]},
    {"text": "black bin not emptied", "expect": []},
    {"text": "what time does the tip shut", "audience": "partner", "expect": []},
]
FEW = 500
"""Example questions that a start computes in two seconds: more of them are worth `python -m bot learn`."""


@pytest.fixture
def small(content: Path) -> Library:
    """The small content with two groups of things unknown."""
    with edited(content / "knowledge" / "limits.yaml") as data:
        data["limits"] = [{**entry, "questions": entry["questions"][:20]} for entry in data["limits"][:2]]
    return Libraries(content).english


def bars(begun: dict[str, list[tuple[int, int | None]]]) -> Callable[[str], Callable[[int, int | None], object]]:
    return lambda name: lambda done, of: begun.setdefault(name, []).append((done, of))


def test_everything_is_learned_written_and_read_again(small: Library, encoder: RememberingEncoder, tmp_path: Path) -> None:
    to = tmp_path / "model"
    begun: dict[str, list[tuple[int, int | None]]] = {}
    lines = list(learn(small, encoder, [case(entry) for entry in CASES], bars(begun), to))
    examples = subjects(small.topics.values(), small.limits)
    texts = {text for own in examples.values() for text in own}
    assert sorted(path.name for path in to.iterdir()) == ["languages.npz", "vectors.npz", "weights.json", "words.npz"]
    assert lines[0].startswith(f"{sum(map(len, examples.values()))} examples of {len(small.topics)} topics and 2 groups")
    assert lines[-1].startswith(f"{len(texts)} vectors")
    assert begun == {name: [(n, len(CASES)) for n in range(1, len(CASES) + 1)] for name in ("weighing", "counting")}
    files = load(to)
    written = files.learned
    assert files.staleness(examples).fresh
    assert written.words.subjects == tuple(examples)
    assert set(json.loads((to / "weights.json").read_text(encoding="utf-8"))) == {"weights", "figures"}
    finder = Finder(small.topics.values(), small.limits, Unable(Encoder(), shipped=to / "vectors.npz"), written)
    for entry in CASES:
        found = finder.find(normalise(entry["text"]), case(entry).audience, case(entry).council)
        assert found.best in entry["expect"] if entry["expect"] else not found.confident


class Unable(RememberingEncoder):
    """Remembers, reads messages, and can compute nothing new of the content."""

    def _computed(self, texts: Any, step: int = 200) -> Vectors:
        raise AssertionError(f"not remembered: {texts}")


@pytest.mark.parametrize("entry", CASES, ids=lambda entry: entry["text"])
def test_a_line_of_a_question_file_is_a_case(entry: dict[str, Any]) -> None:
    read = case(entry)
    assert read.text == entry["text"]
    assert read.expect == frozenset(entry["expect"])
    assert read.council == entry.get("council")
    assert read.audience == (Audience(entry["audience"]) if entry.get("audience") else None)


def test_what_was_learned_knows_every_topic_and_every_group(real_libraries: Libraries, learned: Learned) -> None:
    english = real_libraries.english
    now, then = set(subjects(english.topics.values(), english.limits)), set(learned.words.subjects)
    assert (now - then, then - now) == (set(), set()), "run: make learn"


def test_the_vectors_that_come_with_the_program_are_of_todays_examples(real_libraries: Libraries) -> None:
    """So that no start has to compute many. A changed question is a text without a vector, never one with an old vector."""
    english = real_libraries.english
    texts = [text for own in subjects(english.topics.values(), english.limits).values() for text in own]
    missing = Listing(Encoder(), shipped=SHIPPED)
    missing.known(texts)
    assert len(missing.new) < FEW, f"{len(missing.new)} example questions came since the last: make learn"


class Listing(RememberingEncoder):
    """Lists what it would have to compute."""

    new: tuple[str, ...] = ()

    def _computed(self, texts: Any, step: int = 200) -> Vectors:
        self.new = tuple(texts)
        return np.ones((len(texts), self._encoder.size), dtype=np.float32)
