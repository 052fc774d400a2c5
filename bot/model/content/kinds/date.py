"""The kind `date`: asks for a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names

from bot.model.content.entries import AskEntry, Listed
from bot.model.content.parts import Given, Refused, Sign, Typed, Wording
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Ask
from bot.model.normalise import Normalised, normalise
from bot.model.session import DEFAULT_LANGUAGE, Answer, Value

LONGEST_DAY = 80
"""Letters. A longer message is a story."""


class Days(StrEnum):
    """The days that a question for a date means."""

    ANY = "any"
    PAST = "past"
    FUTURE = "future"


_SEEN_FROM_TODAY = {Days.PAST: "today or before", Days.FUTURE: "today or later"}
_PREFERRED = {Days.PAST: "past", Days.FUTURE: "future", Days.ANY: "current_period"}


class DateEntry(AskEntry):
    """Asks for a day."""

    kind: Literal["date"]
    days: Days = Days.ANY

    def built(self, listed: Listed) -> Date:
        """The step as a value."""
        return Date(**self.asked(), days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Ask):
    """A day."""

    days: Days = Days.ANY

    sign: ClassVar[Sign] = Sign(
        "M1 5.5a2.5 2.5 0 0 1 2.5-2.5h9a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-9a2.5 2.5 0 0 1-2.5-2.5zM1 5.5h14M5 .5v2.5M11 .5v2.5"
    )
    holds_words: ClassVar[bool] = True

    def takes(self, value: Value, *, done: bool) -> bool:
        """A day as ISO text. Days that have gone by since it was given still count."""
        try:
            return isinstance(value, str) and bool(datetime.date.fromisoformat(value))
        except ValueError:
            return False

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """The day in what was typed."""
        if not isinstance(given, Typed):
            return None
        day = day_in(given.message, self.days, given.today, given.language)
        if day is None:
            return Refused(Phrase.FLOW_NO_DAY)
        if self.days is Days.PAST and day > given.today:
            return Refused(Phrase.FLOW_DAY_AHEAD)
        if self.days is Days.FUTURE and day < given.today:
            return Refused(Phrase.FLOW_DAY_OVER)
        return Answer(self.id, day.isoformat())

    def value_in_words(self, value: Value, wording: Wording) -> str:
        """The day as people write it."""
        return wording.day(datetime.date.fromisoformat(str(value)))

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "asks: a day"

    def limits(self) -> Iterator[str]:
        """The days that it takes."""
        if self.days in _SEEN_FROM_TODAY:
            yield _SEEN_FROM_TODAY[self.days]


def day_in(message: Normalised, days: Days, today: datetime.date, language: str) -> datetime.date | None:
    """The day that a message names ("last tuesday", "3rd of may", "03/05/2026"), seen from today; None where it names none."""
    text = message.text[:LONGEST_DAY]
    # "may" names no day. "tuesday" does, which the library does not count as one.
    parts = [] if _names_weekday(message, language) else ["day"]
    return _parsed(text, language, {"PREFER_DATES_FROM": _PREFERRED[days], "REQUIRE_PARTS": parts}, today)


def _parsed(text: str, language: str, settings: dict[str, Any], today: datetime.date) -> datetime.date | None:
    import dateparser  # a twentieth of a second that few conversations need
    from dateparser.data.languages_info import language_order

    own = language.split("_")[0]
    noon = datetime.datetime.combine(today, datetime.time(12))
    base = {"RELATIVE_BASE": noon, "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(text, languages=[own if own in language_order else DEFAULT_LANGUAGE], settings={**base, **settings})
    return found.date() if found else None


def _names_weekday(message: Normalised, language: str) -> bool:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale(DEFAULT_LANGUAGE)
    names = {normalise(name).sentence for width in ("wide", "abbreviated") for name in get_day_names(width, locale=locale).values()}
    return not names.isdisjoint(message.words)
