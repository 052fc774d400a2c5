"""Finding the topic that a message is about.

Every example question, title and keyword of a topic becomes a weighted vector of words and of letter groups inside words
(tf-idf: what is rare tells more; letter groups forgive spelling). A message is held against all of them by cosine, and a topic
scores by its nearest examples together with its examples as a whole. docs/finding.md tells how well that does.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.normalise import Normalised, normalise
from bot.model.content import Audience, Topic

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]

OFFERED = 3
"""How many topics are offered when it is not clear which is meant."""

UNKNOWN_SHARE = 0.6
"""What a word that no example has weighs, as a share of the rarest known one: a message full of such words is about something else."""

TELLING = 3.0
"""From which rarity on a shared word is named as a reason."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers that `eval` was run with to choose them; all scores lie between 0 and 1."""

    answer: float = 0.25
    """A best score from here on answers …"""
    margin: float = 0.03
    """… if the second topic is this far behind …"""
    answer_fit: float = 1.07
    """… and the message fits what we know about at all this well (see `_fit`)."""
    offer_fit: float = 0.83
    """A fit from here on offers a choice."""
    nearest: float = 0.6
    """The share of the nearest example in a topic's score; the rest is the topic as a whole."""
    other_audience: float = 0.75
    """What is left of the score of a topic that is not for this audience."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic and how well it fits, from 0 to 1."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the search makes of a message."""

    hits: tuple[Hit, ...]
    """The best few, best first; they may be poor."""
    confident: bool
    """Whether the best can be given as the answer."""
    offer: bool
    """Whether the best few are worth offering."""

    @property
    def best(self) -> str | None:
        """The best topic."""
        return self.hits[0].topic if self.hits else None


class Finder:
    """The index over all topics. Built once; asking it changes nothing."""

    def __init__(self, topics: Iterable[Topic], weights: Weights | None = None) -> None:
        self._weights = weights or Weights()
        self._topics = tuple(topics)
        self._audiences = [frozenset(topic.audiences) for topic in self._topics]
        self._ids: dict[str, int] = {}
        self._words: list[set[str]] = []
        owner, rows, features = array("i"), array("i"), array("i")
        for n, topic in enumerate(self._topics):
            self._words.append(set())
            for text in _texts(topic):
                example = normalise(text)
                self._words[-1].update(example.words)
                known = {self._ids.setdefault(feature, len(self._ids)) for feature in _features(example)}
                features.extend(known)
                rows.extend(repeat(len(owner), len(known)))
                owner.append(n)
        self._owner = np.array(owner, dtype=np.int64)
        row, feature = np.array(rows, dtype=np.int32), np.array(features, dtype=np.int32)
        self._idf = np.log((1 + len(owner)) / (1 + np.bincount(feature, minlength=len(self._ids)))) + 1
        self._rarest = float(self._idf.max(initial=1.0))
        self._unknown = self._rarest * UNKNOWN_SHARE
        weight = _unit_rows(row, self._idf[feature], len(owner))
        self._examples = _Index(feature, row, weight, len(self._ids), len(owner))
        self._wholes = _whole_topics(feature, self._owner[row], weight, len(self._ids), len(self._topics))

    def find(self, message: Normalised, audience: Audience | None) -> Found:
        """The topics that fit a message best. Pure: the same message gives the same hits."""
        features = set(_features(message))
        if not features or not self._topics:
            return Found((), confident=False, offer=False)
        scores = self._scores(features, audience)
        best = np.argsort(-scores, kind="stable")[: OFFERED + 2]
        hits = tuple(Hit(self._topics[n].id, float(scores[n])) for n in best if scores[n] > 0)
        weights = self._weights
        first = hits[0].score if hits else 0.0
        ahead = first - (hits[1].score if len(hits) > 1 else 0.0)
        fit = self._fit(message, int(best[0]), ahead)
        confident = first >= weights.answer and ahead >= weights.margin and fit >= weights.answer_fit
        return Found(hits, confident, offer=confident or fit >= weights.offer_fit)

    def _fit(self, message: Normalised, topic: int, ahead: float) -> float:
        """Whether the message is about anything we know, from 0 to about 2.

        The share of its words (the rare ones count more) that any example has, with a little for those that the best topic's own
        have and for how far that topic is ahead. The shares come from a logistic fit to the development questions, where it told
        what is in scope from what is not far better than the best score alone (area under the curve 0.85 against 0.72).
        """
        words = set(message.words)
        weigh = {word: float(self._idf[self._ids[f"w:{word}"]]) if f"w:{word}" in self._ids else self._rarest for word in words}
        total = sum(weigh.values()) or 1.0
        known = sum(weight for word, weight in weigh.items() if f"w:{word}" in self._ids) / total
        own = sum(weight for word, weight in weigh.items() if word in self._words[topic]) / total
        return known + 0.3 * own + 0.9 * ahead

    def why(self, message: Normalised, topic: str) -> tuple[str, ...]:
        """The telling words that a message shares with a topic's examples."""
        own = next(words for item, words in zip(self._topics, self._words, strict=True) if item.id == topic)
        telling = [word for word in message.words if word in own and self._idf[self._ids[f"w:{word}"]] > TELLING]
        return tuple(dict.fromkeys(telling))

    def _scores(self, features: set[str], audience: Audience | None) -> Floats:
        known, weights = self._vector(features)
        nearest = np.zeros(len(self._topics))
        np.maximum.at(nearest, self._owner, self._examples.cosines(known, weights))
        share = self._weights.nearest
        scores: Floats = share * nearest + (1 - share) * self._wholes.cosines(known, weights)
        if audience:
            away = np.array([audience not in audiences for audiences in self._audiences])
            scores[away] *= self._weights.other_audience
        return scores

    def _vector(self, features: set[str]) -> tuple[Ints, Floats]:
        """The message's known features and their weights. Unknown ones make it longer, so that its cosines are smaller."""
        known = np.array(sorted(self._ids[feature] for feature in features if feature in self._ids), dtype=np.int32)
        weights = self._idf[known]
        unknown = (len(features) - len(known)) * self._unknown**2
        length = math.sqrt(float(weights @ weights) + unknown)
        return known, weights / length


class _Index:
    """A sparse matrix turned on its side: for each feature, the rows that have it and how much."""

    def __init__(self, feature: Ints, row: Ints, weight: Floats, features: int, rows: int) -> None:
        order = np.argsort(feature, kind="stable")
        self._row, self._weight, self._rows = row[order], weight[order], rows
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(feature, minlength=features))))

    def cosines(self, known: Ints, weights: Floats) -> Floats:
        """How near each row is to a vector."""
        starts = self._starts[known]
        lengths = self._starts[known + 1] - starts
        before = np.concatenate(([0], np.cumsum(lengths)))
        places = np.repeat(starts - before[:-1], lengths) + np.arange(before[-1])
        return np.bincount(self._row[places], self._weight[places] * np.repeat(weights, lengths), self._rows).astype(np.float64, copy=False)


def _unit_rows(row: Ints, weight: Floats, rows: int) -> Floats:
    """Weights divided by the length of their row."""
    lengths = np.sqrt(np.bincount(row, weights=weight * weight, minlength=rows))
    unit: Floats = weight / lengths[row]
    return unit


def _whole_topics(feature: Ints, topic: Ints, weight: Floats, features: int, topics: int) -> _Index:
    """All examples of a topic added up, each topic of length 1."""
    cell, place = np.unique(topic * max(features, 1) + feature, return_inverse=True)
    added = np.zeros(len(cell))
    np.add.at(added, place, weight)
    row, column = cell // max(features, 1), cell % max(features, 1)
    return _Index(column, row, _unit_rows(row, added, topics), features, topics)


def _texts(topic: Topic) -> Iterator[str]:
    yield from topic.questions
    yield from topic.keywords
    for edition in topic.editions.values():
        if edition.title:
            yield edition.title


def _features(message: Normalised) -> Iterator[str]:
    """Words, pairs of words, and groups of three and four letters inside each word."""
    words = message.words
    for word in words:
        yield f"w:{word}"
        edged = f"<{word}>"
        for size in (3, 4):
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]
    for pair in pairwise(words):
        yield "p:" + " ".join(pair)
