"""Guided conversations, as content designers write them: steps of a closed set of kinds, and where each leads under which conditions."""

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
class Equals:
    """The answer to a step is this one."""

    step: str
    value: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """The answer to a step is one of these."""

    step: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number given at a step, or how many were collected there, is this or more."""

    step: str
    number: int


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number given at a step, or how many were collected there, is this or less."""

    step: str
    number: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A step was answered (or heard in an answer), and not skipped."""

    step: str


@dataclass(frozen=True, slots=True)
class OfCouncil:
    """The person's council is one of these; `none` stands for no council that we serve."""

    councils: frozenset[str]


@dataclass(frozen=True, slots=True)
class OfAudience:
    """The person is one of these; `none` stands for somebody who has not said."""

    audiences: frozenset[str]


Condition = Equals | OneOf | AtLeast | AtMost | Answered | OfCouncil | OfAudience


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a step leads, if all its conditions hold. The first that holds counts."""

    to: str
    when: tuple[Condition, ...] = ()


Leads = tuple[Lead, ...]
"""Empty where the flow ends."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One button of a question: what stands on it, what it means, and where it leads."""

    label: str
    value: str
    leads_to: str | None = None
    """A step of the same flow; None for where the step itself leads."""
    also_called: tuple[str, ...] = ()
    """What people type instead of pressing it."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A button under a step that leads out of the flow."""

    label: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of a flow. This kind only says something; the next step follows at once."""

    id: str
    paragraphs: tuple[str, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    leads: Leads = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """A step that waits for the person."""

    label: str = ""
    """What its answer is called on the page where answers are checked."""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Ask):
    """One of several choices."""

    choices: tuple[Choice, ...] = ()
    sets: Setting | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Ask):
    """A few words."""

    most: int = 500
    """Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Ask):
    """A whole number."""

    least: int = 0
    most: int = 1_000_000


class Days(StrEnum):
    """Which days a question for a date means."""

    ANY = "any"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Ask):
    """A day."""

    days: Days = Days.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(Ask):
    """Several things, one after another, until the person says that this is all: words, choices, files."""

    choices: tuple[Choice, ...] = ()
    words: bool = True
    files: bool = False
    most: int = 30
    """How many things."""
    longest: int = 12_000
    """Characters of all words together."""
    hears: str | None = None
    """The answer that is set where the words sound like a complaint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Step):
    """All answers once more, each of them to be changed, and a button that goes on."""

    button: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Step):
    """Makes a case of the answers, or adds them to the one that the person has opened. Says its words once it is stored."""

    kind_from: tuple[str, ...] = ()
    """Steps whose answers may be the kind of the case: the last on the way that is one counts. Empty where the flow adds to a case."""
    keep_from: str | None = None
    """The step that collects who must not see it."""
    name_from: tuple[str, ...] = ()
    """Steps of which the one that was answered is the person's name; where none was, it is hidden."""
    reply_from: str | None = None
    """The step whose answer is how the person wants to hear back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Step):
    """Goes on with another flow or a topic."""

    flow: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Step):
    """The last message of a way through the flow."""


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
    """What stands on a button that begins it."""
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
        """Whether what is told in it goes to a person."""
        return any(isinstance(step, OpenCase) for step in self.steps.values())

    @property
    def asks_first(self) -> Ask | None:
        """Its first step that waits for the person."""
        return next((step for step in self.steps.values() if isinstance(step, Ask)), None)
