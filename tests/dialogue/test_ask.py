"""One question without any state, in this process: what the record holds for each kind of reply."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.dialogue.ask import Asked, Question, ask, known_council, questions
from bot.dialogue.dialogue import Dialogue
from bot.errors import QuestionError
from bot.model.content.topics import ENGLAND, Audience
from tests.conftest import TODAY

KEYS = ["text", "outcome", "topic", "suggestions", "answer", "sources", "flow", "safety", "ms", "why"]
Asks = Callable[..., Asked]


@pytest.fixture
def asks(dialogue: Dialogue) -> Asks:
    """Asks the small content."""

    def put(text: str, council: str | None = None, audience: Audience | None = None) -> Asked:
        return ask(dialogue, Question(text=text, council=council, audience=audience), TODAY)

    return put


OUTCOMES = [
    ("do care leavers pay council tax", "answer", "council-tax", None),
    ("hello", "chat", None, None),
    ("qwertyuiop zxcvbnm", "no_answer", None, None),
    ("", "no_answer", None, None),
    ("i want to kill myself", "crisis", None, "suicide"),
    ("do care leavers pay council tax, ive been cutting myself", "crisis", "council-tax", "self-harm"),
]


@pytest.mark.parametrize(("text", "outcome", "topic", "category"), OUTCOMES, ids=[text for text, *_ in OUTCOMES])
def test_the_record_of_each_outcome(asks: Asks, text: str, outcome: str, topic: str | None, category: str | None) -> None:
    record = asks(text).record
    assert list(record) == KEYS
    assert (record["text"], record["outcome"]) == (text, outcome)
    assert topic in (None, record["topic"])
    assert (record["safety"] or {}).get("category") == category
    if outcome in ("chat", "no_answer"):
        assert record["topic"] is None
    assert record["answer"].strip()
    assert json.loads(json.dumps(record)) == record


def test_the_topic_is_the_first_suggestion(asks: Asks) -> None:
    for text in ("do care leavers pay council tax", "worker", "what can i get", "who is my social worker"):
        record = asks(text).record
        assert record["topic"] in (None, record["suggestions"][0])


def test_the_answer_is_everything_a_person_could_read(asks: Asks) -> None:
    young = asks("do care leavers pay council tax", "bristol", Audience.CARE_LEAVER)
    assert "Bristol's 2021 to 2023 plan" in young.record["answer"]
    assert "Each council makes its own rule" in young.record["answer"]
    assert "Each council makes its own rule" not in young.text, "in the terminal it stands under a button"
    councillor = asks("do care leavers pay council tax", None, Audience.COUNCILLOR).record["answer"]
    assert councillor.count("Each council sets who counts") == 1


def test_a_source_is_named_once_with_its_period(asks: Asks) -> None:
    sources = asks("do care leavers pay council tax", "bristol").record["sources"]
    assert [source["id"] for source in sources] == ["bristol-epic-2021", "local-government-finance-act-1992"]
    assert sources[1] == {"id": "local-government-finance-act-1992", "title": "Local Government Finance Act 1992", "period": "in force"}


def test_nothing_is_remembered_between_questions(asks: Asks) -> None:
    before = asks("do care leavers pay council tax").record
    asks("bristol")
    after = asks("do care leavers pay council tax").record
    assert before | {"ms": 0} == after | {"ms": 0}


def test_the_time_is_in_milliseconds(asks: Asks) -> None:
    asked = asks("do care leavers pay council tax")
    assert asked.ms > 0
    assert asked.record["ms"] == round(asked.ms, 3)


@pytest.mark.parametrize("council", [None, ENGLAND, "bristol", "north-somerset"])
def test_councils_that_can_be_asked_about(dialogue: Dialogue, council: str | None) -> None:
    assert known_council(dialogue, council) == council


def test_lines_of_a_batch_are_counted_as_an_editor_counts_them(dialogue: Dialogue, tmp_path: Path) -> None:
    lines = ['{"text": "a", "style": "esl"}\n', "\n", '{"text": "b", "council": "leeds"}\n']
    read = questions(lines, "file.jsonl", dialogue)
    assert next(read).text == "a"
    with pytest.raises(QuestionError, match=r"^file\.jsonl:3: .*'leeds'"):
        next(read)
