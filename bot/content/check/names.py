"""Rules for names and for the words around them: each is written as it is looked for, and none takes the place of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    for n, entry in enumerate(file.given_names):
        every = (*entry.names, *entry.short)
        for wrong, mend in _words_wrong(every, _NAME):
            yield Problem(path, line_in(path, "given_names", n), wrong, mend)
        if any(m != n and _holds(other, entry) and (m < n or not _holds(entry, other)) for m, other in enumerate(file.given_names)):
            yield Problem(
                path, line_in(path, "given_names", n), f"'{entry.names[0]}' says nothing that another entry does not", "Remove it"
            )
    named = {name for entry in file.given_names for name in (*entry.names, *entry.short)}
    for wrong, mend in (*_words_wrong(file.one_spelling, _NAME), *_words_wrong(file.family_names_too, _NAME)):
        yield Problem(path, line_in(path, "one_spelling"), wrong, mend)
    for name in sorted(named.intersection(file.one_spelling)):
        yield Problem(path, line_in(path, "one_spelling"), f"'{name}' has more than one spelling", "Remove it here: it stands in an entry")


def _holds(one: schema.GivenNameEntry, other: schema.GivenNameEntry) -> bool:
    """Whether one entry says all that another does."""
    return set(other.names) <= set(one.names) and set(other.short) <= set(one.short)


def kept_out_words_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """Each word is written as it is compared, is short enough to be found, and stands where it counts."""
    path, file = manuscript.lists["kept_out"].path, manuscript.entries("kept_out", schema.KeptOutFile)
    people = {word: key for key in _PEOPLE for word in getattr(file, key)}
    for key, words in file:
        longest = LONGEST_ANSWER if key in _ANSWERS else LONGEST
        for wrong, mend in _words_wrong(words, _PHRASE):
            yield Problem(path, line_in(path, key), wrong, mend)
        for phrase in words:
            if phrase.count(" ") >= longest:
                yield Problem(path, line_in(path, key), f"'{phrase}' is never found", f"Use at most {longest} words")
            if key == "ordinary" and phrase in people:
                wrong = f"'{phrase}' stands under '{people[phrase]}' too, so it is never taken for an ordinary word"
                yield Problem(path, line_in(path, key), wrong, "Keep one of them")


def _words_wrong(words: Sequence[str], shape: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with a word of a list, and what to do."""
    for n, word in enumerate(words):
        if not shape.fullmatch(word):
            yield f"'{word}' is never found", "Use small letters from a to z, without accents and apostrophes"
        if word in words[:n]:
            yield f"'{word}' stands twice", "Keep one of them"
