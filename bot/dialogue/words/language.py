"""The language in which a message is written: by its script first, then by its letter groups and words.

A naive Bayes classifier over hashed letter groups and words (Cavnar and Trenkle 1994; Lui and Baldwin 2012), learned from the example
sentences of each language and from all English example questions (`bot.workshop.learning.languages`). Without what was learned, the
commonest words of each language decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.words.letters import READ, Script, folded, plain, words_and_script, words_of
from bot.model.content.languages import UNKNOWN, OtherLanguages
from bot.model.session import DEFAULT_LANGUAGE
from bot.model.vectors import Floats

BUCKETS = 1 << 15
"""Places that letter groups and words are hashed to."""
LETTERS = (2, 3, 4, 5)
"""Sizes of letter groups."""
FEW = 2
"""A message of so many words in Latin letters is English, unless one of them belongs to the other language alone."""
NEARLY = 0.1
"""A language with this share may be meant, too: danger is looked for in it as well."""


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """The language of a message, and how sure that is."""

    code: str
    certainty: float
    """From 0 to 1."""
    maybe: tuple[str, ...] = ()
    """Every language of ours in which it may be written, the likeliest first."""

    @property
    def is_read(self) -> bool:
        """It is a language that Heard reads: the message can be checked."""
        return self.code == DEFAULT_LANGUAGE


ENGLISH = WrittenIn(DEFAULT_LANGUAGE, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class LearnedLinear:
    """A linear classifier over hashed letter groups and words. Arrays only, so that it can be a file."""

    names: tuple[str, ...]
    weights: NDArray[np.int8]
    """For each bucket, what it says for each name, in steps of `step`."""
    step: Floats

    def scores(self, words: tuple[str, ...]) -> Floats:
        """A score for each name; comparable within one message."""
        buckets, values = vector(words)
        scores: Floats = (values @ self.weights[buckets].astype(np.float32)) * self.step
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class LearnedLanguages:
    """All that `learn` wrote of languages."""

    languages: LearnedLinear
    """Tells languages apart: every code, English, and `UNKNOWN`."""
    dangers: LearnedLinear
    """Tells kinds of danger apart: every category, and "ordinary"."""
    foreign: float
    """The share of all other languages together from which on a message in Latin letters is not English."""
    danger: float
    """The share of all dangers together from which on a message speaks of one."""
    shared: frozenset[str] = frozenset()
    """Words of other languages that English messages have, too, or people's names: alone they say nothing."""


def vector(words: tuple[str, ...]) -> tuple[NDArray[np.int64], Floats]:
    """The buckets of a message and their weights: letter groups of length 1 as a whole, words of length 1."""
    halves = [Counter(map(_bucket, _letter_groups(words))), Counter(_bucket("w:" + word) for word in words)]
    buckets = [np.fromiter(half, dtype=np.int64, count=len(half)) for half in halves]
    weights = [_unit(1 + np.log(np.fromiter(half.values(), dtype=np.float32, count=len(half)))) for half in halves]
    return np.concatenate(buckets), np.concatenate(weights)


def _letter_groups(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        edged = f" {word[:40]} "
        for size in LETTERS:
            if size > len(edged):
                break
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]


def _bucket(group: str) -> int:
    return crc32(group.encode("utf-8", "replace")) % BUCKETS


def _unit(weights: Floats) -> Floats:
    length = float(np.sqrt(weights @ weights))
    return weights / np.float32(length) if length else weights


def softmax(scores: Floats) -> Floats:
    """Scores as shares of 1."""
    grown = np.exp(scores - scores.max())
    shares: Floats = grown / grown.sum()
    return shares


class LanguageReader:
    """Says in which language a message is written. Holds only what never changes."""

    def __init__(self, content: OtherLanguages, learned: LearnedLanguages | None) -> None:
        self._learned = learned
        self._common = {language.code: frozenset(language.common) for language in (content.english, *content.known)}
        self._own = own_words(content)
        self._in_script = _by_script(content)
        self._masks = {script: self._mask(codes) for script, codes in self._in_script.items()}

    def read(self, message: str) -> WrittenIn:
        """The language of any text at all; English where there are no words."""
        words, script = words_and_script(message[: 2 * READ])
        if not words:
            return ENGLISH
        codes = self._in_script[script]
        if len(codes) == 1:
            return WrittenIn(codes[0], 1.0, tuple(code for code in codes if code != UNKNOWN))
        if self._learned is None:
            return self._by_common_words(words, script)
        return self._by_shares(self._learned, words, script)

    def _by_shares(self, learned: LearnedLanguages, words: tuple[str, ...], script: Script) -> WrittenIn:
        names, mask = learned.languages.names, self._masks[script]
        shares = softmax(np.where(mask, learned.languages.scores(words), np.float32(-1e9)))
        by_code = dict(zip(names, map(float, shares), strict=True))
        english = by_code.pop(DEFAULT_LANGUAGE, 0.0)
        likely = sorted(by_code, key=lambda code: -by_code[code])
        few = script is Script.LATIN and len(set(words)) <= FEW
        if 1 - english < learned.foreign or (few and not self._known_word(learned, words, likely[0])):
            return WrittenIn(DEFAULT_LANGUAGE, english)
        maybe = tuple(code for code in likely if code != UNKNOWN and by_code[code] >= NEARLY)
        return WrittenIn(likely[0], by_code[likely[0]] / max(1 - english, 1e-9), maybe)

    def _known_word(self, learned: LearnedLanguages, words: tuple[str, ...], code: str) -> bool:
        """One of the words belongs to this language, and to no English message or name."""
        return any(len(set(word)) > FEW and word in self._own[code] and word not in learned.shared for word in words)

    def _by_common_words(self, words: tuple[str, ...], script: Script) -> WrittenIn:
        """The language whose commonest words there are most of: at least two, and a third of all."""
        codes = [code for code in self._in_script[script] if code != UNKNOWN]
        counted = {code: sum(word in self._common[code] for word in words) for code in codes}
        best = max(codes, key=lambda code: counted[code])
        if script is Script.LATIN and (counted[best] < 2 or 3 * counted[best] < len(words) or 2 * counted[best] <= 3 * counted["en"]):
            return ENGLISH
        return WrittenIn(best, counted[best] / len(words), tuple(code for code in codes if code != DEFAULT_LANGUAGE and counted[code]))

    def _mask(self, codes: tuple[str, ...]) -> NDArray[np.bool_]:
        names = self._learned.languages.names if self._learned else ()
        return np.array([name in codes for name in names], dtype=bool)


def own_words(content: OtherLanguages) -> dict[str, frozenset[str]]:
    """The words of each language that its file has."""
    texts = {language.code: (*language.examples, *language.common) for language in content.known}
    texts[UNKNOWN] = tuple(text for own in content.unread.values() for text in own)
    return {
        code: frozenset(word for text in own for form in (plain(text), folded(plain(text))) for word in words_of(form))
        for code, own in texts.items()
    }


def _by_script(content: OtherLanguages) -> dict[Script, tuple[str, ...]]:
    """The languages that are written in each script, as their examples are."""
    texts = {language.code: (*language.examples, *language.sentences.values()) for language in content.known}
    texts[UNKNOWN] = tuple(text for own in content.unread.values() for text in own)
    used = {code: {words_and_script(text)[1] for text in own} for code, own in texts.items()}
    used[DEFAULT_LANGUAGE] = {Script.LATIN}
    found = {script: tuple(code for code, scripts in used.items() if script in scripts) for script in Script}
    return {script: codes or (UNKNOWN,) for script, codes in found.items()}
