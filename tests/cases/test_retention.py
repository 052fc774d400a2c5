"""Closed cases go when their time is over, and no sooner: not on hold, not unfiled where they must be, not changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.cases.retention import Retention
from bot.errors import StorageUnavailableError
from bot.model.case import Case, CaseKind, CaseState, KeptFrom, Told, WayBack
from bot.model.safety import Category, Finding, Severity

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = dict.fromkeys(CaseKind, 365)
LONG_AGO = NOW - timedelta(days=400)

FILED_FIRST = {CaseKind.CONCERN, CaseKind.COMPLAINT, CaseKind.SAFEGUARDING}
OTHERS = set(CaseKind) - FILED_FIRST
CANNOT_WAIT = {Severity.IMMEDIATE, Severity.URGENT}


def closed(case: str = "a" * 16, **other: Any) -> Case:
    """A case of feedback that was closed long ago."""
    ours = Case(
        id=case,
        version=1,
        kind=CaseKind.FEEDBACK,
        state=CaseState.CLOSED,
        council="bristol",
        audience=None,
        language="en",
        flow="tell-us",
        revision="r1",
        told=(Told("what", "What is it?", "the plainly invented words"),),
        kept_from=KeptFrom(),
        name="Quill",
        way_back=WayBack.RECEIPT,
        finding=None,
        files=(),
        received_at=LONG_AGO - DAY,
        moved_at=LONG_AGO,
        look_by=date(2026, 1, 9),
    )
    return replace(ours, **other)


def danger(severity: Severity | None) -> Finding | None:
    return Finding(Category.SELF_HARM, severity) if severity else None


class Shelf:
    """Cases in memory. A careless store: it hands out those on hold, and open ones, and those that moved at that very moment."""

    def __init__(self, *cases: Case) -> None:
        self.cases = {case.id: case for case in cases}
        self.fails: dict[CaseKind, Exception] = {}

    async def closed_before(self, kind: CaseKind, moment: datetime) -> Sequence[Case]:
        if kind in self.fails:
            raise self.fails[kind]
        return [case for case in self.cases.values() if case.kind is kind and case.moved_at <= moment]

    async def forget_case(self, case: Case) -> None:
        if self.cases[case.id] == case:
            del self.cases[case.id]


@pytest.mark.parametrize("kind", CaseKind)
async def test_a_case_goes_once_its_days_are_over_and_no_moment_sooner(kind: CaseKind) -> None:
    shelf = Shelf(closed(kind=kind, filed=True))
    retention = Retention(shelf, {kind: 30})
    assert await retention.clear(LONG_AGO + timedelta(days=30)) == 0
    assert shelf.cases
    assert await retention.clear(LONG_AGO + timedelta(days=30, microseconds=1)) == 0
    assert not shelf.cases


async def test_urgent_danger_is_kept_as_long_as_safeguarding_whatever_it_was_told_as() -> None:
    shelf = Shelf(closed(kind=CaseKind.PRAISE, filed=True, finding=danger(Severity.IMMEDIATE)))
    retention = Retention(shelf, {CaseKind.PRAISE: 30, CaseKind.SAFEGUARDING: 900})
    await retention.clear(LONG_AGO + timedelta(days=899))
    assert shelf.cases
    await retention.clear(LONG_AGO + timedelta(days=901))
    assert not shelf.cases


async def test_each_kind_has_its_own_time() -> None:
    shelf = Shelf(closed("praise", kind=CaseKind.PRAISE), closed("question", kind=CaseKind.QUESTION))
    await Retention(shelf, {CaseKind.PRAISE: 399, CaseKind.QUESTION: 401}).clear(NOW)
    assert set(shelf.cases) == {"question"}


@pytest.mark.parametrize("kind", sorted(FILED_FIRST))
async def test_what_must_be_filed_stays_until_it_is_and_is_counted(kind: CaseKind) -> None:
    shelf = Shelf(closed("one", kind=kind), closed("two", kind=kind), closed("filed", kind=kind, filed=True))
    assert await Retention(shelf, YEAR).clear(NOW) == 2
    assert set(shelf.cases) == {"one", "two"}


@pytest.mark.parametrize("kind", sorted(OTHERS))
@pytest.mark.parametrize("severity", [None, *Severity])
async def test_of_the_others_only_urgent_danger_must_be_filed(kind: CaseKind, severity: Severity | None) -> None:
    shelf = Shelf(closed(kind=kind, finding=danger(severity)))
    stays = severity in CANNOT_WAIT
    assert await Retention(shelf, YEAR).clear(NOW) == int(stays)
    assert bool(shelf.cases) is stays


@pytest.mark.parametrize("filed", [True, False])
@pytest.mark.parametrize("kind", CaseKind)
async def test_what_is_on_hold_stays_whatever_the_store_says_and_nobody_is_asked_to_file_it(kind: CaseKind, filed: bool) -> None:
    shelf = Shelf(closed(kind=kind, filed=filed, hold=True))
    assert await Retention(shelf, YEAR).clear(NOW) == 0
    assert shelf.cases


@pytest.mark.parametrize("state", sorted(set(CaseState) - {CaseState.CLOSED}))
async def test_what_is_not_closed_stays_whatever_the_store_says(state: CaseState) -> None:
    shelf = Shelf(closed(state=state))
    assert await Retention(shelf, YEAR).clear(NOW) == 0
    assert shelf.cases


async def test_a_kind_without_a_time_is_kept() -> None:
    shelf = Shelf(closed())
    await Retention(shelf, {CaseKind.PRAISE: 30}).clear(NOW)
    assert shelf.cases


async def test_a_kind_that_cannot_be_cleared_is_told_of_once_the_others_are_cleared() -> None:
    shelf = Shelf(*(closed(kind.value, kind=kind, filed=True) for kind in CaseKind))
    shelf.fails = {CaseKind.FEEDBACK: LookupError(), CaseKind.QUESTION: ArithmeticError()}
    with pytest.raises(LookupError):
        await Retention(shelf, YEAR).clear(NOW)
    assert set(shelf.cases) == {"feedback", "question"}


async def test_a_database_that_cannot_be_had_is_not_asked_for_the_other_kinds() -> None:
    shelf = Shelf(closed(kind=CaseKind.SAFEGUARDING, filed=True))
    shelf.fails = {CaseKind.FEEDBACK: StorageUnavailableError("SQLITE_BUSY")}
    with pytest.raises(StorageUnavailableError):
        await Retention(shelf, YEAR).clear(NOW)
    assert shelf.cases


async def test_the_log_says_how_many_went_and_nothing_of_them() -> None:
    shelf = Shelf(closed("one"), closed("two"), closed(kind=CaseKind.COMPLAINT))
    with capture_logs() as logs:
        await Retention(shelf, YEAR).clear(NOW)
    assert logs == [{"event": "cases.forgotten", "kind": "feedback", "number": 2, "log_level": "info"}]


LAST = 100
"""Days that are lived through."""


@dataclass(frozen=True)
class Life:
    """What becomes of a case, by days after `NOW`."""

    kind: CaseKind
    closed_at: timedelta
    filed: int | None
    """From which day on."""
    hold: tuple[int, int] | None
    """From and until which day."""
    severity: Severity | None

    def on(self, number: int, day: int) -> Case:
        """The case as it is on a day."""
        held = self.hold is not None and self.hold[0] <= day < self.hold[1]
        filed = self.filed is not None and self.filed <= day
        return closed(str(number), kind=self.kind, moved_at=NOW + self.closed_at, filed=filed, hold=held, finding=danger(self.severity))

    def is_due(self, day: int, keep: int) -> bool:
        """Whether it could go, if it is filed where it must be."""
        over = day * DAY > self.closed_at + keep * DAY
        return over and not (self.hold and self.hold[0] <= day < self.hold[1])

    def is_filed(self, day: int) -> bool:
        """Whether it is filed, or need not be."""
        if self.kind not in FILED_FIRST and self.severity not in CANNOT_WAIT:
            return True
        return self.filed is not None and self.filed <= day


days = st.integers(0, LAST)
lives = st.builds(
    Life,
    kind=st.sampled_from(CaseKind),
    closed_at=st.timedeltas(timedelta(), 60 * DAY),
    filed=st.none() | days,
    hold=st.none() | st.tuples(days, days),
    severity=st.none() | st.sampled_from(Severity),
)


def days_kept(life: Life, keep: Mapping[CaseKind, int]) -> int:
    """How many days it is kept: urgent danger as long as safeguarding."""
    return max(keep[life.kind], keep[CaseKind.SAFEGUARDING]) if life.severity in CANNOT_WAIT else keep[life.kind]


def gone_on(life: Life, keep: int) -> int | None:
    """The day on which it goes: the first on which it is due and filed where it must be."""
    return next((day for day in range(LAST) if life.is_due(day, keep) and life.is_filed(day)), None)


def left(lives: Iterable[Life], expected: Iterable[int | None], day: int) -> set[str]:
    """The cases that are there at the end of a day."""
    return {str(number) for number, (_, goes) in enumerate(zip(lives, expected, strict=True)) if goes is None or goes > day}


@settings(deadline=None)
@given(told=st.lists(lives, max_size=6), keep=st.fixed_dictionaries({kind: st.integers(30, 60) for kind in CaseKind}))
async def test_a_case_goes_on_the_first_day_on_which_it_may_and_stays_until_then(told: list[Life], keep: dict[CaseKind, int]) -> None:
    expected = [gone_on(life, days_kept(life, keep)) for life in told]
    shelf = Shelf(*(life.on(number, 0) for number, life in enumerate(told)))
    retention = Retention(shelf, keep)
    for day in range(LAST):
        shelf.cases = {each: told[int(each)].on(int(each), day) for each in shelf.cases}
        unfiled = await retention.clear(NOW + day * DAY)
        assert set(shelf.cases) == left(told, expected, day)
        assert unfiled == sum(told[int(each)].is_due(day, days_kept(told[int(each)], keep)) for each in shelf.cases)
