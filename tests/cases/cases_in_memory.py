"""A store of cases that lasts as long as a test, and is as strict as the real one; with people and officers who are invented."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.cases.office import Office, message_waits
from bot.content.library import Libraries
from bot.errors import ConflictError, SealedError
from bot.model.case import (
    FOR_THE_PERSON,
    PERSON,
    Case,
    CaseFile,
    CaseKind,
    CaseState,
    KeptFrom,
    OfficerMove,
    Party,
    Role,
    Statement,
    StatementKind,
    Told,
    WayBack,
)
from bot.model.content.topics import Audience
from bot.model.inbound import Attachment, Conversation
from bot.model.outbound import Message
from bot.model.routes import Officer, Route, Routes
from bot.model.session import FileReference
from tests.cases.naming import NAMING

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CASE = "0123456789abcdef"
VOICE = FileReference(Attachment.VOICE, "telegram", "AwADvoice")
WORDS = "they sold my bike"


def officer(name: str, role: Role = Role.PARTICIPATION_OFFICER, *councils: str, **other: Any) -> Officer:
    """An officer of Bristol, if of nowhere else, whose id is their first name."""
    hears = (Conversation("email", f"{name.split()[0].lower()}@example.org"),)
    return Officer(name.split()[0].lower(), name, role, frozenset(councils or ("bristol",)), hears, **other)


OLIVE = officer("Olive Example")
DANA = officer("Dana Invented", Role.SOCIAL_WORKER)
LEO = officer("Leo Pretend", Role.MANAGER, sees_files=True)
BEA = officer("Bea Elsewhere", Role.PARTICIPATION_OFFICER, "bradford", sees_files=True)
ZELDA = officer("Zelda Notreal", Role.SAFEGUARDING_LEAD, "bristol", "bradford", is_fallback=True)
OFFICERS = {each.id: each for each in (OLIVE, DANA, LEO, BEA, ZELDA)}
ROUTES = Routes(OFFICERS, (Route(frozenset({"bristol"}), frozenset(CaseKind), ("olive",)),), ("zelda",), naming=NAMING)


def told(**other: Any) -> Case:
    """A worry that somebody in Bristol has told, and nobody has looked at yet."""
    case = Case(
        id=CASE,
        version=1,
        kind=CaseKind.CONCERN,
        state=CaseState.RECEIVED,
        council="bristol",
        audience=Audience.CHILD_IN_CARE,
        language="en",
        flow="tell-us",
        revision="r1",
        told=(Told("worry", "What's worrying you?\nWrite it.", WORDS),),
        kept_from=KeptFrom(),
        name=None,
        way_back=WayBack.HERE,
        finding=None,
        files=(),
        received_at=NOW,
        moved_at=NOW,
        look_by=date(2026, 11, 26),
    )
    return replace(case, **other)


@dataclass
class HandClock:
    """Stands still until it is moved."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """The moment now."""
        return self.moment

    def forward(self, **more: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**more)


@dataclass
class CasesInMemory:
    """Fulfils `bot.model.ports.CaseStore`, and does what people do in their cases."""

    files: dict[str, CaseFile] = field(default_factory=dict)
    sealed: set[str] = field(default_factory=set)
    """Cases that no key opens."""
    notices: list[str] = field(default_factory=list)
    """Ids of the cases of whose news a person was told that they wait."""
    moves: list[tuple[Party, CaseState, CaseState]] = field(default_factory=list)
    """Every change of a state."""
    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    """What somebody else does just before the next moves, one before each."""
    looks: list[str] = field(default_factory=list)
    """What was read, in order."""
    _notified: set[str] = field(default_factory=set)
    _statements: int = 0

    def add(self, *cases: Case) -> None:
        """File cases."""
        self.files.update({case.id: CaseFile(case) for case in cases})

    def of(self, case: str = CASE) -> CaseFile:
        """A case as it is now."""
        return self.files[case]

    def news(self, case: str = CASE) -> list[StatementKind]:
        """What the person was told, or will be."""
        return [each.kind for each in self.of(case).statements if each.kind in FOR_THE_PERSON]

    def contribute(self, kind: StatementKind, state: CaseState, case: str = CASE, words: str = "", at: datetime = NOW) -> None:
        """The person does something in their case, which moves it to this state."""
        self._change(Party.PERSON, self.of(case).case, (Statement(0, kind, PERSON, at, words),), state, at)

    def read_by_person(self, case: str = CASE) -> None:
        """The person reads what is new."""
        found = self.of(case)
        unread = found.unread
        read = tuple(replace(each, read=True) if each in unread else each for each in found.statements)
        self.files[case] = replace(found, statements=read)
        self._notified.discard(case)

    async def open_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """Those that are not closed."""
        return [case for case in await self.all_cases(councils) if case.state is not CaseState.CLOSED]

    async def all_cases(self, councils: Collection[str]) -> Sequence[Case]:
        """All that a key opens."""
        self.looks.append("all_cases")
        cases = (file.case for file in self.files.values() if file.case.id not in self.sealed)
        return sorted((case for case in cases if case.council in councils), key=lambda case: (case.received_at, case.id))

    async def find_case(self, number: str) -> CaseFile | None:
        """The one whose id begins so."""
        self.looks.append("find_case")
        found = [file for case, file in self.files.items() if case.startswith(number)]
        if len(number) < 8 or len(found) != 1:
            return None
        if found[0].case.id in self.sealed:
            raise SealedError("no key opens it")
        return found[0]

    async def move(self, move: OfficerMove, notice: Message | None, now: datetime) -> None:
        """Compare and set, and tell the person where they have read everything else."""
        if self.meanwhile:
            self.meanwhile.pop(0)()
        given = {"claimed_by": move.claimed_by, "filed": move.filed, "hold": move.hold}
        state = move.state or move.case.state
        self._change(Party.OFFICER, move.case, move.statements, state, now, **{k: v for k, v in given.items() if v is not None})
        told = any(each.kind in FOR_THE_PERSON for each in move.statements)
        if notice and told and move.case.way_back is WayBack.HERE and move.case.id not in self._notified:
            self._notified.add(move.case.id)
            self.notices.append(move.case.id)

    async def closed_before(self, kind: CaseKind, moment: datetime) -> Sequence[Case]:
        """No officer asks for this."""
        raise AssertionError("an officer's act must not look for what is to be deleted")

    async def forget_case(self, case: Case) -> None:
        """Nor for this."""
        raise AssertionError("an officer's act must not delete a case")

    def _change(self, by: Party, read: Case, said: Sequence[Statement], state: CaseState, now: datetime, **given: Any) -> None:
        found = self.files.get(read.id)
        if found is None or found.case.version != read.version:
            raise ConflictError("changed since it was read")
        if state is not read.state:
            self.moves.append((by, read.state, state))
            given = {**given, "state": state, "moved_at": now}
        stored = tuple(replace(each, id=self._next()) for each in said)
        case = replace(found.case, version=read.version + 1, **given)
        self.files[read.id] = replace(found, case=case, statements=(*found.statements, *stored))

    def _next(self) -> int:
        self._statements += 1
        return self._statements


@dataclass
class Desk:
    """The office, with everything around it within reach."""

    office: Office
    cases: CasesInMemory
    clock: HandClock

    @classmethod
    def over(cls, libraries: Libraries) -> Desk:
        """A desk without any case, over some content."""
        cases, clock = CasesInMemory(), HandClock()
        office = Office(
            cases, ROUTES, clock, libraries.into, lambda case: message_waits(libraries.into(case.language), case, clock.now().date())
        )
        return cls(office, cases, clock)

    def state(self) -> CaseState:
        """The state of the one case."""
        return self.cases.of().case.state

    def last(self) -> Statement:
        """What was said last in the one case."""
        return self.cases.of().statements[-1]

    async def numbers(self, officer: Officer, *, closed: bool = False) -> list[str]:
        """What an officer's list holds."""
        return [each.number for each in await self.office.list(officer, closed=closed)]


Act = Callable[[Office, Officer, str], Awaitable[object]]
ACTS: dict[str, Act] = {
    "show": lambda office, officer, number: office.show(officer, number),
    "files": lambda office, officer, number: office.files(officer, number),
    "claim": lambda office, officer, number: office.claim(officer, number),
    "take over": lambda office, officer, number: office.claim(officer, number, take_over=True),
    "reply": lambda office, officer, number: office.reply(officer, number, "we bought it back"),
    "note": lambda office, officer, number: office.note(officer, number, "ring the home"),
    "close": lambda office, officer, number: office.close(officer, number, "a new bike"),
    "filed": lambda office, officer, number: office.filed(officer, number),
    "hold": lambda office, officer, number: office.hold(officer, number, "an inquiry"),
    "release": lambda office, officer, number: office.release(officer, number, "it is over"),
}
