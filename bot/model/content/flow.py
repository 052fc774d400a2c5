"""Guided conversations, as content designers write them: steps of a closed set of kinds, and where each leads under which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model.content.steps import Ask, Step


@dataclass(frozen=True, slots=True)
class Request:
    """Whole messages that plainly ask for a flow, and the first answer that they give with it."""

    says: frozenset[str]
    """Normalised."""
    pattern: str
    """A regular expression for the whole normalised message; empty for none."""
    answer: str | None = None
    """A choice of the first step that asks."""
    topic: str | None = None
    """The topic that the same words ask about."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A guided conversation: its steps, the first of them first."""

    id: str
    title: str
    """The words on a button that begins it."""
    steps: Mapping[str, Step]
    revision: str = ""
    """Changes whenever the file does, so that a case can say by which questions it was told."""
    requests: tuple[Request, ...] = ()

    @property
    def first(self) -> Step:
        """Where it begins."""
        return next(iter(self.steps.values()))

    @property
    def opens_cases(self) -> bool:
        """True if what is told in it goes to a person."""
        return any(step.makes_cases for step in self.steps.values())

    @property
    def holds_words(self) -> bool:
        """True if somebody writes something in it that would be a loss."""
        return any(step.holds_words for step in self.steps.values())

    @property
    def asks_first(self) -> Ask | None:
        """Its first step that waits for the person."""
        return next((step for step in self.steps.values() if isinstance(step, Ask)), None)
