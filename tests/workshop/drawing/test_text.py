"""Text finds its place on a picture."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from bot.workshop.drawing.text import FILES, FONTS, Line, Run, line, wrapped

WORD = st.text(alphabet="ailmwAW1.’–é", min_size=1, max_size=12)
RUNS = st.lists(st.builds(Run, st.lists(WORD, min_size=1).map(" ".join), st.booleans()), min_size=1)


@given(RUNS, st.floats(min_value=40, max_value=400))
def test_wrapping_loses_no_word_and_no_line_is_too_wide(runs: list[Run], room: float) -> None:
    lines = wrapped(runs, 13, room)
    assert _letters(run for each in lines for run in each.runs) == _letters(runs)
    assert all(each.width <= room for each in lines)


@given(st.text(max_size=60), st.floats(min_value=20, max_value=300))
def test_a_line_that_is_cut_fits_and_begins_like_the_whole(text: str, room: float) -> None:
    short = line(text, 13, room=room)
    assert short.width <= room
    assert short.text == text or text.startswith(short.text.removesuffix("…"))


@pytest.mark.parametrize("bold", [False, True])
def test_a_line_is_as_wide_as_the_font_draws_it(bold: bool) -> None:
    text = "Nobody at the council sees what you write until you press “Send”."
    font = ImageFont.truetype(FONTS / FILES[600 if bold else 400], 500, layout_engine=ImageFont.Layout.BASIC)
    assert line(text, 500, bold=bold).width == pytest.approx(font.getlength(text), rel=0.002)


def test_a_word_that_is_wider_than_the_room_is_cut() -> None:
    assert "".join(each.text for each in wrapped("W" * 10, 10, 50)) == "W" * 10
    assert [each.text for each in wrapped("a " + "W" * 6 + " b", 10, 52)] == ["a", "WWWWW", "W b"]


def test_no_words_are_a_line_without_any() -> None:
    assert wrapped("", 13, 100) == (Line((), 13),)


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).replace(" ", "")
