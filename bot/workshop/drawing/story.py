"""A flow told as a row of numbered steps: in the order in which people meet them, each with what leads where, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.actions import OpenFlow, parse
from bot.model.content.conditions import Lead
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.model.content.steps import Step, Titles
from bot.workshop.drawing.plain import briefly_in_words, called, in_words, opens


@dataclass(frozen=True, slots=True)
class Pill:
    """A button, and where it leads; None for where the step does."""

    label: str
    to: str | None = None
    opens: str = ""
    """The place that it opens outside the flow."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Everything that has to be so for a step to lead on, and where it leads."""

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
    """The words or the button that begin the flow here."""
    notes: tuple[str, ...]
    pills: tuple[Pill, ...]
    onward: tuple[Onward, ...]
    """Where the step leads, the first that holds first; `when` is empty for everybody else."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Every step that can follow."""
        return (*(pill.to for pill in self.pills if pill.to), *(lead.to for lead in self.onward))


def story(flow: Flow, library: Library) -> tuple[Panel, ...]:
    """Every step of a flow, in walking order."""
    order = walking_order(flow)
    titles = {name: f"{n} {flow.steps[name].title}" for n, name in enumerate(order, start=1)}
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
                title=step.title,
                kind=step.does,
                begun=also,
                notes=tuple(step.notes(titles)),
                pills=tuple(_pills(step, library)),
                onward=tuple(_onward(lead, step, flow, titles, library) for lead in step.own_leads),
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
    """Everything that can be reached from a step and was not met yet: each after everything that follows it."""
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
    chosen = [choice.leads_to for choice in step.choices if choice.leads_to]
    return tuple(dict.fromkeys([*chosen, *(lead.to for lead in step.own_leads)]))


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
    yield from (Pill(choice.label, choice.leads_to) for choice in step.choices)
    if step.button:
        yield Pill(step.button)
    if step.goes_on_with:
        yield Pill(called(step.goes_on_with, library))
    yield from (Pill(shortcut.label, opens=opens(shortcut.action, library)) for shortcut in step.shortcuts)
