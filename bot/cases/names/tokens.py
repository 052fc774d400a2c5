"""An answer cut into the people in it, and each of those into words that are names, roles, people who are no officers, and the rest. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from bot.cases.names.called import PARTICLES
from bot.cases.names.likeness import words_of
from bot.model.case import Role
from bot.model.content.names import Vocabulary

LONGEST = 4
"""Words of the longest phrase that is looked for."""
ROLE_ALIKE = (100, 85, 82)
"""How alike, of 100, what is written must be to what a role is called: with up to three letters, with fewer than ten, and with more."""

_MARKS = r"[,;:&/+\n|()]|(?<=\s)[-–—](?=\s)"
_STOP = r"(?<=[a-z]{3})(?<!\bmrs)(?<!\bmiss)(?<!\bprof)[.!?]+(?=\s)"
_SAYS_MORE = re.compile(r"[,:()–—.!?-]+")


class Kind(Enum):
    """The kinds of words in an answer."""

    NAME = auto()
    TITLE = auto()
    ROLE = auto()
    """Words for an officer of a role that is here is called."""
    OTHER = auto()
    WORK = auto()
    SOMEBODY = auto()
    ORDINARY = auto()
    UNREADABLE = auto()
    """Of another alphabet."""


@dataclass(frozen=True)
class Token:
    """A word of an answer."""

    text: str
    joined: bool
    """True if it hangs on the one before, as with a hyphen."""
    capital: bool
    kind: Kind = Kind.NAME
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Part:
    """One piece of an answer, which speaks of one person mostly."""

    text: str
    added: bool
    """True if it stands after "and" or the like, so that it is somebody else: after a comma it may say more of the same person."""


def parts_of(written: str, vocabulary: Vocabulary) -> list[Part]:
    """The people in one answer. What holds no letters, such as a face after a name, is nobody, unless it is all there is."""
    pieces = _between(vocabulary.but).split(written)
    before = ("", *pieces[1::2])
    parts = [
        Part(text.strip(), _SAYS_MORE.fullmatch(mark) is None)
        for mark, text in zip(before, pieces[::2], strict=True)
        if any(letter.isalpha() for letter in text)
    ]
    return parts or ([Part(written.strip(), added=True)] if written.strip() else [])


@lru_cache(maxsize=4)
def _between(but: frozenset[str]) -> re.Pattern[str]:
    """All that stands between the people in an answer, in one group."""
    words = "|".join(sorted(map(re.escape, but - {"not"} | {"and", "or", "plus", "nor"}), key=len, reverse=True))
    return re.compile(rf"({_MARKS}|{_STOP}|\b(?:{words})\b)", re.IGNORECASE)


def tokens_of(part: str) -> list[Token]:
    """The words of a part, with nothing known of them; one that is spelt out ("O l i v e") is one word."""
    found: list[Token] = []
    letters = words_of(part)
    if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
        return [Token("".join(letters), joined=False, capital=part[:1].isupper())]
    for chunk in part.split():
        words = words_of(chunk)
        if len(words) > 1 and all(len(word) == 1 for word in words):
            words = ("".join(words),)  # "K.W."
        found += [Token(word, joined=n > 0, capital=chunk[0].isupper()) for n, word in enumerate(words)]
        if not words and any(letter.isalpha() for letter in chunk):
            found.append(Token("", joined=False, capital=False, kind=Kind.UNREADABLE))
    return found


def tagged(tokens: Sequence[Token], vocabulary: Vocabulary, roles: Mapping[str, frozenset[Role]]) -> list[Token]:
    """The same words with what each is, the longest phrases first."""
    lists = (
        (Kind.OTHER, vocabulary.others),
        (Kind.WORK, vocabulary.work),
        (Kind.TITLE, vocabulary.titles),
        (Kind.SOMEBODY, vocabulary.somebody),
    )
    known = (*lists, (Kind.ORDINARY, vocabulary.ordinary | vocabulary.links | vocabulary.before | PARTICLES - {"al"}))
    found = list(tokens)
    n = 0
    while n < len(found):
        size, kind, held = _phrase(found, n, known, roles)
        for at in range(n, n + size):
            found[at] = found[at] if found[at].kind is Kind.UNREADABLE else replace(found[at], kind=kind, roles=held)
        n += size
    return found


def _phrase(
    tokens: Sequence[Token], n: int, known: Sequence[tuple[Kind, frozenset[str]]], roles: Mapping[str, frozenset[Role]]
) -> tuple[int, Kind, frozenset[Role]]:
    """How many words from here on belong together, and what they are: a role before anything else of that length."""
    for size in range(min(LONGEST, len(tokens) - n), 0, -1):
        words = [token.text for token in tokens[n : n + size]]
        held = _role(words, roles)
        if held:
            return size, Kind.ROLE, held
        for kind, phrases in known:
            if " ".join(words) in phrases:
                return size, kind, frozenset()
    return 1, Kind.NAME, frozenset()


def _role(words: Sequence[str], roles: Mapping[str, frozenset[Role]]) -> frozenset[Role]:
    """The roles that are called so, also in one word, with an s or a mistake; short ones without a mistake."""
    best: dict[float, set[Role]] = {}
    written, spelt = "".join(words), all(len(word) == 1 for word in words)
    for phrase, held in roles.items():
        called = phrase.replace(" ", "")
        least = ROLE_ALIKE[0 if len(called) <= 3 else 1 if len(called) < 10 else 2]
        alike = 100.0 if written == called + "s" else ratio(written, called)
        if alike >= least and (spelt or len(words) <= phrase.count(" ") + 1):
            best.setdefault(alike, set()).update(held)
    return frozenset(best[max(best)]) if best else frozenset()


def holds_phrase(words: Sequence[str], phrases: frozenset[str]) -> bool:
    """True if one of the phrases stands in the words."""
    return any(" ".join(words[n : n + size]) in phrases for size in range(1, LONGEST + 2) for n in range(len(words) - size + 1))


def without_phrases(words: Sequence[str], phrases: frozenset[str], longest: int) -> Iterator[str]:
    """The words that belong to none of the phrases, the longest taken first."""
    n = 0
    while n < len(words):
        size = next((size for size in range(longest, 0, -1) if " ".join(words[n : n + size]) in phrases and n + size <= len(words)), 0)
        if not size:
            yield words[n]
        n += size or 1
