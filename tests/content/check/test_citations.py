"""Citations that lead nowhere, stand twice or say nothing, and sections that nobody could name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import Libraries
from bot.errors import ContentError
from tests.content.changing import BRISTOL_TAX, TAX, Change, assert_found, errors, replace_in

SECTIONS = "knowledge/sections.yaml"
CITED = 'sections: ["9"]}'
LAW = '{id: local-government-finance-act-1992, place: "section 13A(1)(c)"}'

CITATIONS = [
    Change("no such section", BRISTOL_TAX, '"9"', '"9, Priority 44"', "Priority 44", "no section '9, Priority 44' in bristol-epic-2021"),
    Change("free words", BRISTOL_TAX, '"9"', '"section 9"', "section 9", "no section 'section 9' in bristol-epic-2021"),
    Change("a number for words", BRISTOL_TAX, '"9"', "9", "[9]", "'sources.0.sections.0' is wrong: it should be words"),
    Change("no list", BRISTOL_TAX, '["9"]', '"9"', 'sections: "9"', "'sources.0.sections' is wrong: it should be a list"),
    Change("no section", BRISTOL_TAX, f", {CITED}", "}", "bristol-epic", "'bristol-epic-2021' is cited without a section"),
    Change("an empty list", BRISTOL_TAX, '["9"]', "[]", "bristol-epic", "'bristol-epic-2021' is cited without a section"),
    Change("a place alone", BRISTOL_TAX, CITED, "place: page 4}", "page 4", "'bristol-epic-2021' is cited without a section"),
    Change("both", BRISTOL_TAX, CITED, 'sections: ["9"], whole: true}', "whole:", "cited as a whole and by its sections"),
    Change("a section twice", BRISTOL_TAX, '["9"]', '["9", "8", "9"]', '"8"', "'9' of bristol-epic-2021 stands twice"),
    Change(
        "a section again on another line",
        BRISTOL_TAX,
        CITED,
        f'{CITED}\n  - {{id: bristol-epic-2021, sections:\n      ["8",\n       "9"]}}',
        '       "9"',
        "'9' of bristol-epic-2021 stands twice",
    ),
    Change("a law twice", TAX, LAW, f"{LAW}\n  - {LAW}", 15, "'local-government-finance-act-1992' with the same place stands twice"),
    Change("a law's sections", TAX, 'place: "section 13A(1)(c)"', 'sections: ["13A"]', "13A", "are not listed in sections.yaml"),
    Change("the whole of a law", TAX, 'place: "section 13A(1)(c)"', "whole: true", "whole", "are not listed in sections.yaml"),
]

NAMES = [
    Change("an uncounted part", SECTIONS, 'id: "8, Priority 1"', 'id: "8, Promise 1"', "Promise 1", "nothing says how to name a 'Promise'"),
    Change("a part of nothing", SECTIONS, 'id: "8, You said"', 'id: "80, You said"', "80, You", "is a part of '80', which is not listed"),
    Change("no name for numbers", SECTIONS, "{name: section,", "{name: chapter,", "counted:", "nothing says how to name a 'section'"),
    Change("no number", SECTIONS, 'one: "Table {numbers}"', "one: the table", "the table", "'the table' must hold {numbers} once"),
    Change("another blank", SECTIONS, '"Tables {numbers}"', '"Tables {number}"', "{number}", "'Tables {number}' must hold {numbers} once"),
    Change("a brace too many", SECTIONS, '"Tables {numbers}"', '"Tables {numbers}}"', "}}", "must hold {numbers} once"),
]


@pytest.mark.parametrize("change", [*CITATIONS, *NAMES], ids=str)
def test_a_mistake_is_named_with_its_line_and_stops_a_start(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))
    with pytest.raises(ContentError):
        Libraries(content)


@pytest.mark.parametrize(
    "sources",
    [
        "whole: true}",
        'sections: ["9", "9, Priority 4"]}',
        'sections: ["9"]}\n  - {id: bristol-epic-2021, sections: ["9"], place: action 2}',
    ],
    ids=["the whole", "a section and its part", "a section and a place in it"],
)
def test_these_are_no_mistakes(content: Path, sources: str) -> None:
    replace_in(content, BRISTOL_TAX, CITED, sources)
    assert errors(content) == []


@pytest.mark.parametrize(
    ("written", "meant"), [("9, Priorty 4", "9, Priority 4"), ("The Big Ask", "6"), ("section 9, Priority 4", "9, Priority 4")]
)
def test_the_nearest_section_is_suggested(content: Path, written: str, meant: str) -> None:
    replace_in(content, BRISTOL_TAX, '"9"', f'"{written}"')
    assert [problem.mend.split("?")[0] for problem in errors(content)] == [f"Is it '{meant}'"]
