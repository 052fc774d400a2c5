from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.words.spelling import SEEN, Speller
from bot.model.normalise import normalise

SPELLER = Speller([normalise("my social worker left, who is my pathway adviser")] * SEEN + [normalise("a sociable wroker once")])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("my socail worker", "my social worker"),
        ("patway advisor", "pathway adviser"),
        ("who is my pa", "who is my pa"),
        ("my wroker left", "my wroker left"),
        ("zebra", "zebra"),
        ("sw", "sw"),
    ],
)
def test_only_what_is_near_a_usual_word_is_read_anew(typed: str, read: str) -> None:
    """A misspelling that the examples have themselves is known; a short or a strange word stays."""
    assert SPELLER.read(normalise(typed)).sentence == read


def test_a_word_seen_too_seldom_draws_nothing_to_it() -> None:
    assert SPELLER.read(normalise("sociabel")).sentence != "sociable"


@given(st.text(max_size=200))
def test_any_text_keeps_its_number_of_words(text: str) -> None:
    message = normalise(text)
    assert len(SPELLER.read(message).words) == len(message.words)
