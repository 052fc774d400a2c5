"""Numbers by which somebody is known or reached: telephones, banks, offices, number plates; in digits, letters or words.

Figures stay: amounts, ages, sections of laws, years. The rest is told by its length, and its kind by the words before it.
"""

from __future__ import annotations

import re

from bot.dialogue.redaction.marks import Kind, mark

_BETWEEN = r"[\s().\-–—/_*·|\ufe0f\u20e3]"
_RUN = re.compile(
    rf"""
    (?P<money>[£$€]\s?\d[\d,]*(?:\.\d+)?)
    | (?P<years>(?<![\d/-])(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d\b)+(?![/-]?\d))
    | (?P<thousands>(?<![\d,])\d{{1,3}}(?:,\d{{3}})+(?![\d,]))
    | (?P<time>(?<!\d)\d{{1,2}}:\d\d(?!\d))
    | (?P<run>(?<![^\W\d_])\+?\s?\(?[\doO]?\d(?:{_BETWEEN}{{0,3}}[\doO](?![^\W\d_oO]))*)
    """,
    re.VERBOSE,
)
_AMOUNT_AFTER = re.compile(
    r"\s?(?:pounds?|quid|gbp|k\b|grand|p\b|people|children|kids|%|per\s?cent|a\s+(?:year|month|week)|steps)", re.IGNORECASE
)
_DIGIT = r"(?:zero|nought|nil|oh?|one|two|three|four|five|six|seven|eight|nine)"
_TENS = (
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
    r"|thousand)"
)
_SPELT = re.compile(rf"(?<!\w)(?:(?:{_DIGIT}|{_TENS}|double|triple|treble|\d{{1,6}})\b[\s,.\-]*){{6,}}", re.IGNORECASE)
_SPELT_WORD = re.compile(rf"\b(?:{_DIGIT}|double|triple|treble)\b", re.IGNORECASE)
_INSURANCE = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}[\s-]?[A-Da-d]|[A-Za-z]{2}\d{6}|[A-Z]{2}\s\d{2}\s\d{2}\s\d{2}"
    r"|(?<=\bni is )[A-Za-z]{2}(?:\s?\d{2}){3})(?![^\W_])"
)
_PLATE = re.compile(
    r"""
    \b[A-Z]{2}\d{2}[\s-]?[A-Z]{3}\b | \b[A-HJ-NPR-TV-Y]\d{1,3}\s?[A-Z]{3}\b | \b[A-Z]{3}\s?\d{1,3}[A-HJ-NPR-TV-Y]\b
    | \b(?i:[a-z]{2}\d{2}[a-z]{3})\b
    | (?i:\b(?P<cue>(?:reg(?:istration)?|number\s?plate|plate|car|van|drives?|driving)(?:\s+(?:number|no\.?|plate|is|an?|in|the)\b)*\W{0,3})
        (?:[a-z]{2}\s?\d{2}[\s-]?[a-z]{3}|[a-z]\d{1,3}\s?[a-z]{3}|[a-z]{3}\s?\d{1,4}[a-z]?|\d{1,4}\s?[a-z]{3})\b)
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(r"(?<![\w/-])(?=[\w/-]*[A-Za-z])(?=[\w/-]*\d)[A-Za-z\d]+(?:[/-]+[A-Za-z\d]+)*(?![\w])")
_GLUED = re.compile(r"(?<=[^\W\d_]{3})0\d{9,10}(?![^\W_])|(?<![^\W_])0\d{9,10}(?=[^\W\d_]{2})")
"""A telephone number with a word stuck to it."""
_AMOUNT = re.compile(r"\d+(?:pounds?|quid|gbp|k|p|m|km|mb|gb|miles?|hours?|hrs?|mins?|days?|weeks?|months?|years?|yrs?)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = re.compile(
    r"\b(?P<cue>(?:case|court|crime|incident|claim|complaint|file|hospital|patient|student|candidate|customer|account|acct?|card"
    r"|passport|brp|home\s+office|ho"
    r"|asylum|visa|uan|arc|upn|uln|utr|nhs|ni|national\s+insurance|policy|licen[cs]e|badge|ticket|tenancy|rent|order|booking|lcs"
    r"|mosaic|liquid\s?logic)"
    r"\s*(?:(?:ref(?:erence)?|number|no\.?|num|nr|id|code|card|\#)\s*)+(?:is\s+|was\s+|[:=\#]\s*|\(\s*)*"
    r"|\b(?:ref(?:erence)?|ref(?:erence)?\s+(?:no\.?|number)|case\s*\#|ending(?:\s+in)?|id\s+number|brp|passport"
    r"|sort\s*code)\s*(?:is\s+|was\s+|[:=\#]\s*)*"
    r"|\b(?:my|the|her|his)\s+(?:number|num|no)\s+(?:is|was)\s+)"
    r"(?P<token>(?=[\w/-]*\d{2})[\w/-]{3,30}(?:[\s.–]{1,2}[\d/-]{2,12}){0,8})",
    re.IGNORECASE,
)
_CUES = (
    (Kind.BANK, r"sort(?:\s*codes?)?\b|monzo|starling|s/c|acc(?:oun)?t?s?\b|a/c|card|debit|iban|bank|pay\s+(?:it\s+)?in"),
    (
        Kind.REFERENCE,
        r"nhs|n\.?i\b|nino|insurance|passport|brp|home\s+office|asylum|case|ref(?:erence)?|court|crime|claim|complaint|visa|uan",
    ),
    (Kind.PHONE, r"phone|mob(?:ile)?|ring|call|text|whats\s?app|num(?:ber)?|tel|dial|contact|reach"),
)
_NEAR = 30
_AGES = 30
"""Numbers up to this, in a row, are ages ("16 17 18 or 21")."""


def without_numbers(text: str) -> str:
    """Without any number that leads to somebody."""
    text = _NAMED.sub(lambda found: found["cue"] + mark(_kind(found, found["token"])), text)
    text = _INSURANCE.sub(mark(Kind.REFERENCE), text)
    text = _PLATE.sub(lambda found: (found["cue"] or "") + mark(Kind.PLATE), text)
    text = _GLUED.sub(lambda found: f" {found[0]} ", text)
    text = _TOKEN.sub(lambda found: mark(Kind.REFERENCE) if _known_by(found[0]) else found[0], text)
    text = _SPELT.sub(_spelt, text)
    return _RUN.sub(_run, text)


def _known_by(token: str) -> bool:
    """Whether letters with digits are more than a year, an age or an amount: "BS23C50417", and not "april2025" or "16-17-year-olds"."""
    groups = [group for group in re.findall(r"\d+", token) if not _YEAR.fullmatch(group)]
    digits = sum(map(len, groups))
    return not _AMOUNT.fullmatch(token) and (digits > 4 or any(len(group) > 3 for group in groups))


def _spelt(found: re.Match[str]) -> str:
    """A number spoken digit by digit: most of it must be words."""
    if len(_SPELT_WORD.findall(found[0])) < 4:
        return found[0]
    return mark(Kind.PHONE) + found[0][len(found[0].rstrip(" ,.-")) :]


def _run(found: re.Match[str]) -> str:
    run = found["run"]
    if run is None:
        return found[0]
    groups = re.findall(r"[\doO]+", run)
    banked = [len(group) for group in groups] == [2, 2, 2] and _cued(found.string[: found.start("run")]) is Kind.BANK
    if not (banked or _leads_to_somebody(run, groups)) or _AMOUNT_AFTER.match(found.string, found.end()):
        return found[0]
    return run[: len(run) - len(run.lstrip())] + mark(_kind(found, run))


def _leads_to_somebody(run: str, groups: list[str]) -> bool:
    """Whether so many digits together can be more than figures: no years beside each other, no ages in a row."""
    digits = "".join(groups)
    if len(digits) < 6 or all(_YEAR.fullmatch(group) for group in groups) or not run.strip():
        return False
    if len(digits) == 6:
        return len(groups) == 1 or re.fullmatch(r"\d\d[-–]\d\d[-–]\d\d", run.strip()) is not None
    ages = all(group.isdigit() and group[0] != "0" and int(group) <= _AGES for group in groups)
    return not ages or len(digits) >= 10


def _kind(found: re.Match[str], number: str) -> Kind:
    """What sort of number it is: by how it begins, by the words just before it, by its length."""
    digits = re.sub(r"\D", "", number)
    start = found.start("run") if "run" in found.re.groupindex else found.start("token")
    before = found.string[:start]
    if number.strip(" (").startswith(("0", "+", "o", "O")) and 9 <= len(digits) <= 13 and "-" not in number[:3]:
        return Kind.PHONE
    if cued := _cued(before):
        return cued
    by_length = {6: Kind.BANK, 8: Kind.BANK, 9: Kind.REFERENCE, 10: Kind.REFERENCE}
    return Kind.BANK if 13 <= len(digits) <= 19 else by_length.get(len(digits), Kind.NUMBER)


def _cued(before: str) -> Kind | None:
    """The kind of number that the words just before it announce; the last of them counts."""
    near = before[-_NEAR:]
    cued = [(last.start(), kind) for kind, words in _CUES for last in re.finditer(rf"\b(?:{words})", near, re.IGNORECASE)]
    return max(cued)[1] if cued else None
