"""What is kept of a question that had no answer: its words on one line, without what could lead to a person by itself."""

from __future__ import annotations

import re

_LEADS_TO_SOMEBODY = re.compile(
    r"""
    \S+@\S* | (?<!\w)@\w+                                   # an email address, a name in a chat
    | \b(?:https?://|www\.)\S+                              # a link
    | \+?\d(?:[\s()./-]*\d){6,}                             # a telephone number, a number of a case, a date of birth
    | \b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b                 # a postcode
    """,
    re.VERBOSE | re.IGNORECASE,
)
LEFT_OUT = "…"


def kept(words: str) -> str:
    """The words without addresses, links, long numbers and anything that cannot be shown; empty if nothing is left."""
    shown = "".join(character if character.isprintable() else " " for character in words)
    left = " ".join(_LEADS_TO_SOMEBODY.sub(LEFT_OUT, shown).split())
    return left if any(character.isalnum() for character in left) else ""
