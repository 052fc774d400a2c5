"""Whole conversations over the content that people get. `pytest --rewrite-conversations` writes them anew: read the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.dialogue import Dialogue
from tests.conversations.transcript import replayed

WRITTEN = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_is_written_down(path: Path, real: Dialogue, request: pytest.FixtureRequest) -> None:
    written = path.read_text(encoding="utf-8")
    now = replayed(written, real)
    if request.config.getoption("--rewrite-conversations"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == written, "where this is meant, pytest --rewrite-conversations writes it down"
