"""The effects of a turn on cases: each effect made ready (its words sealed) before the transaction, and done in it, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import ConflictError
from bot.model.case import Contribute, Effect, FileCase, MarkRead, Tried, Unlink, WayBack, Withdraw
from bot.model.turn import TurnCommit
from bot.storage import statements
from bot.storage.cases import rows as case_rows
from bot.storage.cases import statements as sql
from bot.storage.cases.changes import add_statement, change, forget_belongings, moved
from bot.storage.cases.rows import Values
from bot.storage.seal.keys import Keyring

Step = Callable[[Connection], None]
"""Part of a transaction. It may be done again, where the transaction is."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Makes the effects of one turn ready. `place` is that of its conversation."""

    turn: TurnCommit
    place: str
    now: datetime
    keyring: Keyring
    _contributed: Counter[str] = field(default_factory=Counter)

    def steps(self) -> list[Step]:
        """Everything to be done, in order."""
        return [self._step(effect) for effect in self.turn.effects]

    def _step(self, effect: Effect) -> Step:
        match effect:
            case FileCase():
                return self._file(effect)
            case Contribute():
                return self._contribute(effect)
            case MarkRead():
                return lambda connection: _mark_read(connection, effect)
            case Unlink():
                return lambda connection: _unlink(connection, self.place, effect.withdraw)
            case Withdraw(case):
                return lambda connection: _withdraw(connection, case)
            case Tried():
                return lambda connection: _tried(connection, {"place": self.place, "at": self.now})

    def _file(self, effect: FileCase) -> Step:
        new, keyring = effect.case, self.keyring
        case = case_rows.of_new_case(effect, self.now, keyring)
        files = case_rows.of_files(new.id, new.council, new.files, self.now, keyring)
        link = None
        if new.way_back is WayBack.HERE:
            link = case_rows.of_link(new.id, new.council, self.place, self.turn.conversation, keyring)
        return lambda connection: _file(connection, case, files, link)

    def _contribute(self, effect: Contribute) -> Step:
        case, said = effect.case, effect.statement
        version = case.version + self._contributed[case.id]  # an earlier effect of this turn has changed it, too
        self._contributed[case.id] += 1
        statement = case_rows.of_statement(case, said, self.turn.record.at, self.keyring)
        files = case_rows.of_files(case.id, case.council, said.files, self.now, self.keyring)
        after = {**moved(case, effect.state, self.now), **_noticed(effect)}

        def contribute(connection: Connection) -> None:
            change(connection, case, version, after)
            add_statement(connection, statement, files)

        return contribute


def _noticed(effect: Contribute) -> Values:
    """The columns that change where graver danger was noticed, or the case is looked at anew."""
    danger = effect.finding and {"safety_category": effect.finding.category, "safety_severity": effect.finding.severity}
    return {**(danger or {}), **({"look_by": effect.look_by} if effect.look_by else {})}


def _file(connection: Connection, case: Values, files: Sequence[Values], link: Values | None) -> None:
    """Nothing where the case was filed before.

    Raises:
        ConflictError: another case has its receipt, so that it needs a new one.
    """
    if not connection.execute(sql.INSERT_CASE, case).rowcount:
        if not connection.execute(sql.IS_THERE, {"the_case": case["id"]}).scalar():
            raise ConflictError("another case has this receipt")
        return
    if files:
        connection.execute(sql.INSERT_FILES, files)
    if link:
        connection.execute(sql.INSERT_LINK, link)


def _mark_read(connection: Connection, effect: MarkRead) -> None:
    """The person has been told these, so that the next change is worth a notice again.

    Raises:
        ConflictError: something newer stands there of which the person hears neither now nor by a notice: read the case again.
    """
    here = {"the_case": effect.case}
    connection.execute(sql.LOCK, here)
    connection.execute(sql.MARK_READ, {**here, "the_ids": list(effect.statements)})
    linked = connection.execute(sql.AWAIT_NEWS, here).rowcount
    if linked and connection.execute(sql.NEWER_UNREAD, {**here, "the_last": max(effect.statements, default=0)}).scalar():
        raise ConflictError("the case has changed since it was read")


def _unlink(connection: Connection, place: str, withdraw: Sequence[str]) -> None:
    for case in sorted(withdraw):
        _withdraw(connection, case)
    connection.execute(sql.UNLINK, {"the_place": place})


def _withdraw(connection: Connection, case: str) -> None:
    """Delete a case that nobody has looked at.

    Raises:
        ConflictError: somebody has meanwhile, or it must stay: the person is not told that it is gone.
    """
    if not connection.execute(sql.WITHDRAW, {"the_case": case}).rowcount:
        raise ConflictError(f"case {case[:8]} can no longer be taken back")
    forget_belongings(connection, case)


def _tried(connection: Connection, attempt: Values) -> None:
    connection.execute(statements.INSERT_TRY, attempt)
