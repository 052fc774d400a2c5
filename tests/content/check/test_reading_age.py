"""Reading ages of what young people read first."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check.reading_age import OLDEST, reading_age
from tests.content.changing import PLAIN_DETAIL, PLAIN_SHORT, TAX, Change, assert_found, errors, replace_in

HARD = "Your corporate parent has a statutory responsibility to accommodate vulnerable individuals appropriately."
EASY = "You can ask your PA. They must help you. It is free."


def test_a_hard_short_answer_is_refused(content: Path) -> None:
    hard = HARD.replace("statutory", "mandatory")
    replace_in(content, TAX, PLAIN_SHORT, hard)
    assert_found(content, Change("", TAX, "", "", "## Short", "the reading age is"), errors(content))


@pytest.mark.parametrize("where", [PLAIN_DETAIL, "No national exemption exists. Section 13A lets a council reduce the bill to nil."])
def test_details_and_councillors_may_be_harder(content: Path, where: str) -> None:
    replace_in(content, TAX, where, HARD.replace("statutory", "mandatory"))
    assert errors(content) == []


def test_what_is_filled_in_later_counts_as_it_will_be_read(content: Path) -> None:
    replace_in(content, TAX, PLAIN_SHORT, "Ring {phone childline}. Ask {council}. Get {amount he-bursary}. Since {date he-bursary}.")
    assert errors(content) == []


def test_plainer_is_younger() -> None:
    assert reading_age(EASY) < OLDEST < reading_age(HARD)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_reading_age(text: str) -> None:
    assert isinstance(reading_age(text), float)
