"""Regular expressions in content: each can be used, also where it stands beside others, and none looks at a message for ever.

Patterns of unusual forms are tried on words made of their own: where one repeats what repeats already, some such words take it years.
What is not noticed here is stopped where it runs (`bot.model.patterns`).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.patterns import Pattern, PatternTooSlowError, is_quick

_JOINED_BADLY = re.compile(r"\\[1-9]|\(\?P")
_SIGNS = ((r"\\w|\\S|(?<!\\)\.", "a"), (r"\\d", "1"), (r"\\s", " "), (r"\\b|\\B|\(\?[:=!<]+", ""), (r"\[\^?(.)[^\]]*\]", r"\1"))
"""What stands for letters in a pattern, with a letter that fits."""
_PIECE = re.compile(r"[^\W_][\w ',-]*|[ ,'-]+|[^\x00-\x7f]+")
_META = re.compile(r"[()|*+?{}\[\]^$\\]")
_MOST_PIECES = 40
_MOST_LETTERS = 8
_SHORT, _LONG = 60, 800
"""Letters of the words that a pattern is tried on: a short message, and as much as the safety check looks at in one go."""
_ENDS = "\x00"
"""What no pattern wants. Its own words follow, since `regex` looks for those first."""


@lru_cache(maxsize=8192)  # content has more patterns than the cache of `re` holds, and most are the same from one check to the next
def _broken(pattern: str) -> str:
    """The reason why a pattern cannot be used; empty for a good one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(f"(?:{pattern})")
            if not is_quick(pattern):
                Pattern((f"(?:{pattern})",))
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return str(error)
    return ""


@lru_cache(maxsize=1024)
def _endless_on(pattern: str, *, short: bool = False) -> str:
    """Words at which a pattern looks for too long; empty where none were found."""
    if is_quick(pattern):
        return ""
    ready = Pattern((f"(?:{pattern})",))
    for words in _tried_on(pattern):
        if short and len(words) > _SHORT + len(pattern):
            break
        try:
            ready.found_in(words)
            ready.whole(words)
        except PatternTooSlowError:
            return words
    return ""


def _tried_on(pattern: str) -> Iterator[str]:
    """Words that go round a pattern's repeats many times, and then end in what it does not want."""
    plain = pattern
    for sign, letter in _SIGNS:
        plain = re.sub(sign, letter, plain)
    own = _META.sub("", plain)
    pieces = list(dict.fromkeys(_PIECE.findall(plain)))[:_MOST_PIECES]
    letters = [*dict.fromkeys("".join(pieces))][:_MOST_PIECES]
    pairs = [first + second for first, second in pairwise(pieces)]
    for again in (*letters, *pieces, *pairs, "a ", "1 "):
        before = "".join(pieces[: pieces.index(again)]) if again in pieces else ""
        yield before + again * (_SHORT // len(again)) + _ENDS
        yield again * (_SHORT // len(again)) + _ENDS + own
    for again in (*letters[:_MOST_LETTERS], "a "):
        yield again * (_LONG // len(again)) + _ENDS + own


def pattern_sound(path: Path, pattern: str, *place: str | int, short: bool = False) -> Iterator[Problem]:
    """A pattern stands in brackets beside others, so it is held against the rules as it will stand there; `short`: it sees no long message."""
    mend = "Correct it; ask an engineer if it is unclear"
    repeated = "Repeat nothing that repeats already, as (a+)+ and (a|a)* do, and leave out .* beside .*; ask an engineer"
    if broken := _broken(pattern):
        yield Problem(path, line_in(path, *place), f"the pattern is broken: {broken}", mend)
    elif _JOINED_BADLY.search(pattern):
        yield Problem(path, line_in(path, *place), "the pattern refers back to a group, which fails once patterns are joined", mend)
    elif words := _endless_on(pattern, short=short):
        wrong = f"the pattern looks at some messages for ever, such as '{words.strip(chr(0))[:20]}…'"
        yield Problem(path, line_in(path, *place), wrong, repeated)
