"""The safety stage: every message is held against the reviewed list before anything else sees it.

The list is content (`knowledge/safety.yaml`); this is only the way through it. It sees the whole message, of any length.
A pattern matches whole words, in plain spelling: text speak, leetspeak and common misspellings are spelt out first.
"this && that" is found where both are, in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.model.normalise import Normalised
from bot.model.patterns import Pattern
from bot.model.safety import Category, Finding, SafetyRules, Severity

CHECK_FAILED = Finding(Category.CHECK_FAILED, Severity.URGENT)

PIECE = 800
"""A long message is read in pieces of about this many characters, so that a page of the same words again costs nothing."""
OVERLAP = 200
"""How much of a piece is read again in the next: more than any pattern spans."""

_WORD = re.compile(r"[^\W_]+")
_WORDS = (
    (re.compile(r"(?<=[a-z])[!|1](?=[a-z])"), "i"),
    (re.compile(r"(?<=[a-z])[@4](?=[a-z])"), "a"),
    (re.compile(r"(?<=[a-z])3(?=[a-z])"), "e"),
    (re.compile(r"(?<=[a-z])0(?=[a-z])"), "o"),
    (re.compile(r"(?<=[a-z])\$(?=[a-z])"), "s"),
    (re.compile(r"\bk[*]+l+\b|\bun ?alive\b|\bk i l l\b"), "kill"),
    (re.compile(r"\bd[*]e\b|\bd i e\b"), "die"),
    (re.compile(r"\br[*]ped\b"), "raped"),
    (re.compile(r"\bsu[*]+c[i*]de\b|\bsewer ?slide\b"), "suicide"),
    (re.compile(r"\bs[*]x\b"), "sex"),
    (re.compile(r"(?<!&)\bb\b(?!&)"), "be"),
)
_JOINED = (
    (re.compile(r"\bi (?:am|m)\b"), "im"),
    (
        re.compile(r"\b(want|going|need|got|have|try|trying|how|used|next|back|talk|talking|me|ready|about|nowhere|able|allowed) 2\b"),
        r"\1 to",
    ),
    (re.compile(r"\b(he|she) (?:is|has)\b"), r"\1s"),
    (re.compile(r"\bthey are\b"), "theyre"),
    (re.compile(r"\b(do|does|did|is|was|would|could|should|has|have|had|are) not\b"), r"\1nt"),
    (re.compile(r"\bcan not\b"), "cant"),
    (re.compile(r"\bwill not\b"), "wont"),
    (re.compile(r"\b(my|me|ma|mi) (?:self|sen)\b"), "myself"),
    (re.compile(r"\b(him|her) self\b"), r"\1self"),
    (re.compile(r"\b(some|any|every) (one|body|thing)\b"), r"\1\2"),
    (re.compile(r"\b(no) one\b"), "nobody"),
    (re.compile(r"\bno where\b"), "nowhere"),
    (re.compile(r"\bany ?more\b"), "anymore"),
    (re.compile(r"\bto ?night\b"), "tonight"),
    (re.compile(r"\bself[ -]harm"), "selfharm"),
    (re.compile(r"\b(step|grand)[ -](dad|mum|father|mother|brother|sister|son|daughter)\b"), r"\1\2"),
)


@dataclass(frozen=True, slots=True)
class _Compiled:
    finding: Finding
    says: Pattern
    unless: Pattern | None

    def found_in(self, piece: str) -> bool:
        """Whether the danger is still there once what does not mean it is cut out."""
        return self.says.found_in(piece) and (self.unless is None or self.says.found_in(self.unless.cut_out(piece)))


class Safety:
    """The list, ready to be used."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = [
            _Compiled(rule.finding, _any_of(rule.patterns), _none_of(rule.unless) if rule.unless else None) for rule in rules.rules
        ]
        self._under_16 = _any_of(rules.under_16) if rules.under_16 else None
        self._spelling = {variant: plain for plain, variants in rules.spelling.items() for variant in variants}

    def check(self, message: Normalised) -> Finding | None:
        """The most serious danger that the message speaks of, or None."""
        pieces = tuple(dict.fromkeys(_pieces(self.spelt_out(message.text))))
        return next((rule.finding for rule in self._rules if any(map(rule.found_in, pieces))), None)

    def spelt_out(self, text: str) -> str:
        """A normalised text in plain spelling: "i wanna k!ll meself 2nite" is "i want to kill myself tonight"."""
        for pattern, plain in _WORDS:
            text = pattern.sub(plain, text)
        text = _WORD.sub(lambda word: self._spelling.get(word[0], word[0]), text)
        for pattern, plain in _JOINED:
            text = pattern.sub(plain, text)
        return text

    def says_under_16(self, message: Normalised) -> bool:
        """Whether the person says that they are younger than 16."""
        pattern = self._under_16
        return pattern is not None and any(map(pattern.found_in, dict.fromkeys(_pieces(self.spelt_out(message.text)))))


def _pieces(text: str) -> Iterator[str]:
    """The text, or where it is long overlapping pieces of it that begin at a word."""
    start = 0
    while start + PIECE < len(text):
        yield text[start : start + PIECE]
        word = text.find(" ", start + PIECE - OVERLAP, start + PIECE)
        start = word + 1 if word >= 0 else start + PIECE - OVERLAP
    yield text[start:]


_GAP = re.compile(r"\.\{0,\d+\}(?=[(\w])")
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
"""A group that would be remembered: nobody asks for it, and forgetting is faster."""
_BOTH = " && "
_OWN = r"(?:i|im|ive|ill|id|me|us|my|myself|but|also|and|because)\b"
"""Words with which somebody begins to speak of themselves."""


@cache
def _any_of(patterns: Sequence[str]) -> Pattern:
    """One pattern that matches where any of them does."""
    return Pattern(patterns, _joined)


@cache
def _none_of(patterns: Sequence[str]) -> Pattern:
    """One pattern that matches where any of them does, and stays clear of what somebody says of themselves."""
    return Pattern(patterns, lambda some: _joined(_timid(some)))


def _joined(patterns: Sequence[str]) -> str:
    single = "|".join(f"(?:{pattern})" for pattern in patterns if _BOTH not in pattern)
    several = [_all_of(pattern.split(_BOTH)) for pattern in patterns if _BOTH in pattern]
    return "|".join([*([_whole_words(single)] if single else []), *several])


def _timid(patterns: Sequence[str]) -> tuple[str, ...]:
    """Patterns whose gaps end with the clause, and before what somebody says of themselves: that is never cut out."""
    return tuple(
        pattern.replace(".{0,", rf"(?:(?! ?\b{_OWN})[^.!?,;\n]){{0,").replace(r"( \w+)", rf"( (?!{_OWN})\w+)") for pattern in patterns
    )


def _all_of(parts: Sequence[str]) -> str:
    """Looks from the start of a piece for each of the parts."""
    return "^" + "".join(rf"(?=[\s\S]{{0,{PIECE}}}?{_whole_words(part)})" for part in parts)


def _whole_words(pattern: str) -> str:
    """The pattern, not within a word, also after a gap (".{0,30}")."""
    within = _GROUP.sub("(?:", _GAP.sub(r"\g<0>(?<!\\w)", pattern))
    return rf"(?<!\w)(?:{within})(?!\w)"
