"""The sentence encoder that comes with the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.encoder.encoder import MODEL, TOKENS, Encoder
from bot.encoder.remembered import RememberingEncoder
from bot.errors import ModelError
from bot.model.normalise import normalise

TEXTS = [
    "who is my social worker",
    "COUNCIL TAX??",
    "x",
    "",
    "मेरा सोशल वर्कर कौन है",
    "i cant sleep " * 20,
    "wots the deal with council tax im 20",
]


def test_every_text_has_a_vector_of_length_1(encoder: RememberingEncoder) -> None:
    rows = encoder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), 192)
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1.0] * len(TEXTS), abs=1e-4)
    assert encoder.encode([]).shape == (0, 192)


def test_a_text_comes_out_the_same_whatever_stands_beside_it(encoder: RememberingEncoder) -> None:
    """What is remembered of an example must be what a message with the same words would get."""
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(encoder.encode(TEXTS), alone)
    assert np.array_equal(encoder.encode(TEXTS[::-1])[::-1], alone)


def test_another_process_would_say_the_same(encoder: RememberingEncoder) -> None:
    assert np.array_equal(Encoder().encode(TEXTS[:3]), encoder.encode(TEXTS[:3]))


@pytest.mark.parametrize(
    ("message", "near", "far"),
    [
        ("my landlord wants his money and i am skint", "help with paying my rent", "who is my social worker"),
        ("what time have i got to be in by", "are you allowed out late at night", "how do i get a passport"),
        ("i miss my little sister", "seeing brothers and sisters", "how do i get a passport"),
    ],
)
def test_what_means_the_same_lies_close_without_a_word_in_common(encoder: RememberingEncoder, message: str, near: str, far: str) -> None:
    one, close, away = encoder.encode([message, near, far])
    assert float(one @ close) > float(one @ away) + 0.1


def test_what_stands_after_the_last_piece_changes_nothing(encoder: RememberingEncoder) -> None:
    long = "tax " * TOKENS
    assert np.array_equal(encoder.encode([long]), encoder.encode([long + "adoption"]))


@given(st.text(max_size=120))
@settings(deadline=None)
def test_any_message_can_be_read(encoder: RememberingEncoder, text: str) -> None:
    row = encoder.encode([normalise(text).searched])[0]
    assert np.isfinite(row).all()


@pytest.mark.parametrize("gone", ["card.json", "tokenizer.json", "encoder.onnx"])
@pytest.mark.parametrize("written", [None, b"", b"{}"], ids=["missing", "empty", "something else"])
def test_a_broken_model_is_named_with_what_to_do(tmp_path: Path, gone: str, written: bytes | None) -> None:
    for name in {"card.json", "tokenizer.json", "encoder.onnx"} - {gone}:
        shutil.copy(MODEL / name, tmp_path / name)
    if written is not None:
        (tmp_path / gone).write_bytes(written)
    with pytest.raises(ModelError, match="make model"):
        Encoder(tmp_path)
