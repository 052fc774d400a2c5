"""What a step of a flow relies on: conditions name answers that can have been given, and no case is made unseen or without its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.content.check.flow.sheet import Sheet
from bot.content.check.flow.steps import kind_of
from bot.content.flow_schema import (
    AskEntry,
    CheckEntry,
    ChooseEntry,
    CollectEntry,
    ConditionEntry,
    NumberEntry,
    OpenCaseEntry,
    StepEntry,
    TextEntry,
)
from bot.errors import Problem
from bot.model.case import CaseKind, Role, WayBack
from bot.model.content.flow import UNSAID
from bot.model.content.placeholders import placeholders

KINDS = tuple(kind.value for kind in CaseKind if kind is not CaseKind.SAFEGUARDING)
"""What a case that somebody tells can be. Only the program itself makes safeguarding cases."""
ROLES = tuple(role.value for role in Role)
WAYS_BACK = tuple(way.value for way in WayBack)
RECEIPT = ("receipt", "")

Fault = tuple[str, str]
"""What is wrong, and what to do."""


def conditions_can_hold(sheet: Sheet) -> Iterator[Problem]:
    """Each condition asks for something that can be so when its step is left."""
    for n, step in enumerate(sheet.steps):
        before = {step.id, *sheet.ways.before(step.id)}
        for m, lead in enumerate(step.leads):
            for k, condition in enumerate(lead.when):
                for wrong, mend in _condition(sheet, condition, before):
                    yield sheet.problem(wrong, mend, "steps", n, "next", m, "when", k)


def _condition(sheet: Sheet, condition: ConditionEntry, before: Collection[str]) -> Iterator[Fault]:
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


def _of_step(sheet: Sheet, condition: ConditionEntry, before: Collection[str]) -> Iterator[Fault]:
    name = condition.answered or condition.step or ""
    hearing = {other.id for other in sheet.steps if isinstance(other, CollectEntry) and other.hears_complaint_as == name}
    step = sheet.ways.steps.get(name)
    if hearing and condition.answered:
        if hearing.isdisjoint(before):
            yield f"'{name}' is never heard before this step", "Ask about it after the words are collected"
    elif hearing:
        yield f"'{name}' is heard in words, and has no choices or number", f"Write 'answered: {name}'"
    elif step is None:
        yield f"no step is called '{name}'", "Correct it, or write the step"
    elif not isinstance(step, AskEntry):
        yield f"'{name}' is a step of kind '{kind_of(step)}', which nobody answers", "Name a step that asks something"
    elif name not in before:
        yield f"the step '{name}' is never asked before this one", "Name a step that comes earlier, or lead past it"
    else:
        yield from _answer(sheet, condition, step)


def _answer(sheet: Sheet, condition: ConditionEntry, step: AskEntry) -> Iterator[Fault]:
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
    if not isinstance(step, NumberEntry | CollectEntry):
        yield f"'{step.id}' is no number", "Use at_least and at_most only for steps of kind number or collect"
        return
    least = step.least if isinstance(step, NumberEntry) else 0 if step.optional else 1
    if (condition.at_least is not None and condition.at_least > step.most) or (condition.at_most is not None and condition.at_most < least):
        yield f"the answer to '{step.id}' is never so: it is {least} to {step.most}", "Correct the number"


def answers_shown(sheet: Sheet) -> Iterator[Problem]:
    """Every answer that can have been given is shown on the page where answers are checked; what is a setting stands in its words."""
    before = {name for page in sheet.ways.of_kind(CheckEntry) for name in sheet.ways.before(page)}
    for n, step in enumerate(sheet.steps):
        if step.id in before and isinstance(step, AskEntry) and not step.label and not getattr(step, "sets", None):
            wrong = f"the step '{step.id}' has no 'label', so its answer is not shown where answers are checked"
            yield sheet.problem(wrong, "Add 'label' with the short name of its answer, such as 'Your name'", "steps", n)


def cases_sound(sheet: Sheet) -> Iterator[Problem]:
    """A case is made only of answers that were checked, knows its kind, and nothing is asked after it."""
    for n, step in enumerate(sheet.steps):
        if isinstance(step, OpenCaseEntry):
            yield from _comes_last(sheet, n, step)
            yield from _kind(sheet, n, step)
            yield from _kept_from(sheet, n, step)
            yield from _name(sheet, n, step)
            yield from _reply(sheet, n, step)


def _comes_last(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    ways, pages = sheet.ways, sheet.ways.of_kind(CheckEntry)
    told = {to for name in ways.of_kind(AskEntry) for to in ways.after(name, pages)}
    if step.id in ways.reached(sheet.begun_at, pages) | told:
        mend = "Let every way to it pass a step of kind 'check', after the last question"
        yield sheet.problem("a case can be made of answers that the person has not checked", mend, "steps", n)
    later = ways.after(step.id)
    for name in sorted(ways.of_kind(AskEntry, CheckEntry, OpenCaseEntry) & later, key=list(ways.steps).index):
        wrong = f"'{name}' comes after the case is made: what is answered there would be lost"
        yield sheet.problem(wrong, "Ask it before, or begin another flow with a step of kind 'start'", "steps", n)
        return


def _kind(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    if not step.case_kind:
        return
    yield from [*_kinds_chosen(sheet, n, step)] or _kind_sure(sheet, n, step)
    if RECEIPT not in placeholders(step.say):
        mend = "Write {receipt} where its words belong: without it nobody finds their case again"
        yield sheet.problem("the step does not say the receipt", mend, "steps", n, "say")


def _kinds_chosen(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    for m, name in enumerate(step.case_kind):
        asked = sheet.ways.steps.get(name)
        place = ("steps", n, "case_kind", m)
        if not isinstance(asked, ChooseEntry):
            yield _not_a(sheet, asked, name, "choose", *place)
        elif (values := set(sheet.values(asked))).isdisjoint(KINDS) or CaseKind.SAFEGUARDING in values:
            yield _not_among(sheet, asked, KINDS, "a kind of case that people can choose", *place)
        else:
            yield from _asked_before(sheet, step, asked, *place)


def _kind_sure(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    """Whatever way somebody comes, they have chosen a kind."""
    asked = [found for name in step.case_kind if isinstance(found := sheet.ways.steps.get(name), ChooseEntry)]
    sure = {each.id for each in asked if not each.optional and set(sheet.values(each)).issubset(KINDS)}
    if step.id in sheet.ways.reached(sheet.begun_at, sure):
        mend = f"Ask a question on every way that cannot be skipped, and whose choices are all of: {', '.join(KINDS)}"
        yield sheet.problem("some way comes here without an answer that is a kind of case", mend, "steps", n, "case_kind")


def _kept_from(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    if step.kept_from is None:
        return
    asked = sheet.ways.steps.get(step.kept_from)
    place = ("steps", n, "kept_from")
    if isinstance(asked, CollectEntry):
        yield from _values(sheet, asked, ROLES, "a role", *place)
        yield from _asked_before(sheet, step, asked, *place)
    else:
        yield _not_a(sheet, asked, step.kept_from, "collect", *place)


def _name(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    for m, name in enumerate(step.name):
        asked = sheet.ways.steps.get(name)
        place = ("steps", n, "name", m)
        if isinstance(asked, TextEntry):
            yield from _asked_before(sheet, step, asked, *place)
        else:
            yield _not_a(sheet, asked, name, "text", *place)


def _reply(sheet: Sheet, n: int, step: OpenCaseEntry) -> Iterator[Problem]:
    if step.reply is None:
        return
    asked = sheet.ways.steps.get(step.reply)
    place = ("steps", n, "reply")
    if isinstance(asked, ChooseEntry):
        yield from _values(sheet, asked, WAYS_BACK, "a way to hear back", *place)
        yield from _asked_before(sheet, step, asked, *place)
    else:
        yield _not_a(sheet, asked, step.reply, "choose", *place)


def _not_a(sheet: Sheet, asked: StepEntry | None, name: str, kind: str, *place: str | int) -> Problem:
    if asked is None:
        return sheet.problem(f"no step is called '{name}'", "Correct it, or write the step", *place)
    return sheet.problem(f"'{name}' is a step of kind '{kind_of(asked)}'", f"Name a step of kind '{kind}'", *place)


def _values(sheet: Sheet, asked: AskEntry, known: tuple[str, ...], what: str, *place: str | int) -> Iterator[Problem]:
    values = sheet.values(asked)
    if not values or not set(values).issubset(known):
        yield _not_among(sheet, asked, known, what, *place)


def _not_among(sheet: Sheet, asked: AskEntry, known: tuple[str, ...], what: str, *place: str | int) -> Problem:
    odd = [value for value in sheet.values(asked) if value not in known]
    wrong = f"'{odd[0]}', a choice of '{asked.id}', is not {what}" if odd else f"no choice of '{asked.id}' is {what}"
    return sheet.problem(wrong, f"Its choices may have the values: {', '.join(known)}", *place)


def _asked_before(sheet: Sheet, step: OpenCaseEntry, asked: AskEntry, *place: str | int) -> Iterator[Problem]:
    if asked.id not in sheet.ways.before(step.id):
        yield sheet.problem(f"'{asked.id}' is never asked before the case is made", "Ask it on a way to this step", *place)
