"""How the free words of a citation find the sections that they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.citations import Outline, cite
from bot.content.schema import SectionEntry


def outline(*sections: str | SectionEntry) -> Outline:
    return Outline([SectionEntry(id=section) if isinstance(section, str) else section for section in sections])


PLAN = outline(
    "Title page",
    "Foreword",
    SectionEntry(id="Messages from children", also=("Messages",)),
    "How are we doing?",
    "How are we doing?, Objective 1",
    "How are we doing?, Objective 2",
    SectionEntry(id="3", title="Edge of care"),
    "3.1",
    "3.1.1",
    "3.1.2",
    "3.1, Table 1",
    "3.2",
    "3.2.1",
    SectionEntry(id="5", title="Listening (to children)"),
    SectionEntry(id="5, Our Pledge", title="Promises"),
    "5, Education, Employment and Training Group",
    SectionEntry(id="5, A Safe Space", also=("Safe Space",)),
    "9",
    SectionEntry(id="9, Priority 1", also=("9.1",)),
    "9, Priority 2",
    "9, Priority 3",
    "10",
    "10, Priority 1",
    "10, Priority 2",
    "10, Priority 8",
)

MATCHES = [
    ("Foreword", ["Foreword"]),
    ("the foreword", ["Foreword"]),
    ("title page; Foreword; section 5", ["Title page", "Foreword", "5"]),
    ("Messages", ["Messages from children"]),
    ("paragraph 3.1.2", ["3.1.2"]),
    ("§ 3.1.2", ["3.1.2"]),
    ("3.1.1, 3.2 and 10", ["3.1.1", "3.2", "10"]),
    ("3.2.", ["3.2"]),
    ("sections 3.1 to 3.2", ["3.1", "3.2"]),
    ("paragraphs 3.1.1 to 3.2.1", ["3.1.1", "3.1.2", "3.2.1"]),
    ("sections 3 to 9", ["3", "5", "9"]),
    ("sections 3.1, 3.1.1 and 3.1.2", ["3.1", "3.1.1", "3.1.2"]),
    ("section 9, Priority 2", ["9, Priority 2"]),
    ("Section 9, PRIORITIES 1 and 3", ["9, Priority 1", "9, Priority 3"]),
    ("section 9, Priorities 1 to 3", ["9, Priority 1", "9, Priority 2", "9, Priority 3"]),
    ("sections 5 and 10, priorities 2 and 8", ["5", "10, Priority 2", "10, Priority 8"]),
    ("sections 3.1, 3.2 and 9, Priority 1; section 10", ["3.1", "3.2", "9, Priority 1", "10"]),
    ("sections 9.1 and 10", ["9, Priority 1", "10"]),
    ("section 9; section 9, Priority 1", ["9", "9, Priority 1"]),
    ("section 3.1 and Table 1", ["3.1", "3.1, Table 1"]),
    ("section 5, Our Pledge, Education, Employment and Training Group and Safe Space", [*PLAN.order[14:17]]),
    ("section 5, Listening", ["5"]),
    ("section 5, Promises", ["5, Our Pledge"]),
    ("Our Pledge", ["5, Our Pledge"]),
    ("section 5 (as an example, for others)", ["5"]),
    ("section 9, Priority 2, action 6, and Priority 3, actions 1 and 2", ["9, Priority 2", "9, Priority 3"]),
    ("section 3, note 1", ["3"]),
    ("How are we doing, Objective 2, and Messages", ["How are we doing?, Objective 2", "Messages from children"]),
    ("Objective 1; Priority 8", ["How are we doing?, Objective 1", "10, Priority 8"]),
    ("How are we doing?; Objective 1", ["How are we doing?", "How are we doing?, Objective 1"]),
]


@pytest.mark.parametrize(("words", "sections"), MATCHES, ids=[words for words, _ in MATCHES])
def test_the_words_find_the_sections(words: str, sections: list[str]) -> None:
    found = cite(PLAN, words)
    assert (list(found.sections), found.unknown, found.whole) == (sections, (), False)


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("section 3.3", ["3.3"]),
        ("sections 3.1 to 3.9", ["3.1 to 3.9"]),
        ("sections 10 to 3", ["10 to 3"]),
        ("section 9, Priority 8", ["Priority 8"]),
        ("Priority 1", ["Priority 1"]),
        ("section 5, The Foreward", ["foreward"]),
        ("priorities in section 9", ["in section 9"]),
        ("", [""]),
        ("(nothing but a remark)", ["(nothing but a remark)"]),
    ],
)
def test_words_that_no_section_answers_to_come_back(words: str, unknown: list[str]) -> None:
    assert list(cite(PLAN, words).unknown) == unknown


def test_what_is_known_counts_beside_what_is_not() -> None:
    found = cite(PLAN, "section 3.1; Foreward; section 9, Priority 2")
    assert (found.sections, found.unknown) == (("3.1", "9, Priority 2"), ("foreward",))


def test_the_whole_document_is_no_section() -> None:
    assert cite(PLAN, "the whole document").whole
    assert cite(PLAN, "Whole document").sections == ()


@pytest.mark.parametrize("section", PLAN.order)
def test_every_section_is_found_by_its_id(section: str) -> None:
    assert cite(PLAN, section).sections == (section,)


JOINTS = ["section", "sections", "Priority", "Priorities", "and", "to", "the", ",", ";", "(", ")", "whole document", "action", "2.2", "§"]


@given(st.one_of(st.text(), st.lists(st.sampled_from([*JOINTS, *PLAN.order])).map(" ".join)))
def test_any_words_at_all_are_matched_or_come_back(words: str) -> None:
    found = cite(PLAN, words)
    assert set(found.sections) <= set(PLAN.order)
    assert found.sections or found.whole or found.unknown
