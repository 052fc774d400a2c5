"""Every flow that somebody has begun and not finished: the open one, and those that wait on a shelf."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogue.flow.pages import carry_on
from bot.dialogue.flow.sprint import Open, opened
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import WordingFor
from bot.model.content.flow import Flow
from bot.model.session import Run, Session
from bot.model.turn import TurnContext


@dataclass(frozen=True, slots=True)
class Wanted:
    """A flow that is asked for, and how the person stands to it."""

    flow: Flow
    at: Open | None
    """Where they are in it, if it is the open one."""
    begun: bool
    """True where it is begun and not finished, open or not."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Finds the flows of a session."""

    wording: WordingFor

    def find(self, name: str, session: Session) -> Wanted | None:
        """A flow in the person's language; None where the content no longer has it."""
        flow = self.wording.libraries(session.language).flows.get(name)
        if flow is None:
            return None
        run = session.run if session.run and session.run.flow == name else None
        return Wanted(flow, opened(flow, run, session) if run else None, any(run.flow == name for run in session.runs))

    def open(self, session: Session) -> Open | None:
        """The open flow, if it is still there."""
        found = self.find(session.run.flow, session) if session.run else None
        return found.at if found else None

    def unfinished(self, session: Session) -> Flow | None:
        """The newest flow with words in it that the person has not finished."""
        flows = self.wording.libraries(session.language).flows
        begun = [flows[run.flow] for run in reversed(session.runs) if run.flow in flows]
        return next((flow for flow in begun if flow.holds_words), None)

    def holds_words(self, run: Run | None, session: Session) -> bool:
        """Tell whether somebody's words are asked for in a flow."""
        flow = self.wording.libraries(session.language).flows.get(run.flow) if run else None
        return flow is not None and flow.holds_words

    def beginning(self, run: Run, session: Session) -> Session:
        """The session with another flow open; the one that was open waits, if it holds words."""
        return session.opening(run, keep=self.holds_words(session.run, session))

    def taken_down(self, flow: Flow, session: Session) -> Open:
        """A flow that is begun and not finished, open again."""
        run = next(run for run in session.runs if run.flow == flow.id)
        again = replace(run, aside=False, leaving=False, changing=None)
        return opened(flow, again, self.beginning(again, without(session, run)))

    def set_aside(self, session: Session) -> Session:
        """The session with an open flow waiting that holds somebody's words: what is typed next is no answer in it."""
        if session.run and not session.run.aside and self.holds_words(session.run, session):
            return replace(session, run=replace(session.run, aside=True, leaving=False))
        return session

    def under(self, reply: Reply, context: TurnContext) -> Reply:
        """A reply to something else while a flow with words in it is open: the way back stands under it."""
        session = reply.session
        flow = self.unfinished(session) if session else None
        if flow is None or session is None:
            return reply
        row = carry_on(flow, self.wording(session, context.today))
        return replace(reply, session=self.set_aside(session)).with_buttons_below([row])


def without(session: Session, run: Run) -> Session:
    """The session without one of its flows."""
    if session.run is run:
        return session.finished()
    return replace(session, shelf=tuple(other for other in session.shelf if other is not run))


def changed(session: Session, run: Run) -> Session:
    """The session with one of its flows changed."""
    if session.run and session.run.flow == run.flow:
        return replace(session, run=run)
    return replace(session, shelf=tuple(run if other.flow == run.flow else other for other in session.shelf))
