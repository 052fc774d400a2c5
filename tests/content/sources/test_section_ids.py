"""What the id of a section says about it."""

from __future__ import annotations

import pytest

from bot.content.sources.section_ids import SectionId, own_name, taken_apart


@pytest.mark.parametrize(
    ("section", "expected", "name"),
    [
        ("5", SectionId("", "section", "5"), None),
        ("5.1.2", SectionId("", "section", "5.1.2"), None),
        ("9, Priority 4", SectionId("9", "Priority", "4"), None),
        ("How are we doing?, Objective 1", SectionId("How are we doing?", "Objective", "1"), None),
        ("3.1, Table 1", SectionId("3.1", "Table", "1"), None),
        ("Foreword", SectionId("", "", "Foreword"), "Foreword"),
        ("5, Our Pledge", SectionId("5", "", "Our Pledge"), "Our Pledge"),
        ("3, Top 10 Messages", SectionId("3", "", "Top 10 Messages"), "Top 10 Messages"),
        (
            "8, Education, Employment and Training",
            SectionId("8", "", "Education, Employment and Training"),
            "Education, Employment and Training",
        ),
    ],
)
def test_an_id_says_what_a_section_is_in_and_how_it_is_counted(section: str, expected: SectionId, name: str | None) -> None:
    assert taken_apart(section) == expected
    assert own_name(section) == name
