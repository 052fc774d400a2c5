"""The kind `start`: the flow is over, and something else follows as a value."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.library import Libraries
from bot.model.actions import Action, OpenFlow, OpenTopic
from bot.model.content.parts import Onward
from tests.model.content.kinds.asking import Looking, entry, faults, run_of, step


@pytest.mark.parametrize(
    ("keys", "action"), [({"flow": "settings"}, OpenFlow("settings")), ({"topic": "help-now"}, OpenTopic("help-now"))], ids=str
)
def test_whoever_comes_to_it_goes_on_with_what_it_names(libraries: Libraries, keys: dict[str, Any], action: Action) -> None:
    start = step(kind="start", **keys)
    assert start.waits(run_of())
    assert start.arrive(Looking(libraries.english).context) == Onward(action)
    assert (start.does, start.goes_on_with) == ("goes on with", action)


@pytest.mark.parametrize("keys", [{}, {"flow": "settings", "topic": "help-now"}], ids=["none", "both"])
def test_it_names_a_flow_or_a_topic(keys: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="name a flow or a topic"):
        entry(kind="start", **keys)


def test_nothing_stands_under_it() -> None:
    shortcut = {"label": "Help now", "action": "topic:help-now"}
    assert faults({"id": "on", "kind": "start", "topic": "help-now", "shortcuts": [shortcut]}) == [
        "a step of kind 'start' says nothing, so nobody sees its shortcuts"
    ]
