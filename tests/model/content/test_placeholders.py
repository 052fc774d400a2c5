"""The `{…}` in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.content.placeholders import fill, placeholders

TEXTS = st.lists(st.sampled_from(["{council}", "{phone childline}", "{date  a-1}", "{", "}", "{}", "{A}", "words ", "\n"])).map("".join)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ring {phone childline} in {council}.", [("phone", "childline"), ("council", "")]),
        ("{date  he-bursary}{amount he-bursary}", [("date", "he-bursary"), ("amount", "he-bursary")]),
        ("{phone nhs-111}", [("phone", "nhs-111")]),
        ("{{council}}", [("council", "")]),
        ("none", []),
        ("{}", []),
        ("{Council}", []),
        ("{phone Childline}", []),
        ("{phone childline", []),
        ("{phone child line}", []),
        ("{ council }", []),
    ],
)
def test_which_there_are(text: str, found: list[tuple[str, str]]) -> None:
    assert list(placeholders(text)) == found


def test_each_is_filled_and_what_nobody_knows_stays() -> None:
    values = {("council", ""): "Bristol", ("phone", "childline"): "0800 1111"}
    filled = fill("{council}: {phone childline}, {phone mum} {who}", lambda kind, name: values.get((kind, name)))
    assert filled == "Bristol: 0800 1111, {phone mum} {who}"


def test_an_empty_value_counts_and_a_value_is_not_filled_again() -> None:
    assert fill("[{council}]", lambda kind, name: "") == "[]"
    assert fill("{council}", lambda kind, name: "{council} {phone childline}") == "{council} {phone childline}"


@given(TEXTS)
def test_nothing_changes_where_nobody_knows_a_value(text: str) -> None:
    assert fill(text, lambda kind, name: None) == text


@given(TEXTS)
def test_each_is_asked_for_in_its_order(text: str) -> None:
    asked: list[tuple[str, str]] = []

    def value(kind: str, name: str) -> str:
        asked.append((kind, name))
        return "x"

    fill(text, value)
    assert asked == list(placeholders(text))
