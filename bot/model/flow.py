"""Guided conversations, as content designers write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

UNSAID = "none"
"""The value of a choice by which somebody does not say."""

YES, NO = "yes", "no"
"""What can be said to a setting that is on or off."""


class Setting(StrEnum):
    """What a choice can set in the session."""

    COUNCIL = "council"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    KEEP_QUESTIONS = "keep-questions"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question: what stands on it, what it means, and where it leads."""

    label: str
    value: str
    leads_to: str | None
    """A step of the same flow; None ends the flow."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button under a step that leads out of the flow."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a flow. With choices it waits for the person; without, the next step follows at once."""

    id: str
    paragraphs: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    sets: Setting | None = None
    shortcuts: tuple[Shortcut, ...] = ()
    next: str | None = None
    """The step that follows one without choices; None ends the flow."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A guided conversation: its steps, the first of them first."""

    id: str
    title: str
    """What stands on a button that begins it."""
    steps: Mapping[str, Step]

    @property
    def first(self) -> Step:
        """Where it begins."""
        return next(iter(self.steps.values()))
