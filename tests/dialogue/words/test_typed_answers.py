"""What people type at a step, read as an answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.words.typed_answers import choice_in, day_in, number_in
from bot.model.content.flow import Choice, Days
from bot.model.normalise import normalise
from tests.conftest import TODAY

CHOICES = (
    Choice("An idea or feedback", "feedback", also_called=("idea",)),
    Choice("Make a complaint", "complaint"),
    Choice("I'd rather not say", "none"),
    Choice("North Somerset", "north-somerset", also_called=("weston-super-mare",)),
)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("An idea or feedback", "feedback"),
        ("an idea or feedbakc", "feedback"),
        ("IDEA!", "feedback"),
        ("make a complant", "complaint"),
        ("complaint", "complaint"),
        ("2", "complaint"),
        ("4", "north-somerset"),
        ("id rather not say", "none"),
        ("north sommerset", "north-somerset"),
        ("weston super mare", "north-somerset"),
        ("5", None),
        ("0", None),
        ("22", None),
        ("cat", None),
        ("i want to make a complaint about my carer", None),
        ("do i pay council tax", None),
        ("", None),
        ("٢", None),
    ],
)
def test_a_choice_is_taken_by_its_words_its_number_or_nearly_so(typed: str, value: str | None) -> None:
    choice = choice_in(CHOICES, normalise(typed))
    assert (choice.value if choice else None) == value


def test_what_is_as_like_one_choice_as_another_is_neither() -> None:
    assert choice_in((Choice("Option red", "red"), Choice("Option rod", "rod")), normalise("option rid")) is None


@given(st.text(max_size=40))
def test_any_text_is_a_choice_or_none(typed: str) -> None:
    assert choice_in(CHOICES, normalise(typed)) in (None, *CHOICES)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("16", 16),
        ("i am 16", 16),
        ("16!", 16),
        ("about 3 or 4", None),
        ("sixteen", None),
        ("3.5", None),
        ("-2", None),
        ("1111", 1111),
        ("٤٢", 42),
        ("", None),
        ("1" * 12, None),
    ],
)
def test_the_one_whole_number_of_a_message(typed: str, number: int | None) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize(
    ("typed", "days", "day"),
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
def test_days_as_people_write_them_seen_from_23_november_2026(typed: str, days: Days, day: date | None) -> None:
    assert day_in(normalise(typed), days, TODAY, "en") == day


@pytest.mark.parametrize("language", ["en", "en_XA", "so", "zz"])
def test_a_language_that_knows_no_days_is_read_as_english(language: str) -> None:
    assert day_in(normalise("3 May 2026"), Days.ANY, TODAY, language) in (date(2026, 5, 3), None)


@given(st.text(max_size=60), st.sampled_from(Days))
def test_any_text_is_a_day_or_none(typed: str, days: Days) -> None:
    assert isinstance(day_in(normalise(typed), days, TODAY, "en"), date | None)
