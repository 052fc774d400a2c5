"""What words in a flow sound like: a complaint, though nobody uses the word; sexual pictures, of which not even a reference is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model.content.topics import Cues
from bot.model.normalise import normalise
from bot.model.safety import Category, Finding
from bot.model.session import Answer, Run


class Recognisers:
    """The patterns of cues.yaml, ready to be used."""

    def __init__(self, cues: Cues) -> None:
        self._complaint = _any_of(cues.complaint)
        self._pictures = _any_of(cues.private_pictures)

    def complaint(self, text: str) -> bool:
        """Whether words sound like a complaint."""
        return self._complaint.search(normalise(text).sentence) is not None

    def like_a_complaint(self, answer: Answer) -> bool:
        """Whether an answer does."""
        return any(self.complaint(words) for words in _words(answer))

    def like_private_pictures(self, run: Run, caption: str, finding: Finding | None) -> bool:
        """Whether anything told so far, or the words under a file, is about sexual pictures."""
        if any(found and found.category is Category.SEXUAL_EXPLOITATION for found in (finding, run.finding)):
            return True
        told = [caption, *(" ".join(_words(answer)) for answer in run.answers)]
        return any(self._pictures.search(normalise(words).sentence) for words in told)


def _words(answer: Answer) -> Iterable[str]:
    if isinstance(answer.value, tuple):
        return [item.words for item in answer.value]
    return [answer.value] if isinstance(answer.value, str) else []


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Whole words of any of these; what matches nothing where there are none."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"\b(?:{joined})\b" if joined else r"(?!)")
