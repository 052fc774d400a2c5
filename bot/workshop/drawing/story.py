"""A flow told as a row of numbered steps: in the order in which people meet them, each with what leads where, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.model.actions import OpenFlow, parse
from bot.model.content.flow import (
    Ask,
    Check,
    Choice,
    Choose,
    Collect,
    Date,
    End,
    Flow,
    Lead,
    Number,
    OpenCase,
    Shortcut,
    Start,
    Step,
    Text,
)
from bot.model.content.library import Library
from bot.workshop.drawing.plain import Titles, briefly_in_words, in_words, kind_in_words, notes, opens

Tone = Literal["deep", "warm", "faint"]
_SIGNS: Mapping[type[Step], str] = {
    Choose: "choose",
    Text: "text",
    Number: "number",
    Date: "date",
    Collect: "collect",
    Check: "check",
    OpenCase: "open-case",
    Start: "start",
    End: "end",
}


@dataclass(frozen=True, slots=True)
class Pill:
    """A button, and where it leads; None for where the step does."""

    label: str
    to: str | None = None
    opens: str = ""
    """What it opens outside the flow."""


@dataclass(frozen=True, slots=True)
class Onward:
    """What has to be so for a step to lead on, and where it leads."""

    when: str
    to: str
    briefly: str = ""
    """The same in fewer words, for where the question can be seen."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One step as it is drawn."""

    number: int
    step: Step
    title: str
    kind: str
    begun: tuple[str, ...]
    """What begins the flow here."""
    notes: tuple[str, ...]
    pills: tuple[Pill, ...]
    onward: tuple[Onward, ...]
    """Where the step leads, the first that holds first; `when` is empty for everybody else."""

    @property
    def tone(self) -> Tone:
        """How it stands out: steps that ask, steps after which something is sent, and the rest."""
        if isinstance(self.step, Ask):
            return "deep"
        return "warm" if isinstance(self.step, Check | OpenCase) else "faint"

    @property
    def sign(self) -> str:
        """The kind of step that its sign is for."""
        return _SIGNS.get(type(self.step), "say")

    @property
    def targets(self) -> tuple[str, ...]:
        """Every step that can follow."""
        return (*(pill.to for pill in self.pills if pill.to), *(lead.to for lead in self.onward))


def story(flow: Flow, library: Library) -> tuple[Panel, ...]:
    """Every step of a flow, in walking order."""
    order = walking_order(flow)
    titles = {name: f"{n} {_title(flow.steps[name])}" for n, name in enumerate(order, start=1)}
    begun = _begun(flow, library)
    led_to = {flow.first.id, *(to for step in flow.steps.values() for to in leads(step))}
    panels = []
    for n, name in enumerate(order, start=1):
        step = flow.steps[name]
        also = begun.get(name) or (() if name in led_to else ("Heard itself begins here",))
        panels.append(
            Panel(
                number=n,
                step=step,
                title=_title(step),
                kind=kind_in_words(step),
                begun=also,
                notes=notes(step, titles),
                pills=tuple(_pills(step, library)),
                onward=tuple(_onward(lead, step, flow, titles, library) for lead in _leads(step)),
            )
        )
    return tuple(panels)


def _onward(lead: Lead, step: Step, flow: Flow, titles: Titles, library: Library) -> Onward:
    when, briefly = (told(lead.when, step, flow, titles, library) for told in (in_words, briefly_in_words))
    return Onward(when, lead.to, briefly)


def walking_order(flow: Flow) -> tuple[str, ...]:
    """The ids of all steps: each before those that follow it, but for ways back; what the first choice leads to comes first."""
    met: set[str] = set()
    order: list[str] = []
    for name in flow.steps:
        if name not in met:
            order += reversed([*_backwards(name, flow, met)])
    return tuple(order)


def _backwards(begin: str, flow: Flow, met: set[str]) -> Iterator[str]:
    """What can be reached from a step and was not met yet: each after everything that follows it."""
    met.add(begin)
    waiting = [(begin, iter(_last_first(flow.steps[begin], flow)))]
    while waiting:
        name, following = waiting[-1]
        after = next((to for to in following if to not in met), None)
        if after is None:
            waiting.pop()
            yield name
        else:
            met.add(after)
            waiting.append((after, iter(_last_first(flow.steps[after], flow))))


def _last_first(step: Step, flow: Flow) -> Sequence[str]:
    return [to for to in reversed(leads(step)) if to in flow.steps]


def leads(step: Step) -> tuple[str, ...]:
    """Every step that can follow, choices first."""
    chosen = [choice.leads_to for choice in step.choices if choice.leads_to] if isinstance(step, Choose) else []
    return tuple(dict.fromkeys([*chosen, *(lead.to for lead in _leads(step))]))


def _leads(step: Step) -> tuple[Lead, ...]:
    """The step's own leads, where anybody takes them."""
    if isinstance(step, Choose) and not step.optional and all(choice.leads_to for choice in step.choices):
        return ()
    return step.leads


def _title(step: Step) -> str:
    if isinstance(step, Ask) and step.label:
        return step.label
    return step.id.replace("-", " ").capitalize()


def _begun(flow: Flow, library: Library) -> dict[str, tuple[str, ...]]:
    """By step, the commands that begin the flow there."""
    begun: dict[str, tuple[str, ...]] = {}
    for command in library.commands:
        match parse(command.opens):
            case OpenFlow(name, step) if name == flow.id:
                step = step or flow.first.id
                begun[step] = (*begun.get(step, ()), f"/{command.name} begins here")
    return begun


def _pills(step: Step, library: Library) -> Iterator[Pill]:
    if isinstance(step, Choose | Collect):
        yield from (_pill(choice) for choice in step.choices)
    if isinstance(step, Check):
        yield Pill(step.button)
    if isinstance(step, Start):
        yield Pill(opens(step, library))
    for shortcut in step.shortcuts:
        yield _shortcut(shortcut, library)


def _pill(choice: Choice) -> Pill:
    return Pill(choice.label, choice.leads_to)


def _shortcut(shortcut: Shortcut, library: Library) -> Pill:
    return Pill(shortcut.label, opens=opens(shortcut, library))
