"""The days that the law sets for complaints."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cases.legal_days import AboutInformation, StageOne, legal_days
from bot.content.library import Libraries
from bot.model.case import Case, CaseKind, Told
from bot.model.content.kinds.choose import Choose
from tests.cases.cases_in_memory import told

FORMAL = StageOne(date(2026, 12, 30), date(2027, 1, 14))


def complaint(way: str, **other: Any) -> Case:
    """Told on a Monday ten days before Christmas."""
    answers = (Told("way", "Waa maxay?", "in any language", value=way),)
    case = told(kind=CaseKind.COMPLAINT, told=answers, received_at=datetime(2026, 12, 14, 9, tzinfo=UTC))
    return replace(case, **other)


def test_a_formal_complaint_is_answered_in_working_days() -> None:
    """No bank holiday counts: not Christmas, not the Monday that stands in for Boxing Day, not New Year's Day."""
    assert legal_days(complaint("formal")) == FORMAL


def test_a_complaint_about_information_is_acknowledged_in_thirty_days() -> None:
    assert legal_days(complaint("data")) == AboutInformation(date(2027, 1, 13))


def test_an_informal_complaint_has_no_set_days() -> None:
    assert legal_days(complaint("informal")) is None


def test_words_that_only_sounded_like_a_complaint_and_were_made_one_are_formal() -> None:
    assert legal_days(complaint("", told=(Told("sounds", "?", "Make it a formal complaint", value="complaint"),))) == FORMAL


@pytest.mark.parametrize("other", [{"flow": "gone"}, {"told": ()}])
def test_an_answer_that_the_flow_does_not_know_any_more_counts_as_formal(other: dict[str, Any]) -> None:
    assert legal_days(complaint("something new", **other)) == FORMAL


@pytest.mark.parametrize("kind", [kind for kind in CaseKind if kind is not CaseKind.COMPLAINT])
def test_what_is_no_complaint_has_no_legal_days(kind: CaseKind) -> None:
    assert legal_days(complaint("formal", kind=kind)) is None


def test_the_flow_that_people_get_knows_these_ways(real_libraries: Libraries) -> None:
    way = real_libraries.english.flows["tell-us"].steps["way"]
    assert isinstance(way, Choose)
    found = {choice.value: type(legal_days(complaint(choice.value))) for choice in way.choices}
    assert found == {"formal": StageOne, "data": AboutInformation, "informal": type(None)}
