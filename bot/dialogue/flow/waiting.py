"""Time that has passed: a flow with words in it is reminded of once, and then forgotten."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.flow.pages import carry_on
from bot.dialogue.flow.shelf import Shelf, changed, without
from bot.dialogue.reply import Reply
from bot.model.content.phrases import Phrase
from bot.model.limits import LAST_DAY, uk_day
from bot.model.outbound import Message
from bot.model.session import Run, Session
from bot.model.turn import Outcome, TurnContext


def elapsed(shelf: Shelf, context: TurnContext) -> Reply:
    """Remind of unfinished flows whose time has come, and forget them. While the conversation is off they wait."""
    if context.new:  # they have left meanwhile: nothing of them is stored again
        return Reply(Outcome.IGNORED, None)
    session, reminded = _closed(context), False
    for run in session.runs:
        if run.due is not None and run.due <= context.now:
            session, told = _due(run, session, shelf, context)
            reminded = reminded or told
    if not reminded or (flow := shelf.unfinished(session)) is None:
        return Reply(Outcome.IGNORED, session)
    wording = shelf.wording(session, context.today)
    said = wording.say(Phrase.FLOW_REMINDER, date=wording.day(uk_day(context.now + LAST_DAY)))
    return Reply(Outcome.FLOW, session, (Message(said, (carry_on(flow, wording),)),))


def _due(run: Run, session: Session, shelf: Shelf, context: TurnContext) -> tuple[Session, bool]:
    """The session after a flow's time has come, and whether the person is reminded of it."""
    later = context.now + LAST_DAY
    if context.off:
        return changed(session, replace(run, due=later)), False
    if run.reminded or not any(answer.value for answer in run.answers) or not shelf.holds_words(run, session):
        return without(session, run), False
    return changed(session, replace(run, reminded=True, aside=True, due=later)), True


def _closed(context: TurnContext) -> Session:
    """The session without the case that was open for an hour, and without a count of another day."""
    opened, sent = context.session.opened, context.session.sent
    return replace(
        context.session,
        opened=opened if opened and context.now < opened.until else None,
        sent=sent if sent and sent.day >= context.today else None,
    )
