"""What becomes of an edit: an earlier message, changed. It is never a new act.

Telegram sends an edit with unchanged words, too, for instance at a message's first reaction: nothing comes of that. Words that did change
change the answer that they gave in a flow, and nothing else; what was sent by then stays as it was, and can be added to. Danger is looked
for in them all the same. An edit never steers, chooses, commands, sets anything or hands in a file.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b

from bot.dialogue.flow.flows import Flows
from bot.dialogue.interpret import Interpreter, Reading
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import WordingFor
from bot.model.actions import ActInCase, CaseStep, write
from bot.model.case import Contribute, FileCase
from bot.model.content.phrases import Phrase
from bot.model.outbound import Button, Message
from bot.model.safety import Finding
from bot.model.session import Amendment, Session
from bot.model.turn import Outcome, TurnContext


def digest(words: str) -> str:
    """A few letters by which it is seen whether words have changed."""
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def noted(session: Session, context: TurnContext, words: str) -> Session:
    """The session with this message noted."""
    return session.noting(context.message, digest(words)) if context.message else session


def with_cases_noted(reply: Reply, context: TurnContext) -> Reply:
    """The reply with the messages known whose words were sent in a case."""
    run, session = context.session.run, reply.session
    for effect in reply.effects:
        if run and session and isinstance(effect, FileCase | Contribute):
            sent = {number for answer in run.answers for number in answer.messages}
            session = session.sent_in(effect.case.id, sent)
    return replace(reply, session=session)


class Edits:
    """Replies to edits. Holds only what never changes."""

    def __init__(self, flows: Flows, interpreter: Interpreter, wording: WordingFor) -> None:
        self._flows, self._interpreter, self._wording = flows, interpreter, wording

    def reply(self, words: str, context: TurnContext) -> Reply:
        """The reply to an edit; none where its words are the same as before."""
        before = context.session.note(context.message) if context.message else None
        if before and before.digest == digest(words):
            return _silence(context)
        reading = self._interpreter.read(words, context)
        reply = None if context.off else self._of_an_answer(reading, context) or self._of_a_question(reading, context)
        finding = (reply and reply.finding) or (reading.finding if words.strip() else None)
        if finding:
            reply = self._with_help(reading, finding, reply, context)
        reply = reply or _silence(context)
        return replace(reply, session=noted(reply.session, context, words)) if reply.session else reply

    def _of_an_answer(self, reading: Reading, context: TurnContext) -> Reply | None:
        """The answer that the message gave in a flow is changed; what was sent already is offered to be added to."""
        question = reading.question
        changed = self._flows.edited(question.text, question.message, context, reading.finding)
        if changed:
            return changed
        before = context.session.note(context.message) if context.message else None
        if before is None or before.case is None or not question.text.strip():
            return None
        wording = self._wording(context.session, context.today)
        add = Button(wording.label(Phrase.BUTTON_ADD_EDIT), write(ActInCase(CaseStep.ADD, before.case)))
        amendment = Amendment(before.case, question.text, before.message)
        session = replace(context.session, amendment=amendment)
        return Reply(Outcome.FLOW, session, (Message(wording.say(Phrase.FLOW_EDIT_SENT), ((add,),)),))

    def _of_a_question(self, reading: Reading, context: TurnContext) -> Reply | None:
        """The newest question, put rightly, is answered; nothing in the session moves. An older one is left alone."""
        newest = context.session.noted[-1] if context.session.noted else None
        if newest is None or newest.message != context.message or self._flows.waits(context):
            return None
        reply = self._interpreter.answered(reading)
        said = reply.outcome in (Outcome.ANSWER, Outcome.CHOOSE)
        return replace(reply, session=context.session, unanswered=None, then=None) if said else None

    def _with_help(self, reading: Reading, finding: Finding, reply: Reply | None, context: TurnContext) -> Reply:
        if reply is None:
            return replace(self._interpreter.crisis(reading, finding), session=context.session)
        if reply.outcome is Outcome.FLOW:
            return self._interpreter.after_help(reply, finding, context)
        return self._interpreter.with_help(reading, reply, finding)


def _silence(context: TurnContext) -> Reply:
    """Nothing to reply to. Of somebody who has left nothing is stored again."""
    return Reply(Outcome.IGNORED, None if context.new else context.session)
