"""What a person sees of what they told us, and can do with it: open a case, answer back, say whether it helped, see and delete what is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue.asked import Begin, GiveReceipt
from bot.dialogue.flow.shelf import Shelf
from bot.dialogue.reply import Reply
from bot.dialogue.say.wording import Wording
from bot.model.actions import ActInCase, CaseStep, DeleteMyData, HideMessages, OpenFlow, ShowMyData, Stop, ViewCase, write
from bot.model.actions import MyCases as ListCases
from bot.model.case import (
    CaseFile,
    CaseKind,
    CaseState,
    CaseSummary,
    MarkRead,
    Statement,
    StatementKind,
    Tried,
    Unlink,
    Withdraw,
    contribution,
    may_open,
)
from bot.model.content.phrases import Phrase
from bot.model.ids import ADD_TO_CASE, TELL_US
from bot.model.limits import CASE_OPEN_FOR, uk_day
from bot.model.normalise import writable
from bot.model.outbound import Block, BlockKind, Button, HideChat, Message, Span
from bot.model.session import Answer, Item, Opened
from bot.model.turn import Outcome, TurnContext

KINDS = {
    CaseKind.FEEDBACK: Phrase.CASE_FEEDBACK,
    CaseKind.CONCERN: Phrase.CASE_CONCERN,
    CaseKind.COMPLAINT: Phrase.CASE_COMPLAINT,
    CaseKind.QUESTION: Phrase.CASE_QUESTION,
    CaseKind.PRAISE: Phrase.CASE_PRAISE,
    CaseKind.SAFEGUARDING: Phrase.CASE_CONCERN,
}
STATES = {
    CaseState.RECEIVED: Phrase.STATE_RECEIVED,
    CaseState.SEEN: Phrase.STATE_SEEN,
    CaseState.WORKING: Phrase.STATE_WORKING,
    CaseState.ANSWERED: Phrase.STATE_ANSWERED,
    CaseState.CLOSED: Phrase.STATE_CLOSED,
}
NEWS = {
    StatementKind.SEEN: Phrase.NEWS_SEEN,
    StatementKind.WORKING: Phrase.NEWS_WORKING,
    StatementKind.REPLY: Phrase.NEWS_REPLY,
    StatementKind.CLOSED: Phrase.NEWS_CLOSED,
    StatementKind.ADDED: Phrase.NEWS_ADDED,
    StatementKind.REOPENED: Phrase.NEWS_REOPENED,
    StatementKind.HELPED: Phrase.NEWS_HELPED,
    StatementKind.NOT_HELPED: Phrase.NEWS_NOT_HELPED,
}
"""What is said above each thing that happened; notes are for officers only."""


class MyCases:
    """Shows people their own cases. Holds only what never changes."""

    def __init__(self, shelf: Shelf) -> None:
        self._wording, self._shelf = shelf.wording, shelf

    def by_receipt(self, given: GiveReceipt, context: TurnContext) -> Reply:
        """Somebody typed a receipt."""
        if context.loaded.tried_too_often:
            return self._said(Phrase.RECEIPT_TOO_OFTEN, context)
        found = context.loaded.case
        if found is None:
            return replace(self._said(Phrase.RECEIPT_WRONG, context), effects=(Tried(),))
        opened = Opened(found.case.id, context.now + CASE_OPEN_FOR)
        return self._shown(found, replace(context, session=replace(context.session, opened=opened)), whole=False)

    def view(self, action: ViewCase, context: TurnContext) -> Reply:
        """A case was opened by a button."""
        found = context.loaded.case
        if found is None or not may_open(found, context.session, context.now):
            return self._said(Phrase.CASE_LOCKED, context)
        return self._shown(found, context, whole=action.whole)

    def act(self, action: ActInCase, context: TurnContext) -> Reply:
        """Something is done in a case that is open."""
        found = context.loaded.case
        if found is None or not may_open(found, context.session, context.now):
            return self._said(Phrase.CASE_LOCKED, context)
        match action.step:
            case CaseStep.ADD:
                return self._adding(found.case.id, context)
            case CaseStep.TAKE_BACK | CaseStep.TAKE_BACK_SURE:
                return self._take_back(found, context, sure=action.step is CaseStep.TAKE_BACK_SURE)
            case CaseStep.REOPEN if found.case.state is CaseState.CLOSED:
                return self._done(found, StatementKind.REOPENED, Phrase.CASE_REOPENED, context)
            case CaseStep.HELPED if self._asks_whether_it_helped(found):
                return self._done(found, StatementKind.HELPED, Phrase.CASE_HELPED, context)
            case CaseStep.NOT_HELPED if self._asks_whether_it_helped(found):
                return self._done(found, StatementKind.NOT_HELPED, Phrase.CASE_NOT_HELPED, context)
        return self._shown(found, context, whole=False)

    def _adding(self, case: str, context: TurnContext) -> Reply:
        """The way to add to a case; words that were changed after they were sent are in it already, to check."""
        amendment, session = context.session.amendment, replace(context.session, amendment=None)
        first = self._wording.library(session).flows[ADD_TO_CASE].asks_first
        if amendment is None or amendment.case != case or first is None:
            return Reply(Outcome.FLOW, session, then=Begin(ADD_TO_CASE, case=case))
        given = Answer(first.id, (Item(writable(amendment.words).strip(), message=amendment.message),))
        return Reply(Outcome.FLOW, session, then=Begin(ADD_TO_CASE, answers=(given,), case=case))

    def list(self, action: ListCases, context: TurnContext) -> Reply:
        """What was told in this chat, without a word of it."""
        wording = self._wording(context.session, context.today)
        cases = context.loaded.cases
        phrase = Phrase.CASES if cases else Phrase.CASES_NONE
        tell = (Button(wording.library.flows[TELL_US].title, write(OpenFlow(TELL_US))),)
        rows = (*self._rows(cases, wording), tell)
        return Reply(Outcome.CASE, context.session, (Message((*wording.say(phrase), *_lines(cases, wording)), rows),))

    def hide(self, action: HideMessages, context: TurnContext) -> Reply:
        """Take the messages out of the chat; say afterwards what stays.

        Whoever types next may be somebody else, so an open flow waits; and no button says that there is one.
        """
        wording = self._wording(context.session, context.today)
        if action.ask:
            sure = (Button(wording.label(Phrase.BUTTON_HIDE_SURE), write(HideMessages())),)
            return Reply(Outcome.SETTINGS, context.session, (Message(wording.say(Phrase.HIDE_ASK), (sure,)),))
        hidden = (HideChat(context.loaded.shown),) if context.loaded.shown else ()
        back = wording.say(Phrase.CHAT_HIDDEN_BACK) if self._shelf.unfinished(context.session) else ()
        message = Message((*wording.say(Phrase.CHAT_HIDDEN), *back))
        return Reply(Outcome.SETTINGS, self._shelf.set_aside(context.session), (*hidden, message))

    def my_data(self, action: ShowMyData, context: TurnContext) -> Reply:
        """Ask first: somebody else may be looking. Then say what is kept, and never words that were told: those open one by one."""
        wording = self._wording(context.session, context.today)
        if not action.sure:
            sure = (Button(wording.label(Phrase.BUTTON_MY_DATA), write(ShowMyData(sure=True))),)
            return Reply(Outcome.SETTINGS, context.session, (Message(wording.say(Phrase.MY_DATA_ASK), (sure,)),))
        session, library = context.session, wording.library
        last = library.topics.get(session.topic or "")
        kept = wording.say(
            Phrase.MY_DATA,
            **wording.of_person(session),
            topic=last.title() if last else wording.label(Phrase.MY_DATA_NOTHING),
            drafts=wording.label(Phrase.MY_DATA_DRAFT if self._shelf.unfinished(session) else Phrase.MY_DATA_NOTHING),
            cases=str(len(context.loaded.cases)),
        )
        delete = (Button(wording.label(Phrase.BUTTON_DELETE), write(DeleteMyData())),)
        rows = (*self._rows(context.loaded.cases, wording), delete)
        return Reply(Outcome.SETTINGS, session, (Message((*kept, *_lines(context.loaded.cases, wording)), rows),))

    def stop(self, action: Stop, context: TurnContext) -> Reply:
        """Forget the person. What would be lost is said first: the answer to what was sent, and what was not sent."""
        wording = self._wording(context.session, context.today)
        if not action.sure and (context.loaded.cases or self._shelf.unfinished(context.session)):
            sure = (Button(wording.label(Phrase.BUTTON_STOP_SURE), write(Stop(sure=True))),)
            return Reply(Outcome.SETTINGS, context.session, (Message(wording.say(Phrase.STOP_ASK), (sure,)),))
        return Reply(Outcome.STOPPED, None, (Message(wording.say(Phrase.STOPPED)),), drop_outbox=True, effects=(Unlink(),))

    def delete(self, action: DeleteMyData, context: TurnContext) -> Reply:
        """Ask first, saying what goes and what cannot. Then do at once what can be done, and say what is left."""
        wording = self._wording(context.session, context.today)
        cases = context.loaded.cases
        withdrawn = tuple(case.id for case in cases if case.state is CaseState.RECEIVED and not case.held)
        counts = {"withdrawn": str(len(withdrawn)), "kept": str(len(cases) - len(withdrawn))}
        if not action.sure:
            rows = tuple(
                (Button(wording.label(phrase), write(act)),)
                for phrase, act in ((Phrase.BUTTON_DELETE_SURE, DeleteMyData(sure=True)), (Phrase.BUTTON_HIDE, HideMessages()))
            )
            return Reply(Outcome.SETTINGS, context.session, (Message(wording.say(Phrase.DELETE_ASK, **counts), rows),))
        said = wording.say(Phrase.DELETED_ALL if len(withdrawn) == len(cases) else Phrase.DELETED, **counts)
        return Reply(Outcome.STOPPED, None, (Message(said),), drop_outbox=True, effects=(Unlink(withdrawn),))

    def _shown(self, found: CaseFile, context: TurnContext, *, whole: bool) -> Reply:
        """A case: where it is, and what is new in it, or everything. What is shown counts as told."""
        wording = self._wording(context.session, context.today)
        case = found.case
        head = wording.say(
            Phrase.CASE_HEAD,
            what=wording.label(KINDS[case.kind]),
            date=wording.day(uk_day(case.received_at)),
            state=wording.label(STATES[case.state]),
        )
        if case.state is CaseState.RECEIVED:
            head = (*head, *wording.say(Phrase.CASE_PROMISE, date=wording.day(case.look_by)))
        told = _told(found, wording) if whole else ()
        news = [each for each in found.statements if whole or each in found.unread]
        said = [block for each in news if each.kind in NEWS for block in self._news(each, wording)]
        nothing = () if said or whole else wording.say(Phrase.CASE_NO_NEWS)
        read = tuple(each.id for each in found.unread)
        effects = (MarkRead(case.id, read),)
        message = Message((*head, *told, *said, *nothing), self._ways(found, wording, whole=whole))
        return Reply(Outcome.CASE, context.session, (message,), effects=effects)

    def _news(self, statement: Statement, wording: Wording) -> tuple[Block, ...]:
        return (*wording.say(NEWS[statement.kind], date=wording.day(uk_day(statement.at))), *_as_written(statement.words))

    def _ways(self, found: CaseFile, wording: Wording, *, whole: bool) -> tuple[tuple[Button, ...], ...]:
        case = found.case.id
        rows: list[tuple[Button, ...]] = []
        if self._asks_whether_it_helped(found):
            helped = Button(wording.label(Phrase.BUTTON_HELPED), write(ActInCase(CaseStep.HELPED, case)))
            not_helped = Button(wording.label(Phrase.BUTTON_NOT_HELPED), write(ActInCase(CaseStep.NOT_HELPED, case)))
            rows.append((helped, not_helped))
        if found.case.state is CaseState.CLOSED:
            rows.append((Button(wording.label(Phrase.BUTTON_REOPEN), write(ActInCase(CaseStep.REOPEN, case))),))
        else:
            rows.append((Button(wording.label(Phrase.BUTTON_ADD), write(ActInCase(CaseStep.ADD, case))),))
        if found.can_be_taken_back:
            rows.append((Button(wording.label(Phrase.BUTTON_TAKE_BACK), write(ActInCase(CaseStep.TAKE_BACK, case))),))
        if not whole:
            rows.append((Button(wording.label(Phrase.BUTTON_WHOLE_CASE), write(ViewCase(case, whole=True))),))
        return (*rows, (Button(wording.label(Phrase.BUTTON_HIDE), write(HideMessages())),))

    def _asks_whether_it_helped(self, found: CaseFile) -> bool:
        """After a reply or the end, until they have said."""
        kinds = [each.kind for each in found.statements]
        answered = max((n for n, kind in enumerate(kinds) if kind in (StatementKind.REPLY, StatementKind.CLOSED)), default=-1)
        said = max((n for n, kind in enumerate(kinds) if kind in (StatementKind.HELPED, StatementKind.NOT_HELPED)), default=-1)
        return answered > said

    def _done(self, found: CaseFile, kind: StatementKind, phrase: Phrase, context: TurnContext) -> Reply:
        wording = self._wording(context.session, context.today)
        add = (Button(wording.label(Phrase.BUTTON_ADD), write(ActInCase(CaseStep.ADD, found.case.id))),)
        rows = () if kind is StatementKind.HELPED else (add,)
        said = contribution(found, kind, context.now, context.loaded.look_by)
        return Reply(Outcome.CASE, context.session, (Message(wording.say(phrase), rows),), effects=(said,))

    def _take_back(self, found: CaseFile, context: TurnContext, *, sure: bool) -> Reply:
        """Ask first, then do it. What somebody has read, or danger was noticed in, stays."""
        if not found.can_be_taken_back:
            return self._said(Phrase.TAKE_BACK_TOO_LATE, context)
        wording = self._wording(context.session, context.today)
        if not sure:
            yes = (Button(wording.label(Phrase.BUTTON_TAKE_BACK_SURE), write(ActInCase(CaseStep.TAKE_BACK_SURE, found.case.id))),)
            return Reply(Outcome.CASE, context.session, (Message(wording.say(Phrase.TAKE_BACK_ASK), (yes,)),))
        return replace(self._said(Phrase.TAKEN_BACK, context), effects=(Withdraw(found.case.id),))

    def _rows(self, cases: Iterable[CaseSummary], wording: Wording) -> tuple[tuple[Button, ...], ...]:
        """A button for each case; the newest, where there are many."""
        newest = sorted(cases, key=lambda case: case.received_at, reverse=True)[:8]
        return tuple((Button(_name(case, wording), write(ViewCase(case.id))),) for case in newest)

    def _said(self, phrase: Phrase, context: TurnContext) -> Reply:
        return Reply(Outcome.CASE, context.session, (Message(self._wording(context.session, context.today).say(phrase)),))


def _name(case: CaseSummary, wording: Wording) -> str:
    return wording.label(Phrase.BUTTON_CASE, what=wording.label(KINDS[case.kind]), date=wording.day(uk_day(case.received_at)))


def _lines(cases: Iterable[CaseSummary], wording: Wording) -> tuple[Block, ...]:
    lines = [
        wording.label(
            Phrase.CASE_LINE_NEW if case.unread else Phrase.CASE_LINE,
            what=wording.label(KINDS[case.kind]),
            date=wording.day(uk_day(case.received_at)),
            state=wording.label(STATES[case.state]),
        )
        for case in cases
    ]
    return tuple(Block(BlockKind.BULLET, (Span(line),)) for line in lines)


def _told(found: CaseFile, wording: Wording) -> tuple[Block, ...]:
    return tuple(
        block
        for told in found.case.told
        for block in (
            Block(BlockKind.PARAGRAPH, (Span(told.label or told.question.partition("\n")[0], bold=True),)),
            *_as_written(told.answer),
        )
    )


def _as_written(words: str) -> tuple[Block, ...]:
    """Somebody's words as they wrote them: nothing in them is markup."""
    return tuple(Block(BlockKind.PARAGRAPH, (Span(part.strip()),)) for part in words.split("\n\n") if part.strip())
