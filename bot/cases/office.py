"""What officers do with cases: the same use cases for the terminal and for an inbox in the browser.

Every read of a case goes past `visible_to`. To an officer who must not see it a case does not exist: the same error, in the same words,
after the same work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from unicodedata import category

from bot.cases.legal_days import LegalDays, legal_days
from bot.cases.routing import hidden, visible_to
from bot.dialogue.say.wording import Wording
from bot.errors import ConflictError, QuestionError, SealedError
from bot.model.actions import ViewCase, write
from bot.model.case import (
    FOR_THE_PERSON,
    PERSON,
    Case,
    CaseFile,
    CaseKind,
    CaseState,
    OfficerMove,
    Party,
    Statement,
    StatementKind,
    may_move,
)
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.limits import uk_day
from bot.model.outbound import Button, Message
from bot.model.ports import CaseStore, Clock
from bot.model.routes import Officer, Routes
from bot.model.session import FileReference

LONGEST = 4000
"""Characters of a reply or note."""
TRIES = 2
"""What an officer does in a case that somebody else changed meanwhile is done once more from a fresh read."""
NUMBER = re.compile(r"[0-9a-f]{8,64}")

NO_SUCH_CASE = (
    "there is no such case among those that you may see. Give its number as the list shows it, at least 8 characters, e.g. 1a2b3c4d"
)
TOOK_FILES = "took the files out of quarantine"
CHANGED = "somebody else has changed it meanwhile; look again. Nothing was done"

WAITING = (CaseState.RECEIVED, CaseState.SEEN, CaseState.WORKING)
"""States in which the person waits for us."""
VERBS = {CaseState.SEEN: "look at it", CaseState.WORKING: "claim it", CaseState.ANSWERED: "reply", CaseState.CLOSED: "close it"}
"""What an officer does to move a case to a state."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows of a case: nothing that anybody wrote."""

    number: str
    kind: CaseKind
    council: str
    state: CaseState
    urgent: bool
    received: date
    look_by: date
    overdue: bool
    """Whether nobody has looked at it by the day that was promised."""
    claimed_by: str | None
    """The name of whoever has it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as an officer sees it."""

    file: CaseFile
    """Its files are counted and not to be found: `files` says where they are."""
    listed: Listed
    leads: tuple[str, ...]
    """The names of those who may fetch its files."""
    sees_files: bool
    """Whether this officer is one of them."""
    legal_days: LegalDays | None
    unclear: tuple[str, ...]
    """Words by which somebody is kept out, and nobody can say who."""
    not_to_tell: tuple[str, ...] = ()
    """People who are no officers and must not see it, as they were written; "their social worker" where a role was picked that nobody here has."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an officer's act came to."""

    case: Case
    """As it was before."""
    changed: bool = True
    """False where everything was so already."""
    undelivered: bool = False
    """Whether the person's chat could not be reached the last time: they have not heard of the last news yet."""


Act = Callable[[Case], OfficerMove | None]
"""What is to be stored of a case as it was read; None where everything is so already."""


@dataclass(frozen=True, slots=True)
class Office:
    """The use cases. What reads or changes a case raises `QuestionError` where this officer sees none of that number."""

    cases: CaseStore
    routes: Routes
    clock: Clock
    library: Callable[[str], Library]
    """The content in a language, by which the answers of a case are understood."""
    notice: Callable[[Case], Message]
    """What tells the person that a message waits, in their language."""

    def officer(self, who: str) -> Officer:
        """An officer by their id.

        Raises:
            QuestionError: nobody has that id.
        """
        officer = self.routes.officers.get(who)
        if officer is None:
            raise QuestionError(f"no officer has this id. Officers in routes.yaml: {', '.join(sorted(self.routes.officers)) or 'none'}")
        return officer

    def name(self, who: str) -> str:
        """The name of whoever said something in a case; the id of an officer who is gone."""
        officer = self.routes.officers.get(who)
        return "the person" if who == PERSON else officer.name if officer else who

    async def list(self, officer: Officer, *, closed: bool = False) -> Sequence[Listed]:
        """The cases that an officer may see, with the closed ones or without: urgent ones first, then whoever waits longest."""
        read = self.cases.all_cases if closed else self.cases.open_cases
        found = [case for case in await read(officer.councils) if self._visible(officer, case)]
        return [self._listed(case) for case in sorted(found, key=_order)]

    async def show(self, officer: Officer, number: str) -> Shown:
        """A case with everything said in it. One that nobody has looked at is looked at now, and the person is told."""
        found = await self._find(officer, number)
        if found.case.state is CaseState.RECEIVED:
            await self._do(officer, found.case.id, lambda case: self._looked_at(officer, case))
            found = await self._find(officer, found.case.id)
        kept = hidden(self.routes, found.case.kept_from, found.case.council)
        return Shown(
            file=_without_references(found),
            listed=self._listed(found.case),
            leads=self._leads(found.case),
            sees_files=officer.sees_files,
            legal_days=legal_days(found.case),
            unclear=kept.unclear,
            not_to_tell=(*kept.outsiders, *(f"their {role.value.replace('-', ' ')}" for role in sorted(kept.roles_of_nobody))),
        )

    async def files(self, officer: Officer, number: str) -> Sequence[FileReference]:
        """Where the files of a case are, those that were filed with it first. It stands in the case who took them, and when.

        Raises:
            QuestionError: this officer is no lead for files, or it has none.
        """
        found = await self._find(officer, number)
        if not officer.sees_files:
            raise QuestionError(f"{who_may_fetch(self._leads(found.case))}. Nothing was done")
        files = (*found.case.files, *(file for statement in found.statements for file in statement.files))
        if not files:
            raise QuestionError("there are no files in this case. Nothing was done")
        await self._do(officer, found.case.id, lambda case: self._took_files(officer, case))
        return files

    async def claim(self, officer: Officer, number: str, *, take_over: bool = False) -> Done:
        """Begin to work on a case.

        Raises:
            QuestionError: somebody else has it and `take_over` is not set, or it cannot be worked on.
        """
        return await self._do(officer, number, lambda case: self._claimed(officer, case, take_over=take_over))

    async def reply(self, officer: Officer, number: str, words: str) -> Done:
        """Answer the person.

        Raises:
            QuestionError: there are no words or too many, or it cannot be answered as it is now.
        """
        said = _words(words, "the reply")
        return await self._do(officer, number, lambda case: self._moved(officer, case, CaseState.ANSWERED, StatementKind.REPLY, said))

    async def close(self, officer: Officer, number: str, did: str) -> Done:
        """Say what was done, and that this was it.

        Raises:
            QuestionError: it does not say what was done or says too much, or it cannot be closed as it is now.
        """
        said = _words(did, "what was done")
        return await self._do(officer, number, lambda case: self._moved(officer, case, CaseState.CLOSED, StatementKind.CLOSED, said))

    async def note(self, officer: Officer, number: str, words: str) -> Done:
        """Write something for officers only.

        Raises:
            QuestionError: there are no words, or too many.
        """
        said = _words(words, "the note")
        return await self._do(officer, number, lambda case: OfficerMove(case, officer.id, (self._noted(officer, said),)))

    async def filed(self, officer: Officer, number: str) -> Done:
        """Say that it is in the council's own record."""

        def act(case: Case) -> OfficerMove | None:
            noted = self._noted(officer, "it is in the council's own record")
            return None if case.filed else OfficerMove(case, officer.id, (noted,), filed=True)

        return await self._do(officer, number, act)

    async def hold(self, officer: Officer, number: str, why: str) -> Done:
        """Keep it from being deleted, because the law says so.

        Raises:
            QuestionError: there is no reason, or too long a one.
        """
        return await self._hold(officer, number, f"legal hold: {_words(why, 'the reason')}", hold=True)

    async def release(self, officer: Officer, number: str, why: str) -> Done:
        """End a legal hold.

        Raises:
            QuestionError: there is no reason, or too long a one.
        """
        return await self._hold(officer, number, f"the legal hold has ended: {_words(why, 'the reason')}", hold=False)

    async def _hold(self, officer: Officer, number: str, said: str, *, hold: bool) -> Done:
        def act(case: Case) -> OfficerMove | None:
            return None if case.hold is hold else OfficerMove(case, officer.id, (self._noted(officer, said),), hold=hold)

        return await self._do(officer, number, act)

    async def _do(self, officer: Officer, number: str, act: Act) -> Done:
        for _ in range(TRIES):
            found = await self._find(officer, number)
            case = found.case
            move = act(case)
            if move is None:
                return Done(case, changed=False)
            told = any(statement.kind in FOR_THE_PERSON for statement in move.statements)
            try:
                await self.cases.move(move, self.notice(case) if told else None, self.clock.now())
            except ConflictError:
                continue
            return Done(case, undelivered=found.undelivered)
        raise QuestionError(CHANGED)

    async def _find(self, officer: Officer, number: str) -> CaseFile:
        """The one case of this number that the officer may see.

        Where the first look finds nothing to show, all that follows is the same whether there is no such case, or one that they must not
        see. Nor does a hidden case stand in the way of another that begins like it.
        """
        begins = number.strip().lower()
        if not NUMBER.fullmatch(begins):
            raise QuestionError(NO_SUCH_CASE)
        if found := await self._read(officer, begins):
            return found
        ids = [
            case.id for case in await self.cases.all_cases(officer.councils) if case.id.startswith(begins) and self._visible(officer, case)
        ]
        if len(ids) > 1:
            raise QuestionError(f"several cases begin so. Give more of the number: {', '.join(ids)}")
        if ids and (found := await self._read(officer, ids[0])):
            return found
        raise QuestionError(NO_SUCH_CASE)

    async def _read(self, officer: Officer, number: str) -> CaseFile | None:
        try:
            found = await self.cases.find_case(number)
        except SealedError:  # from whom it is kept is sealed, too, so it is kept from everybody
            return None
        return found if found and self._visible(officer, found.case) else None

    def _looked_at(self, officer: Officer, case: Case) -> OfficerMove | None:
        """Nothing where somebody else did so in the same moment."""
        if case.state is not CaseState.RECEIVED:
            return None
        return self._moved(officer, case, CaseState.SEEN, StatementKind.SEEN)

    def _took_files(self, officer: Officer, case: Case) -> OfficerMove:
        looked = self._looked_at(officer, case) or OfficerMove(case, officer.id)
        return replace(looked, statements=(*looked.statements, self._noted(officer, TOOK_FILES)))

    def _visible(self, officer: Officer, case: Case) -> bool:
        return visible_to(officer, self.routes, case.kept_from, case.council)

    def _leads(self, case: Case) -> tuple[str, ...]:
        """The names of those who may fetch its files."""
        return tuple(other.name for other in self.routes.officers.values() if other.sees_files and self._visible(other, case))

    def _claimed(self, officer: Officer, case: Case, *, take_over: bool) -> OfficerMove | None:
        working = case.state is CaseState.WORKING
        if not working:
            _refuse_move(case, CaseState.WORKING)
        others = case.claimed_by not in (None, officer.id)
        if others and not take_over:
            raise QuestionError(f"{self.name(case.claimed_by or '')} has it. If you have agreed on it, take it over (--take-over)")
        if working and case.claimed_by == officer.id:
            return None
        news = () if working and others else (self._said(officer, StatementKind.WORKING),)
        note = (self._noted(officer, f"taken over from {case.claimed_by}"),) if others else ()
        return OfficerMove(case, officer.id, (*news, *note), None if working else CaseState.WORKING, claimed_by=officer.id)

    def _moved(self, officer: Officer, case: Case, state: CaseState, kind: StatementKind, words: str = "") -> OfficerMove:
        _refuse_move(case, state)
        return OfficerMove(case, officer.id, (self._said(officer, kind, words),), state)

    def _noted(self, officer: Officer, words: str) -> Statement:
        return self._said(officer, StatementKind.NOTE, words)

    def _said(self, officer: Officer, kind: StatementKind, words: str = "") -> Statement:
        return Statement(0, kind, officer.id, self.clock.now(), words)

    def _listed(self, case: Case) -> Listed:
        return Listed(
            number=case.number,
            kind=case.kind,
            council=case.council,
            state=case.state,
            urgent=case.urgent,
            received=uk_day(case.received_at),
            look_by=case.look_by,
            overdue=case.state is CaseState.RECEIVED and case.look_by < uk_day(self.clock.now()),
            claimed_by=self.name(case.claimed_by) if case.claimed_by else None,
        )


def message_waits(library: Library, case: Case, today: date) -> Message:
    """What tells the person that something waits for them, and opens it with a tap: never what it is about. `library` is in their language."""
    wording = Wording(library, library.councils.get(case.council), today, case.audience)
    read = Button(wording.label(Phrase.BUTTON_READ), write(ViewCase(case.id)))
    return Message(wording.say(Phrase.MESSAGE_WAITS), ((read,),))


def who_may_fetch(leads: Sequence[str]) -> str:
    """Who may fetch the files of a case, by the names of those who may."""
    if not leads:
        return "of those who may see this case nobody may fetch the files. It needs a lead for files (sees_files in routes.yaml)"
    return f"only {' and '.join(leads)} ({'lead' if len(leads) == 1 else 'leads'} for files) may fetch the files"


def _order(case: Case) -> tuple[bool, bool, datetime, str]:
    return (not case.urgent, case.state not in WAITING, case.received_at, case.id)


def _refuse_move(case: Case, state: CaseState) -> None:
    """Say what is possible, where this is not.

    Raises:
        QuestionError: no officer may move the case so.
    """
    if may_move(Party.OFFICER, case.state, state):
        return
    ways = [verb for after_it, verb in VERBS.items() if may_move(Party.OFFICER, case.state, after_it)]
    possible = f"You can {' or '.join(ways)}" if ways else "Only the person can open it again; a note can be added"
    raise QuestionError(f"this case is {case.state.value}, so nobody can {VERBS[state]} now. {possible}")


def _words(words: str, what: str) -> str:
    """What an officer wrote, without characters that nobody wrote on purpose and a channel may choke on.

    Raises:
        QuestionError: nothing, or too much.
    """
    lines = words.replace("\r\n", "\n").replace("\t", " ")
    said = "".join(letter for letter in lines if letter == "\n" or category(letter) not in ("Cc", "Cs")).strip()
    if not any(letter.isprintable() and not letter.isspace() for letter in said):
        raise QuestionError(f"{what} is empty. Nothing was done")
    if len(said) > LONGEST:
        raise QuestionError(f"{what} has {len(said)} characters, and {LONGEST} fit. Nothing was done")
    return said


def _without_references(found: CaseFile) -> CaseFile:
    """The same, with its files counted and not to be found."""
    said = tuple(replace(each, files=_blank(each.files)) for each in found.statements)
    return replace(found, case=replace(found.case, files=_blank(found.case.files)), statements=said)


def _blank(files: tuple[FileReference, ...]) -> tuple[FileReference, ...]:
    return tuple(replace(file, channel="", reference="") for file in files)
