"""The kinds of what leads to somebody, and the marks that stand for it while a text is read."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """What stood there, as editors read it."""

    NAME = "name"
    DATE = "date"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "e-mail"
    LINK = "link"
    HANDLE = "account"
    """What somebody is called in an app or a game."""
    PLATE = "number plate"
    REFERENCE = "reference"
    """A number by which an office knows somebody: NHS, National Insurance, passport, case."""
    BANK = "bank number"
    SECRET = "password"  # noqa: S105 - a kind of word, and no word of that kind
    NUMBER = "number"


_FIRST_MARK = 0xE000
"""Characters that nobody can write: what cannot be shown has been taken out before the first mark is set."""
_MARK_OF = {kind: chr(_FIRST_MARK + place) for place, kind in enumerate(Kind)}
_KIND_OF = {mark: kind for kind, mark in _MARK_OF.items()}
MARKS = f"[{_FIRST_MARK:c}-{_FIRST_MARK + len(Kind) - 1:c}]"
_SHOWN = re.compile("|".join(f"«{re.escape(kind)}»" for kind in Kind))
_SEVERAL = re.compile(rf"({MARKS})(?:[\s,.;/-]*\1)+")


def mark(kind: Kind) -> str:
    """What stands for it until the end, so that no later pattern takes the placeholder's words for somebody's."""
    return _MARK_OF[kind]


def marked(text: str) -> str:
    """A text whose placeholders are marks again: what was redacted once stays as it is."""
    return _SHOWN.sub(lambda found: _MARK_OF[Kind(found[0][1:-1])], text)


def shown(text: str) -> str:
    """A text with placeholders for its marks; one for several of a kind in a row."""
    return "".join(f"«{_KIND_OF[letter]}»" if letter in _KIND_OF else letter for letter in _SEVERAL.sub(r"\1", text))


def words_left(text: str) -> bool:
    """Whether anything but marks is left to read."""
    return any(letter.isalnum() for letter in text)
