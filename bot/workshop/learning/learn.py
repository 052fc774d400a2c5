"""`python -m bot learn`: everything that is learned from the content, in one go.

1. which words speak for which subject (`teach`), 2. the search's numbers, by development questions (`calibrate`),
3. other languages and danger in them (`languages`), 4. the vectors of all examples, so that no start has to compute them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from math import inf
from pathlib import Path
from typing import Any

from bot.dialogue.find.search import Finder, Learned, Weights, subjects
from bot.encoder.learned import save
from bot.encoder.learned_languages import examples_of, save_languages
from bot.encoder.remembered import RememberingEncoder
from bot.model.content.library import Library
from bot.model.content.topics import Audience
from bot.workshop.learning.calibrate import Case, Goals, calibrate, figures
from bot.workshop.learning.languages import learn_languages
from bot.workshop.learning.teach import teach

Bars = Callable[[str], Callable[[int, int | None], object]]
"""Begins to show progress under a name; what it gives is called with how many are done, and of how many."""


def learn(
    library: Library, encoder: RememberingEncoder, cases: Sequence[Case], bar: Bars, folder: Path, names: Sequence[str] = ()
) -> Iterator[str]:
    """Learn, and write into a folder; says what came of it, a line at a time. `names`: people's given names, which are of no language."""
    topics, limits = tuple(library.topics.values()), library.limits
    examples = subjects(topics, limits)
    texts = [text for own in examples.values() for text in own]
    yield f"{len(texts)} examples of {len(topics)} topics and {len(limits)} groups of what Heard does not know"
    words = teach(examples)
    weights = calibrate(
        Finder(topics, limits, encoder, Learned(words, Weights(clear=inf))), cases, Goals(), _ticks(bar("weighing"), len(cases))
    )
    learned = Learned(words, weights)
    counted = figures(Finder(topics, limits, encoder, learned), cases, _ticks(bar("counting"), len(cases)))
    yield ", ".join(f"{name} {value}" for name, value in counted.items())
    save(learned, examples, counted, folder)
    yield from _languages(library, [*texts, *library.receipt_words, *names], folder)
    yield f"{encoder.file(texts, folder / 'vectors.npz')} vectors, written with the rest to {folder}"


def _languages(library: Library, english: Sequence[str], folder: Path) -> Iterator[str]:
    learned = learn_languages(library.other_languages, english)
    save_languages(learned, library.other_languages, folder)
    texts = sum(map(len, examples_of(library.other_languages).values()))
    yield f"{len(library.other_languages.known)} other languages, {texts} texts; thresholds {learned.foreign} and {learned.danger}"


def _ticks(told: Callable[[int, int | None], object], of: int) -> Callable[[], object]:
    done = count(1)
    return lambda: told(next(done), of)


def case(entry: dict[str, Any]) -> Case:
    """A case of a question file."""
    audience = entry.get("audience")
    return Case(entry["text"], entry.get("council"), Audience(audience) if audience else None, frozenset(entry["expect"]))
