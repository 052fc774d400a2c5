"""What words in a flow sound like: a complaint, though nobody uses the word; sexual pictures, of which not even a reference is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.content.topics import Cues
from bot.model.normalise import normalise
from bot.model.patterns import Pattern, PatternTooSlowError
from bot.model.safety import Category, Finding
from bot.model.session import Answer, Run


class Recognisers:
    """The patterns of cues.yaml, ready to be used."""

    def __init__(self, cues: Cues) -> None:
        self._complaint = Pattern(cues.complaint, _whole_words)
        self._pictures = Pattern(cues.private_pictures, _whole_words)

    def complaint(self, text: str) -> bool:
        """Whether words sound like a complaint; they do not where that cannot be said in time."""
        try:
            return self._complaint.found_in(normalise(text).sentence)
        except PatternTooSlowError:
            return False

    def like_a_complaint(self, answer: Answer) -> bool:
        """Whether an answer does."""
        return any(self.complaint(words) for words in _words(answer))

    def like_private_pictures(self, run: Run, caption: str, finding: Finding | None) -> bool:
        """Whether anything told so far, or the words under a file, is about sexual pictures, or may be as far as can be said in time."""
        if any(found and found.category is Category.SEXUAL_EXPLOITATION for found in (finding, run.finding)):
            return True
        told = [caption, *(" ".join(_words(answer)) for answer in run.answers)]
        try:
            return any(self._pictures.found_in(normalise(words).sentence) for words in told)
        except PatternTooSlowError:
            return True


def _words(answer: Answer) -> Iterable[str]:
    if isinstance(answer.value, tuple):
        return [item.words for item in answer.value]
    return [answer.value] if isinstance(answer.value, str) else []


def _whole_words(patterns: Sequence[str]) -> str:
    """Whole words of any of these."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return rf"\b(?:{joined})\b"
