"""Conditions on answers, on the council and on who somebody is: as they stand in a file, as values, and whether they hold.

A closed set, and no expression language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from bot.model.content.fields import FileModel, Id
from bot.model.content.topics import ENGLAND
from bot.model.session import Session, Value

UNSAID = "none"
"""The value of a choice by which somebody does not say."""

Values = Mapping[str, Value]
"""The answers of the steps on the way so far."""


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

    def built(self) -> Condition:
        """The condition as a value."""
        step = self.step or ""
        if self.equals is not None:
            return Equals(step, self.equals)
        if self.among is not None:
            return OneOf(step, frozenset(self.among))
        if self.at_least is not None:
            return AtLeast(step, self.at_least)
        if self.at_most is not None:
            return AtMost(step, self.at_most)
        if self.answered is not None:
            return Answered(self.answered)
        if self.council is not None:
            return OfCouncil(frozenset(self.council))
        return OfAudience(frozenset(self.audience or ()))


class LeadEntry(FileModel):
    """Where a step leads if all conditions hold."""

    to: Id
    when: tuple[ConditionEntry, ...] = ()

    def built(self) -> Lead:
        """The lead as a value."""
        return Lead(self.to, tuple(condition.built() for condition in self.when))


def first_that_holds(leads: Leads, values: Values, session: Session) -> str | None:
    """The step to which the first lead goes whose conditions all hold; None where the flow ends."""
    return next((lead.to for lead in leads if all(holds(condition, values, session) for condition in lead.when)), None)


def holds(condition: Condition, values: Values, session: Session) -> bool:
    """Tell whether a condition is met by these answers."""
    match condition:
        case Equals(step, value):
            return value in _chosen(values.get(step))
        case OneOf(step, among):
            return not among.isdisjoint(_chosen(values.get(step)))
        case AtLeast(step, number):
            return (amount := _amount(values.get(step))) is not None and amount >= number
        case AtMost(step, number):
            return (amount := _amount(values.get(step))) is not None and amount <= number
        case Answered(step):
            return values.get(step) not in (None, ())
        case OfCouncil(councils):
            return (UNSAID if session.council in (None, ENGLAND) else session.council) in councils
        case OfAudience(audiences):
            return (session.audience or UNSAID) in audiences


def _chosen(value: Value) -> set[str]:
    """Every choice in an answer: one value, or several of those that were collected."""
    if isinstance(value, tuple):
        return {item.choice for item in value if item.choice}
    return set() if value is None else {str(value)}


def _amount(value: Value) -> int | None:
    if isinstance(value, tuple):
        return len(value)
    return value if isinstance(value, int) else None
