"""Flows and the buttons of everywhere: each step is reached, each button leads somewhere and fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content import schema
from bot.content.files import Manuscript, is_national
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.actions import Action, Choose, OpenFlow, OpenMenu, OpenTopic, Rate, Stop, parse, write
from bot.model.content import Audience
from bot.model.flow import NO, UNSAID, YES, Setting

ACTION_BYTES = 64
"""Telegram's limit for what a button sends back."""

NEEDED: dict[str, dict[str, str]] = {
    "start": {},
    "settings": {
        "done": "it is said whenever a setting has changed",
        "keep-questions": "it is how people agree that a question without an answer is kept",
    },
}
"""Flows that the program itself begins, and their steps that it begins at, with why."""

Steps = tuple[schema.StepEntry, ...]


def flows_needed(manuscript: Manuscript) -> Iterator[Problem]:
    """The flows and steps that the program itself begins are there."""
    for name, steps in NEEDED.items():
        flow = manuscript.flows.get(name)
        path = manuscript.root / "flows" / f"{name}.yaml"
        if name not in manuscript.flow_ids:
            yield Problem(path, 1, "the file is missing", "Put it back: the assistant cannot work without it")
        elif flow:
            missing = steps.keys() - {entry.id for entry in flow.model.steps}
            yield from (Problem(path, 1, f"the step '{step}' is missing", f"Put it back: {steps[step]}") for step in sorted(missing))


def flows_lead_on(manuscript: Manuscript) -> Iterator[Problem]:
    """Each step of a flow is there once, can be reached, and says in one way where it leads."""
    opened = {(action.flow, action.step) for action in _opened(manuscript)}
    opened |= {(flow, step) for flow, steps in NEEDED.items() for step in steps}
    for name, file in manuscript.flows.items():
        steps: Steps = file.model.steps
        found = [(n, *told) for n, step in enumerate(steps) for told in _step(step, steps, n)]
        if not found:  # else a lead that goes astray would be told again by every step after it
            reached = _reached(steps, {steps[0].id} | {step for flow, step in opened if flow == name and step})
            lost = [(n, step.id) for n, step in enumerate(steps) if step.id not in reached]
            found = [(n, f"nothing leads to the step '{step}'", "Lead to it, or remove it") for n, step in lost]
        for n, wrong, mend in found:
            yield Problem(file.path, line_in(file.path, "steps", n), wrong, mend)


def _step(step: schema.StepEntry, steps: Steps, n: int) -> Iterator[tuple[str, str]]:
    known = {other.id for other in steps}
    for target in [step.next, step.leads_to, *(choice.leads_to for choice in step.choices)]:
        if target and target not in known:
            yield f"no step is called '{target}'", "Correct it, or write the step"
    asks = bool(step.choices or step.choices_from)
    if asks and step.next:
        yield "a question cannot have 'next'", "Let its choices lead on with 'leads_to'"
    if step.leads_to and not step.choices_from:
        yield "'leads_to' of a step counts only beside 'choices_from'", "Write 'next' here, or 'leads_to' in each choice"
    if step.sets and not asks:
        yield "'sets' counts only where there are choices", "Add choices, or remove it"
    if step.id in {earlier.id for earlier in steps[:n]}:
        yield f"a second step is called '{step.id}'", "Give one of them another id"
    values = [choice.value for choice in step.choices]
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"two choices have the value '{value}'", "Give each its own"


def _reached(steps: Steps, begin: set[str]) -> set[str]:
    """Every step that somebody can come to who begins at one of those."""
    leads = {step.id: {step.next, step.leads_to, *(choice.leads_to for choice in step.choices)} for step in steps}
    reached: set[str] = set()
    waiting = list(begin)
    while waiting:
        step = waiting.pop()
        if step not in reached:
            reached.add(step)
            waiting.extend(target for target in leads.get(step, ()) if target)
    return reached


def _opened(manuscript: Manuscript) -> Iterator[OpenFlow]:
    """Every flow that a command or shortcut opens."""
    actions = [command.opens for command in manuscript.entries("commands", schema.CommandsFile).commands]
    actions += [shortcut.action for file in manuscript.flows.values() for step in file.model.steps for shortcut in step.shortcuts]
    return (found for found in map(parse, actions) if isinstance(found, OpenFlow))


def choices_make_sense(manuscript: Manuscript) -> Iterator[Problem]:
    """A choice that sets something names something that can be set."""
    councils = {council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils}
    known = {
        Setting.COUNCIL: {*councils, UNSAID},
        Setting.AUDIENCE: {*(audience.value for audience in Audience), UNSAID},
        Setting.KEEP_QUESTIONS: {YES, NO},
    }
    for file in manuscript.flows.values():
        for n, step in enumerate(file.model.steps):
            for m, choice in enumerate(step.choices if step.sets in known else ()):
                if choice.value not in known[step.sets]:
                    line = line_in(file.path, "steps", n, "choices", m)
                    mend = f"Use one of: {', '.join(sorted(known[step.sets]))}"
                    yield Problem(file.path, line, f"'{choice.value}' cannot be set as {step.sets}", mend)


def actions_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """What commands and the shortcuts of flows open is there."""
    path = manuscript.lists["commands"].path
    for n, command in enumerate(manuscript.entries("commands", schema.CommandsFile).commands):
        yield from _action(manuscript, path, command.opens, "commands", n, "opens")
    for file in manuscript.flows.values():
        for n, step in enumerate(file.model.steps):
            for m, shortcut in enumerate(step.shortcuts):
                yield from _action(manuscript, file.path, shortcut.action, "steps", n, "shortcuts", m)


def _action(manuscript: Manuscript, path: Path, action: str, *place: str | int) -> Iterator[Problem]:
    match parse(action):
        case OpenTopic(topic) if topic in manuscript.national_ids:
            return
        case OpenFlow(flow, step) if flow in manuscript.flow_ids:
            steps = {entry.id for entry in manuscript.flows[flow].model.steps} if flow in manuscript.flows else {step}
            if step is None or step in steps:
                return
        case OpenMenu(None) | Stop():
            return
    mend = "Write topic:ID, flow:ID, flow:ID:STEP, menu or stop, with an id that is there"
    yield Problem(path, line_in(path, *place), f"'{action}' opens nothing", mend)


def buttons_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """Ids are short enough for what stands behind a button to fit into Telegram's limit."""
    mend = "Choose a shorter id: Telegram takes 64 characters behind a button"
    for file in manuscript.topics:
        if is_national(file) and not _fits(Rate(file.id, helped=False)):
            yield Problem(file.path, 1, f"the file's name '{file.id}' is too long", mend)
    menu = manuscript.lists["menu"].path
    for n, group in enumerate(manuscript.entries("menu", schema.MenuFile).groups):
        if not _fits(OpenMenu(group.id, 99)):
            yield Problem(menu, line_in(menu, "groups", n), f"the id '{group.id}' is too long", mend)
    councils = [council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils]
    listed = {"councils": councils, "audiences": [audience.value for audience in Audience]}
    for name, flow in manuscript.flows.items():
        for n, step in enumerate(flow.model.steps):
            values = [*(choice.value for choice in step.choices), *listed.get(step.choices_from, [])]
            if any(not _fits(Choose(name, step.id, value)) for value in values):
                yield Problem(
                    flow.path, line_in(flow.path, "steps", n), f"the ids of the flow, '{step.id}' and a choice are too long", mend
                )


def _fits(action: Action) -> bool:
    return len(write(action).encode()) <= ACTION_BYTES
