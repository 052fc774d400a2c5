"""The language of a message: known in each of ours, never taken for English in another, and English stays English."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.dialogue.words.foreign_danger import ForeignSafety
from bot.dialogue.words.language import ENGLISH, LanguageReader
from bot.encoder.learned_languages import load_languages
from bot.model.content.languages import UNKNOWN, OtherLanguages
from tests.conftest import CHECKOUT

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


HELD = cases("languages_held")
"""Twenty sentences a language, written before its phrases and examples. Nobody writes phrases for them."""
DEVELOPMENT = cases("languages_development")
"""Hints at danger, and ordinary messages with a passport, a wedding or tablets in them. Phrases were written with these in view."""
COMMONEST = ("ar", "ckb", "kmr", "ps", "prs", "fa", "ti", "so", "sq", "vi")
"""Of the children in care who came alone, as the Home Office counts asylum applications: these must do better than the rest."""
QUESTIONS = [
    json.loads(line)["text"]
    for file in ("development", "hard", "unseen", "unseen_facts")
    for line in (CHECKOUT / "tests" / "questions" / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="session")
def content(real_libraries: Libraries) -> OtherLanguages:
    return real_libraries.english.other_languages


@pytest.fixture(scope="session")
def reader(content: OtherLanguages) -> LanguageReader:
    return LanguageReader(content, load_languages().learned)


@pytest.fixture(scope="session")
def safety(content: OtherLanguages) -> ForeignSafety:
    return ForeignSafety(content, load_languages().learned)


def by_language() -> dict[str, list[dict[str, Any]]]:
    sorted_: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in HELD:
        sorted_[case["language"]].append(case)
    return sorted_


@pytest.mark.parametrize(("code", "own"), by_language().items(), ids=by_language())
def test_a_language_is_known_and_danger_in_it_is_named(
    code: str, own: list[dict[str, Any]], reader: LanguageReader, safety: ForeignSafety
) -> None:
    danger = [case for case in own if case["category"]]
    known = [case for case in own if reader.read(case["text"]).code == code]
    named = [case for case in danger if safety.check(case["text"], reader.read(case["text"]))]
    assert len(own) == 20
    assert len(known) >= 19, [case["text"] for case in own if case not in known]
    assert len(named) >= (0.75 if code in COMMONEST else 0.5) * len(danger), [case["text"] for case in danger if case not in named]


def test_ordinary_messages_are_seldom_called_danger(reader: LanguageReader, safety: ForeignSafety) -> None:
    ordinary = [case["text"] for case in (*HELD, *DEVELOPMENT) if not case["category"]]
    alarms = [text for text in ordinary if safety.check(text, reader.read(text))]
    assert len(alarms) <= 0.05 * len(ordinary), alarms


def test_hints_at_danger_are_mostly_found(reader: LanguageReader, safety: ForeignSafety) -> None:
    hints = [case["text"] for case in DEVELOPMENT if case["category"]]
    missed = [text for text in hints if not safety.check(text, reader.read(text))]
    assert len(missed) <= 0.1 * len(hints), missed


def test_english_questions_stay_english(reader: LanguageReader) -> None:
    foreign = [text for text in QUESTIONS if not reader.read(text).is_read]
    assert len(foreign) <= 0.003 * len(QUESTIONS), foreign


@pytest.mark.parametrize(
    "text",
    [
        "ok", "hi", "k", "lmaooo", "wtf", "pls", "ty", "brb gtg", "cya l8r m8", "ne1 there", "wagwan my g innit", "nah fam dat ting peak still",
        "mandem on road", "ah dinnae ken whit tae dae", "aye am no gonnae dae that", "my pa is Mohammed Abdi Hassan", "I speak Somali",
        "im in foster care with the Kowalskis", "who is Fatima Al-Hassan", "wallahi im not lying", "inshallah tomorrow", "17", "🍕🍕🍕", "", "?!",
        "¯\\_(ツ)_/¯", "ಠ_ಠ", "asdfgh", "jjjjjjjj", "no", "me", "da", "si", "0117 903 6444", "https://www.gov.uk/fr/aide", "café",
    ],
)  # fmt: skip
def test_what_people_write_in_english_stays_english(reader: LanguageReader, text: str) -> None:
    assert reader.read(text).is_read


@pytest.mark.parametrize(
    "text",
    [
        "我想死",
        "मुझे मदद चाहिए",
        "помогите мне пожалуйста",
        "nem tudom mit csináljak",
        "ich habe angst",
        "பசிக்கிறது எனக்கு",
        "Βοήθεια παρακαλώ",
    ],
)
def test_a_language_that_nobody_here_knows_is_not_taken_for_english(reader: LanguageReader, safety: ForeignSafety, text: str) -> None:
    written = reader.read(text)
    assert (written.code, written.is_read) == (UNKNOWN, False)
    assert safety.check(text, written) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("shukran", "ar"), ("مرحبا", "ar"), ("help me ساعدني من فضلك", "ar"), ("gracias", "es"), ("mujhe madad chahiye", "ur"),
        ("chce sie zabic", "pl"), ("em muon chet", "vi"), ("e dua nenen time", "sq"), ("baba bedrobni", "ar"), ("የቐንየለይ", "ti"),
    ],
)  # fmt: skip
def test_few_words_other_letters_and_no_accents_are_known(reader: LanguageReader, text: str, code: str) -> None:
    assert reader.read(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("আমি মরতে চাই", "bn"), ("من بۆ تۆ زۆر باش سوپاس", "ckb"), ("waxaan rabaa inaan guri helo", "so"), ("who is my social worker", "en"),
        ("我想死", UNKNOWN), ("ok", "en"),
    ],
)  # fmt: skip
def test_without_what_was_learned_script_and_common_words_decide(content: OtherLanguages, text: str, code: str) -> None:
    assert LanguageReader(content, None).read(text).code == code


@given(st.text())
def test_any_text_has_a_language(reader: LanguageReader, safety: ForeignSafety, text: str) -> None:
    written = reader.read(text)
    assert 0 <= written.certainty <= 1 + 1e-6
    safety.check(text, written)


@given(st.sampled_from(QUESTIONS[::7]), st.sampled_from(["{}", "{}!!!", "{} 😭😭", "… {}", "{}\n\n", "'{}'", "{} x"]), st.booleans())
def test_marks_emoji_and_capitals_make_no_other_language(reader: LanguageReader, text: str, frame: str, loud: bool) -> None:
    said = frame.format(text.upper() if loud else text)
    assert not reader.read(text).is_read or reader.read(said).is_read


def test_no_words_are_english(reader: LanguageReader) -> None:
    assert reader.read("… 12 !") is ENGLISH
