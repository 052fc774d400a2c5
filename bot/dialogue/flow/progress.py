"""Walks a flow on: says what is on the way, does what is to be done there, and shows the step that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum, auto

from bot.dialogue.context import TurnContext
from bot.dialogue.flow import engine, filing
from bot.dialogue.flow import pages as steps
from bot.dialogue.flow.engine import Standing
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import Wording
from bot.model.case import Effect
from bot.model.content.flow import Ask, Check, Flow, OpenCase, Start, Step
from bot.model.content.phrases import Phrase
from bot.model.limits import LAST_DAY
from bot.model.outbound import Message
from bot.model.session import Answer, Run, Session
from bot.model.turn import Outcome

WordingFor = Callable[[Session, date], Wording]
Elsewhere = Callable[[Start, TurnContext], Reply | None]
"""The reply where a flow goes on with another flow or a topic."""


class Saying(Enum):
    """How much of what stands before a step is said with it."""

    ALL = auto()
    SINCE = auto()
    """What follows the last answer."""
    NOTHING = auto()


class Open:
    """An open flow, and where the person stands in it."""

    def __init__(self, flow: Flow, run: Run, session: Session) -> None:
        self.flow = flow
        self.run, self.standing = engine.walk(flow, run, session)

    @property
    def here(self) -> Step | None:
        """The step that waits."""
        return self.standing.here

    @property
    def wordy(self) -> bool:
        """Whether it holds somebody's words."""
        return steps.holds_words(self.flow)


class Progress:
    """Walks flows on. Holds only what never changes."""

    def __init__(self, wording: WordingFor, elsewhere: Elsewhere, keep: timedelta) -> None:
        """`keep`: how long what was not sent is kept."""
        self._wording, self._elsewhere = wording, elsewhere
        self.keep = keep

    def go(self, flow: Flow, run: Run, context: TurnContext, saying: Saying) -> Reply:
        """Say what is on the way to the step that waits, do what is to be done there, and show it."""
        session = context.session
        wording = self._wording(session, context.today)
        flow = wording.library.flows.get(flow.id, flow)  # a choice may have been a language: what follows is said in it
        filled = steps.values(wording, session, context.loaded.look_by, self.keep)
        run, standing = engine.walk(flow, run, session)
        passed = {Saying.ALL: standing.passed, Saying.SINCE: standing.said, Saying.NOTHING: ()}[saying]
        said = [step for step in passed if not isinstance(step, Ask | Check)]
        messages = [steps.message(flow, step, standing, run, wording, filled) for step in said]
        effects: list[Effect] = []
        while isinstance(here := standing.here, OpenCase):
            if filing.too_often(here, context):
                return self.said(Phrase.CASE_TOO_OFTEN, session, context, flow)
            filed = filing.file(here, standing, run, context, wording)
            if filed is None:
                return self.said(Phrase.CASE_GONE, session, context)
            effects.append(filed.effect)
            session = replace(session, sent=filing.counted(here, context))
            messages.append(steps.message(flow, here, standing, run, wording, {**filled, **filed.values}))
            run, after = engine.walk(flow, run.with_answer(Answer(here.id, "filed")), session)
            messages += [steps.message(flow, step, after, run, wording, filled) for step in after.said[len(standing.said) + 1 :]]
            standing = after
        reply = self._arrived(flow, run, standing, replace(context, session=session), wording, filled)
        outcome = Outcome.CASE if effects else reply.outcome
        return replace(reply, messages=(*messages, *reply.messages), effects=tuple(effects), outcome=outcome)

    def _arrived(self, flow: Flow, run: Run, standing: Standing, context: TurnContext, wording: Wording, filled: dict[str, str]) -> Reply:
        """The step that waits, shown; or the end, or what comes after it."""
        here, session = standing.here, context.session
        if isinstance(here, Start):
            left = replace(context, session=session.finished())
            return self._elsewhere(here, left) or Reply(Outcome.FLOW, left.session, flow=flow.id)
        if here is None:
            return Reply(Outcome.FLOW, session.finished(), flow=flow.id)
        shown = steps.message(flow, here, standing, run, wording, filled)
        return Reply(Outcome.FLOW, replace(session, run=run), (shown,), flow=flow.id)

    def leave(self, found: Open, context: TurnContext) -> Reply:
        """Stop: where words would be lost, ask first what shall become of them."""
        if not found.wordy:
            return Reply(Outcome.FLOW, context.session.finished(), (self._closing(context),), flow=found.flow.id)
        wording = self._wording(context.session, context.today)
        session = replace(context.session, run=replace(found.run, leaving=True, aside=False))
        return Reply(Outcome.FLOW, session, (steps.leave_page(found.flow, found.standing, wording, self.keep),), flow=found.flow.id)

    def _closing(self, context: TurnContext) -> Message:
        return Message(self._wording(context.session, context.today).say(Phrase.FLOW_LEFT))

    def shown(self, found: Open, context: TurnContext, phrase: Phrase | None = None, **values: str) -> Reply:
        """Where the person is, once more; a remark above it."""
        reply = self.go(found.flow, replace(found.run, leaving=False, aside=False), context, Saying.NOTHING)
        if phrase is None:
            return reply
        remark = self._wording(context.session, context.today).say(phrase, **values)
        first = reply.messages[0] if reply.messages else None
        if not isinstance(first, Message):
            return reply
        return replace(reply, messages=(replace(first, blocks=(*remark, *first.blocks)), *reply.messages[1:]))

    def asked_again(self, found: Open, step: Ask, context: TurnContext) -> Reply:
        """A question that was answered before, with that answer above it: it stands until another is given."""
        wording = self._wording(context.session, context.today)
        message = steps.again(found.flow, step, found.standing, found.run, wording)
        return Reply(Outcome.FLOW, replace(context.session, run=found.run), (message,), flow=found.flow.id)

    def said(self, phrase: Phrase, session: Session, context: TurnContext, flow: Flow | None = None) -> Reply:
        """A short text; with a flow, the way back to it."""
        wording = self._wording(session, context.today)
        rows = (steps.carry_on(flow, wording),) if flow else ()
        return Reply(Outcome.FLOW, session, (Message(wording.say(phrase, days=str(self.keep.days)), rows),), flow=flow.id if flow else None)

    def flow(self, flow_id: str, session: Session) -> Flow | None:
        """A flow in the person's language; None where the content no longer has it."""
        return self._wording(session, date.min).library.flows.get(flow_id)

    def holds_words(self, run: Run, session: Session) -> bool:
        """Whether somebody's words are asked for in an open flow."""
        flow = self.flow(run.flow, session)
        return flow is not None and steps.holds_words(flow)

    def touched(self, run: Run, flow: Flow, context: TurnContext) -> Run:
        """Kept for some days from now on, if somebody's words are in it."""
        if not steps.holds_words(flow):
            return run
        return replace(run, reminded=False, due=context.now + max(self.keep - LAST_DAY, LAST_DAY))
