"""Leads people through flows: what they press, type or send at a step, to where they are then and what is said.

The engine knows where somebody is; this knows what they can do there. A step that asks for words takes words as its answer, never as a search.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.context import TurnContext
from bot.dialogue.flow import engine
from bot.dialogue.flow import pages as steps
from bot.dialogue.flow.answers_given import Given, Refused, collected, given, settled
from bot.dialogue.flow.progress import Open, Progress, Saying, WordingFor
from bot.dialogue.reply import Reply
from bot.dialogue.words.recognisers import Recognisers
from bot.dialogue.words.typed_answers import choice_in
from bot.model.actions import Choose as Chosen
from bot.model.actions import Send, Steer, Steered
from bot.model.content.flow import Ask, Check, Choose, Collect, Flow, Start
from bot.model.content.phrases import Phrase
from bot.model.content.topics import Cues
from bot.model.inbound import Attached
from bot.model.limits import LAST_DAY
from bot.model.normalise import Normalised, normalise, writable
from bot.model.outbound import Block, Message
from bot.model.safety import Finding
from bot.model.session import Answer, FileReference, Item, Run, Session
from bot.model.turn import Outcome

Show = Callable[[str, TurnContext], Reply]
"""The reply that shows a topic."""

_LONGEST_STEERING = 60

_SHORT_TOO = frozenset({Steered.BACK, Steered.AGAIN})
"""What can be typed in a flow that holds nobody's words, too."""


class Guide:
    """Leads through flows. Holds only what never changes."""

    def __init__(self, wording: WordingFor, show: Show, cues: Cues, keep: timedelta) -> None:
        """`keep`: how long what was not sent is kept."""
        self._wording = wording
        self._show_topic = show
        self._recognisers = Recognisers(cues)
        self._steering: Mapping[str, Steered] = {normalise(said).sentence: how for how, listed in cues.steering.items() for said in listed}
        self._progress = Progress(wording, self._elsewhere, keep)

    # Where somebody is

    def open(self, session: Session) -> Open | None:
        """The open flow, if it is still there."""
        run = session.run
        flow = self._progress.flow(run.flow, session) if run else None
        return Open(flow, run, session) if flow and run else None

    def unfinished(self, session: Session) -> Flow | None:
        """The newest flow with words in it that the person has not finished."""
        flows = (self._progress.flow(run.flow, session) for run in reversed(session.runs))
        return next((flow for flow in flows if flow and steps.holds_words(flow)), None)

    def steered(self, message: Normalised) -> Steered | None:
        """What somebody typed instead of pressing "Back", "Skip" …"""
        return self._steering.get(message.sentence)

    def sends(self, text: str, session: Session) -> bool:
        """Whether somebody types that their answers are to be sent."""
        run = session.run
        return run is not None and len(text) < _LONGEST_STEERING and self.steered(normalise(text)) is Steered.SEND

    def stepped_aside(self, reply: Reply, context: TurnContext) -> Reply:
        """A reply to something else while a flow with words in it is open: the way back stands under it."""
        session = reply.session
        flow = self.unfinished(session) if session else None
        if flow is None or session is None:
            return reply
        wording = self._wording(session, context.today)
        return replace(reply, session=self.set_aside(session)).with_buttons_below([steps.carry_on(flow, wording)])

    def set_aside(self, session: Session) -> Session:
        """The session with an open flow waiting that holds somebody's words: what is typed next is no answer in it."""
        if session.run and not session.run.aside and self._progress.holds_words(session.run, session):
            return replace(session, run=replace(session.run, aside=True, leaving=False))
        return session

    # What somebody does

    def begin(
        self, flow_id: str, step_id: str | None, context: TurnContext, answers: tuple[Answer, ...] = (), case: str | None = None
    ) -> Reply | None:
        """Begin a flow; None where it is not there. One that is open already with words in it is not begun anew unasked."""
        session = context.session
        flow = self._progress.flow(flow_id, session)
        if flow is None or (step_id is not None and step_id not in flow.steps):
            return None
        if steps.holds_words(flow) and any(run.flow == flow.id for run in session.runs):
            found, first = self.open(session), flow.asks_first
            if found and first and found.here is first and [answer.step for answer in answers] == [first.id]:
                return self._take(found, first, answers[0], context)
            return self._resume(flow, context, asking=True)
        run = Run(context.run, flow.id, step_id or flow.first.id, answers, case=case)
        session = session.opening(run, keep=session.run is not None and self._progress.holds_words(session.run, session))
        return self._progress.go(flow, self._progress.touched(run, flow, context), replace(context, session=session), Saying.ALL)

    def choose(self, action: Chosen, context: TurnContext) -> Reply | None:
        """A choice was pressed: in the open flow whatever its step, or as the beginning of one. None for a button that is too old."""
        found = self.open(context.session)
        flow = self._progress.flow(action.flow, context.session)
        step = flow.steps.get(action.step) if flow else None
        if flow is None or not isinstance(step, Choose | Collect) or not any(choice.value == action.value for choice in step.choices):
            return None
        if found is None or found.flow is not flow:
            return self._begun_by(flow, step, action.value, context)
        if isinstance(step, Collect):
            return (
                self._collect(found, step, Item(choice=action.value), context)
                if step is found.here
                else self._progress.shown(found, context)
            )
        if step is not found.here and step not in found.standing.asked:
            return self._progress.shown(found, context)
        return self._take(found, step, Answer(step.id, action.value), context)

    def steer(self, action: Steer, context: TurnContext) -> Reply | None:
        """Back, skip, stop …; None for a button of a flow that is not open."""
        flow = self._progress.flow(action.flow, context.session)
        if flow is None or not any(run.flow == flow.id for run in context.session.runs):
            return None
        found = self.open(context.session)
        if action.how is Steered.RESUME or found is None or found.flow is not flow:
            return self._resume(flow, context, asking=False)
        return self._steered(action, found, context)

    def send(self, action: Send, context: TurnContext) -> Reply | None:
        """On from the page of answers; None where no such flow is open."""
        found = self.open(context.session)
        if found is None or found.flow.id != action.flow:
            return None
        if not isinstance(found.here, Check):
            return self._progress.shown(found, context)
        if action.mark != engine.mark(found.run):
            return self._progress.shown(found, context, Phrase.FLOW_CHANGED_SINCE)
        return self._sent(found, found.here, context)

    def words(self, text: str, message: Normalised, context: TurnContext, finding: Finding | None, *, edited: bool) -> Reply | None:
        """What somebody typed while a flow is open: None where it is no answer, but something else that they want."""
        found = self.open(context.session)
        if found is None or found.here is None:
            return None
        how = self.steered(message)
        if how and (found.wordy or how in _SHORT_TOO) and (not found.run.aside or how is Steered.RESUME):
            return self._steered(Steer(how, found.flow.id, found.here.id), found, context)
        if found.run.aside or found.run.leaving or not isinstance(found.here, Ask):
            return None
        if isinstance(found.here, Choose):
            choice = choice_in(found.here.choices, message)
            return self._take(found, found.here, Answer(found.here.id, choice.value), context) if choice else None
        found.run = _graver(found.run, finding)  # also where the words themselves cannot be taken
        if edited:
            return self._progress.shown(found, context, Phrase.FLOW_EDITED)
        return self._wrote(found, found.here, text, message, context, finding)

    def file(self, what: Attached, context: TurnContext, finding: Finding | None) -> Reply | None:
        """A file at a step that takes files; None at any other. It is kept as a reference only, and of sexual pictures not even that."""
        found = self.open(context.session)
        if found is None or found.run.aside or found.run.leaving or not isinstance(step := found.here, Collect) or not step.files:
            return None
        if what.reference is None:
            return self._progress.shown(found, context, Phrase.FILE_NOT_TAKEN)
        if self._recognisers.like_private_pictures(found.run, what.caption, finding):
            return self._progress.shown(found, context, Phrase.FILE_REFUSED)
        item = Item(words=writable(what.caption), file=FileReference(what.kind, context.channel.name, what.reference))
        return self._collect(found, step, item, context, finding)

    def elapsed(self, context: TurnContext) -> Reply:
        """Time has passed: a flow with words in it is reminded of once, and then forgotten. While the conversation is off it waits."""
        if context.new:  # they have left meanwhile: nothing of them is stored again
            return Reply(Outcome.IGNORED, None)
        session, reminded = _closed(context), False
        for run in session.runs:
            if run.due is None or run.due > context.now:
                continue
            if context.off:
                session = _with(session, replace(run, due=context.now + LAST_DAY))
            elif run.reminded or not any(answer.value for answer in run.answers) or not self._progress.holds_words(run, session):
                session = _without(session, run)
            else:
                reminded = True
                session = _with(session, replace(run, reminded=True, aside=True, due=context.now + LAST_DAY))
        if not reminded or (flow := self.unfinished(session)) is None:
            return Reply(Outcome.IGNORED, session)
        wording = self._wording(session, context.today)
        said = wording.say(Phrase.FLOW_REMINDER, date=wording.day((context.now + LAST_DAY).date()))
        return Reply(Outcome.FLOW, session, (Message(said, (steps.carry_on(flow, wording),)),))

    # How

    def _elsewhere(self, step: Start, context: TurnContext) -> Reply | None:
        """Another flow, or a topic, with which a flow goes on."""
        return self.begin(step.flow, None, context) if step.flow else self._show_topic(step.topic or "", context)

    def _begun_by(self, flow: Flow, step: Choose | Collect, value: str, context: TurnContext) -> Reply | None:
        """A choice begins a flow where it answers its first question, or where all that it does is to set something."""
        first = step is flow.asks_first
        if isinstance(step, Collect) or not (first or (step.sets and not flow.opens_cases)):
            return None
        if steps.holds_words(flow) and any(run.flow == flow.id for run in context.session.runs):
            return self._resume(flow, context, asking=True)
        run = Run(context.run, flow.id, flow.first.id if first else step.id)
        session = context.session.opening(
            run, keep=context.session.run is not None and self._progress.holds_words(context.session.run, context.session)
        )
        begun = replace(context, session=session)
        return self._take(Open(flow, run, session), step, Answer(step.id, value), begun, saying=Saying.ALL if first else Saying.SINCE)

    def _steered(self, action: Steer, found: Open, context: TurnContext) -> Reply:
        here = found.here
        match action.how:
            case Steered.BACK if here is not None and here.id == action.step and found.standing.asked:
                return self._change(found.standing.asked[-1].id, found, context)
            case Steered.SKIP if isinstance(here, Ask) and here.id == action.step and here.optional:
                so_far = found.run.answer(here.id)  # what was collected is not thrown away by a word for "nothing more"
                kept = replace(so_far, done=True) if isinstance(here, Collect) and so_far and so_far.value else Answer(here.id, None)
                return self._take(found, here, kept, context)
            case Steered.SKIP if isinstance(here, Ask) and here.id == action.step:
                return self._progress.shown(found, context, Phrase.FLOW_NO_SKIP)
            case Steered.DONE if isinstance(here, Collect) and here.id == action.step and (answer := found.run.answer(here.id)):
                return self._take(found, here, replace(answer, done=True), context)
            case Steered.CHANGE:
                return self._change(action.step, found, context)
            case Steered.LEAVE:
                return self._progress.leave(found, context)
            case Steered.DISCARD:
                return self._progress.said(Phrase.FLOW_DISCARDED, context.session.finished(), context)
            case Steered.ASIDE:
                phrase = Phrase.FLOW_KEPT_FOR_LATER if found.run.leaving else Phrase.FLOW_ASIDE
                run = replace(found.run, aside=True, leaving=False)
                return self._progress.said(phrase, replace(context.session, run=run), context, found.flow)
            case Steered.AGAIN:
                fresh = Run(context.run, found.flow.id, found.run.entry, case=found.run.case)
                return self._progress.go(found.flow, self._progress.touched(fresh, found.flow, context), context, Saying.ALL)
            case Steered.SEND if isinstance(here, Check):
                return self._sent(found, here, context)
        return self._progress.shown(found, context)

    def _change(self, step_id: str, found: Open, context: TurnContext) -> Reply:
        """Ask a question again. What was collected stays, unless that is asked for a second time: then it is begun anew."""
        step = next((step for step in (*found.standing.asked, found.here) if step and step.id == step_id), None)
        if not isinstance(step, Ask):
            return self._progress.shown(found, context)
        answer = found.run.answer(step.id)
        if answer is None or (isinstance(step, Collect) and step is found.here):
            return self._progress.go(found.flow, found.run.without(step.id), context, Saying.NOTHING)
        changing = replace(found.run, changing=step.id)
        if isinstance(step, Collect):
            changing = replace(found.run, changing=None).with_answer(replace(answer, done=False))
        return self._progress.asked_again(
            Open(found.flow, self._progress.touched(changing, found.flow, context), context.session), step, context
        )

    def _wrote(self, found: Open, step: Ask, text: str, message: Normalised, context: TurnContext, finding: Finding | None) -> Reply:
        if isinstance(step, Collect):
            return self._collect(found, step, Item(words=writable(text).strip()), context, finding)
        answer: Given = given(step, writable(text), message, context.today, context.session.language)
        if isinstance(answer, Refused):
            return self._progress.shown(found, context, answer.phrase, **answer.values)
        return self._take(found, step, Answer(step.id, answer), context, finding)

    def _collect(self, found: Open, step: Collect, item: Item, context: TurnContext, finding: Finding | None = None) -> Reply:
        """One thing more. The person says when that is all."""
        answer = collected(step, found.run.answer(step.id), item)
        if isinstance(answer, Refused):
            return self._progress.shown(found, context, answer.phrase, **answer.values)
        run = self._progress.touched(_graver(found.run.with_answer(answer), finding), found.flow, context)
        session = replace(context.session, run=run)
        wording = self._wording(session, context.today)
        said: tuple[Block, ...] = wording.say(Phrase.FLOW_MORE)
        if item.file:
            said = (*wording.say(Phrase.FILE_UNHEARD, date=wording.day(context.loaded.look_by or context.today)), *said)
        rows = steps.message(found.flow, step, found.standing, run, wording, {}).buttons
        return Reply(Outcome.FLOW, session, (Message(said, rows),), flow=found.flow.id)

    def _take(
        self, found: Open, step: Ask, answer: Answer, context: TurnContext, finding: Finding | None = None, saying: Saying = Saying.SINCE
    ) -> Reply:
        """An answer is given: set what it sets, hear what it sounds like, and go on."""
        session = context.session
        if isinstance(step, Choose) and isinstance(answer.value, str):
            session = settled(session, step.sets, answer.value)
        run = replace(found.run.with_answer(answer), changing=None, aside=False, leaving=False)
        if isinstance(step, Collect) and step.hears:
            run = run.with_answer(Answer(step.hears, "yes")) if self._recognisers.like_a_complaint(answer) else run.without(step.hears)
        run = run.without(*(other.id for other in found.flow.steps.values() if isinstance(other, Check)))
        run = self._progress.touched(_graver(run, finding), found.flow, context)
        reply = self._progress.go(found.flow, run, replace(context, session=replace(session, run=run)), saying)
        return replace(reply, outcome=Outcome.SETTINGS) if isinstance(step, Choose) and step.sets and not found.wordy else reply

    def _sent(self, found: Open, step: Check, context: TurnContext) -> Reply:
        return self._progress.go(found.flow, found.run.with_answer(Answer(step.id, engine.mark(found.run))), context, Saying.SINCE)

    def _resume(self, flow: Flow, context: TurnContext, *, asking: bool) -> Reply:
        """Back to an open flow; or, where somebody begins it anew, the question what shall become of the words there."""
        run = next(run for run in context.session.runs if run.flow == flow.id)
        session = _without(context.session, run)
        keep = session.run is not None and self._progress.holds_words(session.run, session)
        session = session.opening(replace(run, aside=False, leaving=False, changing=None), keep=keep)
        found = self.open(session)
        if found is None:
            return self._progress.said(Phrase.OLD_BUTTON, session, context)
        begun = replace(context, session=session)
        return self._progress.leave(found, begun) if asking else self._progress.go(flow, found.run, begun, Saying.NOTHING)


def _closed(context: TurnContext) -> Session:
    """The session without the case that was open for an hour, and without a count of another day."""
    opened, sent = context.session.opened, context.session.sent
    return replace(
        context.session,
        opened=opened if opened and context.now < opened.until else None,
        sent=sent if sent and sent.day >= context.today else None,
    )


def _graver(run: Run, finding: Finding | None) -> Run:
    """The run with the graver of two dangers."""
    return replace(run, finding=finding) if finding and finding.graver_than(run.finding) else run


def _without(session: Session, run: Run) -> Session:
    if session.run is run:
        return session.finished()
    return replace(session, shelf=tuple(other for other in session.shelf if other is not run))


def _with(session: Session, run: Run) -> Session:
    if session.run and session.run.flow == run.flow:
        return replace(session, run=run)
    return replace(session, shelf=tuple(run if other.flow == run.flow else other for other in session.shelf))
