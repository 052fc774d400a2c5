"""Small changes to a content folder, and what `check` makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.content.check.checker import check
from bot.errors import Problem
from tests.conftest import TODAY

TAX = "knowledge/england/council-tax.md"
BRISTOL_TAX = "knowledge/bristol/council-tax.md"
PLAIN_SHORT = "Your council can cut the bill. Ask your PA."
"""The short answer for young people in TAX."""
PLAIN_DETAIL = "- No law lets all care leavers off."
"""The first line of the details in TAX."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a file replaced by others, and the problem that must come of it."""

    name: str
    file: str
    old: str
    new: str
    at: str | int
    """What the line holds that the problem names, or its number."""
    says: str
    seen_in: str | None = None
    """The file that the problem names, where that is another one."""

    def __str__(self) -> str:
        return self.name


def replace_in(root: Path, file: str, old: str, new: str) -> None:
    """Replace words that stand once in a file."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def edited(path: Path) -> Iterator[Any]:
    """The data of a YAML file, to be changed in place and written back."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    yield data
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def errors(root: Path) -> list[Problem]:
    """What must be mended, with paths relative to the folder."""
    return [problem.relative_to(root) for problem in check(root, TODAY) if not problem.warning]


def warnings(root: Path) -> list[Problem]:
    """What is worth a look, with paths relative to the folder."""
    return [problem.relative_to(root) for problem in check(root, TODAY) if problem.warning]


def assert_found(root: Path, change: Change, problems: list[Problem]) -> None:
    """The change is among the problems: its file, its line, its words; and each problem says what to do."""
    file = change.seen_in or change.file
    text = (root / file).read_text(encoding="utf-8").splitlines()
    line = change.at if isinstance(change.at, int) else next(n for n, words in enumerate(text, start=1) if change.at in words)
    found = [(str(problem.file), problem.line) for problem in problems if change.says in problem.wrong]
    assert (file, line) in found, "\n".join(map(str, problems)) or "nothing was found"
    assert all(problem.mend for problem in problems)
