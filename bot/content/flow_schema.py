"""The shape of a flow's file: a closed set of kinds of steps, and of conditions. No expression language.

Fields marked `Words` or `Prose` are read by people, as in `bot.content.schema`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.content.schema import FileModel, Id, Marker, Prose, Words
from bot.model.content.flow import Days, Setting

Label = Annotated[Words, Field(max_length=40)]
Short = Annotated[Words, Field(max_length=24)]
"""What an answer is called: it stands on a button after "Change"."""


class ConditionEntry(FileModel):
    """One thing that must hold: a step's answer (equals, in, at_least, at_most), that it was answered, the council, or the audience."""

    step: Id | None = None
    equals: str | None = None
    among: tuple[str, ...] | None = Field(default=None, alias="in")
    at_least: int | None = None
    at_most: int | None = None
    answered: Id | None = None
    council: tuple[Id, ...] | None = None
    audience: tuple[Id, ...] | None = None

    @model_validator(mode="after")
    def one_test(self) -> Self:
        """Exactly one thing is tested, and a step is named where it is an answer's."""
        of_step = [test for test in (self.equals, self.among, self.at_least, self.at_most) if test is not None]
        others = [test for test in (self.answered, self.council, self.audience) if test is not None]
        if len(of_step) + len(others) != 1 or bool(of_step) != (self.step is not None):
            raise ValueError("test one thing: 'step' with equals, in, at_least or at_most; or answered; or council; or audience")
        return self


class LeadEntry(FileModel):
    """Where a step leads if all conditions hold."""

    to: Id
    when: tuple[ConditionEntry, ...] = ()


class ChoiceEntry(FileModel):
    """One button of a question."""

    label: Label
    value: Id
    leads_to: Id | None = None
    also: tuple[Marker, ...] = ()


class ShortcutEntry(FileModel):
    """A button that leads out of the flow."""

    label: Label
    action: str


class AnyStep(FileModel):
    """What every step has."""

    id: Id
    next: Id | tuple[LeadEntry, ...] | None = None
    shortcuts: tuple[ShortcutEntry, ...] = ()

    @property
    def leads(self) -> tuple[LeadEntry, ...]:
        """Where it leads, the first that holds first."""
        if isinstance(self.next, str):
            return (LeadEntry(to=self.next),)
        return self.next or ()


class SayEntry(AnyStep):
    """Says something, and goes on."""

    kind: Literal["say"]
    say: Prose


class AskEntry(AnyStep):
    """What every step has that a person answers."""

    say: Prose
    label: Short | None = None
    optional: bool = False


class ChooseEntry(AskEntry):
    """Asks with choices."""

    kind: Literal["choose"]
    choices: tuple[ChoiceEntry, ...] = ()
    choices_from: Literal["councils", "audiences", "languages"] | None = None
    sets: Setting | None = None


class TextEntry(AskEntry):
    """Asks for a few words."""

    kind: Literal["text"]
    most: int = Field(default=500, ge=1, le=4000)


class NumberEntry(AskEntry):
    """Asks for a whole number."""

    kind: Literal["number"]
    least: int = 0
    most: int = 1_000_000


class DateEntry(AskEntry):
    """Asks for a day."""

    kind: Literal["date"]
    days: Days = Days.ANY


class CollectEntry(AskEntry):
    """Collects several things: words, choices, files."""

    kind: Literal["collect"]
    choices: tuple[ChoiceEntry, ...] = ()
    words: bool = True
    files: bool = False
    most: int = Field(default=30, ge=1, le=100)
    longest: int = Field(default=12_000, ge=1, le=20_000)
    hears_complaint_as: Id | None = None


class CheckEntry(AnyStep):
    """Shows all answers once more."""

    kind: Literal["check"]
    say: Prose
    button: Label


class OpenCaseEntry(AnyStep):
    """Makes a case of the answers, or adds them to one."""

    kind: Literal["open-case"]
    say: Prose
    case_kind: tuple[Id, ...] = ()
    kept_from: Id | None = None
    name: tuple[Id, ...] = ()
    reply: Id | None = None


class StartEntry(AnyStep):
    """Goes on with another flow or a topic."""

    kind: Literal["start"]
    flow: Id | None = None
    topic: Id | None = None

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        """A flow or a topic."""
        if (self.flow is None) is (self.topic is None):
            raise ValueError("name a flow or a topic, and only one of them")
        return self


class EndEntry(AnyStep):
    """The last message of a way through the flow."""

    kind: Literal["end"]
    say: Prose


Asking = ChooseEntry | TextEntry | NumberEntry | DateEntry | CollectEntry
StepEntry = Annotated[
    SayEntry | Asking | CheckEntry | OpenCaseEntry | StartEntry | EndEntry,
    Field(discriminator="kind"),
]


class FlowFile(FileModel):
    """One flow."""

    title: Label
    steps: tuple[StepEntry, ...] = Field(min_length=1)


class RequestEntry(FileModel):
    """Whole messages that plainly ask for the flow, and all mean the same."""

    says: tuple[Marker, ...] = ()
    pattern: str = ""
    answer: Id | None = None
    topic: Id | None = None


class RequestsFile(FileModel):
    """What people write to begin one flow: it lies beside the flow, by the same name."""

    requests: tuple[RequestEntry, ...]
