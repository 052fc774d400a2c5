"""A flow is told in the order in which people meet its steps, with everything that leads somewhere."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.content.conditions import Lead
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.model.content.steps import Step
from bot.model.content.topics import Command
from bot.workshop.drawing.story import leads, story, walking_order
from tests.workshop.drawing.libraries import with_commands

NAMES = [f"s{n}" for n in range(7)]


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Steps that lead anywhere."""
    names = NAMES[: draw(st.integers(1, 7))]
    anywhere = st.lists(st.sampled_from(names), max_size=3, unique=True).map(lambda to: tuple(map(Lead, to)))
    return Flow("any", "Any", {name: Step(id=name, leads=draw(anywhere)) for name in names})


@given(flows())
def test_every_step_is_told_once_and_the_first_one_first(flow: Flow) -> None:
    order = walking_order(flow)
    assert sorted(order) == sorted(flow.steps)
    assert order[0] == flow.first.id


@given(flows())
def test_a_step_stands_before_those_that_follow_it_but_for_ways_back(flow: Flow) -> None:
    order = walking_order(flow)
    for name in _after(flow, flow.first.id):
        for to in leads(flow.steps[name]):
            assert order.index(name) < order.index(to) or name in _after(flow, to), (name, to)


def _after(flow: Flow, begin: str) -> set[str]:
    met, waiting = set[str](), [begin]
    while waiting:
        if (name := waiting.pop()) not in met:
            met.add(name)
            waiting += leads(flow.steps[name])
    return met


def test_what_the_first_choice_leads_to_comes_first_and_what_joins_comes_last() -> None:
    steps = {
        "a": Step(id="a", leads=(Lead("b"), Lead("d"))),
        "b": Step(id="b", leads=(Lead("c"),)),
        "c": Step(id="c", leads=(Lead("e"),)),
        "d": Step(id="d", leads=(Lead("e"),)),
        "e": Step(id="e"),
    }
    assert walking_order(Flow("f", "F", steps)) == ("a", "b", "c", "d", "e")


def test_thousands_of_steps_are_no_matter() -> None:
    names = [f"s{n}" for n in range(5_000)]
    steps = {name: Step(id=name, leads=(Lead(after),)) for name, after in pairwise(names)}
    assert len(walking_order(Flow("f", "F", steps | {names[-1]: Step(id=names[-1])}))) == 5_000


def test_everything_that_leads_somewhere_is_told(visit: Flow, library: Library) -> None:
    panels = story(visit, library)
    assert [panel.number for panel in panels] == list(range(1, 14))
    assert {panel.step.id: set(panel.targets) for panel in panels} == {name: set(leads(step)) for name, step in visit.steps.items()}


def test_a_title_is_the_short_name_of_the_answer_else_the_steps_id(visit: Flow, library: Library) -> None:
    titles = {panel.step.id: panel.title for panel in story(visit, library)}
    assert (titles["hide"], titles["check"]) == ("Who must not see it", "Check")


@pytest.mark.parametrize(
    ("opens", "step", "told"),
    [
        ("flow:visit", "hello", "/visit begins here"),
        ("flow:visit:hide", "hide", "/visit begins here"),
        ("flow:start", "hello", ""),
    ],
)
def test_what_begins_a_flow_is_told_at_its_step(visit: Flow, library: Library, opens: str, step: str, told: str) -> None:
    panels = story(visit, with_commands(library, Command("visit", "Tell", opens)))
    assert {panel.step.id: panel.begun for panel in panels if panel.begun} == ({step: (told,)} if told else {})


def test_a_step_that_nothing_in_the_flow_leads_to_says_so(library: Library) -> None:
    flow = Flow("f", "F", {"a": Step(id="a"), "b": Step(id="b")})
    assert [panel.begun for panel in story(flow, library)] == [(), ("Heard itself begins here",)]
