"""The report, as text and as tables."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.model.turn import Outcome
from bot.workshop.scoring.comparison import compare
from bot.workshop.scoring.report import MOST_PAIRS, comparison_sections, lines, run_sections
from bot.workshop.scoring.result import Result
from bot.workshop.scoring.screen import show
from tests.workshop.scoring.replies import replied, results

GOOD, BAD = replied(Outcome.ANSWER, "a", share=0.95), replied(Outcome.ANSWER, "b", share=0.4)


def told(run: tuple[Result, ...], *, every_pair: bool = False) -> list[str]:
    return list(lines(run_sections(run, every_pair=every_pair)))


def shown(run: tuple[Result, ...], width: int = 140) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show([*run_sections(run), *comparison_sections(compare(run, run))], console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_figures_come_first_and_then_what_went_wrong() -> None:
    said = told(results(({"expect": ["a"]}, GOOD), ({"expect": ["a"]}, GOOD), ({"expect": ["a"]}, BAD)))
    assert said[0] == "right topic first: 66.7 in 100 (2 of 3)"
    assert "answered with confidence but wrong, of messages a topic answers: 33.3 in 100 (1 of 3)" in said
    assert sum("'q2' wanted ['a'], got answer b" in line for line in said) == 3, "under each score that it spoiled"
    assert not any("'q0'" in line for line in said)


def test_what_is_taken_for_what_and_how_sure_is_how_right_are_told() -> None:
    said = told(results(({"expect": ["a"]}, GOOD), ({"expect": ["a"]}, BAD)))
    assert "   1 × a → b, e.g. 'q1'" in said
    assert "  0.3-0.5: 0 of 1 right (0.0 in 100)" in said
    assert "  0.9-1.0: 1 of 1 right (100.0 in 100)" in said


def test_only_so_many_pairs_are_told_unless_all_are_asked_for() -> None:
    run = results(*[({"expect": [f"topic-{number}"]}, BAD) for number in range(MOST_PAIRS + 5)])
    assert sum("→" in line for line in told(run)) == MOST_PAIRS
    assert any("5 more" in line for line in told(run))
    assert sum("→" in line for line in told(run, every_pair=True)) == MOST_PAIRS + 5


def test_times_are_given_by_nearest_rank() -> None:
    pairs = [({"expect": ["a"]}, replied(Outcome.ANSWER, "a", ms=float(n))) for n in range(1, 101)]
    assert "time: p50 50.0 ms, p99 99.0 ms" in told(results(*pairs))


def test_nothing_asked_is_nothing_told() -> None:
    assert told(()) == []
    assert list(run_sections(())) == []


def test_two_runs_are_told_side_by_side_with_every_case_that_changed() -> None:
    then = results(({"expect": ["a"]}, BAD), ({"expect": ["a"]}, GOOD), ({"text": "gone", "expect": []}, GOOD))
    now = results(({"expect": ["a"]}, GOOD), ({"expect": ["a"]}, GOOD))
    said = list(lines(comparison_sections(compare(then, now))))
    assert "right topic first: 50.0 → 100.0 in 100 (+50.0, 2 cases)" in said
    assert "  'q0' wanted ['a'], got answer b, now answer a" in said
    assert any("1 cases of the saved run alone" in line for line in said)
    assert not any("broken" in line for line in said)


def test_tables_hold_what_the_lines_say() -> None:
    screen = shown(results(({"expect": ["a"]}, GOOD), ({"expect": ["a"]}, BAD)))
    for said in ("right topic first", "50.0", "time: p50", "'q1'", "answer b", "0.3-0.5", "compared with the saved run", "+0.0"):
        assert said in screen


@given(st.text(max_size=60), st.integers(20, 200))
def test_any_message_can_be_shown_on_any_screen(text: str, width: int) -> None:
    assert shown(results(({"text": text, "expect": ["a"]}, BAD)), width)


def test_what_looks_like_markup_is_shown_as_it_was_written() -> None:
    assert "'[bold]i am[/red] :smile:'" in shown(results(({"text": "[bold]i am[/red] :smile:", "expect": ["a"]}, BAD)))
