"""YAML that is small to write and endless to read is named with its line, and not read."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.content.changing import errors

LIMITS = "knowledge/limits.yaml"
NAMES = "abcdefghi"
NINE = [
    "a: &a [x, x, x, x, x, x, x, x, x]",
    *(f"{now}: &{now} [{', '.join([f'*{before}'] * 9)}]" for before, now in pairwise(NAMES)),
]
DOUBLED = ["k0: &k0 {x: y}", *(f"k{n}: &k{n} {{a: *k{n - 1}, b: *k{n - 1}}}" for n in range(1, 40))]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        pytest.param("\n".join([*NINE, "limits: *i"]), 6, id="a billion laughs"),
        pytest.param("\n".join([*DOUBLED, "limits: *k39"]), 17, id="twice two, forty times"),
        pytest.param("limits: &a [*a]", 1, id="a list that holds itself"),
        pytest.param("limits: &a {b: {c: *a}}", 1, id="keys that hold themselves"),
    ],
)
def test_names_used_without_end(content: Path, written: str, line: int) -> None:
    (content / LIMITS).write_text(written + "\n", encoding="utf-8")
    found = [problem for problem in errors(content) if str(problem.file) == LIMITS]
    assert [(problem.line, problem.wrong) for problem in found] == [(line, "names (&, *) are used so often that the file never ends")]


@pytest.mark.parametrize(
    "written", ["[" * 200_000, "[a, " * 200_000, "{a: " * 200_000, "\n" + "- " * 200_000, "[" * 200_000 + "]" * 200_000]
)
def test_brackets_within_brackets_do_not_break_the_program(content: Path, written: str) -> None:
    (content / LIMITS).write_text(f"limits: {written}\n", encoding="utf-8")
    assert any("brackets stand within brackets" in problem.wrong for problem in errors(content) if str(problem.file) == LIMITS)


def test_a_name_that_is_used_now_and_then_is_no_fault(content: Path) -> None:
    """`safety.yaml` uses one for what stands under many rules."""
    assert "*sayings" in (content / "knowledge/safety.yaml").read_text(encoding="utf-8")
    assert errors(content) == []
