"""The one walk over every word that a person reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import schema
from bot.content.flow_schema import FlowFile
from bot.content.words import Translate, as_written, translate_prose, translated
from bot.model.content.fields import FileModel, M, paragraphs

Read = dict[str, list[str]]


def recorder(read: Read) -> Translate:
    """A translator that notes what it is given, by context, and answers in capitals."""

    def translate(context: str, words: str) -> str:
        read.setdefault(context, []).append(words)
        return words.upper()

    return translate


def model(kind: type[M], **values: Any) -> M:
    return kind.model_validate(values)


DAYS = {"checked": date(2026, 11, 1), "review_by": date(2027, 5, 1)}

WORDS: list[tuple[FileModel, Read]] = [
    (
        model(
            schema.TopicFront,
            title="Tea",
            questions=["any tea"],
            keywords=["brew"],
            facts=["T-1"],
            next={"topics": ["milk"], "links": [{"text": "Buy", "url": "https://tea.example"}]},
            sources=[{"id": "act", "place": "part 1"}, {"id": "plan", "sections": ["2, Tea"]}],
            reviewed={"by": "an officer", "when": date(2026, 11, 1)},
            **DAYS,
        ),
        {"x/title": ["Tea"], "x/next/links/https://tea.example/text": ["Buy"], "x/sources/act/place": ["part 1"]},
    ),
    (model(schema.TopicFront, **DAYS), {}),
    (
        model(
            FlowFile,
            title="Hello",
            steps=[
                {
                    "id": "one",
                    "kind": "choose",
                    "label": "One",
                    "say": "First.\n\nSecond.",
                    "choices": [{"label": "Yes", "value": "y"}],
                    "shortcuts": [{"label": "Out", "action": "stop"}],
                }
            ],
        ),
        {
            "x/title": ["Hello"],
            "x/steps/one/say": ["First.", "Second."],
            "x/steps/one/label": ["One"],
            "x/steps/one/choices/y/label": ["Yes"],
            "x/steps/one/shortcuts/stop/label": ["Out"],
        },
    ),
    (model(schema.PhrasesFile, phrases={"hi": "Hi.", "bye": "Bye.\n\nNow."}), {"x/phrases/hi": ["Hi."], "x/phrases/bye": ["Bye.", "Now."]}),
    (
        model(
            schema.CouncilEntry,
            id="york",
            name="City of York",
            short_name="York",
            also_called=["yorkshire"],
            contacts={
                "daytime": {"name": "Team", "phone": "01", "hours": "9 to 5", "mark": "primary", "seen": date(2026, 11, 1), "instead": "a"}
            },
        ),
        {"x/name": ["City of York"], "x/short_name": ["York"], "x/contacts/daytime/name": ["Team"], "x/contacts/daytime/hours": ["9 to 5"]},
    ),
    (
        model(schema.SafetyReplyEntry, category="suicide", urgent="Ring.", concern="Talk."),
        {"x/urgent": ["Ring."], "x/concern": ["Talk."]},
    ),
    (
        model(schema.SmallTalkFile, small_talk=[{"id": "hi", "says": ["hello"], "pattern": "hi+", "reply": "Hi."}]),
        {"x/small_talk/hi/reply": ["Hi."]},
    ),
    (
        model(
            schema.SectionsFile,
            counted=[{"name": "Cup", "one": "Cup {numbers}", "several": "Cups {numbers}"}],
            documents=[
                {"id": "plan", "sections": [{"id": "2", "title": "Drinks"}, {"id": "2, Cup 1"}, {"id": "2, Tea", "also_called": ["a"]}]}
            ],
        ),
        {
            "x/counted/Cup/one": ["Cup {numbers}"],
            "x/counted/Cup/several": ["Cups {numbers}"],
            "x/documents/plan/sections/2, Tea/name": ["Tea"],
        },
    ),
    (model(schema.CommandEntry, name="menu", about="See all", opens="menu"), {"x/about": ["See all"]}),
    (model(schema.AvoidedWord, avoid="a", say="b", why="c"), {}),
]


@pytest.mark.parametrize(("entry", "expected"), WORDS, ids=lambda value: type(value).__name__)
def test_what_a_person_reads_and_nothing_else_is_translated(entry: FileModel, expected: Read) -> None:
    read: Read = {}
    changed = translated(entry, "x", recorder(read))
    assert read == expected
    again: Read = {}
    translated(changed, "x", recorder(again))
    assert again == {context: [words.upper() for words in found] for context, found in expected.items()}, "the copy holds the translation"


@pytest.mark.parametrize(("entry", "expected"), WORDS, ids=lambda value: type(value).__name__)
def test_english_stays_as_it_is_written(entry: FileModel, expected: Read) -> None:
    assert translated(entry, "x", as_written) is entry


def test_the_same_words_in_two_places_can_be_translated_in_two_ways() -> None:
    entry = model(schema.PhrasesFile, phrases={"a": "Right", "b": "Right"})
    changed = translated(entry, "x", lambda context, words: context)
    assert changed.phrases == {"a": "x/phrases/a", "b": "x/phrases/b"}


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("one", ("one",)),
        ("one\n\ntwo", ("one", "two")),
        ("one\n \t\n\n\ntwo\n", ("one", "two")),
        ("\n\none\nstill one\n\n- a\n- b\n", ("one\nstill one", "- a\n- b")),
        ("", ()),
        (" \n\n ", ()),
    ],
)
def test_prose_is_cut_at_its_blank_lines(prose: str, expected: tuple[str, ...]) -> None:
    assert paragraphs(prose) == expected


@given(st.text("ab \n\t-", max_size=40))
def test_prose_that_nobody_translates_keeps_every_word(prose: str) -> None:
    assert translate_prose(prose, "x", lambda context, words: words).split() == prose.split()
    assert all(part.strip() == part and part for part in paragraphs(prose))
