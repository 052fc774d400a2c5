"""Each step of a flow by itself: it leads on, its choices are clear, its texts and buttons fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.content.check.flow.sheet import Sheet
from bot.content.check.flow.ways import LAST, goes_by_next, over
from bot.content.flow_schema import AnyStep, CheckEntry, ChooseEntry, CollectEntry, NumberEntry, StartEntry, StepEntry
from bot.errors import Problem
from bot.model.actions import Action, Choose, OpenFlow, Send, Steer, Steered, write
from bot.model.content.flow import NO, UNSAID, YES, Setting
from bot.model.content.topics import Audience

ACTION_BYTES = 64
"""Telegram's limit for what a button sends back."""
MARK = "m" * 8
"""As long as the mark by which an old page of answers is told from the newest."""
TEXT = 1500
"""Characters that a step may say: more is no message that people read."""
BUTTONS = 12
"""Buttons under one step: more do not fit on a phone's screen."""

StepRule = Callable[[Sheet, int, StepEntry], Iterator[Problem]]


def fits(action: Action) -> bool:
    """Whether Telegram takes an action behind a button."""
    return len(write(action).encode()) <= ACTION_BYTES


def leads_on(sheet: Sheet) -> Iterator[Problem]:
    """Each step is there once, and says clearly where it leads: to steps that are there."""
    for n, step in enumerate(sheet.steps):
        if step.id in {earlier.id for earlier in sheet.steps[:n]}:
            yield sheet.problem(f"a second step is called '{step.id}'", "Give one of them another id", "steps", n)
        yield from _to_steps_that_are_there(sheet, n, step)
        yield from _next(sheet, n, step)


def _to_steps_that_are_there(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    mend = "Correct it, or write the step"
    for m, lead in enumerate(step.leads):
        if lead.to not in sheet.ways.steps:
            place = ("next",) if isinstance(step.next, str) else ("next", m, "to")
            yield sheet.problem(f"no step is called '{lead.to}'", mend, "steps", n, *place)
    for m, choice in enumerate(step.choices if isinstance(step, ChooseEntry) else ()):
        if choice.leads_to and choice.leads_to not in sheet.ways.steps:
            yield sheet.problem(f"no step is called '{choice.leads_to}'", mend, "steps", n, "choices", m, "leads_to")


def _next(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    place = ("steps", n, "next")
    if step.next is None and not over(step) and goes_by_next(step):
        yield _leads_nowhere(sheet, n, step)
    elif step.next is not None and isinstance(step, LAST):
        mend = "Remove it; or, if the flow goes on here, make the step another kind, such as say"
        yield sheet.problem(f"the flow is over at a step of kind '{step.kind}', so 'next' counts for nothing", mend, *place)
    elif step.next is not None and not goes_by_next(step):
        mend = "Remove it, or remove 'leads_to' of the choices that go there"
        yield sheet.problem("every choice has its own 'leads_to', so 'next' counts for nothing", mend, *place)
    elif step.next == ():
        yield sheet.problem("'next' is empty", "Name a step, or write a line '- {to: …, when: …}' for each", *place)
    elif step.leads and step.leads[-1].when:
        wrong = "where none of the conditions holds, nobody knows what comes next"
        yield sheet.problem(wrong, "Let the last line of 'next' stand without 'when': it counts for everybody else", *place)
    for m, lead in enumerate(step.leads[:-1]):
        if not lead.when:
            mend = "Give it a 'when', or let it stand last"
            yield sheet.problem(f"what stands after '{lead.to}' is never reached: that line has no condition", mend, *place, m)


def _leads_nowhere(sheet: Sheet, n: int, step: StepEntry) -> Problem:
    if not isinstance(step, ChooseEntry):
        mend = "Write 'next', or make it the last message of the flow with 'kind: end'"
        return sheet.problem(f"the step '{step.id}' leads nowhere", mend, "steps", n)
    for m, choice in enumerate(step.choices):
        if choice.leads_to is None:
            mend = "Give it 'leads_to', or the step a 'next'"
            return sheet.problem(f"the choice '{choice.value}' leads nowhere", mend, "steps", n, "choices", m)
    if step.choices_from:
        return sheet.problem(f"what people choose of the {step.choices_from} leads nowhere", "Give the step a 'next'", "steps", n)
    return sheet.problem("whoever skips the question is led nowhere", "Give the step a 'next'", "steps", n)


def makes_sense(sheet: Sheet) -> Iterator[Problem]:
    """Whatever else can be said of a step without looking at the others."""
    for n, step in enumerate(sheet.steps):
        for rule in STEP_RULES:
            yield from rule(sheet, n, step)


def _choices_clear(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    if not isinstance(step, ChooseEntry | CollectEntry):
        return
    known: dict[str, str] = {}
    for m, choice in enumerate(step.choices):
        if choice.value in {earlier.value for earlier in step.choices[:m]}:
            wrong = f"two choices have the value '{choice.value}'"
            yield sheet.problem(wrong, "Give each its own", "steps", n, "choices", m)
            continue
        for name in (choice.label, *choice.also):
            if known.setdefault(name.casefold(), choice.value) != choice.value:
                wrong = f"two choices are called '{name}': '{known[name.casefold()]}' and '{choice.value}'"
                yield sheet.problem(wrong, "Whoever types it must mean one of them", "steps", n, "choices", m)
        if isinstance(step, CollectEntry) and choice.leads_to:
            mend = "Remove it: several can be chosen here, and the step leads on by 'next'"
            yield sheet.problem("'leads_to' counts for nothing where things are collected", mend, "steps", n, "choices", m, "leads_to")


def _asks_something(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    if isinstance(step, ChooseEntry) and not sheet.values(step):
        yield sheet.problem("there is nothing to choose from", "Write 'choices', or 'choices_from'", "steps", n)
    if isinstance(step, CollectEntry) and not (step.words or step.files or step.choices):
        yield sheet.problem("there is nothing to collect", "Allow words or files, or write 'choices'", "steps", n)
    if isinstance(step, CollectEntry) and step.hears_complaint_as and not step.words:
        mend = "Remove it, or allow words"
        yield sheet.problem("no words are collected in which a complaint could be heard", mend, "steps", n, "hears_complaint_as")
    if isinstance(step, CollectEntry) and step.hears_complaint_as in sheet.ways.steps:
        wrong = f"'{step.hears_complaint_as}' is a step already"
        yield sheet.problem(wrong, "What is heard in words needs a name of its own", "steps", n, "hears_complaint_as")
    if isinstance(step, NumberEntry) and step.least > step.most:
        yield sheet.problem(f"no number is {step.least} or more and {step.most} or less", "Correct 'least' or 'most'", "steps", n)
    if isinstance(step, StartEntry) and step.shortcuts:
        mend = "Put them under the step before it"
        yield sheet.problem("a step of kind 'start' says nothing, so nobody sees its shortcuts", mend, "steps", n, "shortcuts")


def _sets_what_there_is(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    if not isinstance(step, ChooseEntry) or step.sets is None:
        return
    known = {
        Setting.COUNCIL: {*sheet.listed["councils"], UNSAID},
        Setting.AUDIENCE: {*(audience.value for audience in Audience), UNSAID},
        Setting.LANGUAGE: {*sheet.listed["languages"]},
        Setting.KEEP_QUESTIONS: {YES, NO},
    }[step.sets]
    mend = f"Use one of: {', '.join(sorted(known))}"
    for m, choice in enumerate(step.choices):
        if choice.value not in known:
            yield sheet.problem(f"'{choice.value}' cannot be set as {step.sets}", mend, "steps", n, "choices", m)
    if step.choices_from and not known.issuperset(sheet.listed[step.choices_from]):
        yield sheet.problem(f"the {step.choices_from} cannot be set as {step.sets}", mend, "steps", n, "choices_from")


def _short_enough(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    said = getattr(step, "say", "")
    if len(said) > TEXT:
        wrong = f"the step says {len(said)} characters, the most is {TEXT}"
        yield sheet.problem(wrong, "Cut it, or make two steps of it", "steps", n, "say")
    buttons = len(sheet.values(step)) + len(step.shortcuts)
    if buttons > BUTTONS:
        yield sheet.problem(f"the step has {buttons} buttons, the most is {BUTTONS}", "Make two questions of it", "steps", n)


def _buttons_fit(sheet: Sheet, n: int, step: StepEntry) -> Iterator[Problem]:
    """Ids are short enough for what stands behind a button to fit into Telegram's limit."""
    mend = f"Choose a shorter id: Telegram takes {ACTION_BYTES} characters behind a button"
    steps: list[Action] = [OpenFlow(sheet.name, step.id), *(Steer(how, sheet.name, step.id) for how in Steered)]
    if isinstance(step, CheckEntry):
        steps.append(Send(sheet.name, MARK))
    if not all(map(fits, steps)):
        yield sheet.problem(f"the ids of the flow and '{step.id}' are too long", mend, "steps", n)
    elif not all(fits(Choose(sheet.name, step.id, value)) for value in sheet.values(step)):
        yield sheet.problem(f"the ids of the flow, '{step.id}' and a choice are too long", mend, "steps", n)


STEP_RULES: tuple[StepRule, ...] = (_choices_clear, _asks_something, _sets_what_there_is, _short_enough, _buttons_fit)


def kind_of(step: AnyStep | None) -> str:
    """What kind of step it is, as it stands in the file."""
    return str(getattr(step, "kind", ""))
