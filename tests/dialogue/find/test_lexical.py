"""What the words of a message say for each subject, and why."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.find.lexical import BUCKETS, Lexical, letter_groups, vector, words_and_pairs
from bot.model.normalise import normalise
from bot.workshop.learning.teach import teach

EXAMPLES = {
    "tax": ("do i pay council tax", "got a council tax bill", "wots the deal with council tax"),
    "rent": ("who helps with my rent", "cant pay my rent this month", "rent is due"),
    "worker": ("who is my social worker", "my social worker never rings back", "new social worker"),
}
LEARNED = teach(EXAMPLES)
LEXICAL = Lexical(LEARNED, [*EXAMPLES, "visits"])
FLAT = np.ones(2 * BUCKETS, dtype=np.float32)


def scores(message: str) -> dict[str, float]:
    return dict(zip([*EXAMPLES, "visits"], LEXICAL.scores(normalise(message)).tolist(), strict=True))


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("council tax", "tax"),
        ("COUNSIL TAKS BIL", "tax"),
        ("whos paying for the rent", "rent"),
        ("my soshal wurker never ring back", "worker"),
    ],
)
def test_words_speak_for_their_subject_whatever_the_spelling(message: str, subject: str) -> None:
    said = scores(message)
    assert max(said, key=lambda name: said[name]) == subject


def test_nothing_is_said_for_a_subject_that_nothing_was_learned_about() -> None:
    assert scores("when do you visit")["visits"] == -1
    assert LEXICAL.knows.tolist() == [True, True, True, False]
    assert LEXICAL.telling(normalise("when do you visit"), "visits") == ()


def test_the_telling_words_are_those_without_which_the_score_sinks() -> None:
    message = "zebras got a council tax bill"
    why = LEXICAL.telling(normalise(message), "tax")
    assert {"council", "tax", "bill"} <= set(why)
    assert "zebras" not in why
    for word in why:
        assert scores(message.replace(word, ""))["tax"] < scores(message)["tax"], word


def test_the_loudest_word_is_named_first_and_each_only_once() -> None:
    why = LEXICAL.telling(normalise("rent rent my rent is due"), "rent")
    assert why[0] == "rent"
    assert len(set(why)) == len(why) <= 5


def test_a_subjects_score_does_not_depend_on_who_stands_beside_it() -> None:
    message = normalise("cant pay the tax")
    alone = Lexical(LEARNED, ["tax"]).scores(message)
    assert alone.tolist() == pytest.approx([scores("cant pay the tax")["tax"]])


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ((), []),
        (("a",), [" a", "a ", " a "]),
        (("pa",), [" p", "pa", "a ", " pa", "pa ", " pa "]),
        (("tax",), [" t", "ta", "ax", "x ", " ta", "tax", "ax ", " tax", "tax "]),
    ],
)
def test_letter_groups_know_the_edges_of_words(words: tuple[str, ...], groups: list[str]) -> None:
    assert list(letter_groups(words)) == groups


def test_neighbours_make_pairs() -> None:
    assert list(words_and_pairs(("council", "tax", "bill"))) == ["w:council", "w:tax", "w:bill", "p:council tax", "p:tax bill"]


@given(st.text(max_size=200))
@settings(deadline=None)
def test_letters_and_words_weigh_alike_in_any_message(text: str) -> None:
    message = normalise(text)
    buckets, weights = vector(message, FLAT)
    letters = buckets < BUCKETS
    assert len(set(buckets.tolist())) == len(buckets)
    assert bool(buckets.size == 0 or (buckets.min() >= 0 and buckets.max() < 2 * BUCKETS))
    for half in (letters, ~letters):
        assert float(np.linalg.norm(weights[half])) == pytest.approx(1.0 if message.words else 0.0, abs=1e-5)
    assert np.isfinite(LEXICAL.scores(message)).all()
