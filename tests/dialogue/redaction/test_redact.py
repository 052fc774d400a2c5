"""What is kept of a question: its words, and nothing that leads to somebody.

Two tables say what must be gone and what must stay. `unseen.jsonl` was written before the code and is not to be tuned on; a new case goes
into `cases.jsonl`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.redaction.marks import Kind
from bot.dialogue.redaction.redact import kept

TABLES = ("unseen.jsonl", "cases.jsonl")
CASES = [
    json.loads(line)
    for table in TABLES
    for line in (Path(__file__).parent / table).read_text(encoding="utf-8").splitlines()
    if line.strip()
]
PLACEHOLDER = re.compile("«[^«»]*»")
ORDINARY = "ordinary"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['kind']}: {case['text']}")
def test_what_leads_to_somebody_is_gone_and_the_question_stays(case: dict[str, Any]) -> None:
    left = kept(case["text"])
    readable = PLACEHOLDER.sub("", left)
    assert [private for private in case["gone"] if private in readable] == []
    assert [words for words in case["stays"] if words not in left] == []


def test_the_tables_hold_enough_of_each_kind_and_a_third_was_written_first() -> None:
    by_kind: dict[str, int] = {}
    for case in CASES:
        by_kind[case["kind"]] = by_kind.get(case["kind"], 0) + 1
    assert sum(by_kind.values()) >= 150
    assert min(by_kind[kind] for kind in ("name", "date", "address", "phone", "reference", "handle", ORDINARY)) >= 15


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("ring me on 07700 900123 please", "ring me on «phone» please"),
        ("born 12/03/2009, can i get a passport", "born «date», can i get a passport"),
        ("mail sam.smith@example.org or sam@localhost", "mail «e-mail» or «e-mail»"),
        ("im @sam_s on there", "im «account» on there"),
        ("is https://example.org/a?b=c true, or www.example.com", "is «link» true, or «link»"),
        ("any gyms near BS1 5TR or bs15tr", "any gyms near «postcode» or «postcode»"),
        ("can i get council tax off at 12 Acacia Avenue", "can i get council tax off at «address»"),
        ("sort code 12-34-56 account 12345678", "sort code «bank number» account «bank number»"),
        ("my ni number is QQ 12 34 56 C", "my ni number is «reference»"),
        ("my carer drives AB12 CDE", "my carer drives «number plate»"),
        ("my worker is Dave Jones", "my worker is «name»"),
        ("my pin is 4471", "my pin is «password»"),
        ("my name is «name» and i am 16", "my name is «name» and i am 16"),
    ],
)
def test_an_editor_reads_what_stood_there(words: str, left: str) -> None:
    assert kept(words) == left


@pytest.mark.parametrize(
    "words", ["", " \n", "07700900123", "sam@example.org @sam", "\ud800\x00", "?!", "\u202e\u200b", "AB12 CDE, 12/03/2009"]
)
def test_where_no_words_are_left_nothing_is_kept(words: str) -> None:
    assert kept(words) == ""


DIGITS = st.text("0123456789", min_size=9, max_size=12)
SEPARATORS = st.sampled_from(["", " ", "-", ".", "/", "  ", "–"])


@given(DIGITS, SEPARATORS, st.integers(2, 4), st.sampled_from(["ring {}", "my number is {} ok", "{} is mine", "nhs {}", "ref {}: why"]))
def test_no_long_number_survives_however_it_is_grouped(digits: str, between: str, size: int, asked: str) -> None:
    number = between.join(digits[start : start + size] for start in range(0, len(digits), size))
    if all(re.fullmatch("(?:19|20)[0-9]{2}", group) for group in number.split(between or " ")):
        return
    if size == 2 and between == " " and len(digits) < 10 and digits[0] != "0":
        return  # ages in a row
    left = PLACEHOLDER.sub("", kept(asked.format(number)))
    assert sum(letter.isdigit() for letter in left) < 5, "no more than a piece that says nothing"


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2024), st.sampled_from(["{}/{}/{}", "{}.{}.{}", "{}-{}-{}", "{} {} {}"]))
def test_no_date_of_birth_survives(day: int, month: int, year: int, written: str) -> None:
    assert kept("i was born " + written.format(day, month, year) + " ok") == "i was born «date» ok"


@given(st.integers(10, 25), st.integers(1, 99), st.integers(1, 50_000), st.integers(1989, 2030))
def test_figures_stay(age: int, section: int, pounds: int, year: int) -> None:
    asked = f"im {age}, does section {section} give me £{pounds:,} or {pounds} pounds in {year}-{(year + 1) % 100:02} or {year}"
    assert kept(asked) == asked


def test_what_people_ask_us_about_stays_readable(real: Dialogue) -> None:
    """Nearly every example question is kept word for word: what is taken out of the others are names."""
    library = real.library("en")
    asked = [" ".join(question.split()) for topic in library.topics.values() for question in topic.questions]
    changed = [question for question in asked if kept(question) != question]
    assert len(changed) < len(asked) / 200
    assert all(f"«{Kind.ADDRESS}»" not in kept(question) or any(map(str.isalpha, question)) for question in changed)


@given(st.text(st.characters(), max_size=500))
@example("a\x00b\ud800c\x1b[31m\u202e\n\td")
@example("9" * 500)
@example("a@" * 250)
@example("«name» «»")
@example("\ue000\ue001")
def test_what_is_kept_of_any_words_is_one_line_that_a_database_holds_and_a_terminal_shows(words: str) -> None:
    left = kept(words)
    assert left.isprintable()
    assert left.encode().decode() == left
    assert left == left.strip()
    assert len(left) <= 15 * len(words) + 15


PIECES = st.sampled_from([case["text"] for case in CASES])


@given(st.lists(PIECES, min_size=1, max_size=3))
def test_what_was_kept_once_stays_as_it_is(pieces: list[str]) -> None:
    left = kept(". ".join(pieces))
    assert kept(left) == left
