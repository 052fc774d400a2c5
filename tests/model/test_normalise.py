"""Messages made comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.normalise import SEARCHED, normalise


@pytest.mark.parametrize(
    ("message", "text", "sentence"),
    [
        ("Do I pay Council Tax?", "do i pay council tax?", "do i pay council tax"),
        ("  can't \n\t wait  ", "cant wait", "cant wait"),
        ("can’t can`t canʼt", "cant cant cant", "cant cant cant"),
        ("HEEEEELP!!!!!", "heelp!!", "heelp"),
        ("café naïve Ünïcode", "cafe naive unicode", "cafe naive unicode"),
        ("𝓱𝓮𝓵𝓹 𝐦𝐞 ｈｅｌｐ", "help me help", "help me help"),
        ("k\u200bi\u00adl\u2060l", "kill", "kill"),
        ("\u202ehelp\u202c", "help", "help"),
        ("a\ufe0f🙂\u200d🙂b", "a🙂🙂b", "a b"),
        ("ﬁne ² Ⅳ", "fine 2 iv", "fine 2 iv"),
        ("Straße İstanbul", "strasse istanbul", "strasse istanbul"),
        ("مَرحَبا", "مرحبا", "مرحبا"),
        ("under_score b&nes n-somerset", "under_score b&nes n-somerset", "under score b nes n somerset"),
        ("\ud800help\udfff", "help", "help"),
        ("", "", ""),
        ("\u200b \ufeff", "", ""),
        ("!?…", "!?...", ""),
    ],
)
def test_what_a_message_becomes(message: str, text: str, sentence: str) -> None:
    read = normalise(message)
    assert (read.text, read.sentence) == (text, sentence)


@pytest.mark.parametrize(("length", "shortened"), [(SEARCHED, False), (SEARCHED + 1, True)])
def test_only_the_search_stops_reading_a_long_message(length: int, shortened: bool) -> None:
    read = normalise(("ab" * length)[: length - 1] + "z")
    assert read.shortened is shortened
    assert read.text.endswith("z"), "the safety check sees all of it"
    assert read.sentence.endswith("z") is not shortened


@given(st.text())
def test_any_text_is_read_and_reading_it_again_changes_nothing_that_is_compared(message: str) -> None:
    read = normalise(message)
    assert "  " not in read.text
    assert read.text == read.text.strip()
    assert all(word.isalnum() or not word.isascii() for word in read.words)
    assert normalise(read.sentence).sentence == read.sentence


@given(st.text("abc '’", max_size=30), st.sampled_from(["\u200b", "\u00ad", "\ufeff", "\u2060"]), st.integers(0, 30))
def test_what_cannot_be_seen_makes_no_difference(message: str, invisible: str, place: int) -> None:
    assert normalise(message[:place] + invisible + message[place:]) == normalise(message)


@given(st.text("abcdefgh é?! ", max_size=30))
def test_loud_and_quiet_are_the_same(message: str) -> None:
    assert normalise(message.upper()) == normalise(message)
