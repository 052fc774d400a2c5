"""Which sections of the documents are used: mistakes in the list, and the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.content.files import read
from bot.content.sources.coverage import SectionUse, coverage, coverage_problems, coverage_report
from bot.errors import Problem
from tests.conftest import CHECKOUT
from tests.content.changing import Change, assert_found, errors, replace_in, warnings

BRISTOL_TAX = "knowledge/bristol/council-tax.md"
WARD = "knowledge/north-somerset/duties-ward-councillor.md"
SECTIONS = "knowledge/sections.yaml"
LISTED = """\
counted:
  - {name: section, one: "section {numbers}", several: "sections {numbers}"}
  - {name: Priority, one: "Priority {numbers}", several: "Priorities {numbers}"}
documents:
  - id: bristol-epic-2021
    sections:
      - {id: Contents, unused: a list of headings}
      - {id: "8", title: Our Priorities, heading_only: true}
      - {id: "8, Priority 1", title: Relationships}
      - {id: "9"}
      - {id: "9, Priority 4", title: Being in care}
  - id: north-somerset-strategy-2017
    sections:
      - {id: "7"}
      - {id: "7, As a Ward Councillor"}
"""


@pytest.fixture
def small(content: Path) -> Path:
    """The small content with a short list of sections: Bristol's council tax cites "9", the ward councillor's duties "7"."""
    (content / SECTIONS).write_text(LISTED, encoding="utf-8")
    return content


def use_of(root: Path, section: str) -> SectionUse:
    uses = [use for document in coverage(read(root)) for use in document.sections]
    return next(use for use in uses if use.id == section)


def test_a_section_is_used_by_the_topics_that_cite_it(small: Path) -> None:
    assert use_of(small, "9").cited == ("council-tax",)
    assert use_of(small, "8, Priority 1").cited == ()


def test_the_parts_of_a_cited_section_are_used_by_the_whole_only(small: Path) -> None:
    part = use_of(small, "9, Priority 4")
    assert (part.cited, part.by_the_whole) == ((), ("council-tax",))
    assert not part.is_forgotten


def test_a_part_alone_leaves_the_rest_of_its_section_alone(small: Path) -> None:
    replace_in(small, BRISTOL_TAX, 'sections: ["9"]', 'sections: ["9, Priority 4"]')
    assert use_of(small, "9, Priority 4").cited == ("council-tax",)
    assert use_of(small, "9").is_forgotten


def test_another_councils_topic_goes_by_its_layer(small: Path) -> None:
    replace_in(small, WARD, "id: north-somerset-strategy-2017", "id: bristol-epic-2021")
    replace_in(small, WARD, 'sections: ["7"]', 'sections: ["8"]')
    assert use_of(small, "8").cited == ("north-somerset/duties-ward-councillor",)


def test_a_citation_of_the_whole_document_uses_no_section(small: Path) -> None:
    replace_in(small, BRISTOL_TAX, 'sections: ["9"]', "whole: true")
    assert coverage(read(small))[0].whole == ("council-tax",)
    assert use_of(small, "9, Priority 4").is_forgotten


def test_a_forgotten_section_is_a_warning_and_no_more(small: Path) -> None:
    change = Change("", SECTIONS, "", "", "8, Priority 1", "no topic uses '8, Priority 1' of bristol-epic-2021")
    assert_found(small, change, warnings(small))
    assert errors(small) == []


def test_headings_and_reasons_need_no_topic(small: Path) -> None:
    said = "\n".join(problem.wrong for problem in warnings(small))
    assert "no topic uses '8' " not in said
    assert "no topic uses 'Contents'" not in said


MISTAKES = [
    Change(
        "an unknown document",
        SECTIONS,
        "id: bristol-epic-2021",
        "id: bristol-2099",
        "id: bristol-2099",
        "no source is called 'bristol-2099'",
    ),
    Change("a document twice", SECTIONS, "north-somerset-strategy-2017", "bristol-epic-2021", 12, "'bristol-epic-2021' stands twice"),
    Change("a section twice", SECTIONS, '"8, Priority 1"', '"8"', "Relationships", "'8' stands twice"),
    Change(
        "used in spite of a reason",
        SECTIONS,
        '{id: "9"}',
        '{id: "9", unused: old}',
        "unused: old",
        "'9' is marked as unused, but council-tax",
    ),
    Change("a key misspelt", SECTIONS, "unused: a list", "unsed: a list", "unsed", "nobody knows the key"),
]


@pytest.mark.parametrize("change", MISTAKES, ids=str)
def test_a_mistake_is_named_with_its_line(small: Path, change: Change) -> None:
    replace_in(small, change.file, change.old, change.new)
    assert_found(small, change, errors(small))


def test_a_strategy_whose_sections_are_not_listed_is_a_warning(small: Path) -> None:
    said = {problem.wrong for problem in warnings(small)}
    assert "the sections of 'bradford-strategy-2021' are not listed" in said


def test_the_report_names_topics_reasons_and_counts(small: Path) -> None:
    lines = list(coverage_report(small))
    assert lines[:4] == [
        "Our EPIC Plan for Children in Care and Care Leavers: the Bristol Corporate Parenting Strategy (bristol-epic-2021)",
        "",
        "  Contents",
        "    unused: a list of headings",
    ]
    text = "\n".join(lines)
    assert "  8: Our Priorities\n    a heading: see its parts\n" in text
    assert "  8, Priority 1: Relationships\n    NOBODY USES IT, and no reason is given\n" in text
    assert "  9\n    1 topic: council-tax\n" in text
    assert "  9, Priority 4: Being in care\n    only by the whole section, 1 topic: council-tax\n" in text
    assert lines[-1] == "7 sections: 2 used, 2 only by the whole section, 1 headings, 1 unused with a reason, 1 unused without"


@pytest.mark.parametrize(("old", "new", "code"), [("9", "9", 0), ("9", "Forword", 1)], ids=["sound", "a miss"])
def test_the_command_reports_and_exits_as_check_does(small: Path, old: str, new: str, code: int) -> None:
    replace_in(small, BRISTOL_TAX, f'"{old}"', f'"{new}"')
    ran = CliRunner().invoke(app, ["check", "--coverage", str(small)])
    assert ran.exit_code == code
    assert "unused without" in ran.stdout
    assert ("no section 'Forword'" in ran.stdout) is bool(code)
    assert "warning:" not in ran.stdout


def test_a_list_that_cannot_be_read_leaves_the_report_out(small: Path) -> None:
    (small / SECTIONS).write_text("documents: 5\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["check", "--coverage", str(small)])
    assert ran.exit_code == 1
    assert "'documents' is wrong" in ran.stdout
    assert "unused without" not in ran.stdout


def test_every_section_of_the_real_documents_has_a_topic_or_a_reason() -> None:
    assert [str(problem) for problem in real_problems()] == []


def real_problems() -> list[Problem]:
    return coverage_problems(read(CHECKOUT))
