"""The kind `end`: the last message of a way through the flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.model.content.entries import Listed, StepEntry
from bot.model.content.fields import Prose
from bot.model.content.parts import Sign
from bot.model.content.steps import Step


class EndEntry(StepEntry):
    """The last message of a way through the flow."""

    kind: Literal["end"]
    say: Prose

    last: ClassVar[bool] = True

    def built(self, listed: Listed) -> End:
        """The step as a value."""
        return End(**self.common())


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """The last message of a way through the flow."""

    sign: ClassVar[Sign] = Sign("M3 3h10v10H3z", filled=True)

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "the end"
