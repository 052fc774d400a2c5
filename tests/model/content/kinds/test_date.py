"""The kind `date`: a day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.model.content.kinds.date import Days, day_in
from bot.model.content.parts import Picked, Refused
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.normalise import normalise
from bot.model.session import Answer, Value
from tests.conftest import TODAY
from tests.model.content.kinds.asking import Looking, step, typed


def day(days: Days) -> Ask:
    made = step(kind="date", days=days)
    assert isinstance(made, Ask)
    return made


@pytest.mark.parametrize(
    ("days", "words", "answer"),
    [
        (Days.PAST, "yesterday", Answer("fruit", "2026-11-22")),
        (Days.ANY, "3rd of may 2027", Answer("fruit", "2027-05-03")),
        (Days.PAST, "3 may 2027", Refused(Phrase.FLOW_DAY_AHEAD)),
        (Days.FUTURE, "3 may 2025", Refused(Phrase.FLOW_DAY_OVER)),
        (Days.ANY, "i dunno", Refused(Phrase.FLOW_NO_DAY)),
    ],
)
def test_a_day_on_its_side_of_today_is_its_answer(days: Days, words: str, answer: Answer | Refused) -> None:
    assert day(days).answered(typed(words), None) == answer


def test_nothing_can_be_pressed_there() -> None:
    assert day(Days.ANY).answered(Picked("apple"), None) is None


@pytest.mark.parametrize(("value", "taken"), [("2026-05-03", True), ("2099-01-01", True), ("yesterday", False), (3, False)])
def test_a_day_that_was_taken_fits_for_ever(value: Value, taken: bool) -> None:
    assert day(Days.PAST).fits(Answer("fruit", value)) is taken


def test_people_read_a_day_as_they_write_it(libraries: Libraries) -> None:
    wording = Looking(libraries.english).wording
    assert day(Days.ANY).in_words(Answer("fruit", "2026-05-03"), wording) == "3 May 2026"


@pytest.mark.parametrize(("days", "told"), [(Days.PAST, ["today or before"]), (Days.FUTURE, ["today or later"]), (Days.ANY, [])])
def test_it_is_told_in_words(days: Days, told: list[str]) -> None:
    assert (day(days).does, [*day(days).notes({})]) == ("asks: a day", told)


@pytest.mark.parametrize(
    ("words", "days", "found"),
    [
        ("3 May 2026", Days.ANY, date(2026, 5, 3)),
        ("3rd of may", Days.PAST, date(2026, 5, 3)),
        ("03/05/2026", Days.ANY, date(2026, 5, 3)),
        ("3.5.2026", Days.ANY, date(2026, 5, 3)),
        ("yesterday", Days.PAST, date(2026, 11, 22)),
        ("tomorrow", Days.FUTURE, date(2026, 11, 24)),
        ("last tuesday", Days.PAST, date(2026, 11, 17)),
        ("christmas past", Days.PAST, None),
        ("31/02/2026", Days.ANY, None),
        ("i dunno", Days.PAST, None),
        ("may", Days.PAST, None),
        ("", Days.ANY, None),
    ],
)
def test_days_as_people_write_them_seen_from_23_november_2026(words: str, days: Days, found: date | None) -> None:
    assert day_in(normalise(words), days, TODAY, "en") == found


@pytest.mark.parametrize("language", ["en", "en_XA", "so", "zz"])
def test_a_language_that_knows_no_days_is_read_as_english(language: str) -> None:
    assert day_in(normalise("3 May 2026"), Days.ANY, TODAY, language) in (date(2026, 5, 3), None)


@for_any(st.text(max_size=60), st.sampled_from(Days))
def test_any_text_is_a_day_or_none(words: str, days: Days) -> None:
    assert isinstance(day_in(normalise(words), days, TODAY, "en"), date | None)
