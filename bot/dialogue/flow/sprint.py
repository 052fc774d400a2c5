"""One way through a flow: from what was answered to the step that waits, and everything that is said and done on the way to it.

Values in, values out: a sprint says which steps are shown and what follows, never how it is worded (`pages.py`), and calls nobody back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum, auto

from bot.dialogue.flow.engine import walk
from bot.dialogue.words.recognisers import Recognisers
from bot.model.actions import Action
from bot.model.content.flow import Flow
from bot.model.content.parts import Done, Onward, Refused, Stuck
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Standing, Step
from bot.model.safety import Finding
from bot.model.session import Answer, Run, Session
from bot.model.turn import TurnContext

FILED = "filed"
"""The answer of a step that has done its part."""


class Saying(Enum):
    """How much of what stands before a step is said with it."""

    ALL = auto()
    SINCE = auto()
    """Only that which follows the last answer."""
    NOTHING = auto()


class Look(Enum):
    """How a page looks."""

    STEP = auto()
    DONE = auto()
    """A step that has just done its part."""
    AGAIN = auto()
    """A question with the answer that it has."""
    MORE = auto()
    """Something was collected; more may come."""
    FILE = auto()
    """A file was collected, which nobody has seen; more may come."""
    LEAVE = auto()
    """The question what shall become of the words."""
    WORDS = auto()
    """A short text."""
    WAY_BACK = auto()
    """A short text, and a way back to the flow."""


@dataclass(frozen=True, slots=True)
class Page:
    """Something that the person is shown: a step as somebody stands there, or a short text."""

    look: Look
    run: Run
    standing: Standing
    step: Step | None = None
    phrase: Phrase | None = None
    """A short text by itself, or a remark above a step."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Open:
    """An open flow, and where the person stands in it."""

    flow: Flow
    run: Run
    standing: Standing
    session: Session
    here: Step | None
    """The step that waits."""
    wordy: bool
    """True where it holds somebody's words."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that a way through a flow depends on, beside the flow and the answers."""

    context: TurnContext
    recognisers: Recognisers
    keep: timedelta
    """How long words that were not sent are kept."""
    danger: Callable[[str], Finding | None]
    """The danger in words."""


@dataclass(frozen=True, slots=True)
class Sprint:
    """Where a way through a flow has led."""

    flow: Flow
    session: Session
    """With the answers; without the flow where it is over."""
    pages: tuple[Page, ...] = ()
    waits: Step | None = None
    """The step that waits for the person."""
    then: Action | None = None
    """The topic or flow that it goes on with."""
    named: bool = True
    """True where the turn counts as one of this flow."""
    setting: bool = False
    """True where nothing was done but to change a setting."""
    found: Finding | None = None
    """The danger that stands in no message by itself, only in all of them together."""


def opened(flow: Flow, run: Run, session: Session) -> Open:
    """A flow with the place where its answers lead."""
    run, standing = walk(flow, run, session)
    return Open(flow, run, standing, session, standing.here, flow.holds_words)


def onward(at: Open, on: Ground, run: Run, saying: Saying = Saying.NOTHING, remark: Refused | None = None) -> Sprint:
    """Say what is on the way to the step that waits, do what is done there without the person, and show it."""
    session = at.session
    run, standing = walk(at.flow, run, session)
    passed = {Saying.ALL: standing.passed, Saying.SINCE: standing.said, Saying.NOTHING: ()}[saying]
    pages = _said(passed, run, standing)
    while (here := standing.here) is not None:
        match here.arrive(replace(on.context, session=replace(session, run=run))):
            case Done(session):
                pages = (*pages, Page(Look.DONE, run, standing, here))
                before = len(standing.passed) + 1
                run, standing = walk(at.flow, run.with_answer(Answer(here.id, FILED)), session)
                pages = (*pages, *_said(standing.passed[before:], run, standing))
            case Stuck(phrase, way_back):
                return stayed(at, at.session, Look.WAY_BACK if way_back else Look.WORDS, phrase)
            case Onward(then):
                return Sprint(at.flow, session.finished(), pages, then=then)
            case None:
                page = Page(Look.STEP, run, standing, here, remark.phrase if remark else None, remark.values if remark else {})
                return Sprint(at.flow, replace(session, run=run), (*pages, page), here)
    return Sprint(at.flow, session.finished(), pages)


def stayed(at: Open, session: Session, look: Look, phrase: Phrase | None = None, step: Step | None = None) -> Sprint:
    """One page, and nobody is led on."""
    page = Page(look, at.run, at.standing, step or at.here, phrase)
    waits = at.here if session.run and session.run.flow == at.flow.id else None
    return Sprint(at.flow, session, (page,), waits, named=look is not Look.WORDS)


def _said(passed: tuple[Step, ...], run: Run, standing: Standing) -> tuple[Page, ...]:
    """A page for each step that only says something."""
    return tuple(Page(Look.STEP, run, standing, step) for step in passed if not step.for_person)
