"""Greetings, thanks, goodbyes and insults: noticed only where they are the whole message."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model.content.topics import SmallTalk
from bot.model.normalise import Normalised
from bot.model.patterns import Pattern

_LONGEST = 60
"""Small talk is short: longer messages are not tried."""


class SmallTalker:
    """Recognises small talk by the lists in smalltalk.yaml."""

    def __init__(self, entries: Iterable[SmallTalk]) -> None:
        self._entries = [(entry.id, entry.says, Pattern((entry.pattern,)) if entry.pattern else None) for entry in entries]

    def recognise(self, message: Normalised) -> str | None:
        """The id of the entry that the whole message is, or None.

        Raises:
            PatternTooSlowError: that could not be said in time.
        """
        sentence = message.sentence
        if len(sentence) > _LONGEST:
            return None
        for name, says, pattern in self._entries:
            if sentence in says or (pattern and pattern.whole(sentence)):
                return name
        return None
