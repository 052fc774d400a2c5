"""The board on which the parts say how they are."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

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
    assert board.is_green is not bool(red)


def test_each_change_is_one_alarm() -> None:
    board = HealthBoard()
    with capture_logs() as logs:
        board.green("storage")
        for why in ("full", "full", "gone", "gone"):
            board.red("storage", why)
        board.green("storage")
        board.green("storage")
    assert [(entry["event"], entry.get("why")) for entry in logs] == [
        ("health_red", "full"),
        ("health_red", "gone"),
        ("health_green", None),
    ]


def test_what_it_shows_cannot_change_it() -> None:
    board = HealthBoard()
    board.parts["storage"] = "changed outside"
    assert board.is_green
