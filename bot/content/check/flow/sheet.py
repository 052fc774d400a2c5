"""One flow's file as it is checked: its steps, their ways, where people begin it, and the lists that its choices may come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content import schema
from bot.content.catalogue import languages
from bot.content.files import Manuscript
from bot.content.flow_schema import FlowFile
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.actions import OpenFlow, parse
from bot.model.content.entries import Fault
from bot.model.content.sheet import Sheet
from bot.model.content.topics import Audience
from bot.model.content.ways import Ways
from bot.model.ids import ADD_TO_CASE, SETTINGS, START, TELL_US

NEEDED: Mapping[str, Mapping[str, str]] = {
    START: {},
    SETTINGS: {
        "done": "it is said whenever a setting has changed",
        "keep-questions": "it is how people agree that a question without an answer is kept",
    },
    TELL_US: {},
    ADD_TO_CASE: {},
}
"""Flows that the program itself begins, and their steps that it begins at, with why."""


@dataclass(frozen=True)
class FlowSheet(Sheet):
    """A flow's sheet, and the file that it stands in."""

    path: Path

    def problem(self, wrong: str, mend: str, *place: str | int) -> Problem:
        """Something wrong at a place of the file such as `("steps", 3, "say")`."""
        return Problem(self.path, line_in(self.path, *place), wrong, mend)

    def of_step(self, n: int, fault: Fault) -> Problem:
        """Something wrong in the step with this number."""
        place, wrong, mend = fault
        return self.problem(wrong, mend, "steps", n, *place)


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a flow that a person reads, and where they stand."""

    path: Path
    place: tuple[str | int, ...]
    words: str

    @property
    def line(self) -> int:
        """The line at which they begin. Slow: for problems only."""
        return line_in(self.path, *self.place)


def sheets(manuscript: Manuscript) -> Iterator[FlowSheet]:
    """Every flow that can be read."""
    begun, listed = _begun(manuscript), _listed(manuscript)
    for name, file in manuscript.flows.items():
        steps = flow_file(manuscript, name).steps
        yield FlowSheet(name, steps, Ways(steps), frozenset({steps[0].id, *begun[name]}), listed, file.path)


def flow_file(manuscript: Manuscript, name: str) -> FlowFile:
    """The entry of a flow's file."""
    model = manuscript.flows[name].model
    if not isinstance(model, FlowFile):
        raise TypeError(f"{name}.yaml was read as {type(model).__name__}")
    return model


def said(manuscript: Manuscript) -> Iterator[Text]:
    """The words of flows."""
    for name, file in manuscript.flows.items():
        for n, step in enumerate(flow_file(manuscript, name).steps):
            if step.says:
                yield Text(file.path, ("steps", n, "say"), step.says)


def on_buttons(manuscript: Manuscript) -> Iterator[Text]:
    """The titles of flows, the words on their buttons, and the short names of answers."""
    for name, file in manuscript.flows.items():
        flow = flow_file(manuscript, name)
        yield Text(file.path, ("title",), flow.title)
        for n, step in enumerate(flow.steps):
            yield from (Text(file.path, ("steps", n, *place), words) for place, words in step.on_buttons())


def opened(manuscript: Manuscript) -> Iterator[OpenFlow]:
    """Every flow that a command or shortcut opens."""
    actions = [command.opens for command in manuscript.entries("commands", schema.CommandsFile).commands]
    for name in manuscript.flows:
        actions += [shortcut.action for step in flow_file(manuscript, name).steps for shortcut in step.shortcuts]
    return (found for found in map(parse, actions) if isinstance(found, OpenFlow))


def _begun(manuscript: Manuscript) -> Mapping[str, set[str]]:
    """By flow, the steps at which it is begun, beside its first."""
    begun: dict[str, set[str]] = defaultdict(set, {flow: set(steps) for flow, steps in NEEDED.items()})
    for action in opened(manuscript):
        if action.step:
            begun[action.flow].add(action.step)
    return begun


def _listed(manuscript: Manuscript) -> Mapping[str, tuple[str, ...]]:
    return {
        "councils": tuple(council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils),
        "audiences": tuple(audience.value for audience in Audience),
        "languages": tuple(language.code for language in languages(manuscript.root / "locales")),
    }
