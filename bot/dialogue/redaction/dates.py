"""Days that somebody could be known by: whole dates, and birthdays however they are written.

A day without a year stays unless birth is spoken of: "can i move out on 1 april" asks something, and tells nobody who asks.
"""

from __future__ import annotations

import re

from bot.dialogue.redaction.marks import Kind, mark

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b\.?"
)
_UNITS = r"(?:first|second|third|fou?rth|fifth|sixth|seventh|eighth?|nin(?:e?)th)"
_DAY_WORDS = (
    rf"(?:thirt(?:ieth|y[ -]first)|twent(?:ieth|y[ -]{_UNITS})|tenth|eleventh|twel[fv]e?th|(?:thir|four|fif|six|seven|eigh"
    rf"|nine)teenth|{_UNITS})"
)
_DAY = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?|{_DAY_WORDS})\b"
_SPELT = (
    r"(?:(?:two\s+thousand|nineteen|twenty)(?:[\s-]+(?:and|hundred|oh|o|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b){0,4})"
)
_YEAR = rf"(?:[’']?\d\d(?:\d\d)?\b|{_SPELT})"
_FEAST = (
    r"(?<=\bon )(?:(?:christmas|xmas|boxing|new\s+year[’']?s?|valentine[’']?s?|halloween|bonfire|st\s+\w+[’']?s)\s+(?:day|eve"
    r"|night)|christmas|xmas|halloween)"
)
_NUMERIC = re.compile(
    r"(?<![\w£$€.,/-])(?:(?P<one>\d{1,2})\s?[./\-–]\s?(?P<two>\d{1,2})\s?[./\-–]\s?(?:\d{4}|\d{2})"
    r"|(?:19|20)\d\d\s?[./\-–]\s?(?P<month>\d{1,2})\s?[./\-–]\s?(?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})\s(?P<second>\d{1,2})\s(?:19|20)\d\d)(?![\w/-]|\.\d)"
)
_IN_WORDS = re.compile(
    rf"\b(?:the\s+)?(?:{_DAY}\s*(?:of\s+)?{_MONTH}(?P<year>[\s,]*{_YEAR})?|{_MONTH}\s*(?:the\s+)?{_DAY}(?P<year_after>[\s,]+{_YEAR})?)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    rf"(?<![\w£$€.,/-])(?:the\s+)?(?:\d{{1,2}}\s?[./\- ]\s?\d{{1,2}}(?:\s?[./\- ]\s?\d{{2}})?(?![\w/-]|\.\d)"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)|{_DAY_WORDS})\s+of\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?|{_DAY_WORDS})(?:[\s,]+{_YEAR})?"
    rf"|{_FEAST}(?:[\s,]+{_YEAR})?|{_MONTH}\s+(?:19|20)\d\d\b|(?:\d{{1,2}}(?:st|nd|rd|th)"
    rf"|{_DAY_WORDS})\b(?!\s+(?:of\s+)?(?:\w+\s+)?birthday))",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:bor[en]|birth\s?da(?:y|te)s?|birth|b[- ]?days?|d\.?o\.?b|turn(?:s|ed|ing)?(?=\s+(?:\d|sixteen|seventeen|eighteen|nineteen"
    r"|twenty)))\b|🎂",
    re.IGNORECASE,
)
_AGED_ON = re.compile(r"\b(?:1\d|2[0-5])(?:th|st|nd|rd)?\s+(?:(?:birthday\s+)?(?:is|was)\s+)?(?:on|from)\s+(?:the\s+)?$", re.IGNORECASE)
_NEAR_BEFORE, _NEAR_AFTER = 45, 30


def without_dates(text: str) -> str:
    """Without whole dates, and without days that somebody was born on."""
    text = _NUMERIC.sub(_whole, text)
    text = _IN_WORDS.sub(_in_words, text)
    return _SHORT.sub(lambda found: mark(Kind.DATE) if _about_birth(found) else found[0], text)


def _whole(found: re.Match[str]) -> str:
    """Three numbers that can be a day and a month: 20-45-77 is none."""
    pair = next((int(found[a]), int(found[b])) for a, b in (("one", "two"), ("month", "day"), ("first", "second")) if found[a])
    real = 1 <= min(pair) <= 12 and 1 <= max(pair) <= 31
    banked = re.search(r"\b(?:sort\s*(?:code)?|s/?c)\W*(?:is\W*)?$", found.string[: found.start()], re.IGNORECASE)
    return mark(Kind.DATE) if real and not banked else found[0]


def _in_words(found: re.Match[str]) -> str:
    has_year = found["year"] or found["year_after"]
    return mark(Kind.DATE) if has_year or _about_birth(found) else found[0]


def _about_birth(found: re.Match[str]) -> bool:
    """Whether birth is spoken of just before it, or just after, in the same sentence."""
    before = re.split(r"[?!;\n]", found.string[max(0, found.start() - _NEAR_BEFORE) : found.start()])[-1]
    after = re.split(r"[?!;\n]", found.string[found.end() : found.end() + _NEAR_AFTER])[0]
    return bool(
        _BORN.search(before)
        or _AGED_ON.search(before)
        or re.search(r"\b(?:birthdays?|b[- ]?days?|when i was born)\b", after, re.IGNORECASE)
    )
