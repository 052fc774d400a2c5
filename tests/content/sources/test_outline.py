"""A document's sections: what lies in what, what comes next, and which one somebody may have meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.schema import SectionEntry
from bot.content.sources.outline import Outline

PLAN = Outline(
    [
        SectionEntry(id="Foreword"),
        SectionEntry(id="Messages from children", also_called=("What you told us",)),
        SectionEntry(id="5", title="Listening"),
        SectionEntry(id="5.1"),
        SectionEntry(id="5.1.1"),
        SectionEntry(id="5.3"),
        SectionEntry(id="6"),
        SectionEntry(id="6.1"),
        SectionEntry(id="9"),
        SectionEntry(id="9, Priority 1", title="Mental health", also_called=("9.1",)),
        SectionEntry(id="9, Our Pledge"),
        SectionEntry(id="9, Priority 2"),
        SectionEntry(id="10"),
        SectionEntry(id="10, Priority 3"),
    ]
)


@pytest.mark.parametrize(
    ("section", "above"),
    [("Foreword", []), ("5", []), ("5.1", ["5"]), ("5.1.1", ["5.1", "5"]), ("9, Priority 2", ["9"]), ("10, Priority 3", ["10"])],
)
def test_a_section_lies_in_those_that_its_id_goes_on_from(section: str, above: list[str]) -> None:
    assert PLAN.above(section) == above


@pytest.mark.parametrize(
    ("section", "other", "follows"),
    [
        ("6", "5", True),
        ("5.3", "5.1", True),  # the document has no 5.2
        ("9, Priority 2", "9, Priority 1", True),
        ("5.1", "5.3", False),
        ("6.1", "5.3", False),
        ("10, Priority 3", "9, Priority 2", False),
        ("9", "5", False),
    ],
)
def test_a_section_follows_the_one_before_it_that_is_counted_with_it(section: str, other: str, *, follows: bool) -> None:
    assert PLAN.follows(section, other) is follows


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("Forword", "Foreword"),
        ("section 9, Priority 2", "9, Priority 2"),
        ("9, priority 1", "9, Priority 1"),
        ("9.1", "9, Priority 1"),
        ("mental helth", "9, Priority 1"),
        ("Our pledge", "9, Our Pledge"),
        ("what you told us", "Messages from children"),
        ("5.1.2", "5.1.1"),
    ],
)
def test_the_nearest_section_is_found_by_id_title_or_other_name(words: str, nearest: str) -> None:
    assert PLAN.nearest(words) == nearest


@given(st.text(max_size=40))
def test_any_words_have_a_nearest_section(words: str) -> None:
    assert PLAN.nearest(words) in PLAN.sections
