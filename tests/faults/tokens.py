"""Words that nobody else uses: each says in whose conversation alone it may ever be read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MARK = "qzv"
"""Stands in each of them, and in nothing that anybody else writes."""
_LETTERS = str.maketrans("0123456789", "abcdefghij")
_DIGITS = str.maketrans("abcdefghij", "0123456789")
PERSONS, OFFICERS = "z", "x"
"""What stands between the two numbers of a token tells whose it is."""
_TOKEN = re.compile(rf"{MARK}([a-j]+)([xz])[a-j]+")
_BEGINS = re.compile(rf"{MARK}[a-j]{{4,}}[xz]".encode())
"""Long enough never to come up by chance in what is sealed."""


@dataclass(slots=True)
class Tokens:
    """Makes them, for people or for officers."""

    between: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def new(self, chat: int) -> str:
        """A word for this conversation that was never used before."""
        return f"{MARK}{chat}{self.between}{next(self._numbers)}".translate(_LETTERS)


def tokens_in(text: str) -> list[str]:
    """All that stand in a text, in order."""
    return [found[0] for found in _TOKEN.finditer(text)]


def owner(token: str) -> int:
    """The conversation that it belongs to."""
    found = _TOKEN.fullmatch(token)
    assert found, "no token"
    return int(found[1].translate(_DIGITS))


def is_persons(token: str) -> bool:
    """Whether a person wrote it, and not an officer."""
    found = _TOKEN.fullmatch(token)
    return found is not None and found[2] == PERSONS


def holds_words(content: bytes) -> bool:
    """Whether any stands in the bytes of a file or a log."""
    return _BEGINS.search(content) is not None
