"""Danger in a message that Heard does not read: by phrases of its language, and by what was learned from the languages' examples.

A phrase is words in their order, each the beginning of a word in the message, with at most two others between them; words of one or two letters
are whole. What a language writes together with a word ("and", "I will") may stand before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.dialogue.words.language import LearnedLanguages, WrittenIn, softmax
from bot.dialogue.words.letters import folded, plain, words_of
from bot.model.content.languages import OtherLanguage, OtherLanguages
from bot.model.safety import Category, Finding, Severity

ORDINARY = "ordinary"
"""The name of a message without danger."""

BETWEEN = 2
"""At most so many other words stand between two words of a phrase."""
_WHOLE = 2
"""Words of so many letters count only whole."""
_LEAST = 2
"""Words that a message must have for what was learned to speak; one word has too little to go by, and phrases see it."""
_ACCENTS_COUNT = frozenset({"vi"})
"""Languages in which words differ by their accents alone, and are many: there accents count where the message has any."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The danger that a phrase names, and its words after the first."""

    finding: Finding
    rest: tuple[str, ...]


class _Phrases:
    """The phrases of one language, by their first word."""

    def __init__(self, language: OtherLanguage, form: Callable[[str], str]) -> None:
        self._prefixes = tuple(form(prefix) for prefix in language.prefixes)
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        for danger in language.dangers:
            for phrase in danger.phrases:
                first, *rest = words_of(form(phrase)) or ("",)
                self._by_first[first].append(_Phrase(danger.finding, tuple(rest)))

    def found_in(self, words: Sequence[str]) -> Finding | None:
        """The gravest danger that a phrase names."""
        gravest: Finding | None = None
        forms = [tuple(self._forms(word)) for word in words]
        for n, own in enumerate(forms):
            for phrase in self._beginning(own):
                if phrase.finding.graver_than(gravest) and _goes_on(phrase.rest, forms, n + 1):
                    gravest = phrase.finding
        return gravest

    def _beginning(self, forms: Iterable[str]) -> Iterator[_Phrase]:
        for form in forms:
            for end in range(1, len(form) + 1):
                if end > _WHOLE or end == len(form):
                    yield from self._by_first.get(form[:end], ())

    def _forms(self, word: str) -> Iterator[str]:
        """A word, and what is left of it without one or two prefixes."""
        yield word
        once = [word.removeprefix(prefix) for prefix in self._prefixes if word.startswith(prefix)]
        yield from once
        yield from (left.removeprefix(prefix) for left in once for prefix in self._prefixes if left.startswith(prefix))


def _goes_on(rest: Sequence[str], forms: Sequence[Iterable[str]], at: int) -> bool:
    """The other words of a phrase follow, none too far from the last."""
    if not rest:
        return True
    near = range(at, min(at + BETWEEN + 1, len(forms)))
    return any(any(_begins(form, rest[0]) for form in forms[n]) and _goes_on(rest[1:], forms, n + 1) for n in near)


def _begins(word: str, part: str) -> bool:
    return word.startswith(part) if len(part) > _WHOLE else word == part


def _flat(text: str) -> str:
    return folded(plain(text))


class ForeignSafety:
    """Danger in every language that has ears here. Holds only what never changes."""

    def __init__(self, content: OtherLanguages, learned: LearnedLanguages | None) -> None:
        self._learned = learned
        self._phrases = {language.code: _Phrases(language, _flat) for language in content.known}
        self._accented = {language.code: _Phrases(language, plain) for language in content.known if language.code in _ACCENTS_COUNT}

    def check(self, message: str, written: WrittenIn) -> Finding | None:
        """The gravest danger that a message in one of our languages speaks of, or None."""
        if not written.maybe:
            return None
        words = words_of(plain(message))
        return self._by_phrases(words, written.maybe) or self._learnt(words)

    def _by_phrases(self, words: tuple[str, ...], codes: Iterable[str]) -> Finding | None:
        flat, gravest = tuple(map(folded, words)), None
        accents = not all(map(str.isascii, words))
        for code in codes:
            accented = accents and code in self._accented
            found = self._accented[code].found_in(words) if accented else self._phrases[code].found_in(flat)
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
