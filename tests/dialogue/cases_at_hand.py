"""Cases in memory, for conversations without a database: what a turn's effects do, what is found for the next, and what an officer does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime

from bot.model.case import (
    Case,
    CaseFile,
    CaseState,
    CaseSummary,
    Contribute,
    Effect,
    FileCase,
    Intake,
    MarkRead,
    Statement,
    StatementKind,
    Tried,
    Unlink,
    WayBack,
    Withdraw,
)
from bot.model.turn import Loaded, Needs, Receipt

RECEIPT = Receipt(("apple", "balloon", "camera", "kite", "lamp"), "a digest")
OFFICER_DID = {
    "has seen it": (StatementKind.SEEN, CaseState.SEEN),
    "takes it": (StatementKind.WORKING, CaseState.WORKING),
    "replies": (StatementKind.REPLY, CaseState.ANSWERED),
    "closes it": (StatementKind.CLOSED, CaseState.CLOSED),
    "notes": (StatementKind.NOTE, None),
}


@dataclass
class CasesAtHand:
    """The cases that one person has told, from one chat."""

    look_by: date
    receipt: Receipt = RECEIPT
    cases: dict[str, CaseFile] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    tries: int = 0

    def found(self, needs: Needs) -> Loaded:
        """What a turn would read."""
        case = self.cases.get(needs.case or "")
        if needs.receipt is not None and needs.receipt == self.receipt.words:
            case = self.cases.get(self.digests.get(self.receipt.digest, ""))
        return Loaded(
            case=case,
            tried_too_often=needs.receipt is not None and self.tries >= 5,
            cases=tuple(_summary(each) for each in self.cases.values() if each.linked) if needs.cases else (),
            shown=("11", "12") if needs.shown else (),
            receipt=self.receipt if needs.new_receipt else None,
            look_by=self.look_by,
        )

    def store(self, effects: Iterable[Effect], now: datetime) -> None:
        """What a commit would do."""
        for effect in effects:
            match effect:
                case FileCase():
                    self._file(effect, now)
                case Contribute(case, statement, state):
                    self._add(case.id, statement, state)
                case MarkRead(case, statements):
                    file = self.cases[case]
                    told = tuple(replace(each, read=each.read or each.id in statements) for each in file.statements)
                    self.cases[case] = replace(file, statements=told)
                case Unlink(withdraw):
                    self.cases = {key: replace(file, linked=False) for key, file in self.cases.items() if key not in withdraw}
                case Withdraw(case):
                    del self.cases[case]
                case Tried():
                    self.tries += 1

    def officer(self, did: str, words: str, now: datetime) -> None:
        """An officer does something in the newest case."""
        kind, state = OFFICER_DID[did]
        newest = list(self.cases.values())[-1].case
        self._add(newest.id, Statement(0, kind, "olive", now, words), state or newest.state)

    def _file(self, filed: FileCase, now: datetime) -> None:
        new = filed.case
        intake = {each.name: getattr(new, each.name) for each in fields(Intake)}
        case = Case(**intake, version=1, state=CaseState.RECEIVED, received_at=now, moved_at=now, look_by=filed.look_by)
        self.cases[new.id] = CaseFile(case, linked=new.way_back is WayBack.HERE)
        self.digests[new.digest] = new.id

    def _add(self, case: str, statement: Statement, state: CaseState) -> None:
        file = self.cases[case]
        said = replace(statement, id=len(file.statements) + 1)
        changed = replace(file.case, state=state, version=file.case.version + 1)
        self.cases[case] = replace(file, case=changed, statements=(*file.statements, said))


def _summary(file: CaseFile) -> CaseSummary:
    case = file.case
    return CaseSummary(case.id, case.kind, case.state, case.received_at, len(file.unread), held=not file.can_be_taken_back)
