"""The kind `number`: asks for a whole number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.model.content.entries import AskEntry, Fault, Listed
from bot.model.content.parts import Given, Refused, Sign, Typed
from bot.model.content.phrases import Phrase
from bot.model.content.sheet import Sheet
from bot.model.content.steps import Ask
from bot.model.session import Answer, Value

LEAST, MOST = 0, 1_000_000
_WHOLE_NUMBER = re.compile(r"(?<![\d.,-])\d{1,9}(?![\d.,]*\d)")


class NumberEntry(AskEntry):
    """Asks for a whole number."""

    kind: Literal["number"]
    least: int = LEAST
    most: int = MOST

    def built(self, listed: Listed) -> Number:
        """The step as a value."""
        return Number(**self.asked(), least=self.least, most=self.most)

    @property
    def amounts(self) -> tuple[int, int]:
        """The least and the most that its answer can be."""
        return self.least, self.most

    def by_itself(self, sheet: Sheet) -> Iterator[Fault]:
        """Some number can be given."""
        if self.least > self.most:
            yield (), f"no number is {self.least} or more and {self.most} or less", "Correct 'least' or 'most'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Ask):
    """A whole number."""

    least: int = LEAST
    most: int = MOST

    sign: ClassVar[Sign] = Sign("M6 1L4 15M12 1l-2 14M1 5h14M1 11h14")

    def takes(self, value: Value, *, done: bool) -> bool:
        """A number within its limits."""
        return isinstance(value, int) and self.least <= value <= self.most

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """The number in what was typed."""
        if not isinstance(given, Typed):
            return None
        number = number_in(given.text)
        if number is None:
            return Refused(Phrase.FLOW_NO_NUMBER)
        if not self.takes(number, done=True):
            return Refused(Phrase.FLOW_OTHER_NUMBER, {"least": str(self.least), "most": str(self.most)})
        return Answer(self.id, number)

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "asks: a number"

    def limits(self) -> Iterator[str]:
        """The numbers that it takes."""
        yield f"from {self.least} to {self.most}"


def number_in(text: str) -> int | None:
    """The one whole number of a message, as it was written: made comparable, long runs of a digit would be cut."""
    found = _WHOLE_NUMBER.findall(text)
    return int(found[0]) if len(found) == 1 else None
