"""What is kept of a question: its words, and nothing that leads to somebody by itself."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.dialogue.words.redaction import kept


@pytest.mark.parametrize(
    "words",
    [
        "can i have a dog in my flat",
        "I'm 17, do I get £2,000 when I'm 18?",
        "what did the 2021-24 plan say about ages 16-25",
        "mi puedo quedar aquí después de los 18 años?",
        "who is at the 2nd floor of room 12b",
        "هل يمكنني البقاء",
    ],
)
def test_ordinary_questions_stay_as_they_are(words: str) -> None:
    assert kept(words) == words


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("ring me on 07700 900123 please", "ring me on … please"),
        ("my number is +44 (0)117 496-0123", "my number is …"),
        ("born 12/03/2009, can i get a passport", "born …, can i get a passport"),
        ("mail sam.smith@example.org or sam@localhost", "mail … or …"),
        ("im @sam_s on there", "im … on there"),
        ("is https://example.org/a?b=c true, or www.example.com", "is … true, or …"),
        ("any gyms near BS1 5TR or bs15tr", "any gyms near … or …"),
    ],
)
def test_what_leads_to_somebody_is_left_out(words: str, left: str) -> None:
    assert kept(words) == left


@pytest.mark.parametrize("words", ["", " \n", "07700900123", "sam@example.org @sam", "\ud800\x00", "?!", "\u202e\u200b"])
def test_where_no_words_are_left_nothing_is_kept(words: str) -> None:
    assert kept(words) == ""


@given(st.text(st.characters(), max_size=500))
@example("a\x00b\ud800c\x1b[31m\u202e\n\td")
@example("9" * 500)
@example("a@" * 250)
def test_what_is_kept_of_any_words_is_one_line_that_a_database_holds_and_a_terminal_shows(words: str) -> None:
    left = kept(words)
    assert left.isprintable()
    assert left.encode().decode() == left
    assert left == left.strip()
    assert kept(left) == left
    assert len(left) <= len(words)
