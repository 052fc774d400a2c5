"""Small changes to flows, and what `check` makes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.content.check.reading_age import reading_problems
from bot.content.check.requests import request_patterns_sound
from bot.content.check.structure import structure_problems
from bot.content.check.text import text_problems
from bot.content.files import Manuscript, read, read_flows
from bot.errors import Problem
from tests.content.changing import Change, assert_found, replace_in

VISIT = "flows/visit.yaml"
REQUESTS = "flows/examples/visit.yaml"
START = "flows/start.yaml"
SETTINGS = "flows/settings.yaml"


def assert_one_clear_problem(root: Path, beside: Manuscript, change: Change) -> None:
    """The change is found, and told once."""
    replace_in(root, change.file, change.old, change.new)
    problems = flow_problems(root, with_flows(beside, root) if change.file.startswith("flows/") else read(root))
    assert_found(root, change, problems)
    assert len({(problem.file, problem.wrong) for problem in problems}) <= 2, "one mistake is not told in many ways"


def flow_problems(root: Path, manuscript: Manuscript) -> list[Problem]:
    """What must be mended, as far as flows can be to blame: `check` takes ten times as long."""
    found = [
        *manuscript.problems,
        *structure_problems(manuscript, patterns=False),
        *request_patterns_sound(manuscript),
        *text_problems(manuscript),
        *reading_problems(manuscript),
    ]
    return sorted(problem.relative_to(root) for problem in found if not problem.warning)


def with_flows(beside: Manuscript, root: Path) -> Manuscript:
    """A manuscript with the flows of a folder, and everything else as it was."""
    fresh = replace(beside, root=root, flows={}, requests={}, problems=[], flow_ids=frozenset())
    read_flows(fresh)
    return fresh
