"""How people read where a citation points."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content import schema
from bot.content.files import read
from bot.content.sources.citations import Places
from tests.conftest import CHECKOUT

IDS = [
    *("Foreword", "Our Vision", "3", "3.1", "3.1.1", "3.1.2", "3.2", "3.3", "4", "4.1", "5", "5, Our Pledge", "5, A Safe Space"),
    *("9", "9, Priority 1", "9, Priority 2", "9, Priority 3", "9, Priority 4", "How are we doing?", "How are we doing?, Objective 2"),
]
COUNTED = [
    {"name": "section", "one": "section {numbers}", "several": "sections {numbers}"},
    {"name": "Priority", "one": "Priority {numbers}", "several": "Priorities {numbers}"},
    {"name": "Objective", "one": "Objective {numbers}", "several": "Objectives {numbers}"},
]
PHRASES = {"cited-whole": "the whole document", "cited-and": "{first} and {last}", "cited-to": "{first} to {last}"}


def places(*ids: str | dict[str, str]) -> Places:
    sections = [{"id": entry} if isinstance(entry, str) else entry for entry in ids]
    listed = {"counted": COUNTED, "documents": [{"id": "plan", "sections": sections}]}
    return Places(schema.SectionsFile.model_validate(listed), PHRASES)


def named(source: str = "plan", **citation: Any) -> str:
    return places(*IDS).named(schema.CitationEntry.model_validate({"id": source, **citation}))


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        (["3.1"], "section 3.1"),
        (["3", "4.1", "9"], "sections 3, 4.1 and 9"),
        (["Foreword", "Our Vision"], "Foreword; Our Vision"),
        (["9, Priority 2"], "section 9, Priority 2"),
        (["9, Priority 1", "9, Priority 3"], "section 9, Priorities 1 and 3"),
        (["How are we doing?, Objective 2"], "How are we doing?, Objective 2"),
        (["5, Our Pledge", "5, A Safe Space"], "section 5, Our Pledge and A Safe Space"),
        (["5", "5, Our Pledge"], "section 5; section 5, Our Pledge"),
        (["Foreword", "3.2", "9, Priority 4", "4"], "Foreword; section 3.2; section 9, Priority 4; section 4"),
        (["9, Priority 1", "How are we doing?, Objective 2"], "section 9, Priority 1; How are we doing?, Objective 2"),
    ],
)
def test_sections_of_one_kind_are_named_together_in_the_order_they_are_cited(sections: list[str], words: str) -> None:
    assert named(sections=sections) == words


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        (["3.1", "3.2", "3.3"], "sections 3.1 to 3.3"),
        (["3.1", "3.2"], "sections 3.1 and 3.2"),
        (["3.2", "3.3", "4.1"], "sections 3.2, 3.3 and 4.1"),
        (["3.3", "3.2", "3.1"], "sections 3.3, 3.2 and 3.1"),
        (["9, Priority 1", "9, Priority 2", "9, Priority 3"], "section 9, Priorities 1 to 3"),
        (["3", "3.1", "3.2", "3.3", "9"], "sections 3, 3.1 to 3.3 and 9"),
    ],
)
def test_three_in_a_row_are_a_range(sections: list[str], words: str) -> None:
    assert named(sections=sections) == words


def test_what_is_finer_than_a_section_stands_in_brackets_after_it() -> None:
    assert named(sections=["9, Priority 1"], place="action 4") == "section 9, Priority 1 (action 4)"


def test_the_whole_document_is_called_so() -> None:
    assert named(whole=True) == "the whole document"


def test_a_source_whose_sections_are_not_listed_has_the_place_as_it_is_written() -> None:
    assert named("act", place="section 23C(4)") == "section 23C(4)"
    assert named("act") == ""


def test_a_section_is_called_by_its_name_where_it_has_one() -> None:
    listed = places({"id": "Foreword", "name": "the Mayor's words"}, "Foreword, Part 2", {"id": "Foreword, End", "name": "its end"})
    entry = schema.CitationEntry(id="plan", sections=("Foreword", "Foreword, End"))
    assert listed.named(entry) == "the Mayor's words; the Mayor's words, its end"


def test_every_real_section_can_be_named_alone_and_with_all_others() -> None:
    manuscript = read(CHECKOUT)
    listed = manuscript.entries("sections", schema.SectionsFile)
    real = Places(listed, manuscript.entries("phrases", schema.PhrasesFile).phrases)
    for document in listed.documents:
        ids = tuple(section.id for section in document.sections)
        names = [real.named(schema.CitationEntry(id=document.id, sections=(section,))) for section in ids]
        assert len(set(names)) == len(ids)
        assert not [name for name in [*names, real.named(schema.CitationEntry(id=document.id, sections=ids))] if "{" in name]
