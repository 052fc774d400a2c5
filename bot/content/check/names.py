"""Rules for names and for the words around them: each is written as it is looked for, and none takes the place of another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.content import schema
from bot.content.files import Manuscript
from bot.content.yaml_text import line_in
from bot.errors import Problem

LONGEST, LONGEST_ANSWER = 4, 7
"""Words of the longest phrase that is looked for: among those of a person, and for nobody, anybody and secret."""

_NAME = re.compile(r"[a-z]+")
_PHRASE = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")
_ANSWERS = ("nobody", "anybody", "secret")
_PEOPLE = ("others", "work", "somebody", "titles")


def given_names_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """Each name has letters from a to z alone and stands once in its entry, and each entry says something that no other says."""
    path, file = manuscript.lists["given_names"].path, manuscript.entries("given_names", schema.GivenNamesFile)
    named = {name for entry in file.given_names for name in (*entry.names, *entry.short)}
    needless = set(_needless(file.given_names))
    for n, entry in enumerate(file.given_names):
        for _, wrong, mend in _words_wrong((*entry.names, *entry.short), _NAME):
            yield Problem(path, line_in(path, "given_names", n), wrong, mend)
        if n in needless:
            yield Problem(
                path, line_in(path, "given_names", n), f"'{entry.names[0]}' says nothing that another entry does not", "Remove it"
            )
    for key in ("one_spelling", "family_names_too"):
        for n, wrong, mend in _words_wrong(getattr(file, key), _NAME):
            yield Problem(path, line_in(path, key, n), wrong, mend)
    for n, name in enumerate(file.one_spelling):
        if name in named:
            yield Problem(path, line_in(path, "one_spelling", n), f"'{name}' stands in an entry too", "Remove it here")


def _needless(entries: Sequence[schema.GivenNameEntry]) -> Iterator[int]:
    """Which entries say nothing that another does not. Only those that hold its first name are looked at: there are a thousand of them."""
    stands_in = defaultdict[str, list[int]](list)
    for n, entry in enumerate(entries):
        for name in entry.names:
            stands_in[name].append(n)
    for n, entry in enumerate(entries):
        beside = ((m, entries[m]) for m in stands_in[entry.names[0]] if m != n)
        if any(_holds(other, entry) and (m < n or not _holds(entry, other)) for m, other in beside):
            yield n


def _holds(one: schema.GivenNameEntry, other: schema.GivenNameEntry) -> bool:
    """True if one entry says all that another does."""
    return set(other.names) <= set(one.names) and set(other.short) <= set(one.short)


def kept_out_words_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """Each word is written as it is compared, is short enough to be found, and stands where it counts."""
    path, file = manuscript.lists["kept_out"].path, manuscript.entries("kept_out", schema.KeptOutFile)
    people = {word: key for key in _PEOPLE for word in getattr(file, key)}
    for key, words in file:
        for n, wrong, mend in (*_words_wrong(words, _PHRASE), *_out_of_place(key, words, people)):
            yield Problem(path, line_in(path, key, n), wrong, mend)


Fault = tuple[int, str, str]
"""A word's place in its list, what is wrong with it, and what to do."""


def _out_of_place(key: str, words: Sequence[str], people: Mapping[str, str]) -> Iterator[Fault]:
    """Phrases that are too long to be found, and ordinary words that count as people first."""
    longest = LONGEST_ANSWER if key in _ANSWERS else LONGEST
    for n, phrase in enumerate(words):
        if phrase.count(" ") >= longest:
            yield n, f"'{phrase}' is never found", f"Use at most {longest} words"
        if key == "ordinary" and phrase in people:
            yield n, f"'{phrase}' stands under '{people[phrase]}' too, so it is never taken for an ordinary word", "Keep one of them"


def _words_wrong(words: Sequence[str], shape: re.Pattern[str]) -> Iterator[Fault]:
    for n, word in enumerate(words):
        if not shape.fullmatch(word):
            yield n, f"'{word}' is never found", "Use small letters from a to z, without accents and apostrophes"
        if word in words[:n]:
            yield n, f"'{word}' stands twice", "Keep one of them"
