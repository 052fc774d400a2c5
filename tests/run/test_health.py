"""The board on which the parts say how they are."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.model.operation.health import Part, State
from bot.run.health import HealthBoard


@pytest.mark.parametrize(
    ("broken", "mended", "red"),
    [("", "", ""), ("a", "", "a"), ("ab", "", "ab"), ("ab", "a", "b"), ("ab", "ba", ""), ("a", "b", "a"), ("aa", "a", "")],
)
def test_it_is_red_while_any_part_is(broken: str, mended: str, red: str) -> None:
    board = HealthBoard()
    for part in broken:
        board.red(part, "broken")
    for part in mended:
        board.green(part)
    assert board.parts == dict.fromkeys(red, "broken")


def test_each_change_is_one_alarm() -> None:
    board = HealthBoard()
    with capture_logs() as logs:
        board.green("storage")
        for why in ("full", "full", "gone", "gone"):
            board.red("storage", why)
        board.amber("storage", "waits")
        board.amber("storage", "waits")
        board.green("storage")
        board.green("storage")
    assert [(entry["event"], entry.get("why")) for entry in logs] == [
        ("health.red", "full"),
        ("health.red", "gone"),
        ("health.amber", "waits"),
        ("health.green", None),
    ]


def test_what_it_shows_cannot_change_it() -> None:
    board = HealthBoard()
    board.parts["storage"] = "changed outside"
    board.now["storage"] = Part(State.RED, "changed outside")
    assert board.now == {}
    assert board.parts == {}


def test_what_waits_is_not_red_and_each_change_is_seen() -> None:
    board = HealthBoard()
    board.red("sender", "full")
    for why in ("waits", "waits for long"):
        board.changed.clear()
        board.amber("sender", why)
        assert board.changed.is_set()
    board.changed.clear()
    board.green("sender")
    assert board.changed.is_set()
    board.amber("sender", "waits")
    assert board.parts == {}
    assert board.now == {"sender": Part(State.AMBER, "waits")}
    board.changed.clear()
    board.amber("sender", "waits")
    board.green("poller")
    assert not board.changed.is_set()
