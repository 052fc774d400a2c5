"""Patterns from content, run under a bound: none holds up somebody who waits for an answer, or for help.

Python's `re` is four times as fast as `regex`, and nothing stops it once it runs; `regex` stops in time. So patterns of the usual forms, which
take few steps on any text, run in `re`, and all others in `regex`, against the clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import regex

SECONDS = 0.05
"""How long a pattern may look at a text, in time of the processor."""

_USUAL = re.compile(
    r"""
    \.\{0,\d\d?\}                                    # a gap of some letters
    | \\w[*+](?=[\s)|]|$|\\b)                        # a word to its end
    | \((?:\?:)?(?:\ \\w\+|\\w\+\ )\)\{0,\d\}        # a few words between
    | \(\?: | \(\?<?[!=] | \\[*+?{.] | \[[^\[\]]*\](?![*+{])
    """,
    re.VERBOSE,
)
_REPEATS = re.compile(r"[*+{]")
_GAP = re.compile(r"\.\{0,\d\d?\}")
_MOST_GAPS = 2
_MOST_MAYBES = 12
_TOGETHER = " && "

Join = Callable[[Sequence[str]], str]
"""Makes one pattern of several."""


class PatternTooSlowError(Exception):
    """A pattern looked at a text for longer than it may."""


class Pattern:
    """Some patterns as one, ready to be used.

    Raises:
        re.error: one of them is broken.
    """

    def __init__(self, patterns: Sequence[str], join: Join = "|".join) -> None:
        quick = [pattern for pattern in patterns if is_quick(pattern)]
        timed = [pattern for pattern in patterns if not is_quick(pattern)]
        self._quick = re.compile(join(quick)) if quick else None
        self._timed = _compiled(join(timed)) if timed else None

    def found_in(self, text: str) -> bool:
        """Whether one of them is anywhere in a text.

        Raises:
            PatternTooSlowError: that could not be said in time.
        """
        if self._quick and self._quick.search(text):
            return True
        return self._timed is not None and _in_time(self._timed.search, text) is not None

    def whole(self, text: str) -> bool:
        """Whether one of them is the whole text. Raises as `found_in`."""
        return self.groups(text) is not None

    def groups(self, text: str) -> tuple[str | None, ...] | None:
        """The groups of the one that is the whole text; None where none is. Raises as `found_in`."""
        if self._quick and (found := self._quick.fullmatch(text)):
            return found.groups()
        timed = _in_time(self._timed.fullmatch, text) if self._timed else None
        return timed.groups() if timed else None

    def cut_out(self, text: str) -> str:
        """A text with a line break for each place where one of them is. Raises as `found_in`."""
        left = self._quick.sub("\n", text) if self._quick else text
        if self._timed is None:
            return left
        try:
            return self._timed.sub("\n", left, timeout=SECONDS)
        except TimeoutError:
            raise PatternTooSlowError from None


def is_quick(pattern: str) -> bool:
    """Whether a pattern has only the usual forms: words, choices, "maybe", and two gaps at most."""
    if any(len(_GAP.findall(part)) > _MOST_GAPS for part in pattern.split(_TOGETHER)):
        return False
    rest = _USUAL.sub("", pattern)
    return _REPEATS.search(rest) is None and rest.count("?") <= _MOST_MAYBES


def _compiled(pattern: str) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise re.error(str(error)) from None  # the one that callers know


def _in_time(look: Callable[..., regex.Match[str] | None], text: str) -> regex.Match[str] | None:
    try:
        return look(text, timeout=SECONDS)
    except TimeoutError:
        raise PatternTooSlowError from None
