"""The words of a message, weighed: which words and pieces of words speak for which topic.

A linear classifier over words, pairs of words and groups of letters inside words (letter groups forgive spelling). Its weights are learned
from all example questions by `bot.workshop.learning.teach`; here they are only added up, so that every score can be explained by its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.model.normalise import Normalised
from bot.model.vectors import Floats

BUCKETS = 1 << 14
"""Places that words are hashed to, and as many for letter groups: two that share one are told apart by what stands around them."""

LETTERS = (2, 3, 4)
"""Sizes of letter groups."""

_Small = NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class LearnedWords:
    """The classifier's weights. Arrays only, so that it can be a file."""

    subjects: tuple[str, ...]
    """Everything that it can tell apart: topics, and groups of what Heard does not know."""
    rarity: Floats
    """A weight for each bucket, letters first and then words (inverse document frequency)."""
    weights: _Small
    """For each bucket, what it says for each subject, in steps of `step`."""
    step: Floats
    """For each subject."""
    offset: Floats
    """For each subject: its score for a message without any words."""


class Lexical:
    """Scores of the subjects it was asked to look at."""

    def __init__(self, learned: LearnedWords, subjects: Sequence[str]) -> None:
        places = {subject: n for n, subject in enumerate(learned.subjects)}
        self.knows = np.array([subject in places for subject in subjects], dtype=bool)
        columns = [places[subject] for subject in subjects if subject in places]
        self._learned = learned
        self._weights = np.ascontiguousarray(learned.weights[:, columns])
        self._step, self._offset = learned.step[columns], learned.offset[columns]

    def scores(self, message: Normalised) -> Floats:
        """A score for each subject, above 0 where the words speak for it; -1 for those that nothing was learned about."""
        buckets, weights = vector(message, self._learned.rarity)
        scores = np.full(len(self.knows), -1.0, dtype=np.float32)
        scores[self.knows] = (weights @ self._weights[buckets].astype(np.float32)) * self._step + self._offset
        return scores

    def telling(self, message: Normalised, subject: str) -> tuple[str, ...]:
        """The words of a message that speak for a subject, the loudest first."""
        if subject not in self._learned.subjects:
            return ()
        column = self._learned.weights[:, self._learned.subjects.index(subject)]
        loud = {word: int(column[_bucket("w:" + word)]) * float(self._learned.rarity[_bucket("w:" + word)]) for word in message.words}
        return tuple(word for word, weight in sorted(loud.items(), key=lambda item: -item[1]) if weight > 0)[:5]


def vector(message: Normalised, rarity: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The buckets of a message and their weights: letter groups of length 1 as a whole, words of length 1."""
    halves = [Counter(map(_letters_bucket, letter_groups(message.words))), Counter(map(_bucket, words_and_pairs(message.words)))]
    buckets = [np.fromiter(half, dtype=np.int64, count=len(half)) for half in halves]
    weights = [
        _unit((1 + np.log(np.fromiter(half.values(), dtype=np.float32))) * rarity[at]) for half, at in zip(halves, buckets, strict=True)
    ]
    return np.concatenate(buckets), np.concatenate(weights)


def letter_groups(words: Iterable[str]) -> Iterator[str]:
    """Groups of letters inside each word, its edges marked."""
    for word in words:
        edged = f" {word} "
        for size in LETTERS:
            if size >= len(edged):
                yield edged
                break
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]


def words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    """Words, and pairs of neighbours."""
    for word in words:
        yield "w:" + word
    for pair in pairwise(words):
        yield "p:" + " ".join(pair)


def _letters_bucket(group: str) -> int:
    return crc32(group.encode("utf-8", "replace")) % BUCKETS


def _bucket(word: str) -> int:
    return BUCKETS + crc32(word.encode("utf-8", "replace")) % BUCKETS


def _unit(weights: Floats) -> Floats:
    length = float(np.sqrt(weights @ weights))
    return weights / np.float32(length) if length else weights
