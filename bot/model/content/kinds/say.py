"""The kind `say`: says something, and goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.content.entries import Listed, StepEntry
from bot.model.content.fields import Prose
from bot.model.content.steps import Step


class SayEntry(StepEntry):
    """Says something, and goes on."""

    kind: Literal["say"]
    say: Prose

    def built(self, listed: Listed) -> Say:
        """The step as a value."""
        return Say(**self.common())


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Step):
    """Says something, and goes on."""
