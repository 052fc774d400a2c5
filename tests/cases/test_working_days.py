"""Days that were promised are days on which somebody works."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.working_days import after

BANK_HOLIDAYS = [
    date(2026, 1, 1),
    date(2026, 4, 3),  # Good Friday
    date(2026, 4, 6),  # Easter Monday
    date(2026, 5, 4),
    date(2026, 5, 25),
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),  # for Boxing Day, a Saturday
    date(2027, 1, 1),
]
"""As published at https://www.gov.uk/bank-holidays."""

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))

PROMISES = [
    ("within a week", date(2026, 11, 23), 3, date(2026, 11, 26)),
    ("over a weekend", date(2026, 12, 18), 3, date(2026, 12, 23)),
    ("from a Saturday, as from the Friday before", date(2026, 12, 19), 3, date(2026, 12, 23)),
    ("from a Sunday", date(2026, 12, 20), 3, date(2026, 12, 23)),
    ("over Christmas", date(2026, 12, 23), 3, date(2026, 12, 30)),
    ("from Christmas Day", date(2026, 12, 25), 1, date(2026, 12, 29)),
    ("from a Saturday that would be a bank holiday", date(2026, 12, 26), 1, date(2026, 12, 29)),
    ("into the next year", date(2026, 12, 30), 2, date(2027, 1, 4)),
    ("over Easter", date(2026, 4, 2), 1, date(2026, 4, 7)),
    ("over the first Monday of May", date(2026, 5, 1), 3, date(2026, 5, 7)),
    ("over the last Monday of August, which Scotland works on", date(2026, 8, 28), 1, date(2026, 9, 1)),
    ("over the first Monday of August, which only Scotland has off", date(2026, 7, 31), 1, date(2026, 8, 3)),
    ("twenty", date(2026, 12, 1), 20, date(2026, 12, 31)),
    ("more than a year", date(2026, 1, 1), 300, date(2027, 3, 9)),
]


@pytest.mark.parametrize(("day", "days", "expected"), [promise[1:] for promise in PROMISES], ids=[promise[0] for promise in PROMISES])
def test_a_promise_ends_on_the_right_day(day: date, days: int, expected: date) -> None:
    assert after(day, days) == expected


@pytest.mark.parametrize("holiday", BANK_HOLIDAYS, ids=str)
def test_no_promise_ends_on_a_bank_holiday(holiday: date) -> None:
    assert after(holiday - timedelta(days=1), 1) > holiday


@given(day=DAYS, days=st.integers(1, 30))
def test_each_day_more_ends_later_and_never_at_a_weekend(day: date, days: int) -> None:
    one, more = after(day, days), after(day, days + 1)
    assert day < one < more
    assert one.weekday() < 5


@pytest.mark.parametrize("days", [0, -1])
def test_a_promise_for_no_day_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        after(date(2026, 11, 23), days)
