"""Rules for example questions: of topics, and of what Heard does not know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.content.check.examples import ENOUGH
from tests.content.changing import BRISTOL_TAX, TAX, Change, assert_found, errors, replace_in, warnings

LIMITS = "knowledge/limits.yaml"

QUESTIONS = [
    Change("in one topic", TAX, "  - got a council tax bill\n", "  - GOT a council-tax bill?!\n  - got a council tax bill\n", 8, "stands"),
    Change(
        "in two topics",
        TAX,
        "  - got a council tax bill\n",
        "  - What am I entitled to???\n",
        6,
        "'what am i entitled to' stands in england/council-tax too",
        seen_in="knowledge/england/entitlements.md",
    ),
    Change(
        "in a council's file",
        BRISTOL_TAX,
        "sources:",
        "questions: [new one, 'got a council tax bill!']\nsources:",
        "questions:",
        "stands in england/council-tax too",
        seen_in=BRISTOL_TAX,
    ),
    Change("without a word", TAX, "  - got a council tax bill\n", "  - '???'\n", "???", "an example question has no words"),
]


@pytest.mark.parametrize("change", QUESTIONS, ids=str)
def test_one_change_gives_one_clear_problem(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


def with_limits(content: Path, *limits: tuple[str, Sequence[str]]) -> None:
    """Replace what Heard does not know by these groups, so that a question stands on a line by itself."""
    entries = [{"id": name, "reply": "Not that.", "questions": list(questions)} for name, questions in limits]
    (content / LIMITS).write_text(yaml.safe_dump({"limits": entries}, sort_keys=False), encoding="utf-8")


NOT_IN_LIMITS = [
    ([("bins", ["bin day", "Got a COUNCIL-tax bill?"])], "Got a COUNCIL", "stands in england/council-tax too"),
    ([("bins", ["bin day"]), ("dates", ["what day is it", "bin day!"])], "bin day!", "'bin day!' stands in limits.yaml (bins) too"),
    ([("bins", ["bin day", "Bin day"])], "Bin day", "stands in limits.yaml (bins) too"),
    ([("bins", ["bin day", "?!"])], "?!", "an example question has no words"),
    ([("bins", ["bin day"]), ("bins", ["other day"])], 6, "'bins' stands twice"),
]


@pytest.mark.parametrize(("limits", "at", "says"), NOT_IN_LIMITS, ids=["and a topic", "and another group", "twice", "no words", "an id"])
def test_a_question_about_what_heard_does_not_know_stands_nowhere_else(
    content: Path, limits: list[tuple[str, list[str]]], at: str | int, says: str
) -> None:
    with_limits(content, *limits)
    assert_found(content, Change("", LIMITS, "", "", at, says), errors(content))


def test_other_questions_about_what_heard_does_not_know_are_fine(content: Path) -> None:
    with_limits(content, ("bins", ["bin day", "bins day", "council tax"]), ("dates", ["what day is it"]))
    assert errors(content) == [], "a keyword of a topic may stand in one: who says only that much may mean either"


def test_a_group_says_something_to_a_question(content: Path) -> None:
    (content / LIMITS).write_text("limits:\n  - id: bins\n    reply: ''\n    questions: []\n", encoding="utf-8")
    assert [(p.line, p.wrong) for p in errors(content) if p.file.name == "limits.yaml"] != []


@pytest.mark.parametrize("extra", [0, ENOUGH - 4, ENOUGH - 3])
@pytest.mark.parametrize("file", [TAX, BRISTOL_TAX], ids=["in the national file", "in a council's"])
def test_a_topic_with_few_questions_is_pointed_out(content: Path, file: str, extra: int) -> None:
    """The small content has three for each topic; those of a council count like any others."""
    text = (content / file).read_text(encoding="utf-8")
    questions = [f"is there money off for reason {n}" for n in range(extra)]
    if file == TAX:
        (content / file).write_text(
            text.replace("questions:\n", "questions:\n" + "".join(f"  - {q}\n" for q in questions)), encoding="utf-8"
        )
    elif extra:
        (content / file).write_text(text.replace("sources:", f"questions: {questions}\nsources:", 1), encoding="utf-8")
    told = [(str(p.file), p.line, p.wrong) for p in warnings(content) if "example questions" in p.wrong and "council-tax" in str(p.file)]
    count = 3 + extra
    assert told == ([] if count >= ENOUGH else [(TAX, 4, f"the topic has {count} example questions; to be found well it needs {ENOUGH}")])
