"""A flow's file as it is checked: its steps, their ways, where people begin it, and the lists that its choices may come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model.content.entries import AskEntry, Fault, Place, StepEntry
from bot.model.content.ways import Ways


@dataclass(frozen=True)
class Sheet:
    """A flow's steps, ready to be checked."""

    name: str
    steps: tuple[StepEntry, ...]
    ways: Ways
    begun_at: frozenset[str]
    """The steps at which people can begin it: the first, and those that a command, a button or the program names."""
    listed: Mapping[str, tuple[str, ...]]
    """The values of choices that are not written in the flow: councils, audiences, languages."""

    def values(self, step: StepEntry) -> tuple[str, ...]:
        """Everything that can be chosen at a step."""
        return step.values(self.listed)


def not_a(asked: StepEntry | None, name: str, kind: str, place: Place) -> Fault:
    """The fault of a key that names no step, or one of another kind."""
    if asked is None:
        return place, f"no step is called '{name}'", "Correct it, or write the step"
    return place, f"'{name}' is a step of kind '{asked.kind_name}'", f"Name a step of kind '{kind}'"


def only_among(sheet: Sheet, asked: AskEntry, known: tuple[str, ...], what: str, place: Place) -> Iterator[Fault]:
    """The fault of a question with choices that are not all among those that are known."""
    values = sheet.values(asked)
    if not values or not set(values).issubset(known):
        yield not_among(sheet, asked, known, what, place)


def not_among(sheet: Sheet, asked: AskEntry, known: tuple[str, ...], what: str, place: Place) -> Fault:
    """The fault of a question whose choices are not what they should be."""
    odd = [value for value in sheet.values(asked) if value not in known]
    wrong = f"'{odd[0]}', a choice of '{asked.id}', is not {what}" if odd else f"no choice of '{asked.id}' is {what}"
    return place, wrong, f"Its choices may have the values: {', '.join(known)}"
