"""Which subjects' examples lie nearest to a message, over vectors made up for the purpose."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.find.semantic import FAR, NEAREST, Semantic
from bot.model.vectors import Floats, Vectors

EAST = np.array([1.0, 0.0], dtype=np.float32)


def at(*cosines: float) -> Vectors:
    """Vectors of length 1 that lie so near to EAST."""
    return np.array([(cosine, (1 - cosine**2) ** 0.5) for cosine in cosines], dtype=np.float32)


def random_rows(count: int, seed: int, size: int = 16) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


def one_by_one(owners: Sequence[int], rows: Vectors, vector: Floats, subjects: int) -> list[float]:
    """The same scores, slowly: the mean of each subject's nearest examples, equal ones counted once."""
    likeness = rows @ vector
    own = [sorted({float(like) for like, owner in zip(likeness, owners, strict=True) if owner == n}) for n in range(subjects)]
    return [float(np.mean(likes[-NEAREST:])) for likes in own]


@pytest.mark.parametrize(
    ("cosines", "score"),
    [
        ((0.5,), 0.5),
        ((0.2, 0.6), 0.4),
        ((0.1, 0.9, 0.3, 0.6), 0.6),
        ((-0.5, -0.1), -0.3),
        ((0.8, 0.8, 0.8, 0.2, 0.5), 0.5),
        ((0.7, 0.7), 0.7),
    ],
    ids=["one example", "two", "the nearest three of four", "all behind", "equal texts count once", "only equal texts"],
)
def test_a_subject_scores_by_the_mean_of_its_nearest_examples(cosines: tuple[float, ...], score: float) -> None:
    semantic = Semantic([0] * len(cosines) + [1], np.concatenate([at(*cosines), at(0.0)]), 2)
    assert semantic.scores(EAST, np.arange(2)).tolist() == pytest.approx([score, 0.0], abs=1e-6)


COUNTS = st.lists(st.integers(1, 6), min_size=1, max_size=20)
"""How many examples each subject has."""


@given(COUNTS, st.data())
@settings(deadline=None)
def test_scores_are_the_same_as_one_by_one_and_nobody_else_has_one(counts: list[int], data: st.DataObject) -> None:
    owners = np.repeat(np.arange(len(counts)), counts).tolist()
    rows, vector = random_rows(len(owners), sum(counts)), random_rows(1, len(counts))[0]
    looked_into = sorted(data.draw(st.sets(st.integers(0, len(counts) - 1), min_size=1)))
    found = Semantic(owners, rows, len(counts)).scores(vector, np.array(looked_into))
    slowly = one_by_one(owners, rows, vector, len(counts))
    assert found.tolist() == pytest.approx([slowly[n] if n in looked_into else FAR for n in range(len(counts))], abs=1e-5)


def test_asking_twice_says_the_same() -> None:
    semantic = Semantic([0, 0, 1, 1], random_rows(4, 1), 2)
    vector = random_rows(1, 2)[0]
    assert semantic.scores(vector, np.arange(2)).tolist() == semantic.scores(vector, np.arange(2)).tolist()


def test_the_nearest_subjects_as_a_whole_are_those_worth_a_look() -> None:
    """Among very many subjects, the one that was meant is near the front although none of its single examples was compared."""
    subjects, each = 400, 5
    owners = np.repeat(np.arange(subjects), each).tolist()
    rows = np.repeat(random_rows(subjects, 3), each, axis=0) + 0.8 * random_rows(len(owners), 4)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    semantic = Semantic(owners, rows, subjects)
    for meant in range(0, subjects, 20):
        near = semantic.nearness(rows[meant * each])
        assert meant in np.argsort(-near)[:5]
        assert float(np.abs(near).max()) <= 1 + 1e-5
