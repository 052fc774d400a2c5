"""The parts of steps: choices and signs, what is given at a step, and what comes of it. Values, and the wording that they are shown in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.model.actions import Action
from bot.model.content.phrases import Phrase
from bot.model.normalise import Normalised
from bot.model.outbound import Block
from bot.model.session import FileReference, Session

YES, NO = "yes", "no"
"""The answers to a setting that is on or off."""


class Setting(StrEnum):
    """Everything in the session that a choice can set."""

    COUNCIL = "council"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    KEEP_QUESTIONS = "keep-questions"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question: its words, its meaning, and where it leads."""

    label: str
    value: str
    leads_to: str | None = None
    """A step of the same flow; None for where the step itself leads."""
    also_called: tuple[str, ...] = ()
    """Words that people type instead of pressing it."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button under a step that leads out of the flow."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The small sign by which a kind of step is known in pictures, as an SVG path, 16 pixels wide and high."""

    path: str
    thick: float | None = None
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that somebody wrote at a step."""

    text: str
    message: Normalised
    today: date
    language: str


@dataclass(frozen=True, slots=True)
class Picked:
    """A choice that somebody pressed, by its value."""

    value: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that somebody sent, with the words under it."""

    file: FileReference
    caption: str


Given = Typed | Picked | Handed


@dataclass(frozen=True, slots=True)
class Refused:
    """The reason why an answer cannot be taken, as a phrase. Its words stand in the person's chat; nothing else is lost."""

    phrase: Phrase
    values: Mapping[str, str] = field(default_factory=dict)


class Wording(Protocol):
    """The words of one person's language and council, with their blanks filled."""

    def blocks(self, paragraphs: tuple[str, ...], values: Mapping[str, str] | None = None) -> tuple[Block, ...]:
        """Paragraphs of Markdown as blocks."""
        ...

    def say(self, phrase: Phrase, **values: str) -> tuple[Block, ...]:
        """A phrase as blocks."""
        ...

    def label(self, phrase: Phrase, **values: str) -> str:
        """A phrase as plain words."""
        ...

    def day(self, day: date) -> str:
        """A day in words."""
        ...

    def called(self, council: str) -> str | None:
        """The short name of a council; None for one that we do not serve."""
        ...


@dataclass(frozen=True, slots=True)
class Done:
    """A step has done its part, and the flow goes on with this session."""

    session: Session


@dataclass(frozen=True, slots=True)
class Stuck:
    """A step could not do its part, and says why; the flow stays as it was."""

    phrase: Phrase
    way_back: bool = False
    """True where a button leads back to the flow."""


@dataclass(frozen=True, slots=True)
class Onward:
    """The flow is over, and something else follows: a topic or another flow."""

    action: Action


Arrival = Done | Stuck | Onward


def label_of(choices: tuple[Choice, ...], value: str) -> str:
    """The words of the choice with this value."""
    return next((choice.label for choice in choices if choice.value == value), value)


def sentence_of(words: list[str], joiner: str) -> str:
    """Words as a sentence lists them: a, b or c."""
    *most, last = words
    return f"{', '.join(most)} {joiner} {last}" if most else last
