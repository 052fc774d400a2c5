"""A step of a flow as it stands in its file: the keys that every kind has, and what `check` asks of each. Kinds stand in `kinds/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, TypedDict

from bot.model.actions import Action
from bot.model.content.conditions import LeadEntry, Leads
from bot.model.content.fields import FileModel, Id, Label, Marker, Prose, Short, paragraphs
from bot.model.content.parts import Choice, Shortcut
from bot.model.content.steps import Step

if TYPE_CHECKING:  # a sheet is made of entries
    from bot.model.content.sheet import Sheet

Place = tuple[str | int, ...]
"""Where something stands in a step: ("choices", 2)."""
Fault = tuple[Place, str, str]
"""Something wrong: where it stands, why it is wrong, and the way to mend it."""
Listed = Mapping[str, Iterable[Choice]]
"""Choices that are not written in the flow: councils, audiences, languages."""
NEXT_MISSING = "Write 'next', or make it the last message of the flow with 'kind: end'"


class ChoiceEntry(FileModel):
    """One button of a question."""

    label: Label
    value: Id
    leads_to: Id | None = None
    also: tuple[Marker, ...] = ()

    def built(self) -> Choice:
        """The choice as a value."""
        return Choice(self.label, self.value, self.leads_to, self.also)


class ShortcutEntry(FileModel):
    """A button that leads out of the flow."""

    label: Label
    action: str


class Common(TypedDict):
    """Everything that every step is made of."""

    id: str
    paragraphs: tuple[str, ...]
    shortcuts: tuple[Shortcut, ...]
    leads: Leads


class Asked(Common):
    """Everything that every step is made of that a person answers."""

    label: str
    optional: bool


class StepEntry(FileModel):
    """The keys of every step, and the answers to `check` that suit most kinds."""

    id: Id
    next: Id | tuple[LeadEntry, ...] | None = None
    shortcuts: tuple[ShortcutEntry, ...] = ()

    for_person: ClassVar[bool] = False
    """True where nothing goes on until the person does something."""
    last: ClassVar[bool] = False
    """True where the flow is over."""

    def built(self, listed: Listed) -> Step:
        """The step as a value."""
        raise NotImplementedError

    def common(self) -> Common:
        """Everything that every step is made of."""
        shortcuts = tuple(Shortcut(shortcut.label, shortcut.action) for shortcut in self.shortcuts)
        leads = () if self.last else tuple(lead.built() for lead in self.leads)
        return Common(id=self.id, paragraphs=paragraphs(self.says), shortcuts=shortcuts, leads=leads)

    @property
    def kind_name(self) -> str:
        """Its kind, as it stands in the file."""
        return str(getattr(self, "kind", ""))

    @property
    def says(self) -> str:
        """The words that a person reads here."""
        return str(getattr(self, "say", ""))

    # Where it leads

    @property
    def leads(self) -> tuple[LeadEntry, ...]:
        """Where it leads by `next`, the first that holds first."""
        if isinstance(self.next, str):
            return (LeadEntry(to=self.next),)
        return self.next or ()

    @property
    def chosen_leads(self) -> tuple[tuple[Place, str], ...]:
        """Where its choices lead by themselves, and where that stands."""
        return ()

    @property
    def goes_by_next(self) -> bool:
        """True where anybody takes its own `next`."""
        return not self.last

    @property
    def over(self) -> bool:
        """True where a way through the flow can be over."""
        return self.last

    @property
    def following(self) -> tuple[str, ...]:
        """Every step that can follow, the likeliest first."""
        onward = [lead.to for lead in self.leads] if self.goes_by_next else []
        return tuple(dict.fromkeys([*(to for _, to in self.chosen_leads), *onward]))

    @property
    def begins(self) -> str | None:
        """The flow with which it goes on."""
        return None

    @property
    def opens(self) -> str | None:
        """The topic with which it goes on."""
        return None

    # What is answered

    def values(self, listed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Everything that can be chosen here."""
        return ()

    @property
    def amounts(self) -> tuple[int, int] | None:
        """The least and the most that its answer can be, where it is a number."""
        return None

    @property
    def hears(self) -> str | None:
        """The answer that is set where its words sound like a complaint."""
        return None

    @property
    def lacks_label(self) -> bool:
        """True where its answer would be missing on the page of answers."""
        return False

    # What people read

    def on_buttons(self) -> Iterator[tuple[Place, str]]:
        """The words on its buttons, and where they stand."""
        yield from ((("shortcuts", n), shortcut.label) for n, shortcut in enumerate(self.shortcuts))

    @property
    def fills(self) -> tuple[str, ...]:
        """The blanks that only this step fills."""
        return ()

    def pressed(self, flow: str) -> Iterator[Action]:
        """The actions of buttons that only this step has."""
        yield from ()

    # What can be wrong

    def by_itself(self, sheet: Sheet) -> Iterator[Fault]:
        """Everything wrong that can be seen without the way to it."""
        yield from ()

    def on_its_way(self, sheet: Sheet) -> Iterator[Fault]:
        """Everything wrong with what it relies on, in a flow whose every step leads on."""
        yield from ()

    def leads_nowhere(self) -> Fault:
        """The fault of a step after which nobody knows what comes next."""
        return (), f"the step '{self.id}' leads nowhere", NEXT_MISSING


class AskEntry(StepEntry):
    """The keys of every step that a person answers."""

    say: Prose
    label: Short | None = None
    optional: bool = False

    for_person: ClassVar[bool] = True

    def asked(self) -> Asked:
        """Everything that every step is made of that a person answers."""
        return Asked(**self.common(), label=self.label or "", optional=self.optional)

    @property
    def lacks_label(self) -> bool:
        """Without a short name nobody sees the answer there."""
        return not self.label

    def on_buttons(self) -> Iterator[tuple[Place, str]]:
        """The short name of its answer, its choices, its shortcuts."""
        yield ("label",), self.label or ""
        yield from ((("choices", n), choice.label) for n, choice in enumerate(self.written_choices))
        yield from StepEntry.on_buttons(self)

    @property
    def written_choices(self) -> tuple[ChoiceEntry, ...]:
        """The choices that stand in the file."""
        return ()


def choices_clear(choices: Iterable[ChoiceEntry]) -> Iterator[Fault]:
    """Each choice has a value of its own, and nothing that people can type means two of them."""
    known: dict[str, str] = {}
    values: set[str] = set()
    for m, choice in enumerate(choices):
        if choice.value in values:
            yield ("choices", m), f"two choices have the value '{choice.value}'", "Give each its own"
            continue
        values.add(choice.value)
        for name in (choice.label, *choice.also):
            if known.setdefault(name.casefold(), choice.value) != choice.value:
                wrong = f"two choices are called '{name}': '{known[name.casefold()]}' and '{choice.value}'"
                yield ("choices", m), wrong, "Whoever types it must mean one of them"
