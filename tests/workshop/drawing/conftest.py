"""A flow with every kind of step and condition, to be drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import read_flow
from bot.content.flows import build_flow
from bot.content.library import Libraries
from bot.errors import Problem
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from tests.conftest import HERE


@pytest.fixture(scope="session")
def visit() -> Flow:
    """The flow of tests/miniature/flows/visit.yaml."""
    return flow_in(HERE / "miniature" / "flows" / "visit.yaml")


@pytest.fixture(scope="session")
def library(libraries: Libraries) -> Library:
    """The small content."""
    return libraries.english


def flow_in(path: Path) -> Flow:
    """The flow of a file whose choices are all written in it."""
    problems: list[Problem] = []
    found = read_flow(path, problems)
    assert found is not None, problems
    return build_flow(path.stem, found.model, {}, "")
