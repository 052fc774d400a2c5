"""How long closed cases are kept, and their deletion.

Heard is not a council's record. What a council may have to answer for must stand in its own before it is deleted here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.errors import StorageUnavailableError
from bot.model.case import Case, CaseKind, CaseState

log = structlog.get_logger(__name__)

TO_BE_FILED = frozenset({CaseKind.CONCERN, CaseKind.COMPLAINT, CaseKind.SAFEGUARDING})
"""Kinds that must be in the council's own record before they are deleted here."""


class ClosedCases(Protocol):
    """The part of the store that this needs."""

    async def closed_before(self, kind: CaseKind, moment: datetime) -> Sequence[Case]:
        """Closed cases of a kind that have not moved since then, but for those on hold."""
        ...

    async def forget_case(self, case: Case) -> None:
        """Delete a case with everything in it, unless it has changed since it was read."""
        ...


class Retention:
    """Deletes closed cases once their time is over."""

    def __init__(self, cases: ClosedCases, keep: Mapping[CaseKind, int]) -> None:
        """`keep`: for each kind, the days after a case was closed. A kind that is not named is kept for ever."""
        self._cases = cases
        self._keep = {kind: timedelta(days=days) for kind, days in keep.items()}

    async def clear(self, now: datetime) -> int:
        """Delete what is due; how many cases are due and stay, because they are not filed in the council's record.

        Raises:
            StorageUnavailableError: the database cannot be had now; what was deleted until then is.
            Exception: whatever else went wrong with a kind, once the others are done.
        """
        unfiled = 0
        wrong: Exception | None = None
        for kind, keep in self._keep.items():
            try:
                unfiled += await self._clear(kind, keep, now)
            except StorageUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001  one kind that cannot be cleared must not have the others kept too long
                wrong = wrong or error
        if wrong:
            raise wrong
        return unfiled

    async def _clear(self, kind: CaseKind, keep: timedelta, now: datetime) -> int:
        closed = await self._cases.closed_before(kind, now - keep)
        due = [case for case in closed if _is_over(case, now - self._kept(case, keep))]
        ready = [case for case in due if case.filed or not must_be_filed(case)]
        for case in ready:
            await self._cases.forget_case(case)
        if ready:
            log.info("cases.forgotten", kind=kind.value, number=len(ready))
        return len(due) - len(ready)

    def _kept(self, case: Case, keep: timedelta) -> timedelta:
        """How long a case is kept: one in which urgent danger was noticed at least as long as safeguarding, whatever it was told as."""
        return max(keep, self._keep.get(CaseKind.SAFEGUARDING, keep)) if case.urgent else keep


def must_be_filed(case: Case) -> bool:
    """True if a case must be in the council's own record before it is deleted here."""
    return case.kind in TO_BE_FILED or case.urgent


def _is_over(case: Case, moment: datetime) -> bool:
    """Looked at once more before what cannot be undone."""
    return case.state is CaseState.CLOSED and not case.hold and case.moved_at < moment
