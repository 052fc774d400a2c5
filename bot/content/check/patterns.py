"""Regular expressions in content: each can be used, also where it stands beside others."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.content.yaml_text import line_in
from bot.errors import Problem

_JOINED_BADLY = re.compile(r"\\[1-9]|\(\?P")


@lru_cache(maxsize=8192)  # content has more patterns than the cache of `re` holds, and most are the same from one check to the next
def _broken(pattern: str) -> str:
    """The reason why a pattern cannot be used; empty for a good one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(f"(?:{pattern})")
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return str(error)
    return ""


def pattern_sound(path: Path, pattern: str, *place: str | int) -> Iterator[Problem]:
    """A pattern stands in brackets beside others, so it is held against the rules as it will stand there."""
    mend = "Correct it; ask an engineer if it is unclear"
    if broken := _broken(pattern):
        yield Problem(path, line_in(path, *place), f"the pattern is broken: {broken}", mend)
    elif _JOINED_BADLY.search(pattern):
        yield Problem(path, line_in(path, *place), "the pattern refers back to a group, which fails once patterns are joined", mend)
