"""Truth over time: figures have a year, texts a day by which they are read again, numbers a mark."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from tests.content.changing import PLAIN_DETAIL, TAX, Change, assert_found, edited, errors, replace_in, warnings

SOURCES = "knowledge/sources.yaml"
COUNCILS = "knowledge/councils.yaml"
CHECKED = "checked: 2026-11-01"
REVIEW = "review_by: 2027-05-01"

UNDATED = [
    ("It costs £30.", "£30"),
    ("It costs £ 2.50 a week.", "£ 2.50"),
    ("Half, or 50%, pay.", "50%"),
    ("Some 12 % pay.", "12 %"),
    ("Some 9 per cent pay.", "9 per cent"),
    ("There were 1,147 of us.", "1,147"),
    ("There were 623 of us.", "623"),
    ("There were 12345 of us.", "12345"),
    ("We ask for section 13A and £30.", "£30"),
    ("- Ask.\n- There were 623 of us.", "623"),
    ("In 2020 you ask.\n\nYou wait.\n\nThen you get £30.", "£30"),
    ("### In 2020\n\nYou wait.\n\n### Now\n\nYou get £30.", "£30"),
    ("| Who | How many |\n| --- | --- |\n| We | 623 |", "623"),
]

DATED = [
    "In 2020 it cost £30.",
    "It cost £30 (2019-20).",
    "In 2020 you could ask.\n\nThen you got £30.",
    "### In 2020\n\n1. You got £30.",
    "### In 2020\nYou got £30.",
    "- In 2020 there were 623 of us.\n- In all, 45% stayed.",
    "| Who | 2020 |\n| --- | --- |\n| We | 1,147 |",
    "You get {amount he-bursary}, not £30.",
    "It was £30 from {date he-bursary} on.",
]

NO_FIGURES = [
    "Ring **999**, 101, 111 or 112 now.",
    "Ring 116 123 or 0800 1111 now.",
    "Ask for section 1001 or regulation 623.",
    "You are 16, 18 or 25.",
    "The plan for 2017 to 2020 said so.",
    "The plan for 2017-18 said so.",
    "[Ask](https://www.gov.uk/page-623).",
    "{phone childline}",
]


@pytest.mark.parametrize(("text", "figure"), UNDATED)
def test_a_figure_without_a_year_is_refused_where_it_stands(content: Path, text: str, figure: str) -> None:
    replace_in(content, TAX, PLAIN_DETAIL, text)
    assert_found(content, Change("", TAX, "", "", figure, f"the figure '{figure}' has no date"), errors(content))


@pytest.mark.parametrize("text", [*DATED, *NO_FIGURES])
def test_a_figure_with_its_year_and_a_number_that_is_no_figure_may_stand(content: Path, text: str) -> None:
    replace_in(content, TAX, PLAIN_DETAIL, text)
    assert errors(content) == []


@pytest.mark.parametrize(
    "change",
    [
        Change("checked in the future", TAX, CHECKED, "checked: 2026-11-24", "checked:", "'checked' lies in the future (2026-11-24)"),
        Change("reviewed before it was checked", TAX, REVIEW, "review_by: 2026-10-31", "review_by:", "'review_by' is not after 'checked'"),
        Change("reviewed on the same day", TAX, REVIEW, "review_by: 2026-11-01", "review_by:", "'review_by' is not after 'checked'"),
    ],
    ids=str,
)
def test_days_that_cannot_be(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


@pytest.mark.parametrize(("day", "told"), [("2026-11-22", True), ("2026-11-23", False)])
def test_a_review_that_is_due_is_a_warning_from_the_next_day_on(content: Path, day: str, told: bool) -> None:
    replace_in(content, TAX, REVIEW, f"review_by: {day}")
    assert errors(content) == []
    assert (f"the review was due on {day}" in [p.wrong for p in warnings(content)]) is told


def test_a_warning_stops_nothing_and_an_error_does(content: Path) -> None:
    replace_in(content, TAX, REVIEW, "review_by: 2026-11-02")
    passed = CliRunner().invoke(app, ["check", str(content)])
    assert passed.exit_code == 0
    assert f"{TAX}:16: warning: the review was due on 2026-11-02. Hold the text" in passed.stdout
    replace_in(content, TAX, "title: Council Tax\n", "")
    failed = CliRunner().invoke(app, ["check", str(content)])
    assert failed.exit_code == 1
    assert f"{TAX}:1: 'title' is missing. Add it" in failed.stdout


@pytest.mark.parametrize(
    ("mark", "phone", "told"),
    [
        ("primary", "0117 000 0000", None),
        ("secondary", "0117 000 0000", None),
        ("primary", None, "Bristol's daytime number is primary: people get 'childline' instead"),
        ("conflicting", "0117 000 0000", "Bristol's daytime number is conflicting: people get 'childline' instead"),
        ("unverified", "0117 000 0000", "Bristol's daytime number is unverified: people get 'childline' instead"),
        ("general-knowledge", "0117 000 0000", "Bristol's daytime number is general-knowledge: people get 'childline' instead"),
    ],
)
def test_a_council_number_that_people_are_not_given_is_named(content: Path, mark: str, phone: str | None, told: str | None) -> None:
    with edited(content / COUNCILS) as councils:
        councils["councils"][0]["contacts"]["daytime"] |= {"mark": mark, "phone": phone}
    assert [p.wrong for p in warnings(content) if "Bristol's daytime" in p.wrong] == ([told] if told else [])


@pytest.mark.parametrize(
    ("mark", "check", "told"),
    [
        ("primary", False, None),
        ("secondary", False, None),
        ("primary", True, "the number of Somebody is primary, to be checked (seen 2026-11-01)"),
        ("general-knowledge", False, "the number of Somebody is general-knowledge (seen 2026-11-01)"),
        ("conflicting", False, "the number of Somebody is conflicting (seen 2026-11-01)"),
        ("unverified", True, "the number of Somebody is unverified, to be checked (seen 2026-11-01)"),
    ],
)
def test_a_helpline_to_be_checked_is_named(content: Path, mark: str, check: bool, told: str | None) -> None:
    line = {"id": "somebody", "name": "Somebody", "phone": "0800", "mark": mark, "check": check, "seen": "2026-11-01"}
    with edited(content / SOURCES) as sources:
        sources["helplines"].append(line)
    assert [p.wrong for p in warnings(content) if "Somebody" in p.wrong] == ([told] if told else [])
