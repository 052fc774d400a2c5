"""What somebody told us, for a person to act on: the case, what is said in it, and how it may move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.content.topics import Audience
from bot.model.safety import Finding
from bot.model.session import FileReference, Session


class CaseKind(StrEnum):
    """What it is, which decides who gets it."""

    FEEDBACK = "feedback"
    CONCERN = "concern"
    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    SAFEGUARDING = "safeguarding"


class CaseState(StrEnum):
    """How far it has come."""

    RECEIVED = "received"
    SEEN = "seen"
    WORKING = "working"
    ANSWERED = "answered"
    CLOSED = "closed"


class Party(StrEnum):
    """Who did or said something in a case."""

    PERSON = "person"
    OFFICER = "officer"


MOVES: dict[Party, frozenset[tuple[CaseState, CaseState]]] = {
    Party.OFFICER: frozenset(
        {
            (CaseState.RECEIVED, CaseState.SEEN),
            (CaseState.RECEIVED, CaseState.WORKING),
            (CaseState.RECEIVED, CaseState.ANSWERED),
            (CaseState.SEEN, CaseState.WORKING),
            (CaseState.SEEN, CaseState.ANSWERED),
            (CaseState.SEEN, CaseState.CLOSED),
            (CaseState.WORKING, CaseState.ANSWERED),
            (CaseState.WORKING, CaseState.CLOSED),
            (CaseState.ANSWERED, CaseState.WORKING),
            (CaseState.ANSWERED, CaseState.ANSWERED),
            (CaseState.ANSWERED, CaseState.CLOSED),
        }
    ),
    Party.PERSON: frozenset(
        {
            (CaseState.ANSWERED, CaseState.WORKING),
            (CaseState.CLOSED, CaseState.RECEIVED),
        }
    ),
}
"""The legal moves: a person who answers back has it worked on again, and who opens a closed case again has it looked at anew."""


def may_move(party: Party, before: CaseState, after: CaseState) -> bool:
    """Whether this party may move a case so."""
    return (before, after) in MOVES[party]


class WayBack(StrEnum):
    """How the person wants to hear back."""

    HERE = "here"
    """A notice in this chat, and the words after a tap."""
    RECEIPT = "receipt"
    """Nothing in this chat: they come back with their receipt."""
    NONE = "none"
    """They want no reply; the receipt still opens the case."""


class Role(StrEnum):
    """What an officer is to young people, so that somebody can say "not my social worker" without a name."""

    PARTICIPATION_OFFICER = "participation-officer"
    SOCIAL_WORKER = "social-worker"
    PERSONAL_ADVISER = "personal-adviser"
    REVIEWING_OFFICER = "reviewing-officer"
    CARER = "carer"
    MANAGER = "manager"
    COMPLAINTS = "complaints"
    SAFEGUARDING_LEAD = "safeguarding-lead"


@dataclass(frozen=True, slots=True)
class KeptFrom:
    """Who must not see a case. A rule for every view, search, notice, cover and export."""

    roles: frozenset[Role] = frozenset()
    names: tuple[str, ...] = ()
    """As the person wrote them."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it was asked, and what was answered."""

    step: str
    question: str
    answer: str
    label: str = ""
    """What the answer is called in a word or two."""
    value: str = ""
    """Of the choice, where it is one: the same in every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What somebody sent, as a case holds it from the moment that it is filed."""

    id: str
    """That of the flow's run."""
    kind: CaseKind
    council: str
    audience: Audience | None
    language: str
    flow: str
    revision: str
    told: tuple[Told, ...]
    kept_from: KeptFrom
    name: str | None
    """As the person gave it; None where it is hidden."""
    way_back: WayBack
    finding: Finding | None
    """The gravest danger that was noticed in it, also in what was added later."""
    files: tuple[FileReference, ...]

    @property
    def urgent(self) -> bool:
        """Whether danger was noticed in it that cannot wait."""
        return self.finding is not None and self.finding.urgent

    @property
    def number(self) -> str:
        """What officers call it."""
        return self.id[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase(Intake):
    """A case as it is filed."""

    digest: str
    """Of its receipt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Intake):
    """A case as it is stored. Everything in it that somebody wrote is sealed at rest."""

    version: int
    state: CaseState
    received_at: datetime
    moved_at: datetime
    look_by: date
    """By when a person was promised to look at it."""
    claimed_by: str | None = None
    """An officer's id."""
    filed: bool = False
    """Whether it is in the council's own record."""
    hold: bool = False
    """Whether the law forbids to delete it for now."""


PERSON = "person"
"""Who said or did something, where it was no officer."""


class StatementKind(StrEnum):
    """What was said or done in a case after it was filed."""

    ADDED = "added"
    """The person said more, or answered back."""
    REOPENED = "reopened"
    HELPED = "helped"
    NOT_HELPED = "not-helped"
    SEEN = "seen"
    WORKING = "working"
    REPLY = "reply"
    CLOSED = "closed"
    """With what was done."""
    NOTE = "note"
    """For officers only."""


FOR_THE_PERSON = frozenset({StatementKind.SEEN, StatementKind.WORKING, StatementKind.REPLY, StatementKind.CLOSED})
"""What the person is told, each once."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said or done in a case."""

    id: int
    """In order. 0 for one that is not stored yet."""
    kind: StatementKind
    by: str
    """`person`, or an officer's id."""
    at: datetime
    words: str = ""
    read: bool = False
    """Whether the person has been told."""
    files: tuple[FileReference, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with everything said in it, the oldest first."""

    case: Case
    statements: tuple[Statement, ...] = ()
    linked: bool = False
    """Whether the chat that asks is the one that it was told in."""
    undelivered: bool = False
    """Whether the person could not be told that something new stands in it."""

    @property
    def can_be_taken_back(self) -> bool:
        """Whether nobody has ever looked at it, and nothing else keeps it here."""
        looked_at = any(each.by != PERSON for each in self.statements)
        return self.case.state is CaseState.RECEIVED and not looked_at and self.case.finding is None and not self.case.hold

    @property
    def unread(self) -> tuple[Statement, ...]:
        """What the person has not been told yet."""
        return tuple(each for each in self.statements if each.kind in FOR_THE_PERSON and not each.read)


@dataclass(frozen=True, slots=True)
class FileCase:
    """An effect of a turn: store a new case, and a link to the chat if the person wants to hear back there."""

    case: NewCase
    look_by: date


@dataclass(frozen=True, slots=True)
class Contribute:
    """An effect of a turn: the person says or does something in their case."""

    case: Case
    """As it was read: fails if it has changed since."""
    statement: Statement
    state: CaseState
    """After it."""
    finding: Finding | None = None
    """Danger that was noticed in it, and is graver than what was known."""
    look_by: date | None = None
    """The new promise, where the case is looked at anew."""


def contribution(
    found: CaseFile,
    kind: StatementKind,
    at: datetime,
    look_by: date | None,
    words: str = "",
    files: tuple[FileReference, ...] = (),
    finding: Finding | None = None,
) -> Contribute:
    """Something that the person says or does in their case, and where that moves it: one that was answered is worked on again."""
    state = found.case.state
    wanted = {StatementKind.ADDED: CaseState.WORKING, StatementKind.REOPENED: CaseState.RECEIVED}.get(kind, state)
    moved = wanted if may_move(Party.PERSON, state, wanted) else state
    promised = look_by if moved is CaseState.RECEIVED else None
    return Contribute(found.case, Statement(0, kind, PERSON, at, words, files=files), moved, finding, promised)


def may_open(found: CaseFile, session: Session, now: datetime) -> bool:
    """Tell whether a chat may see a case: it was told there, or its receipt was given there a short while ago."""
    opened = session.opened
    return found.linked or (opened is not None and opened.case == found.case.id and now < opened.until)


@dataclass(frozen=True, slots=True)
class MarkRead:
    """An effect of a turn: the person has been told these statements."""

    case: str
    statements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unlink:
    """An effect of a turn: drop every link between this chat and its cases; withdraw those that nobody has looked at, if asked."""

    withdraw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An effect of a turn: the person takes back what nobody has looked at. Nothing where somebody has, or it must stay."""

    case: str


@dataclass(frozen=True, slots=True)
class Tried:
    """An effect of a turn: a receipt was tried that opens nothing."""


Effect = FileCase | Contribute | MarkRead | Unlink | Withdraw | Tried


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What a person may be told of their own case without its words."""

    id: str
    kind: CaseKind
    state: CaseState
    received_at: datetime
    unread: int
    held: bool
    """Whether it cannot be withdrawn: somebody has looked at it, danger was noticed in it, or the law holds it."""


@dataclass(frozen=True, slots=True)
class OfficerMove:
    """What an officer does in a case, stored in one transaction."""

    case: Case
    """As it was read: fails if it has changed since."""
    by: str
    statements: tuple[Statement, ...] = field(default=())
    state: CaseState | None = None
    claimed_by: str | None = None
    filed: bool | None = None
    hold: bool | None = None
