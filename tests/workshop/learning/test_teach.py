"""Learning which words speak for which subject, and keeping it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.dialogue.find.lexical import BUCKETS, LearnedWords, Lexical
from bot.dialogue.find.search import Learned, Weights
from bot.encoder.learned import WEIGHTS, WORDS, load, save
from bot.errors import ModelError
from bot.model.normalise import normalise
from bot.workshop.learning.teach import teach

EXAMPLES = {
    "tax": ("do i pay council tax", "got a council tax bill", "wots the deal with council tax"),
    "rent": ("who helps with my rent",),
    "worker": ("who is my social worker", "my social worker never rings back", "new social worker", "where is my worker"),
}


def alike(one: LearnedWords, other: LearnedWords) -> bool:
    arrays = ("rarity", "weights", "step", "offset")
    return one.subjects == other.subjects and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


def test_the_same_examples_teach_the_same() -> None:
    assert alike(teach(EXAMPLES), teach(EXAMPLES))


def test_every_example_is_learned_however_few_its_subject_has() -> None:
    learned = teach(EXAMPLES)
    lexical = Lexical(learned, learned.subjects)
    for subject, texts in EXAMPLES.items():
        for text in texts:
            assert learned.subjects[int(lexical.scores(normalise(text)).argmax())] == subject


def test_a_rare_word_weighs_more_than_one_that_everybody_uses() -> None:
    learned = teach({"one": ("the rent", "the bill"), "two": ("the tax", "the bus"), "three": ("the van", "the job")})
    assert Lexical(learned, ["one"]).telling(normalise("the rent is due"), "one")[0] == "rent"
    assert learned.rarity.shape == (2 * BUCKETS,)
    assert learned.rarity.min() >= 1


def test_weights_are_small_numbers_that_use_their_room() -> None:
    learned = teach(EXAMPLES)
    assert learned.weights.dtype == np.int8
    assert np.abs(learned.weights.astype(int)).max(axis=0).tolist() == [127, 127, 127]


def test_what_was_learned_is_read_as_it_was_written(tmp_path: Path) -> None:
    learned = Learned(teach(EXAMPLES), Weights(sharpness=6.5, answer=0.41, offer=0.2))
    save(learned, EXAMPLES, {"right first": 84.5}, tmp_path)
    read = load(tmp_path).learned
    assert alike(read.words, learned.words)
    assert read.weights == learned.weights


def test_weights_are_rounded_for_people_and_nothing_else(tmp_path: Path) -> None:
    save(Learned(teach(EXAMPLES), Weights(meaning=2.53541234)), EXAMPLES, {}, tmp_path)
    assert load(tmp_path).learned.weights == replace(Weights(), meaning=2.5354)


BROKEN = [
    (WORDS, None),
    (WORDS, b""),
    (WORDS, b"no archive"),
    (WORDS, b"PK\x03\x04 and no more"),
    (WEIGHTS, None),
    (WEIGHTS, b""),
    (WEIGHTS, b"[]"),
    (WEIGHTS, b"{}"),
    (WEIGHTS, b'{"weights": {"sharpness": 1, "charm": 2}}'),
]


@pytest.mark.parametrize(("name", "written"), BROKEN)
def test_what_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, name: str, written: bytes | None) -> None:
    save(Learned(teach(EXAMPLES), Weights()), EXAMPLES, {}, tmp_path)
    (tmp_path / name).unlink()
    if written is not None:
        (tmp_path / name).write_bytes(written)
    with pytest.raises(ModelError, match="python -m bot learn"):
        load(tmp_path)
