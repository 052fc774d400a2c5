"""The words of receipts: the real list keeps its own rules, and `check` refuses one that does not."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from rapidfuzz.distance import OSA

from bot.content.library import Libraries
from tests.conftest import CHECKOUT
from tests.content.changing import Change, assert_found, edited, errors, replace_in

RECEIPT = "knowledge/receipt.yaml"
WORDS: list[str] = yaml.safe_load((CHECKOUT / RECEIPT).read_text(encoding="utf-8"))["words"]


def test_there_are_512_words_each_once() -> None:
    assert len(WORDS) == len(set(WORDS)) == 512


def test_every_word_has_four_to_seven_plain_letters() -> None:
    assert [word for word in WORDS if not re.fullmatch("[a-z]{4,7}", word)] == []


def test_no_mistake_of_one_letter_leads_to_another_word() -> None:
    assert [(a, b) for a, b in combinations(WORDS, 2) if OSA.distance(a, b) < 2] == []


def test_no_word_begins_another_so_that_no_plural_stands_beside_its_word() -> None:
    assert [(a, b) for a, b in combinations(WORDS, 2) if a.startswith(b) or b.startswith(a)] == []


def test_a_designer_finds_a_word_by_its_place_in_the_alphabet() -> None:
    assert sorted(WORDS) == WORDS


def test_the_library_has_them(content: Path) -> None:
    assert Libraries(content).english.receipt_words == tuple(WORDS)


BAD = [
    Change("twice", RECEIPT, " acorn,", " acorn, acorn,", "acorn", "'acorn' stands twice"),
    Change("capital letters", RECEIPT, " actor,", " Actor,", "Actor", "'Actor' is no word for a receipt"),
    Change("too short", RECEIPT, " actor,", " ox,", " ox,", "'ox' is no word for a receipt"),
    Change("too long", RECEIPT, " actor,", " elephant,", "elephant", "'elephant' is no word for a receipt"),
    Change("two words", RECEIPT, " actor,", " ice cream,", "ice cream", "'ice cream' is no word for a receipt"),
    Change("accents", RECEIPT, " actor,", " façade,", "façade", "'façade' is no word for a receipt"),
    Change("too few", RECEIPT, " acorn,", "", "words:", "there are 511 words, and 512 are needed"),
    Change("one letter apart", RECEIPT, " actor,", " zebro,", "zebra", "'zebra' can be taken for 'zebro'"),
    Change("letters changed round", RECEIPT, " actor,", " zebar,", "zebra", "'zebra' can be taken for 'zebar'"),
    Change("a plural", RECEIPT, " actor,", " dragon, dragons,", "dragons", "'dragons' can be taken for 'dragon'"),
    Change("a beginning", RECEIPT, " actor,", " zigzags,", "zigzag,", "'zigzag' can be taken for 'zigzags'"),
]


@pytest.mark.parametrize("change", BAD, ids=str)
def test_a_word_that_does_not_fit_is_refused(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    problems = errors(content)
    assert_found(content, change, problems)
    assert {str(problem.file) for problem in problems} == {RECEIPT}


def test_a_longer_list_is_as_good(content: Path) -> None:
    with edited(content / RECEIPT) as receipt:
        receipt["words"].append("dragon")
    assert errors(content) == []
