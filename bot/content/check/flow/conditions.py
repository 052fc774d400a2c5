"""Everything that the steps of a flow rely on: conditions name answers that can have been given, and every answer is shown before it is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.content.check.flow.sheet import FlowSheet
from bot.errors import Problem
from bot.model.content.conditions import UNSAID, ConditionEntry
from bot.model.content.entries import AskEntry
from bot.model.content.kinds.check import CheckEntry

Fault = tuple[str, str]
"""The reason why something is wrong, and the way to mend it."""


def conditions_can_hold(sheet: FlowSheet) -> Iterator[Problem]:
    """Each condition asks for something that can be so when its step is left."""
    for n, step in enumerate(sheet.steps):
        before = {step.id, *sheet.ways.before(step.id)}
        for m, lead in enumerate(step.leads):
            for k, condition in enumerate(lead.when):
                for wrong, mend in _condition(sheet, condition, before):
                    yield sheet.problem(wrong, mend, "steps", n, "next", m, "when", k)


def _condition(sheet: FlowSheet, condition: ConditionEntry, before: Collection[str]) -> Iterator[Fault]:
    if condition.council is not None:
        yield from _listed(condition.council, (*sheet.listed["councils"], UNSAID), "council")
    elif condition.audience is not None:
        yield from _listed(condition.audience, (*sheet.listed["audiences"], UNSAID), "audience")
    else:
        yield from _of_step(sheet, condition, before)


def _listed(named: tuple[str, ...], known: tuple[str, ...], what: str) -> Iterator[Fault]:
    if not named:
        yield f"the condition names no {what}", f"Name one or more, or '{UNSAID}' for people who have not said"
    for each in named:
        if each not in known:
            yield f"no {what} is called '{each}'", f"Use one of: {', '.join(known)}"


def _of_step(sheet: FlowSheet, condition: ConditionEntry, before: Collection[str]) -> Iterator[Fault]:
    name = condition.answered or condition.step or ""
    hearing = {other.id for other in sheet.steps if other.hears == name}
    step = sheet.ways.steps.get(name)
    if hearing and condition.answered:
        if hearing.isdisjoint(before):
            yield f"'{name}' is never heard before this step", "Ask about it after the words are collected"
    elif hearing:
        yield f"'{name}' is heard in words, and has no choices or number", f"Write 'answered: {name}'"
    elif step is None:
        yield f"no step is called '{name}'", "Correct it, or write the step"
    elif not isinstance(step, AskEntry):
        yield f"'{name}' is a step of kind '{step.kind_name}', which nobody answers", "Name a step that asks something"
    elif name not in before:
        yield f"the step '{name}' is never asked before this one", "Name a step that comes earlier, or lead past it"
    else:
        yield from _answer(sheet, condition, step)


def _answer(sheet: FlowSheet, condition: ConditionEntry, step: AskEntry) -> Iterator[Fault]:
    values = sheet.values(step)
    if condition.among == ():
        yield "the condition's list is empty", "Name one or more choices"
    for value in condition.among or ([condition.equals] if condition.equals is not None else []):
        if not values:
            yield f"'{step.id}' has no choices that could be compared", "Use 'answered', or for a number 'at_least' or 'at_most'"
            return
        if value not in values:
            yield f"'{value}' is no choice of the step '{step.id}'", f"Use one of: {', '.join(values)}"
    if condition.at_least is not None or condition.at_most is not None:
        yield from _amount(condition, step)


def _amount(condition: ConditionEntry, step: AskEntry) -> Iterator[Fault]:
    if step.amounts is None:
        yield f"'{step.id}' is no number", "Use at_least and at_most only for steps of kind number or collect"
        return
    least, most = step.amounts
    if (condition.at_least is not None and condition.at_least > most) or (condition.at_most is not None and condition.at_most < least):
        yield f"the answer to '{step.id}' is never so: it is {least} to {most}", "Correct the number"


def answers_shown(sheet: FlowSheet) -> Iterator[Problem]:
    """Every answer that can have been given is shown on the page where answers are checked; what is a setting stands in its words."""
    before = {name for page in sheet.ways.of_kind(CheckEntry) for name in sheet.ways.before(page)}
    for n, step in enumerate(sheet.steps):
        if step.id in before and step.lacks_label:
            wrong = f"the step '{step.id}' has no 'label', so its answer is not shown where answers are checked"
            yield sheet.problem(wrong, "Add 'label' with the short name of its answer, such as 'Your name'", "steps", n)


def relied_on(sheet: FlowSheet) -> Iterator[Problem]:
    """Each kind of step finds on the way to it what it relies on."""
    for n, step in enumerate(sheet.steps):
        yield from (sheet.of_step(n, fault) for fault in step.on_its_way(sheet))
