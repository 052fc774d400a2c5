"""YAML is written so that every program reads the same in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.content.check.checker import check
from bot.content.check.plain_yaml import plain_yaml_problems
from bot.content.files import content_files
from bot.content.reading import ENCODING
from bot.content.yaml_text import FRONT
from tests.conftest import CHECKOUT, TODAY
from tests.content.changing import BRISTOL_TAX, TAX, Change, assert_found, errors, replace_in

START = "flows/start.yaml"
MENU = "knowledge/menu.yaml"
SAYS = "some programs cannot read the YAML of this line, or read something else"
FILES = sorted(content_files(CHECKOUT))

ONLY_IN_C = [
    Change("a bare question mark inside {}", START, '"What can I get?"', "What can I get?", "What can I get?", SAYS),
    Change("a bare question mark inside []", TAX, "keywords: [", "keywords: [what? tax, ", "what? tax", SAYS),
    Change("a tab after a key", BRISTOL_TAX, "checked: ", "checked:\t", "checked:\t", SAYS),
    Change("a tab between words", MENU, "title: People", "title: People\there", "title: People", SAYS),
]


@pytest.mark.parametrize("change", ONLY_IN_C, ids=str)
def test_what_only_some_programs_read_is_told_with_its_line(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


def test_what_nobody_can_read_is_told_once(content: Path) -> None:
    replace_in(content, START, '"What can I get?"', "{")
    assert [str(problem.file) for problem in errors(content)] == [START]


def test_a_file_of_officers_that_lies_elsewhere_is_held_to_it_too(content: Path, tmp_path: Path) -> None:
    routes = tmp_path / "officers.yaml"
    routes.write_text("officers: []\nfallback: [who?]\n", encoding="utf-8")
    assert [(problem.file, problem.line) for problem in plain_yaml_problems(content, routes)] == [(routes, 2)]
    assert (routes, 2) in [(problem.file, problem.line) for problem in check(content, TODAY, routes)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_both_readers_find_the_same_in_what_people_get(path: Path) -> None:
    text = path.read_text(encoding=ENCODING)
    front = FRONT.match(text)
    written = front["front"] if front and path.suffix == ".md" else text
    assert yaml.load(written, Loader=yaml.SafeLoader) == yaml.load(written, Loader=yaml.CSafeLoader)


def test_no_file_is_left_out() -> None:
    written = {path for folder in ("knowledge", "flows") for path in (CHECKOUT / folder).rglob("*") if path.suffix in {".md", ".yaml"}}
    assert written == set(FILES)
