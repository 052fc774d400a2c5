"""Each step of a flow by itself: it leads on, its texts and buttons fit, and its kind finds nothing wrong."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.check.flow.sheet import FlowSheet
from bot.errors import Problem
from bot.model.actions import Action, Choose, OpenFlow, Steer, Steered, write
from bot.model.content.entries import StepEntry

ACTION_BYTES = 64
"""Telegram's limit for what a button sends back."""
TEXT = 1500
"""Characters that a step may say: more is no message that people read."""
BUTTONS = 12
"""Buttons under one step: more do not fit on a phone's screen."""


def fits(action: Action) -> bool:
    """True if Telegram takes an action behind a button."""
    return len(write(action).encode()) <= ACTION_BYTES


def leads_on(sheet: FlowSheet) -> Iterator[Problem]:
    """Each step is there once, and says clearly where it leads: to steps that are there."""
    for n, step in enumerate(sheet.steps):
        if step.id in {earlier.id for earlier in sheet.steps[:n]}:
            yield sheet.problem(f"a second step is called '{step.id}'", "Give one of them another id", "steps", n)
        yield from _to_steps_that_are_there(sheet, n, step)
        yield from _next(sheet, n, step)


def _to_steps_that_are_there(sheet: FlowSheet, n: int, step: StepEntry) -> Iterator[Problem]:
    by_next = (("next",) if isinstance(step.next, str) else ("next", m, "to") for m in range(len(step.leads)))
    led = [*zip(by_next, (lead.to for lead in step.leads), strict=True), *step.chosen_leads]
    for place, to in led:
        if to not in sheet.ways.steps:
            yield sheet.problem(f"no step is called '{to}'", "Correct it, or write the step", "steps", n, *place)


def _next(sheet: FlowSheet, n: int, step: StepEntry) -> Iterator[Problem]:
    place = ("steps", n, "next")
    if step.next is None and not step.over and step.goes_by_next:
        yield sheet.of_step(n, step.leads_nowhere())
    elif step.next is not None and step.last:
        mend = "Remove it; or, if the flow goes on here, make the step another kind, such as say"
        yield sheet.problem(f"the flow is over at a step of kind '{step.kind_name}', so 'next' counts for nothing", mend, *place)
    elif step.next is not None and not step.goes_by_next:
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


def makes_sense(sheet: FlowSheet) -> Iterator[Problem]:
    """Everything else that can be said of a step without looking at the way to it."""
    for n, step in enumerate(sheet.steps):
        yield from (sheet.of_step(n, fault) for fault in step.by_itself(sheet))
        yield from _short_enough(sheet, n, step)
        yield from _buttons_fit(sheet, n, step)


def _short_enough(sheet: FlowSheet, n: int, step: StepEntry) -> Iterator[Problem]:
    if len(step.says) > TEXT:
        wrong = f"the step says {len(step.says)} characters, the most is {TEXT}"
        yield sheet.problem(wrong, "Cut it, or make two steps of it", "steps", n, "say")
    buttons = len(sheet.values(step)) + len(step.shortcuts)
    if buttons > BUTTONS:
        yield sheet.problem(f"the step has {buttons} buttons, the most is {BUTTONS}", "Make two questions of it", "steps", n)


def _buttons_fit(sheet: FlowSheet, n: int, step: StepEntry) -> Iterator[Problem]:
    """Ids are short enough for what stands behind a button to fit into Telegram's limit."""
    mend = f"Choose a shorter id: Telegram takes {ACTION_BYTES} characters behind a button"
    steered = (Steer(how, sheet.name, step.id) for how in Steered)
    if not all(map(fits, (OpenFlow(sheet.name, step.id), *steered, *step.pressed(sheet.name)))):
        yield sheet.problem(f"the ids of the flow and '{step.id}' are too long", mend, "steps", n)
    elif not all(fits(Choose(sheet.name, step.id, value)) for value in sheet.values(step)):
        yield sheet.problem(f"the ids of the flow, '{step.id}' and a choice are too long", mend, "steps", n)
