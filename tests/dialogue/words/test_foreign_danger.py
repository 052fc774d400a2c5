"""Danger in other languages: how a phrase is held against a message."""

from __future__ import annotations

import pytest

from bot.content.library import Libraries
from bot.dialogue.words.foreign_danger import ForeignSafety
from bot.dialogue.words.language import ENGLISH, WrittenIn
from bot.model.content.languages import ForeignDanger, OtherLanguage, OtherLanguages
from bot.model.safety import Category, Finding, Severity

HURT = Finding(Category.ABUSE_NOW, Severity.URGENT)
DYING = Finding(Category.SUICIDE, Severity.IMMEDIATE)


def safety(*phrases: str, code: str = "so", prefixes: tuple[str, ...] = ()) -> ForeignSafety:
    dangers = (ForeignDanger(HURT, phrases, ()), ForeignDanger(DYING, ("adieu monde",), ()))
    english = OtherLanguage("en", "English", "English", right_to_left=False, sentences={})
    own = OtherLanguage(code, "Own", "Own", right_to_left=False, sentences={}, dangers=dangers, prefixes=prefixes)
    return ForeignSafety(OtherLanguages(english, (own,)), None)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("frapp", "il me frappe", True),
        ("frapp", "refrapper", False),
        ("me frapp", "il me frappe", True),
        ("me frapp", "il me dit qu'il frappe", True),
        ("me frapp", "il me dit que demain il frappe", False),
        ("me frapp", "frappe me", False),
        ("me frapp", "la mere frappe", False),
        ("tué", "il m'a tue", True),
        ("tue", "Il M'A TUÉ!!!", True),
        ("a b c", "a x b y c", True),
    ],
)
def test_a_phrase_is_the_beginnings_of_words_in_their_order(phrase: str, text: str, found: bool) -> None:
    assert (safety(phrase).check(text, WrittenIn("so", 1.0, ("so",))) == HURT) is found


@pytest.mark.parametrize(("text", "found"), [("ويضربني", True), ("يضربني", True), ("ضربني", True), ("عضربني", False)])
def test_what_is_written_together_with_a_word_may_stand_before_it(text: str, found: bool) -> None:
    ears = safety("ضربني", code="ar", prefixes=("و", "ي"))
    assert (ears.check(text, WrittenIn("ar", 1.0, ("ar",))) == HURT) is found


@pytest.mark.parametrize(("text", "found"), [("đánh em", True), ("danh em", True), ("dành em một phần", False)])
def test_vietnamese_accents_count_where_there_are_any(text: str, found: bool) -> None:
    assert (safety("đánh em", code="vi").check(text, WrittenIn("vi", 1.0, ("vi",))) == HURT) is found


def test_the_gravest_danger_is_named() -> None:
    assert safety("frapp").check("on me frappe, adieu monde", WrittenIn("so", 1.0, ("so",))) == DYING


def test_english_and_unknown_languages_have_no_ears_here() -> None:
    assert safety("frapp").check("frappe", ENGLISH) is None
    assert safety("frapp").check("frappe", WrittenIn("und", 1.0)) is None


def test_every_phrase_and_every_example_of_danger_is_heard_in_its_language(real_libraries: Libraries) -> None:
    content = real_libraries.english.other_languages
    ears = ForeignSafety(content, None)
    deaf = [
        (language.code, phrase)
        for language in content.known
        for danger in language.dangers
        for phrase in danger.phrases
        if not ears.check(phrase, WrittenIn(language.code, 1.0, (language.code,)))
    ]
    assert deaf == []
