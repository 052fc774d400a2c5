"""Random small flows: `check` finds nothing exactly where walking every way, with the engine itself, finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check.flow.flows import flows_whole
from bot.content.files import Manuscript, read, read_flow
from bot.content.flow_schema import FlowFile
from bot.content.flows import build_flow
from bot.errors import Problem
from bot.model.content.flow import Flow
from bot.model.content.kinds.check import Check
from bot.model.content.kinds.choose import Choose
from bot.model.content.kinds.end import End
from bot.model.content.kinds.open_case import OpenCase
from bot.model.content.kinds.start import Start
from bot.model.content.steps import Ask, Step
from bot.model.content.ways import Ways
from bot.model.session import Session, Value

ASKING = ("choose", "text", "number", "date", "collect")
KINDS = ("say", "say", *ASKING, "check", "end", "start")
Way = tuple[str, ...]
Entry = dict[str, Any]


@dataclass(frozen=True)
class Walked:
    """What a walk along every way found."""

    met: frozenset[str]
    stuck: frozenset[str]
    """Steps that were met, and from which no way comes to an end."""
    circles: frozenset[frozenset[str]]
    """Steps that lead round with nobody asked."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong, but for steps that nobody met."""
        return not self.stuck and not self.circles


def walked(flow: Flow) -> Walked:
    """Every way through a flow that comes to no step twice. Knows nothing of how `check` does it."""
    met = _all_after(flow, {flow.first.id})
    stuck = {name for name in met if not any(_over(flow.steps[to]) for to in _all_after(flow, {name}))}
    return Walked(frozenset(met), frozenset(stuck), frozenset(_circles(flow, met)))


def _all_after(flow: Flow, begin: set[str]) -> set[str]:
    return {name for first in begin for way in _ways(flow, (first,)) for name in way}


def _ways(flow: Flow, way: Way) -> Iterator[Way]:
    yield way
    for to in following(flow.steps[way[-1]]):
        if to not in way:
            yield from _ways(flow, (*way, to))


def _circles(flow: Flow, met: set[str]) -> Iterator[frozenset[str]]:
    """Ways of steps that wait for nobody, and come back to where they began."""
    for name in met:
        for way in _ways(flow, (name,)):
            if name in following(flow.steps[way[-1]]) and not any(isinstance(flow.steps[step], Ask | Check) for step in way):
                yield frozenset(way)


def following(step: Step) -> set[str]:
    """Where the engine goes from a step, whatever is answered."""
    if isinstance(step, End | Start):
        return set()
    values: list[Value] = [choice.value for choice in step.choices] if isinstance(step, Choose) else ["words"]
    values += [None] if isinstance(step, Ask) and step.optional else []
    return {to for value in values if (to := step.leads_to({step.id: value}, Session()))}


def _over(step: Step) -> bool:
    return isinstance(step, End | Start) or (isinstance(step, OpenCase) and not step.leads)


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """The steps of a small flow, each right by itself. Nothing holds them together."""
    names = [f"s{n}" for n in range(draw(st.integers(1, 6)))]
    return [draw(_entry(name, st.sampled_from(names))) for name in names]


@st.composite
def _entry(draw: st.DrawFn, name: str, target: st.SearchStrategy[str]) -> Entry:
    kind = draw(st.sampled_from(KINDS))
    entry: Entry = {"id": name, "kind": kind, **({"topic": "help-now"} if kind == "start" else {"say": "Hi."})}
    entry |= {"button": "Send it"} if kind == "check" else {}
    entry |= {"label": name} if kind in ASKING else {}
    if kind == "choose":
        return entry | draw(_choices(name, target))
    if kind not in ("end", "start"):
        entry["next"] = draw(target)
    return entry


@st.composite
def _choices(draw: st.DrawFn, name: str, target: st.SearchStrategy[str]) -> Entry:
    """Choices that lead on by themselves, by the step's plain next, or by a next with conditions."""
    how = draw(st.sampled_from(["choices", "next", "conditions"]))
    listed: list[Entry] = [{"label": value, "value": value} for value in ("yes", "no")]
    if how == "choices":
        return {"choices": [choice | {"leads_to": draw(target)} for choice in listed]}
    if how == "next":
        if to := draw(st.none() | target):
            listed[0]["leads_to"] = to
        return {"choices": listed, "next": draw(target), "optional": draw(st.booleans())}
    when = [{"step": name, "equals": "yes"}]
    return {"choices": listed, "next": [{"to": draw(target), "when": when}, {"to": draw(target)}]}


@st.composite
def sound_entries(draw: st.DrawFn) -> list[Entry]:
    """The steps of a small flow that is sound: each leads to the next, and questions lead anywhere as well."""
    names = [f"s{n}" for n in range(draw(st.integers(2, 6)))]
    steps = [draw(_entry(name, st.just(after))) for name, after in pairwise(names)]
    for step in steps:
        if step["kind"] in ("end", "start"):
            step |= {"kind": "say", "say": "Hi.", "next": names[names.index(step["id"]) + 1]}
            step.pop("topic", None)
        if step["kind"] == "choose" and "next" in step:
            step["choices"][0]["leads_to"] = draw(st.sampled_from(names))
    return [*steps, {"id": names[-1], "kind": "end", "say": "Bye."}]


Checked = Callable[[list[Entry]], tuple[list[str], Flow]]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Checked:
    """What `check` says of steps, and the flow that they make."""
    root = make_content(tmp_path_factory.mktemp("ways") / "content")
    manuscript, path = read(root), root / "flows" / "random.yaml"

    def check(steps: list[Entry]) -> tuple[list[str], Flow]:
        path.write_text(yaml.dump({"title": "Random", "steps": steps}, Dumper=yaml.CSafeDumper), encoding="utf-8")
        problems: list[Problem] = []
        found = read_flow(path, problems)
        assert found is not None, problems
        alone = Manuscript(root, lists=manuscript.lists, flows={"random": found}, national_ids=manuscript.national_ids)
        return [problem.wrong for problem in flows_whole(alone)], build_flow("random", found.model, {}, "")

    return check


MANY = settings(max_examples=200, deadline=None)


@MANY
@given(steps=entries() | sound_entries())
def test_check_finds_nothing_exactly_where_every_way_is_sound(checked: Checked, steps: list[Entry]) -> None:
    problems, flow = checked(steps)
    found = walked(flow)
    assert (problems == []) is (found.is_sound and found.met == set(flow.steps)), problems


@MANY
@given(steps=entries())
def test_the_graph_leads_where_the_engine_goes(checked: Checked, steps: list[Entry]) -> None:
    _, flow = checked(steps)
    ways = Ways(FlowFile.model_validate({"title": "Random", "steps": steps}).steps)
    assert {name: set(ways.after(name)) for name in flow.steps} == {
        name: _all_after(flow, following(step)) for name, step in flow.steps.items()
    }


@MANY
@given(steps=sound_entries(), data=st.data())
def test_what_is_planted_in_a_sound_flow_is_found(checked: Checked, steps: list[Entry], data: st.DataObject) -> None:
    assert checked(steps)[0] == []
    last = steps[-1]["id"]
    planted, says = data.draw(
        st.sampled_from(
            [
                ([*steps, {"id": "lost", "kind": "say", "say": "Hi.", "next": last}], ["nothing leads to the step 'lost'"]),
                (
                    [*steps[:-1], {"id": last, "kind": "say", "say": "Hi.", "next": last}],
                    [f"the flow would go round for ever without asking anything: {last} → {last}"],
                ),
                (
                    [*steps[:-1], {"id": last, "kind": "text", "say": "Hi.", "label": "Hi", "next": last}],
                    ["from the step 's0' nobody comes to an end"],
                ),
                ([*steps[:-1], {"id": last, "kind": "say", "say": "Hi."}], [f"the step '{last}' leads nowhere"]),
            ]
        )
    )
    assert checked(planted)[0] == says
