"""The flow engine: where somebody is in a flow is what their answers lead to, walked anew each time.

So going back, changing an answer and a flow file that changed under an open session are one thing: other answers, or other steps,
and the same walk, which ends at the first step that has no answer that fits. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from bot.model.content.flow import (
    UNSAID,
    Answered,
    Ask,
    AtLeast,
    AtMost,
    Check,
    Choose,
    Collect,
    Condition,
    Date,
    Equals,
    Flow,
    Number,
    OfAudience,
    OfCouncil,
    OneOf,
    OpenCase,
    Start,
    Step,
    Text,
)
from bot.model.content.topics import ENGLAND
from bot.model.session import Answer, Item, Run, Session, Value

Values = Mapping[str, Value]
"""The answers of the steps on the way so far."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is in a flow, and on which way they came."""

    passed: tuple[Step, ...]
    here: Step | None
    """The step that waits, for the person or for what it does; None at the end."""

    @property
    def asked(self) -> tuple[Ask, ...]:
        """The questions on the way that were answered, in order."""
        return tuple(step for step in self.passed if isinstance(step, Ask))

    @property
    def said(self) -> tuple[Step, ...]:
        """What is said since the person last did something."""
        last = max((n for n, step in enumerate(self.passed) if isinstance(step, Ask | Check)), default=-1)
        return self.passed[last + 1 :]


def walk(flow: Flow, run: Run, session: Session) -> tuple[Run, Standing]:
    """Walk the answers through the flow; the run without answers that a way back to an earlier step leaves behind."""
    standing, again = _walked(flow, run, session)
    if again:
        run = run.without(*again)
        standing, again = _walked(flow, run, session)
    return run, Standing(standing.passed, None) if again else standing


def _walked(flow: Flow, run: Run, session: Session) -> tuple[Standing, tuple[str, ...]]:
    """One walk; and where it comes to a step for the second time, the steps since the first."""
    passed: list[Step] = []
    values: dict[str, Value] = {}
    step = flow.steps.get(run.entry)
    while step is not None:
        if step in passed:
            first = passed.index(step)
            return Standing(tuple(passed[:first]), step), tuple(each.id for each in passed[first:])
        if _waits(step, run):
            break
        passed.append(step)
        if answer := run.answer(step.id):
            values[step.id] = answer.value
        if isinstance(step, Collect) and step.hears and (heard := run.answer(step.hears)):
            values[step.hears] = heard.value
        step = flow.steps.get(lead(step, values, session) or "")
    return Standing(tuple(passed), step), ()


def _waits(step: Step, run: Run) -> bool:
    if isinstance(step, Ask):
        answer = run.answer(step.id)
        return answer is None or run.changing == step.id or not fits(step, answer)
    return isinstance(step, Check | OpenCase | Start) and run.answer(step.id) is None


def fits(step: Ask, answer: Answer) -> bool:
    """Whether an answer is one that the step takes, as the flow's file is now."""
    match step, answer.value:
        case _, None:
            return step.optional and answer.done
        case Choose(), str(value):
            return any(choice.value == value for choice in step.choices)
        case Text(), str(words):
            return 0 < len(words) <= step.most
        case Number(), int(number):
            return step.least <= number <= step.most
        case Date(), str(day):
            return _is_day(day)
        case Collect(), tuple(items):
            return answer.done and _collected(step, items)
    return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _collected(step: Collect, items: tuple[Item, ...]) -> bool:
    known = {choice.value for choice in step.choices}
    return bool(items or step.optional) and all(item.choice is None or item.choice in known for item in items)


def lead(step: Step, values: Values, session: Session) -> str | None:
    """Where a step leads with these answers; None where the flow ends."""
    if isinstance(step, Choose):
        chosen = next((choice for choice in step.choices if choice.value == values.get(step.id)), None)
        if chosen and chosen.leads_to:
            return chosen.leads_to
    return next((lead.to for lead in step.leads if all(holds(condition, values, session) for condition in lead.when)), None)


def holds(condition: Condition, values: Values, session: Session) -> bool:
    """Whether a condition is met by these answers."""
    match condition:
        case Equals(step, value):
            return value in _chosen(values.get(step))
        case OneOf(step, among):
            return not among.isdisjoint(_chosen(values.get(step)))
        case AtLeast(step, number):
            return (amount := _amount(values.get(step))) is not None and amount >= number
        case AtMost(step, number):
            return (amount := _amount(values.get(step))) is not None and amount <= number
        case Answered(step):
            return values.get(step) not in (None, ())
        case OfCouncil(councils):
            return (UNSAID if session.council in (None, ENGLAND) else session.council) in councils
        case OfAudience(audiences):
            return (session.audience or UNSAID) in audiences


def _chosen(value: Value) -> set[str]:
    """What was chosen: one value, or several of those that were collected."""
    if isinstance(value, tuple):
        return {item.choice for item in value if item.choice}
    return set() if value is None else {str(value)}


def _amount(value: Value) -> int | None:
    if isinstance(value, tuple):
        return len(value)
    return value if isinstance(value, int) else None


def mark(run: Run) -> str:
    """A few letters that change whenever an answer does: by them an old page of answers is told from the newest."""
    told = repr([(answer.step, answer.value) for answer in run.answers])
    return sha256(told.encode(errors="surrogatepass")).hexdigest()[:8]
