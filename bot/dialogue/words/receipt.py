"""The receipt in a message: five easy words by which somebody finds their case again, however they copy them down."""

from __future__ import annotations

from collections.abc import Iterator

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
    """The five words, where a message is nothing but a receipt; commas, numbers, lines and capital letters do not count."""
    if len(text) > _LONGEST:
        return None
    said = [word for word in normalise(text).words if word not in AROUND and not word.isdecimal()]
    if len(said) != COUNT or sum(word in words for word in said) < EXACT:
        return None
    found = tuple(_meant(said, words))
    return found if len(found) == COUNT else None


def _meant(said: list[str], words: frozenset[str]) -> Iterator[str]:
    """Each word as it is on the list; none for one that is far from all, or near to two."""
    for word in said:
        near = [word] if word in words else [found for found, _, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=1)]
        if len(near) == 1:
            yield near[0]
