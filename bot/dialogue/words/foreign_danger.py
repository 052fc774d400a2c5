"""Danger in a message that Heard does not read: by phrases of its language, and by what was learned from the languages' examples.

A phrase is words in their order, each the beginning of a word in the message, with at most two others between them; words of one or two letters
are whole. What a language writes together with a word ("and", "I will") may stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.dialogue.words.language import LearnedLanguages, WrittenIn, softmax
from bot.dialogue.words.letters import folded, plain, words_of
from bot.model.content.languages import OtherLanguage, OtherLanguages
from bot.model.safety import Category, Finding, Severity

ORDINARY = "ordinary"
"""What the classifier calls a message without danger."""

BETWEEN = r"(?: \S{1,30}){0,2}? "
"""At most two other words."""
_WHOLE = 2
"""Words of so many letters count only whole."""
_LEAST = 2
"""Words that a message must have for what was learned to speak; one word has too little to go by, and phrases see it."""
_ACCENTS_COUNT = frozenset({"vi"})
"""Languages in which words differ by their accents alone, and are many: there accents count where the message has any."""


class _Phrases:
    """The phrases of one language, the gravest dangers first."""

    def __init__(self, language: OtherLanguage, *, accents: bool) -> None:
        ranked = sorted(language.dangers, key=lambda danger: danger.finding.severity.rank)
        forms = [plain if accents else _flat] if language.code in _ACCENTS_COUNT else [_flat]
        before = "|".join(re.escape(_flat(prefix)) for prefix in sorted(language.prefixes, key=len, reverse=True))
        self._rules = [
            (danger.finding, re.compile("|".join(_pattern(form(phrase), before) for form in forms for phrase in danger.phrases)))
            for danger in ranked
            if danger.phrases
        ]

    def found_in(self, text: str) -> Finding | None:
        return next((finding for finding, pattern in self._rules if pattern.search(text)), None)


def _flat(text: str) -> str:
    return folded(plain(text))


def _pattern(phrase: str, before: str) -> str:
    """A phrase over words with single spaces, a space at each end."""
    lead = f" (?:{before}){{0,2}}" if before else " "
    parts = [re.escape(word) + (r"(?= )" if len(word) <= _WHOLE else r"\S{0,30}(?= )") for word in words_of(phrase)]
    first, *rest = parts
    return lead + first + "".join(BETWEEN[:-1] + lead + part for part in rest)


class ForeignSafety:
    """Danger in every language that has ears here. Holds only what never changes."""

    def __init__(self, content: OtherLanguages, learned: LearnedLanguages | None) -> None:
        self._learned = learned
        self._phrases = {language.code: _Phrases(language, accents=False) for language in content.known}
        self._accented = {language.code: _Phrases(language, accents=True) for language in content.known if language.code in _ACCENTS_COUNT}

    def check(self, message: str, written: WrittenIn) -> Finding | None:
        """The gravest danger that a message in one of our languages speaks of, or None."""
        if written.is_read or not written.maybe:
            return None
        words = words_of(plain(message))
        return self._by_phrases(words, written.maybe) or self._learnt(words)

    def _by_phrases(self, words: Iterable[str], codes: Iterable[str]) -> Finding | None:
        exact = f" {' '.join(words)} "
        flat, gravest = folded(exact), None
        for code in codes:
            accented = code in self._accented and not exact.isascii()
            phrases, text = (self._accented[code], exact) if accented else (self._phrases[code], flat)
            found = phrases.found_in(text)
            gravest = found if found and found.graver_than(gravest) else gravest
        return gravest

    def _learnt(self, words: tuple[str, ...]) -> Finding | None:
        """A danger that sounds like the examples, though no phrase says so."""
        if self._learned is None or len(words) < _LEAST:
            return None
        shares = dict(zip(self._learned.dangers.names, softmax(self._learned.dangers.scores(words)), strict=True))
        if 1 - shares.pop(ORDINARY) < self._learned.danger:
            return None
        return Finding(Category(max(shares, key=lambda name: shares[name])), Severity.URGENT)
