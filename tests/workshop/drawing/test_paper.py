"""Text finds its place on a picture, and lines keep to their points."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from bot.workshop.drawing.paper import Paper, Run, shortened, width, wrapped

WORD = st.text(alphabet="ailmwAW1.’–é", min_size=1, max_size=12)
RUNS = st.lists(st.builds(Run, st.lists(WORD, min_size=1).map(" ".join), st.booleans()), min_size=1)


@given(RUNS, st.floats(min_value=40, max_value=400))
def test_wrapping_loses_no_word_and_only_a_single_word_may_be_too_wide(runs: list[Run], room: float) -> None:
    lines = wrapped(runs, 13, room)
    assert _letters(run for line in lines for run in line) == _letters(runs)
    assert all(width(line, 13) <= room for line in lines if " " in "".join(run.text for run in line))


@given(st.text(max_size=60), st.floats(min_value=20, max_value=300))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, room: float) -> None:
    short = shortened(text, 13, room)
    assert Run(short).width(13) <= room
    assert short == text or text.startswith(short.removesuffix("…"))


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).replace(" ", "")


POINTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=5)


@given(POINTS, st.sampled_from([0, 6, 50]))
def test_a_line_begins_and_ends_where_it_should_however_round_its_corners(points: list[tuple[float, float]], bend: float) -> None:
    paper = Paper("A line", "It is round.", 500, 500)
    paper.line(*points, bend=bend)
    (path,) = re.findall(r'<path d="([^"]*)"', paper.svg())
    numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
    assert (*numbers[:2], *numbers[-2:]) == (*points[0], *points[-1])
    assert all(0 <= number <= 500 for number in numbers)
