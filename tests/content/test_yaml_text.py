"""YAML as content designers write it: each fault by its line, each place found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.yaml_text import line_in, parse
from bot.errors import Problem

HERE = Path("list.yaml")


def faults(text: str, first_line: int = 1) -> list[Problem]:
    problems: list[Problem] = []
    parse(HERE, text, problems, first_line)
    return problems


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b\nc: [d", 3, "did not find expected ',' or ']'"),
        ("a: 'b\n", 2, "found unexpected end of stream"),
        ("a: b: c\n", 1, "mapping values are not allowed"),
        ("a: b\n\tc: d\n", 2, "found a tab character that violates indentation"),
        ("a: b\nc: 2026-02-30\n", 2, "'2026-02-30' is no value"),
        ("a: b\nc: [d, 2026-01-01T25:00:00]\n", 2, "'2026-01-01T25:00:00' is no value"),
        ("a: b\nc: !!int d\n", 2, "'d' is no value"),
        ("a: é\nc: \x07\n", 2, "control characters are not allowed"),
        ("a: *b\n", 1, "found undefined alias"),
        ("? [a]\n: b\n", 1, "found unhashable key"),
        ("--- a\n--- b\n", 2, "but found another document"),
        ("a: b\nc: {d: 1, e: 2,\n  d: 3}\n", 3, "the key 'd' stands twice"),
        ("a: b\nc: d\na: e\n", 3, "the key 'a' stands twice"),
        ("", 1, "the YAML holds no keys"),
        ("- a\n- b\n", 1, "the YAML holds no keys"),
        ("only words", 1, "the YAML holds no keys"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, says: str) -> None:
    (problem,) = faults(text)
    assert (problem.file, problem.line) == (HERE, line)
    assert says in problem.wrong
    assert problem.mend
    assert faults(text, first_line=11)[0].line == line + 10, "counted from where the YAML begins in its file"


def test_a_sound_document_gives_its_data_and_no_problem() -> None:
    problems: list[Problem] = []
    parsed = parse(HERE, "a: &x [1, 2]\nb: *x\nc: {a: 1}\n", problems, 1)
    assert parsed is not None
    assert parsed.data == {"a": [1, 2], "b": [1, 2], "c": {"a": 1}}
    assert problems == []


TOPIC = """---
title: "Tax --- and more"
next:
  links:
    - {text: One, url: "https://one.example"}
    - text: Two
      url: https://two.example
checked: 2026-11-01
---
## Short
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 2),
        (("next",), 3),
        (("next", "links", 0), 5),
        (("next", "links", 1, "url"), 7),
        (("next", "links", 2), 4),
        (("next", "phones"), 3),
        (("checked",), 8),
        (("nothing",), 2),
        ((), 2),
    ],
)
def test_a_place_is_found_again_or_the_nearest_to_it(tmp_path: Path, place: tuple[str | int, ...], line: int) -> None:
    (tmp_path / "topic.md").write_text(TOPIC, encoding="utf-8")
    assert line_in(tmp_path / "topic.md", *place) == line


def test_a_place_in_a_list_file(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text("# A remark.\nitems:\n  - id: one\n  - id: two\n", encoding="utf-8")
    assert line_in(tmp_path / "list.yaml", "items", 1, "id") == 4
