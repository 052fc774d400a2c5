"""The kind `text`: asks for a few words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic import Field

from bot.model.content.entries import AskEntry, Listed
from bot.model.content.parts import Given, Refused, Sign, Typed
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.session import Answer, Value

MOST = 500


class TextEntry(AskEntry):
    """Asks for a few words."""

    kind: Literal["text"]
    most: int = Field(default=MOST, ge=1, le=4000)

    def built(self, listed: Listed) -> Text:
        """The step as a value."""
        return Text(**self.asked(), most=self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Ask):
    """A few words."""

    most: int = MOST
    """Characters."""

    sign: ClassVar[Sign] = Sign("M0 3h16M0 8h16M0 13h9")
    holds_words: ClassVar[bool] = True

    def takes(self, value: Value, *, done: bool) -> bool:
        """Words that are not too long."""
        return isinstance(value, str) and 0 < len(value) <= self.most

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """The words that were typed."""
        if not isinstance(given, Typed):
            return None
        words = given.text.strip()
        if not words:
            return Refused(Phrase.NO_WORDS)
        if len(words) > self.most:
            return Refused(Phrase.FLOW_TOO_LONG, {"most": str(self.most), "length": str(len(words))})
        return Answer(self.id, words)

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "asks: a few words"

    def limits(self) -> Iterator[str]:
        """How many characters it takes."""
        yield f"at most {self.most} characters"
