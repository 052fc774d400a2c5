"""What tests of flows share: content with a flow that has everything, and everything but flows read once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.files import Manuscript, read
from tests.conftest import HERE
from tests.content.check.flow.flow_changes import REQUESTS, VISIT


@pytest.fixture
def visit(content: Path) -> Path:
    """A content folder with a flow that has every kind of step and condition."""
    for file in (VISIT, REQUESTS):
        shutil.copy(HERE / "miniature" / file, content / file)
    return content


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Manuscript:
    """Everything but flows, read once."""
    return read(make_content(tmp_path_factory.mktemp("flows") / "content"))
