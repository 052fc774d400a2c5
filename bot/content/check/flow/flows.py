"""Flows and the buttons of everywhere: each flow holds together, and each button leads somewhere and fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.content import schema
from bot.content.check.flow.conditions import answers_shown, conditions_can_hold, relied_on
from bot.content.check.flow.sheet import NEEDED, FlowSheet, flow_file, opened, sheets
from bot.content.check.flow.steps import ACTION_BYTES, fits, leads_on, makes_sense
from bot.content.files import EXAMPLES, Manuscript, TopicFile, is_national
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.actions import DeleteMyData, HideMessages, MyCases, OpenFlow, OpenMenu, OpenTopic, Rate, ShowMyData, Stop, parse
from bot.model.content.entries import AskEntry
from bot.model.content.fields import ID_PATTERN
from bot.model.content.kinds.choose import ChooseEntry


def flows_needed(manuscript: Manuscript) -> Iterator[Problem]:
    """The flows and steps that the program itself begins are there."""
    for name, steps in NEEDED.items():
        path = manuscript.root / "flows" / f"{name}.yaml"
        if name not in manuscript.flow_ids:
            yield Problem(path, 1, "the file is missing", "Put it back: the assistant cannot work without it")
        elif name in manuscript.flows:
            missing = steps.keys() - {entry.id for entry in flow_file(manuscript, name).steps}
            yield from (Problem(path, 1, f"the step '{step}' is missing", f"Put it back: {steps[step]}") for step in sorted(missing))


def flows_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """Each flow leads from its beginning to an end, and relies on nothing that is not so. What hangs on a mistake is not told as well."""
    for sheet in sheets(manuscript):
        if not re.match(ID_PATTERN, sheet.name):
            yield Problem(sheet.path, 1, f"the file's name '{sheet.name}' is no id", "Use small letters, digits and hyphens only")
        yield from makes_sense(sheet)
        found = [*leads_on(sheet)] or [*_ways_whole(sheet)]
        yield from found or [*conditions_can_hold(sheet), *answers_shown(sheet), *relied_on(sheet)]


def _ways_whole(sheet: FlowSheet) -> Iterator[Problem]:
    """Every step is reached, nothing goes round by itself, and every way comes to an end."""
    place = {step.id: n for n, step in reversed([*enumerate(sheet.steps)])}
    reached = set(sheet.ways.reached(sheet.begun_at))
    for step in sheet.steps:
        if step.id not in reached:
            yield sheet.problem(f"nothing leads to the step '{step.id}'", "Lead to it, or remove it", "steps", place[step.id])
            reached |= sheet.ways.reached([step.id])
    circles = [*sheet.ways.loops()]
    for circle in circles:
        way = " → ".join([*circle, circle[0]] if len(circle) > 1 else circle * 2)
        mend = "Ask something on the way, or lead one of them elsewhere"
        yield sheet.problem(f"the flow would go round for ever without asking anything: {way}", mend, "steps", place[circle[0]])
    stuck = [step for step in sheet.steps if step.id not in sheet.ways.ending()]
    if stuck and not circles:
        mend = "Let some way from here lead to a step of kind 'end'"
        yield sheet.problem(f"from the step '{stuck[0].id}' nobody comes to an end", mend, "steps", place[stuck[0].id])


def starts_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """Whatever a flow goes on with is there, and flows do not begin each other for ever."""
    found = [*sheets(manuscript)]
    begins = {sheet.name: _begun_unasked(sheet) for sheet in found}
    told: set[str] = set()
    for sheet in found:
        for n, step in enumerate(sheet.steps):
            if step.begins and step.begins not in manuscript.flow_ids:
                yield sheet.problem(f"no flow is called '{step.begins}'", "Correct it, or write the flow", "steps", n, "flow")
            elif step.opens and step.opens not in manuscript.national_ids:
                yield sheet.problem(f"no topic is called '{step.opens}'", "Correct the id, or write it", "steps", n, "topic")
            elif step.begins in begins[sheet.name] and sheet.name in (circle := _all_begun(step.begins or "", begins)) - told:
                told |= circle
                mend = "Ask something before one of them begins the other"
                yield sheet.problem(f"'{sheet.name}' and '{step.begins}' would begin each other for ever", mend, "steps", n, "flow")


def _begun_unasked(sheet: FlowSheet) -> frozenset[str]:
    """The flows that a flow goes on with before it asks anything."""
    passed = sheet.ways.reached([sheet.steps[0].id], sheet.ways.waiting)
    return frozenset(step.begins for step in sheet.steps if step.id in passed and step.begins)


def _all_begun(name: str, begins: dict[str, frozenset[str]]) -> set[str]:
    """A flow, those that it begins, those that they begin, and so on."""
    met, waiting = set[str](), [name]
    while waiting:
        if (flow := waiting.pop()) not in met:
            met.add(flow)
            waiting.extend(begins.get(flow, ()))
    return met


def topics_begin_flows(manuscript: Manuscript) -> Iterator[Problem]:
    """The answer with which a topic begins a flow is a choice of the flow's first question, also where a council's file names only one of both."""
    by_name = {sheet.name: sheet for sheet in sheets(manuscript)}
    national = {file.id: file for file in manuscript.topics if is_national(file)}
    for file in manuscript.topics:
        layers = [file, *([national[file.id]] if file.id in national else [])]
        flow = next((layer.front.next.flow for layer in layers if layer.front.next.flow), None)
        answer = next((layer.front.next.answer for layer in layers if layer.front.next.answer), None)
        if answer and not flow:
            yield Problem(
                file.path, _next_line(file, "answer"), "'answer' needs a 'flow' whose question it answers", "Add 'flow', or remove it"
            )
        elif answer and flow in by_name and (file.front.next.flow or file.front.next.answer):
            yield from first_answer(by_name[flow], answer, file.path, "next", "answer" if file.front.next.answer else "flow")


def _next_line(file: TopicFile, key: str) -> int:
    return line_in(file.path, "next", key)


def first_answer(sheet: FlowSheet, answer: str | None, path: Path, *place: str | int) -> Iterator[Problem]:
    """An answer that is given with the beginning of a flow is a choice of its first question."""
    if answer is None:
        return
    first = next((step for step in sheet.steps if isinstance(step, AskEntry)), None)
    if not isinstance(first, ChooseEntry):
        yield Problem(path, line_in(path, *place), f"the flow '{sheet.name}' does not begin with choices", "Remove the answer")
    elif answer not in sheet.values(first):
        mend = f"Use one of: {', '.join(sheet.values(first))}"
        yield Problem(path, line_in(path, *place), f"'{answer}' is no choice of the first question of '{sheet.name}'", mend)
    elif (met := sheet.ways.asked_first(sheet.steps[0].id)) and first.id not in met:
        wrong = f"'{first.id}' stands first among the questions of '{sheet.name}', but another is asked first"
        yield Problem(path, line_in(path, *place), wrong, "Put the steps into the order in which people meet them")


def actions_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """Everything that commands and the shortcuts of flows open is there."""
    path = manuscript.lists["commands"].path
    for n, command in enumerate(manuscript.entries("commands", schema.CommandsFile).commands):
        yield from _action(manuscript, path, command.opens, "commands", n, "opens")
    for sheet in sheets(manuscript):
        for n, step in enumerate(sheet.steps):
            for m, shortcut in enumerate(step.shortcuts):
                yield from _action(manuscript, sheet.path, shortcut.action, "steps", n, "shortcuts", m)


def _action(manuscript: Manuscript, path: Path, action: str, *place: str | int) -> Iterator[Problem]:
    match parse(action):
        case OpenTopic(topic) if topic in manuscript.national_ids:
            return
        case OpenFlow(flow, step) if flow in manuscript.flow_ids:
            steps = {entry.id for entry in flow_file(manuscript, flow).steps} if flow in manuscript.flows else {step}
            if step is None or step in steps:
                return
        case OpenMenu(None) | MyCases() | HideMessages() | ShowMyData(False) | DeleteMyData(False) | Stop():
            return
    mend = "Write topic:ID, flow:ID, flow:ID:STEP, menu, cases, hide, mydata, delete or stop, with an id that is there"
    yield Problem(path, line_in(path, *place), f"'{action}' opens nothing", mend)


def flows_begun(manuscript: Manuscript) -> Iterator[Problem]:
    """Something begins each flow. Only a warning: it may be new."""
    begun = {*NEEDED, *(action.flow for action in opened(manuscript)), *(file.front.next.flow for file in manuscript.topics)}
    for sheet in sheets(manuscript):
        begun |= {step.begins for step in sheet.steps if step.begins}
        begun |= {sheet.name} if manuscript.requests_of(sheet.name) else set()
    for name, file in manuscript.flows.items():
        if name not in begun:
            mend = f"Write requests in flows/{EXAMPLES}/{name}.yaml, or let a topic, a command or another flow begin it"
            yield Problem(file.path, 1, "nothing begins this flow", mend, warning=True)


def buttons_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """Ids of topics and groups are short enough for what stands behind a button to fit into Telegram's limit."""
    mend = f"Choose a shorter id: Telegram takes {ACTION_BYTES} characters behind a button"
    for file in manuscript.topics:
        if is_national(file) and not fits(Rate(file.id, helped=False)):
            yield Problem(file.path, 1, f"the file's name '{file.id}' is too long", mend)
    menu = manuscript.lists["menu"].path
    for n, group in enumerate(manuscript.entries("menu", schema.MenuFile).groups):
        if not fits(OpenMenu(group.id, 99)):
            yield Problem(menu, line_in(menu, "groups", n), f"the id '{group.id}' is too long", mend)
