"""Patterns from content are found as they are written, and none is looked for without end."""

from __future__ import annotations

import re

import pytest

from bot.model import patterns
from bot.model.patterns import Pattern, PatternTooSlowError, is_quick

ENDLESS = ["(a+)+b", "(a|a)*b", "(x+x+)+b", "(ha|haha)+b"]
USUAL = [
    "(want|going) to (die|end it)",
    r"(he|she)( \w+)? (hit|hits) (me|us)\b.{0,40}(again|today)",
    "(i|we)( \\w+){0,3} (safe )?(now|tonight)(?! (for|at))",
    r"evict\w* && (tonight|today)",
    r"(?<!dont )want it\.?",
]
UNUSUAL = [
    *ENDLESS,
    r"(\w+\s?)*b",
    "(a|ab|abc)+b",
    r"([a-z]+)*b",
    "a{1,100}a{1,100}a{1,100}b",
    "(.*)*",
    ".{0,9}a.{0,9}b.{0,9}c",
    ".+",
    "x*y*z*",
    "(a?){9}",
    "a?b?c?d?e?f?g?h?i?j?k?l?m?",
]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_would_not_end_is_stopped(pattern: str) -> None:
    ready = Pattern((pattern,))
    message = ("ha" if "ha" in pattern else "x" if "x" in pattern else "a") * 300 + "! b"
    with pytest.raises(PatternTooSlowError):
        ready.found_in(message)


def test_what_looks_harmless_runs_where_it_is_fast_and_all_else_against_the_clock() -> None:
    assert [pattern for pattern in USUAL if not is_quick(pattern)] == []
    assert [pattern for pattern in UNUSUAL if is_quick(pattern)] == []


@pytest.mark.parametrize("message", ["", "i want to die", "he hit me again", "we are not safe now", "so so sad", "nothing"])
def test_several_patterns_find_what_each_would(message: str) -> None:
    several = ["want to die", "(he|she)( \\w+)? hit", "(so )+sad", "s{1,3}afe"]
    assert Pattern(several).found_in(message) is any(re.search(pattern, message) for pattern in several)
    assert Pattern(several).whole(message) is any(re.fullmatch(pattern, message) for pattern in several)
    assert Pattern(()).found_in(message) is False


def test_what_is_found_can_be_cut_out() -> None:
    assert Pattern(["not a", "(b )+c"]).cut_out("x not a y b b c z") == "x \n y \n z"


@pytest.mark.parametrize("pattern", ["(unclosed", "(unclosed+", "*"])
def test_a_broken_pattern_is_the_error_that_callers_know(pattern: str) -> None:
    with pytest.raises(re.error):
        Pattern((pattern,))


def test_no_time_left_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS", 0.0)
    slow = Pattern((ENDLESS[0],))
    for look in (slow.found_in, slow.whole, slow.groups, slow.cut_out):
        with pytest.raises(PatternTooSlowError):
            look("a" * 5000 + "! b")
