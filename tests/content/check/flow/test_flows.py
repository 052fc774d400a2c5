"""What is wrong with whole flows: ways that go nowhere, and what begins them. One small change at a time to flows that are sound."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from bot.content.files import Manuscript
from bot.content.library import Libraries
from bot.errors import ContentError
from tests.content.changing import BRISTOL_TAX, TAX, Change, assert_found, errors, replace_in, warnings
from tests.content.check.flow.flow_changes import REQUESTS, SETTINGS, VISIT, assert_one_clear_problem

COMMANDS = "knowledge/commands.yaml"
A_START = "    kind: start\n"


def extra(*steps: str) -> str:
    """Steps that are put before the step "bye"."""
    return "".join(f"  - {{{step}}}\n" for step in steps) + "  - id: bye\n"


WAYS = [
    Change(
        "a step nobody comes to",
        VISIT,
        "  - id: bye\n",
        extra("id: zero, kind: say, say: Nought., next: bye"),
        "id: zero",
        "nothing leads to the step 'zero'",
    ),
    Change(
        "steps that only lead to each other",
        VISIT,
        "  - id: bye\n",
        extra("id: a, kind: text, say: A., label: A, next: b", "id: b, kind: say, say: B., next: a"),
        "{id: a",
        "nothing leads to the step 'a'",
    ),
    Change(
        "round and round",
        VISIT,
        "say: That's not OK.\n    next: hide\n",
        "say: That's not OK.\n    next: sorry\n",
        "- id: sorry",
        "without asking anything: sorry → sorry",
    ),
    Change(
        "round and round in two steps",
        VISIT,
        "say: That's not OK.\n    next: hide\n",
        "say: That's not OK.\n    next: [{to: sad, when: [{council: [none]}]}, {to: hide}]\n  - {id: sad, kind: say, say: Sad., next: sorry}\n",
        "- id: sorry",
        "without asking anything: sorry → sad → sorry",
    ),
    Change(
        "asked for ever",
        VISIT,
        "say: That's not OK.\n    next: hide\n",
        "say: That's not OK.\n    next: again\n  - {id: again, kind: text, label: More, say: More?, next: again}\n",
        "- id: sorry",
        "from the step 'sorry' nobody comes to an end",
    ),
]

OUTSIDE = [
    Change(
        "on to no topic",
        VISIT,
        f"{A_START}    topic: help-now\n",
        f"{A_START}    topic: helpp\n",
        "topic: helpp",
        "no topic is called 'helpp'",
    ),
    Change(
        "on to no flow",
        VISIT,
        "    kind: start\n    topic: help-now\n",
        "    kind: start\n    flow: dance\n",
        "flow: dance",
        "no flow is called 'dance'",
    ),
    Change("a shortcut to nowhere", VISIT, '"topic:help-now"', '"topic:help"', 'topic:help"', "'topic:help' opens nothing"),
    Change("a shortcut of no kind", VISIT, '"flow:start"', "fly", "action: fly", "'fly' opens nothing"),
    Change("a shortcut to somebody's case", VISIT, '"flow:start"', '"case:abc"', "case:abc", "'case:abc' opens nothing"),
    Change("a command to nowhere", COMMANDS, '"flow:start"', '"flow:begin"', "flow:begin", "'flow:begin' opens nothing"),
    Change("a command to no step", COMMANDS, "flow:settings:language", "flow:settings:tongue", "tongue", "opens nothing"),
    Change("no way to agree", SETTINGS, "- id: keep-questions", "- id: keep", 1, "the step 'keep-questions' is missing"),
    Change("nowhere to go when it is saved", SETTINGS, "- id: done", "- id: saved", 1, "the step 'done' is missing"),
    Change("a topic's answer without flow", TAX, "phones: [become]", "answer: praise", "answer: praise", "'answer' needs a 'flow'"),
    Change(
        "a topic's answer that is none",
        TAX,
        "phones: [become]",
        "flow: visit\n  answer: prais",
        "answer: prais",
        "'prais' is no choice of the first question",
    ),
    Change(
        "a topic's answer to words",
        TAX,
        "phones: [become]",
        "flow: add-to-case\n  answer: praise",
        "answer: praise",
        "does not begin with choices",
    ),
    Change("HTML in a step", VISIT, "That's not OK.", "That's <b>not</b> OK.", "say: That's", "HTML stands in the text: <b>"),
    Change(
        "an avoided word in a step", VISIT, "That's not OK.", "Your placement.", "say: Your placement", "'placement' is not a word we use"
    ),
    Change(
        "an avoided word on a button",
        VISIT,
        "label: My carers,",
        "label: My placement,",
        "label: My placement",
        "'placement' is not a word we use",
    ),
    Change(
        "hard words in a step",
        VISIT,
        "That's not OK.",
        "Notwithstanding organisational responsibilities, accountability arrangements necessitate comprehensive documentation.",
        "say: Notwithstanding",
        "the reading age is",
    ),
]


def test_the_unchanged_flow_is_sound(visit: Path) -> None:
    assert errors(visit) == []


@pytest.mark.parametrize("change", [*WAYS, *OUTSIDE], ids=str)
def test_one_change_gives_one_clear_problem(visit: Path, beside: Manuscript, change: Change) -> None:
    assert_one_clear_problem(visit, beside, change)


@pytest.mark.parametrize("change", [WAYS[0], OUTSIDE[0]], ids=str)
def test_nothing_starts_on_a_flow_that_is_not_sound(visit: Path, change: Change) -> None:
    replace_in(visit, change.file, change.old, change.new)
    assert_found(visit, change, errors(visit))
    with pytest.raises(ContentError, match=re.escape(change.says)):
        Libraries(visit)


def test_what_hangs_on_a_mistake_is_not_told_as_well(visit: Path) -> None:
    replace_in(visit, VISIT, "next: sort", "next: srot")
    assert [problem.wrong for problem in errors(visit)] == ["no step is called 'srot'"]


@pytest.mark.parametrize(("file", "says"), [("tell-us", "the file is missing"), ("add-to-case", "the file is missing")])
def test_a_flow_that_the_program_begins_is_gone(visit: Path, file: str, says: str) -> None:
    (visit / "flows" / f"{file}.yaml").unlink()
    assert (f"flows/{file}.yaml", 1, says) in [(str(problem.file), problem.line, problem.wrong) for problem in errors(visit)]


def test_flows_that_begin_each_other_for_ever(visit: Path) -> None:
    for name, other in (("ping", "pong"), ("pong", "ping")):
        steps = [{"id": "hi", "kind": "say", "say": "Hi.", "next": "on"}, {"id": "on", "kind": "start", "flow": other}]
        (visit / "flows" / f"{name}.yaml").write_text(yaml.safe_dump({"title": name, "steps": steps}), encoding="utf-8")
    (problem,) = errors(visit)
    assert problem.wrong == "'ping' and 'pong' would begin each other for ever"
    assert str(problem.file) == "flows/ping.yaml"


def test_flows_may_begin_each_other_where_somebody_is_asked(visit: Path) -> None:
    ask = {"id": "ask", "kind": "choose", "say": "On?", "choices": [{"label": "On", "value": "go"}], "next": "on"}
    for name, other, first in (("ping", "pong", [ask]), ("pong", "ping", [])):
        steps = [*first, {"id": "on", "kind": "start", "flow": other}]
        (visit / "flows" / f"{name}.yaml").write_text(yaml.safe_dump({"title": name, "steps": steps}), encoding="utf-8")
    assert errors(visit) == []


def test_a_flow_that_nothing_begins_is_worth_a_look(visit: Path) -> None:
    shutil.copy(visit / VISIT, visit / "flows" / "lost.yaml")
    (found,) = [problem for problem in warnings(visit) if problem.wrong == "nothing begins this flow"]
    assert (str(found.file), found.line) == ("flows/lost.yaml", 1)
    assert "flows/examples/lost.yaml" in found.mend


def test_a_flow_by_a_wrong_name(visit: Path) -> None:
    shutil.move(visit / VISIT, visit / "flows" / "My Visit.yaml")
    (visit / REQUESTS).unlink()
    assert ("flows/My Visit.yaml", "the file's name 'My Visit' is no id") in [(str(each.file), each.wrong) for each in errors(visit)]


def test_a_council_that_changes_only_the_flow_keeps_an_answer_that_fits(visit: Path) -> None:
    replace_in(visit, TAX, "phones: [become]", "flow: visit\n  answer: praise")
    replace_in(visit, BRISTOL_TAX, "sources:", "next:\n  flow: settings\nsources:")
    (problem,) = errors(visit)
    assert str(problem.file) == BRISTOL_TAX
    assert problem.wrong == "'praise' is no choice of the first question of 'settings'"


def test_an_answer_is_for_the_question_that_is_asked_first(visit: Path) -> None:
    late = "  - {id: early, kind: number, label: Early, say: How early?, next: sort}\n  - id: bye\n"
    replace_in(visit, VISIT, "next: sort", "next: early")
    replace_in(visit, VISIT, "  - id: bye\n", late)
    assert "but another is asked first" in " ".join(problem.wrong for problem in errors(visit))
