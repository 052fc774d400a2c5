"""The receipt in a message: five easy words by which somebody finds their case again, however they copy them down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.normalise import normalise

COUNT = 5
"""Words of a receipt."""
EXACT = 3
"""How many of them must be written without a mistake, so that others may have one: an ordinary sentence is no receipt."""
AROUND = frozenset(
    {
        "a",
        "and",
        "are",
        "case",
        "code",
        "five",
        "hello",
        "here",
        "hi",
        "is",
        "it",
        "its",
        "my",
        "please",
        "receipt",
        "the",
        "these",
        "words",
    }
)
"""What people write around the words ("my words are …"). None of them is on the list."""

_LONGEST = 300
"""Characters: what is longer is a story."""


def spoken(text: str, words: frozenset[str]) -> tuple[str, ...] | None:
    """The five words, where a message is nothing but a receipt, or holds one without a mistake.

    Commas, numbers, lines and capital letters do not count; nor whether there is room between the words.
    """
    if len(text) > _LONGEST:
        return None
    said = [word for word in normalise(text).words if not word.isdecimal()]
    only = [word for word in said if word not in AROUND]
    if len(only) == COUNT and sum(word in words for word in only) >= EXACT:
        found = tuple(_meant(only, words))
        if len(found) == COUNT:
            return found
    return _amid(said, words) or _run_together(only, words)


def _amid(said: list[str], words: frozenset[str]) -> tuple[str, ...] | None:
    """The five words amid others ("hi any news? …", our own message pasted back): side by side, and neither more nor fewer."""
    groups = [tuple(group) for listed, group in groupby(said, words.__contains__) if listed]
    found = [group for group in groups if len(group) == COUNT]
    return found[0] if len(found) == 1 else None


def _run_together(said: list[str], words: frozenset[str]) -> tuple[str, ...] | None:
    """The five words with no room between some of them; None where they can be parted in two ways."""
    ways = [*_parted("".join(said), words, COUNT)] if 0 < len(said) < COUNT else []
    return ways[0] if len(ways) == 1 else None


def _parted(letters: str, words: frozenset[str], count: int) -> Iterator[tuple[str, ...]]:
    if count == 0:
        if not letters:
            yield ()
        return
    for end in range(1, min(len(letters), max(map(len, words), default=0)) + 1):
        if letters[:end] in words:
            yield from ((letters[:end], *rest) for rest in _parted(letters[end:], words, count - 1))


def _meant(said: list[str], words: frozenset[str]) -> Iterator[str]:
    """Each word as it is on the list; none for one that is far from all, or near to two."""
    for word in said:
        near = [word] if word in words else [found for found, _, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=1)]
        if len(near) == 1:
            yield near[0]
