"""Finding what a message is about: a topic, or something that Heard knows nothing of.

Three readers that fail differently look at every message: one at its words (`lexical`), one at its meaning (`semantic`), and one
at what the likely answers say (`passages`). Their scores are added and made into shares that sum to 1 over everything that could
be meant: the topics, and the groups of what Heard does not know (bins, banking, weather). How they are weighed, and from which
share on a topic is given as the answer or offered, is learned from development questions by `python -m bot learn`.
docs/finding.md tells how well that does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.find.lexical import LearnedWords, Lexical
from bot.dialogue.find.passages import READ, Passages
from bot.dialogue.find.semantic import FAR, Semantic
from bot.dialogue.words.spelling import Speller
from bot.model.content.topics import Audience, Limit, Topic
from bot.model.normalise import Normalised, normalise
from bot.model.ports import Encoder
from bot.model.vectors import Floats

OFFERED = 3
"""How many topics are offered when it is not clear which is meant."""

LOOKED_INTO = 40
"""Subjects that are looked into closely: so many by their words, and so many by their meaning as a whole. Beyond them nobody wins."""

LIMIT = "limit:"
"""The beginning of subjects that are no topics."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers that `learn` chose; shares lie between 0 and 1."""

    sharpness: float = 7.0
    """How much a difference of scores says: the larger, the surer."""
    meaning: float = 3.0
    """The weight of the meaning against the words."""
    passages: float = 0.5
    """The weight of the answers' text."""
    audience: float = 0.5
    """The share that a topic gains that is written for this audience before all others; half of it if the audience is among its readers."""
    limits: float = 4.0
    """The share that the groups of things unknown gain together, because most of what people ask anywhere is about nothing we know."""
    words_at_no_meaning: float = -1.0
    words_per_meaning: float = 0.5
    """The score that the words would give of a subject that nothing was learned about yet, by its meaning alone."""
    clear: float = 0.6
    """Where the words put one subject this far before all others, the meaning is not asked: it would change nothing but the time."""
    answer: float = 0.5
    """A topic with this share is the answer."""
    offer: float = 0.4
    """If all topics together have this share, the best are offered."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """Everything that `learn` left behind."""

    words: LearnedWords
    weights: Weights


@dataclass(frozen=True, slots=True)
class Hit:
    """A topic and the share of it, from 0 to 1: how likely it is that this was meant."""

    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The search result of a message."""

    hits: tuple[Hit, ...] = ()
    """The best few topics, best first; they may be poor."""
    confident: bool = False
    """True if the best can be given as the answer."""
    offer: bool = False
    """True if the best few are worth offering."""
    limit: str | None = None
    """The group of things unknown that it is most likely about, where no topic is worth offering."""

    @property
    def best(self) -> str | None:
        """The best topic."""
        return self.hits[0].topic if self.hits else None

    @classmethod
    def given(cls, topic: str) -> SearchResult:
        """A topic that is meant for certain."""
        return cls((Hit(topic, 1.0),), confident=True, offer=True)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics thought of, best first."""
        return tuple(hit.topic for hit in self.hits)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The readers' scores of every subject (the last axis)."""

    words: Floats
    meaning: Floats
    passages: Floats
    gain: Floats
    """By the audience."""


class Finder:
    """The index over everything that can be meant. Built once; asking it changes nothing."""

    def __init__(self, topics: Iterable[Topic], limits: Iterable[Limit], encoder: Encoder, learned: Learned) -> None:
        self._weights = learned.weights
        self._encoder = encoder
        topics = tuple(topics)
        examples = subjects(topics, limits)
        self.names = tuple(examples)
        self.is_topic = np.array([not name.startswith(LIMIT) for name in self.names], dtype=bool)
        texts = [text for own in examples.values() for text in own]
        owners = [n for n, own in enumerate(examples.values()) for _ in own]
        self._semantic = Semantic(owners, encoder.known(texts), len(examples))
        self._lexical = Lexical(learned.words, self.names)
        read = [normalise(text) for text in texts]
        self._speller = Speller(read)
        self._passages = Passages(topics)
        self._as_written = _as_written(read, [self.names[owner] for owner in owners])
        self._gains = {audience: gains(topics, len(examples), audience) for audience in (None, *Audience)}

    def find(
        self, message: Normalised, audience: Audience | None, council: str | None = None, without: Collection[str] = ()
    ) -> SearchResult:
        """The topics that a message is most likely about, but for those that were ruled out. The same message gives the same topics."""
        if not message.words or not self.names:
            return SearchResult()
        written = self._as_written.get(message.sentence)
        if written and written not in without:
            return self._given(written)
        share = shares(self.scores(message, audience, council), self.is_topic, self._weights)
        ruled_out = np.array([name in without for name in self.names])  # a session may name a topic that is gone
        if ruled_out.any():
            share[ruled_out] = 0.0
            share /= max(float(share.sum()), 1e-9)
        return self._found(share)

    def scores(self, message: Normalised, audience: Audience | None, council: str | None) -> Scores:
        """The scores that each reader gives of each subject, before it is weighed."""
        spelt = self._speller.read(message)
        words = self._lexical.scores(spelt)
        if self._lexical.knows.all() and is_clear(words, self._weights.clear):
            nothing = np.zeros(len(self.names), dtype=np.float32)
            return Scores(words, nothing, nothing, self._gains[audience])
        vector = self._encoder.encode([spelt.searched])[0]
        meaning = self._semantic.scores(vector, np.union1d(_largest(words), _largest(self._semantic.nearness(vector))))
        unlearned = ~self._lexical.knows
        words[unlearned] = self._weights.words_at_no_meaning + self._weights.words_per_meaning * meaning[unlearned]
        likely = np.argsort(-np.where(self.is_topic, words + self._weights.meaning * meaning, -np.inf), kind="stable")[:READ]
        likely = likely[self.is_topic[likely]]
        passages = np.zeros(len(self.names), dtype=np.float32)
        passages[likely] = self._passages.scores(spelt, [self.names[n] for n in likely], council, audience)
        return Scores(words, meaning, passages, self._gains[audience])

    def why(self, message: Normalised, topic: str) -> tuple[str, ...]:
        """The words of a message that speak for a topic, the loudest first."""
        return self._lexical.telling(self._speller.read(message), topic)

    def _given(self, name: str) -> SearchResult:
        """A message which somebody wrote word for word as an example has it: nothing needs to be weighed."""
        if name.startswith(LIMIT):
            return SearchResult(limit=name.removeprefix(LIMIT))
        return SearchResult.given(name)

    def _found(self, share: Floats) -> SearchResult:
        topics = np.where(self.is_topic, share, -1.0)
        best = [int(n) for n in np.argsort(-topics, kind="stable")[: OFFERED + 2] if topics[n] > 0]
        hits = tuple(Hit(self.names[n], float(share[n])) for n in best)
        known = float(share[self.is_topic].sum())
        confident = bool(hits) and hits[0].share >= self._weights.answer
        offer = bool(hits) and (confident or known >= self._weights.offer)
        unknown = np.where(self.is_topic, -1.0, share)
        group = self.names[int(unknown.argmax())].removeprefix(LIMIT) if not offer and unknown.max() > UNSURE else None
        return SearchResult(hits, confident, offer, group)


UNSURE = 0.5
"""Up to this share a group's reply would be a guess: the general "I don't know that one" is said."""


def is_clear(words: Floats, ahead: float) -> bool:
    """True if the words speak for one subject, and for it alone."""
    if len(words) < 2:
        return False
    second, first = np.partition(words, len(words) - 2)[-2:]
    return bool(first >= 0 and first - second >= ahead)


def _largest(scores: Floats) -> NDArray[np.intp]:
    """The subjects that score best."""
    return np.argpartition(-scores, LOOKED_INTO)[:LOOKED_INTO] if len(scores) > LOOKED_INTO else np.arange(len(scores))


def subjects(topics: Iterable[Topic], limits: Iterable[Limit]) -> dict[str, tuple[str, ...]]:
    """Everything that can be meant, topics first, with its examples."""
    named = {topic.id: tuple(dict.fromkeys(_texts(topic))) for topic in topics}
    return {**named, **{LIMIT + limit.id: limit.questions for limit in limits}}


def _as_written(examples: Iterable[Normalised], owners: Iterable[str]) -> dict[str, str]:
    """By its words, the subject of each example that only one subject has."""
    subjects_of: dict[str, set[str]] = {}
    for example, owner in zip(examples, owners, strict=True):
        subjects_of.setdefault(example.sentence, set()).add(owner)
    return {sentence: own.pop() for sentence, own in subjects_of.items() if len(own) == 1 and sentence}


def _texts(topic: Topic) -> Iterator[str]:
    yield from topic.questions
    yield from topic.keywords
    for edition in topic.editions.values():
        if edition.title:
            yield edition.title


def shares(scores: Scores, is_topic: NDArray[np.bool_], weights: Weights) -> Floats:
    """Scores of all subjects (the last axis) made into shares that sum to 1."""
    summed = scores.words + weights.meaning * scores.meaning + weights.passages * scores.passages + weights.audience * scores.gain
    sharp = weights.sharpness * summed + np.where(is_topic, 0.0, weights.limits)
    raised = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
    raised[scores.meaning <= FAR] = 0.0  # far from all its examples: not looked into
    made: Floats = raised / np.maximum(raised.sum(axis=-1, keepdims=True), 1e-9)
    return made


def gains(topics: Iterable[Topic], subjects: int, audience: Audience | None) -> Floats:
    """For each of so many subjects: 1 for topics that are written for this audience before all others, 0.5 for others it reads."""
    gain = np.zeros(subjects, dtype=np.float32)
    for n, topic in enumerate(topics):
        if audience in topic.audiences:
            gain[n] = 1.0 if audience is topic.audiences[0] else 0.5
    return gain
