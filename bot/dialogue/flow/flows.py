"""Flows, as the dialogue asks for them: what was pressed, typed or sent, to a reply. Finds the flow, has it walked, has it worded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.dialogue.asked import Begin
from bot.dialogue.flow import moves
from bot.dialogue.flow.pages import worded
from bot.dialogue.flow.shelf import Shelf, Wanted
from bot.dialogue.flow.shelf import changed as changed_on_shelf
from bot.dialogue.flow.sprint import Ground, Look, Open, Saying, Sprint, opened
from bot.dialogue.reply import Reply
from bot.dialogue.words.recognisers import Recognisers
from bot.model.actions import Action, Choose, MyCases, OpenFlow, Send, Steer, Steered, write
from bot.model.content.kinds.check import Check, mark
from bot.model.content.parts import Picked, Typed
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.content.topics import Cues
from bot.model.inbound import Attached
from bot.model.normalise import Normalised, normalise, writable
from bot.model.outbound import Button, Message
from bot.model.safety import Finding
from bot.model.session import Run, Sent, Session
from bot.model.turn import Outcome, TurnContext

_SHORT_TOO = frozenset({Steered.BACK, Steered.AGAIN})
"""Steering that can be typed in a flow that holds nobody's words, too."""


class Flows:
    """Leads people through flows. Holds only what never changes."""

    def __init__(self, shelf: Shelf, cues: Cues, keep: timedelta, danger: Callable[[str], Finding | None]) -> None:
        """`keep`: how long what was not sent is kept; `danger`: the danger in words."""
        self._shelf, self._keep, self._danger = shelf, keep, danger
        self._recognisers = Recognisers(cues)
        self._steering: Mapping[str, Steered] = {normalise(said).sentence: how for how, listed in cues.steering.items() for said in listed}

    # What is asked for by a button, a command or plain words. None where the flow is not there, or the button is too old.

    def open(self, action: OpenFlow, context: TurnContext) -> Reply | None:
        """Begin a flow, at its first step or a named one."""
        return self.begin(Begin(action.flow, action.step), context)

    def begin(self, begin: Begin, context: TurnContext) -> Reply | None:
        """Begin a flow. One that is open already with words in it is not begun anew unasked."""
        found = self._shelf.find(begin.flow, context.session)
        if found is None or (begin.step is not None and begin.step not in found.flow.steps):
            return None
        ground = self._ground(context)
        if found.flow.holds_words and found.begun:
            return self._worded(self._begun_again(found, begin, ground), context)
        run = Run(context.run, begin.flow, begin.step or found.flow.first.id, begin.answers, case=begin.case)
        at = opened(found.flow, run, self._shelf.beginning(run, context.session))
        return self._worded(moves.begun(at, ground), context)

    def choose(self, action: Choose, context: TurnContext) -> Reply | None:
        """A choice: in the open flow whatever its step, or as the beginning of one."""
        found = self._shelf.find(action.flow, context.session)
        step = found.flow.steps.get(action.step) if found else None
        if found is None or not isinstance(step, Ask) or action.value not in [choice.value for choice in step.choices]:
            return None
        ground = self._ground(context)
        if found.at is None:
            sprint = self._begun_by(found, step, action, ground)
        elif step is found.at.here or (step in found.at.standing.asked and not step.collects):
            sprint = moves.gave(found.at, ground, step, Picked(action.value))
        else:
            sprint = moves.shown(found.at, ground)
        return self._worded(sprint, context)

    def steer(self, action: Steer, context: TurnContext) -> Reply | None:
        """Back, skip, stop …"""
        found = self._shelf.find(action.flow, context.session)
        if found is None or not found.begun:
            return None
        ground = self._ground(context)
        if action.how is Steered.RESUME or found.at is None:
            return self._worded(moves.resumed(self._shelf.taken_down(found.flow, context.session), ground), context)
        return self._worded(moves.steered(found.at, ground, action), context)

    def send(self, action: Send, context: TurnContext) -> Reply | None:
        """On from the page of answers."""
        found = self._shelf.find(action.flow, context.session)
        if found is None or found.at is None or not found.begun:
            return self._sent_already(action, context)
        sprint = moves.sent(found.at, self._ground(context), action)
        if any(page.look is Look.DONE for page in sprint.pages):
            counted = sprint.session.sent or Sent(context.today, 0)
            sprint = replace(sprint, session=replace(sprint.session, sent=replace(counted, mark=action.mark)))
        return self._worded(sprint, context)

    def _sent_already(self, action: Send, context: TurnContext) -> Reply | None:
        """*Send*, pressed once more; None where it is another page's."""
        sent = context.session.sent
        if sent is None or sent.mark != action.mark:
            return None
        wording = self._shelf.wording(context.session, context.today)
        see = Button(wording.label(Phrase.BUTTON_MY_CASES), write(MyCases()))
        return Reply(Outcome.CASE, context.session, (Message(wording.say(Phrase.FLOW_SENT_ALREADY), ((see,),)),))

    # What is typed or sent while a flow is open. None where it is no answer, but something else that they want.

    def meant(self, message: Normalised, session: Session) -> Action | None:
        """The action that somebody typed instead of pressing "Back", "Skip", "Send it" …"""
        at = self._shelf.open(session) if session.run else None
        how = self._steering.get(message.sentence)
        if at is None or at.here is None or how is None or (at.run.aside and how is not Steered.RESUME):
            return None
        if how is Steered.SEND and isinstance(at.here, Check):
            return Send(at.flow.id, mark(at.run))
        return Steer(how, at.flow.id, at.here.id) if at.wordy or how in _SHORT_TOO else None

    def typed(self, text: str, message: Normalised, context: TurnContext, finding: Finding | None) -> Reply | None:
        """Words, as the answer to the step that waits."""
        at = self._waiting(context)
        if at is None or not isinstance(step := at.here, Ask):
            return None
        ground = self._ground(context)
        given = Typed(writable(text), message, context.today, context.session.language)
        return self._worded(moves.gave(at, ground, step, given, finding), context)

    def edited(self, text: str, message: Normalised, context: TurnContext, finding: Finding | None) -> Reply | None:
        """An edit of a message that gave an answer, in whichever of the flows that are begun; None where it gave none."""
        typed = Typed(writable(text), message, context.today, context.session.language)
        for run in reversed(context.session.runs):
            if any(context.message in answer.messages for answer in run.answers):
                return self._edited_in(run, typed, context, finding)
        return None

    def _edited_in(self, run: Run, typed: Typed, context: TurnContext, finding: Finding | None) -> Reply | None:
        """The answer is changed in its flow. One that waits on the shelf stays there."""
        session = context.session
        open_now = run is session.run
        found = self._shelf.find(run.flow, session if open_now else replace(session, run=replace(run, aside=True)))
        sprint = moves.edited(found.at, self._ground(context), typed, finding) if found and found.at else None
        if sprint is None or open_now or sprint.session.run is None:
            return self._worded(sprint, context)
        changed = replace(changed_on_shelf(session, replace(sprint.session.run, aside=run.aside)), topic=session.topic)
        return self._worded(replace(sprint, session=changed), context)

    def waits(self, context: TurnContext) -> bool:
        """True if what is typed now would be an answer in a flow."""
        return self._waiting(context) is not None

    def handed(self, what: Attached, context: TurnContext, finding: Finding | None) -> Reply | None:
        """A file, at a step that takes files."""
        at = self._waiting(context)
        if at is None or not isinstance(step := at.here, Ask):
            return None
        if not step.takes_files:  # what is typed next is still the answer
            return None if what.caption.strip() or not at.wordy else self._worded(moves.no_file(at, self._ground(context)), context)
        return self._worded(moves.handed(at, self._ground(context), step, what, finding), context)

    # How

    def _waiting(self, context: TurnContext) -> Open | None:
        """The open flow, if what is typed can be an answer in it."""
        at = self._shelf.open(context.session)
        return at if at and not (at.run.aside or at.run.leaving) else None

    def _begun_again(self, found: Wanted, begin: Begin, ground: Ground) -> Sprint:
        """A flow that is open already: its first question is answered, or the person is asked what shall become of the words there."""
        at, first = found.at, found.flow.asks_first
        if at and first and at.here is first and [answer.step for answer in begin.answers] == [first.id]:
            return moves.taken(at, ground, first, begin.answers[0])
        return moves.left(self._shelf.taken_down(found.flow, ground.context.session))

    def _begun_by(self, found: Wanted, step: Ask, action: Choose, ground: Ground) -> Sprint | None:
        """A choice begins a flow where it answers its first question, or where all that it does is to set something."""
        flow, session = found.flow, ground.context.session
        first = step is flow.asks_first
        if step.collects or not (first or (step.sets and not flow.opens_cases)):
            return None
        if flow.holds_words and found.begun:
            return moves.left(self._shelf.taken_down(flow, session))
        run = Run(ground.context.run, flow.id, flow.first.id if first else step.id)
        at = opened(flow, run, self._shelf.beginning(run, session))
        return moves.gave(at, ground, step, Picked(action.value), saying=Saying.ALL if first else Saying.SINCE)

    def _ground(self, context: TurnContext) -> Ground:
        return Ground(context, self._recognisers, self._keep, self._danger)

    def _worded(self, sprint: Sprint | None, context: TurnContext) -> Reply | None:
        """The way in words; None for none."""
        return worded(sprint, context, self._shelf.wording(sprint.session, context.today), self._keep) if sprint else None
