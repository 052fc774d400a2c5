"""Which danger is graver, and which cannot wait."""

from __future__ import annotations

import pytest

from bot.model.safety import Category, Finding, Severity

CONCERN, URGENT, IMMEDIATE = (Finding(Category.SELF_HARM, severity) for severity in (Severity.CONCERN, Severity.URGENT, Severity.IMMEDIATE))


@pytest.mark.parametrize(
    ("one", "other", "graver"),
    [
        (IMMEDIATE, URGENT, True),
        (URGENT, CONCERN, True),
        (CONCERN, None, True),
        (CONCERN, URGENT, False),
        (URGENT, IMMEDIATE, False),
        (URGENT, Finding(Category.SUICIDE, Severity.URGENT), False),
    ],
)
def test_a_danger_is_graver_than_none_and_than_one_that_can_wait_longer(one: Finding, other: Finding | None, graver: bool) -> None:
    assert one.graver_than(other) is graver


def test_only_a_concern_can_wait() -> None:
    assert [each.urgent for each in (CONCERN, URGENT, IMMEDIATE)] == [False, True, True]
