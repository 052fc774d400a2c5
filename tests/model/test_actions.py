"""What a button asks for, written and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.actions import (
    Action,
    Choose,
    NoneOfThese,
    OpenFlow,
    OpenMenu,
    OpenTopic,
    PickCouncil,
    Rate,
    Stop,
    TellMore,
    parse,
    write,
)

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,11}", fullmatch=True)
VALUES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", fullmatch=True)
ACTIONS = st.one_of(
    st.builds(OpenTopic, NAMES),
    st.builds(TellMore, NAMES),
    st.just(OpenMenu()),
    st.builds(OpenMenu, NAMES, st.integers(0, 999)),
    st.builds(OpenFlow, NAMES, st.none() | NAMES),
    st.builds(Choose, NAMES, NAMES, VALUES),
    st.builds(PickCouncil, NAMES, NAMES),
    st.builds(Rate, NAMES, st.booleans()),
    st.just(NoneOfThese()),
    st.just(Stop()),
)

WRITTEN: list[tuple[Action, str]] = [
    (OpenTopic("council-tax"), "topic:council-tax"),
    (TellMore("council-tax"), "more:council-tax"),
    (OpenMenu(), "menu"),
    (OpenMenu("money"), "menu:money"),
    (OpenMenu("money", 2), "menu:money:2"),
    (OpenFlow("start"), "flow:start"),
    (OpenFlow("settings", "language"), "flow:settings:language"),
    (Choose("start", "council", "bristol"), "choose:start:council:bristol"),
    (Choose("settings", "language", "pt_BR"), "choose:settings:language:pt_BR"),
    (PickCouncil("bristol", "council-tax"), "in:bristol:council-tax"),
    (Rate("council-tax", helped=True), "helped:council-tax"),
    (Rate("council-tax", helped=False), "unhelped:council-tax"),
    (NoneOfThese(), "none"),
    (Stop(), "stop"),
]


@pytest.mark.parametrize(("action", "text"), WRITTEN)
def test_the_strings_on_buttons_stay_as_they_are(action: Action, text: str) -> None:
    """They stand under messages that people scroll back to: an old one must still mean the same."""
    assert write(action) == text
    assert parse(text) == action


@given(ACTIONS)
def test_what_is_written_is_read_back(action: Action) -> None:
    assert parse(write(action)) == action


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "topic",
        "topic:",
        "topic:Council-Tax",
        "topic:-tax",
        "topic:a:b",
        "topic:a b",
        "topic:a\n",
        "menu:money:-1",
        "menu:money:1000",
        "menu:money:²",
        "menu:money:٣",
        "menu:money:x",
        "menu:Money:1",
        "flow:a:b:c",
        "choose:a:b",
        "choose:a:b:c:d",
        "choose:a:b:",
        "choose:A:b:c",
        "choose:a:b:c d",
        "in:bristol",
        "none:of",
        "stop:now",
        "STOP",
        " stop",
        f"topic:{'x' * 59}",
        "\ud800",
    ],
)
def test_what_is_no_action_is_nothing(text: str) -> None:
    assert parse(text) is None


@given(st.text(max_size=80))
def test_anything_may_come_back(text: str) -> None:
    action = parse(text)
    assert action is None or parse(write(action)) == action
