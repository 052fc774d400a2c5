"""Data goes down once and comes back once: a turn in a flow does not go to and fro between the modules of the dialogue."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

import bot.dialogue
from bot.dialogue.dialogue import Dialogue
from bot.model.session import Session
from tests.flows.walking import LONG_WAY, Walker

FOLDER = str(Path(next(iter(bot.dialogue.__path__))))
MOST = 20
"""Returns to a module that was just left. Calls and returns count alike; the model, which is asked by everybody, does not."""


def stays(turn: Callable[[], object]) -> list[str]:
    """The modules that a turn passes through, one after the other."""
    passed: list[str] = []
    inside: list[str] = []

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            inside.append(frame.f_code.co_filename)
        elif event == "return" and inside:
            inside.pop()
        if event in ("call", "return") and inside and inside[-1].startswith(FOLDER) and passed[-1:] != inside[-1:]:
            passed.append(inside[-1])

    sys.setprofile(watch)
    try:
        turn()
    finally:
        sys.setprofile(None)
    return passed


@pytest.mark.parametrize("nth", range(len(LONG_WAY) - 1), ids=[done for _, done in LONG_WAY[:-1]])
def test_a_turn_hardly_ever_returns_to_a_module_that_it_just_left(real: Dialogue, nth: int) -> None:
    """All but sending: that words every question once more, for the case."""
    sam = Walker(real, Session(council="bristol"), new=False)
    sam.go("/tell", *(done for _, done in LONG_WAY[:nth]))
    what = sam.what(LONG_WAY[nth][1])
    context = sam.context(what)
    passed = stays(lambda: real.respond(what, context))
    returns = sum(before == after for before, after in zip(passed, passed[2:], strict=False))
    assert 0 < returns <= MOST, passed
