"""What somebody typed at a step of a flow, read as an answer: a choice with its typos forgiven, a number, a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names
from rapidfuzz import fuzz, process

from bot.model.content.flow import Choice, Date, Days, Number
from bot.model.normalise import Normalised, normalise
from bot.model.session import DEFAULT_LANGUAGE

ALIKE = 85
"""From which likeness (of 100) on a typed word is taken for a choice."""
CLEARLY = 6
"""By how much the likeliest choice must lead."""
SHORTEST = 4
"""Letters. A shorter word is too easily another one to forgive a typo in it."""
LONGEST_DAY = 80
"""Letters. A longer message is a story."""
_WHOLE_NUMBER = re.compile(r"(?<![\d.,-])\d{1,9}(?![\d.,]*\d)")


def choice_in(choices: Iterable[Choice], message: Normalised) -> Choice | None:
    """The choice that somebody typed: its number, its words, another name of it, or something very like one of these."""
    listed = tuple(choices)
    typed = message.sentence
    if typed.isdecimal() and typed.isascii():
        return listed[int(typed) - 1] if len(typed) < 3 and 1 <= int(typed) <= len(listed) else None
    names = {normalise(name).sentence: choice for choice in reversed(listed) for name in _names(choice)}
    if typed in names:
        return names[typed]
    return _nearest(names, typed) if len(typed) >= SHORTEST else None


def _names(choice: Choice) -> tuple[str, ...]:
    return (*choice.also_called, choice.value.replace("-", " "), choice.label)


def _nearest(names: dict[str, Choice], typed: str) -> Choice | None:
    """The one choice that what was typed is like; None where another is nearly as like."""
    found = process.extract(typed, names.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE - CLEARLY, limit=None)
    best: dict[str, float] = {}
    for name, score, _ in found:
        best[names[name].value] = max(score, best.get(names[name].value, 0))
    ranked = sorted(best.items(), key=lambda entry: -entry[1])
    if not ranked or ranked[0][1] < ALIKE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEARLY):
        return None
    return next(choice for choice in names.values() if choice.value == ranked[0][0])


def number_in(text: str) -> int | None:
    """The one whole number of a message, as it was written: made comparable, long runs of a digit would be cut."""
    found = _WHOLE_NUMBER.findall(text)
    return int(found[0]) if len(found) == 1 else None


def fits_number(step: Number, number: int) -> bool:
    """Whether the step takes the number."""
    return step.least <= number <= step.most


def day_in(message: Normalised, days: Days, today: date, language: str) -> date | None:
    """The day that a message names ("last tuesday", "3rd of may", "03/05/2026"), seen from today; None where it names none."""
    text = message.text[:LONGEST_DAY]
    # "may" names no day. "tuesday" does, which the library does not count as one.
    parts = [] if _names_weekday(message, language) else ["day"]
    prefer = {Days.PAST: "past", Days.FUTURE: "future", Days.ANY: "current_period"}[days]
    return _parsed(text, language, {"PREFER_DATES_FROM": prefer, "REQUIRE_PARTS": parts}, today)


def _parsed(text: str, language: str, settings: dict[str, Any], today: date) -> date | None:
    import dateparser  # a twentieth of a second that few conversations need
    from dateparser.data.languages_info import language_order

    own = language.split("_")[0]
    base = {"RELATIVE_BASE": datetime.combine(today, time(12)), "DATE_ORDER": "DMY", "RETURN_AS_TIMEZONE_AWARE": False}
    found = dateparser.parse(text, languages=[own if own in language_order else DEFAULT_LANGUAGE], settings={**base, **settings})
    return found.date() if found else None


def _names_weekday(message: Normalised, language: str) -> bool:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        locale = Locale(DEFAULT_LANGUAGE)
    names = {normalise(name).sentence for width in ("wide", "abbreviated") for name in get_day_names(width, locale=locale).values()}
    return not names.isdisjoint(message.words)


def fits_day(step: Date, day: date, today: date) -> bool:
    """Whether the step takes the day."""
    return not (step.days is Days.PAST and day > today) and not (step.days is Days.FUTURE and day < today)
