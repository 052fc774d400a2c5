"""What is kept of a question that had no answer: its words on one line, without what could lead to a person.

It would rather take out a word too many: a number counts whether or not its check digits fit, since a mistyped one leads to somebody, too.
"""

from __future__ import annotations

from bot.dialogue.redaction.dates import without_dates
from bot.dialogue.redaction.marks import marked, shown, words_left
from bot.dialogue.redaction.names import without_names
from bot.dialogue.redaction.numbers import without_numbers
from bot.dialogue.redaction.online import without_accounts, without_addresses_online
from bot.dialogue.redaction.places import without_places

_STEPS = (without_addresses_online, without_dates, without_places, without_numbers, without_accounts, without_names)
"""In this order: a link holds numbers, a date looks like a sort code, a street is called like somebody."""


def kept(words: str) -> str:
    """The words, with «…» for what leads to somebody, and without what cannot be shown; empty if nothing else is left."""
    text = marked("".join(character if character.isprintable() else " " for character in words))
    for step in _STEPS:
        text = step(text)
    left = " ".join(text.split())
    return shown(left) if words_left(left) else ""
