"""A receipt is found in a message however somebody copies it down, and nothing else is taken for one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.dialogue.words.danger import Safety
from bot.dialogue.words.receipt import AROUND, spoken
from bot.model.normalise import normalise
from tests.conftest import CHECKOUT

WORDS: frozenset[str] = frozenset(yaml.safe_load((CHECKOUT / "knowledge" / "receipt.yaml").read_text(encoding="utf-8"))["words"])
QUESTIONS = sorted((CHECKOUT / "tests" / "questions").glob("*.jsonl"))
MINE = ("kettle", "mango", "rocket", "panda", "violin")

WRITTEN = [
    "kettle mango rocket panda violin",
    "Kettle Mango Rocket Panda Violin",
    "KETTLE, MANGO, ROCKET, PANDA, VIOLIN",
    "kettle-mango-rocket-panda-violin",
    "kettle_mango_rocket_panda_violin",
    "kettle.mango.rocket.panda.violin",
    "  kettle \n mango \n rocket\npanda\r\nviolin\n",
    "1. kettle 2. mango 3. rocket 4. panda 5. violin",
    "1) kettle\n2) mango\n3) rocket\n4) panda\n5) violin",
    '"kettle mango rocket panda violin"',
    "“kettle”, “mango”, “rocket”, “panda” and “violin”.",
    "my words are kettle mango rocket panda violin",
    "Hi, my receipt is: kettle, mango, rocket, panda, violin!",
    "its kettle mango rocket panda violin please",
    "ｋｅｔｔｌｅ mango rocket panda violin",
    "kett\u200ble mango rocket panda violin 🙂",
    "kettel mango rocket panda violin",
    "kettle mangoo rocket pannda violin",
    "kettle mango rokcet panda violim",
    "where is my kettle mango rocket panda violin",
    "hi any news? kettle-mango-rocket-panda-violin",
    "hiya has anyone looked yet, kettle mango rocket panda violin, thanks",
    "Your five words: kettle mango rocket panda violin\n\nWrite them down where only you look, before you hide this chat.",
    "kettlemangorocketpandaviolin",
    "KettleMango rocket pandaViolin",
    "my words are kettlemango rocketpandaviolin",
]

NOT_WRITTEN = [
    "",
    "kettle mango rocket panda",
    "kettle mango rocket panda violin zebra",
    "kettle mango rocket panda zzzzz",
    "kettle mango rocket panda vialons",
    "kettle mango rocket pand violin",
    "ketle mangoo rockt panda violin",
    "i lost my kettle and mango",
    "any news? kettle mango rocket panda violim",
    "kettle mango rocket panda violin was mine and hers is violin panda rocket mango kettle",
    "kettlemangorocketpanda",
    "kettlemangorocketpandaviolinzebra",
    "kettle mango rocket panda violin " * 20,
]


@pytest.mark.parametrize("text", WRITTEN)
def test_it_is_found_however_it_is_copied(text: str) -> None:
    assert spoken(text, WORDS) == MINE


@pytest.mark.parametrize("text", NOT_WRITTEN)
def test_what_is_more_or_less_than_a_receipt_is_none(text: str) -> None:
    assert spoken(text, WORDS) is None


def test_a_mistake_that_could_be_two_words_is_none() -> None:
    words = frozenset({*MINE, "cable", "table"})
    assert spoken("kettle mango rocket panda table", words) is not None
    assert spoken("kettle mango rocket panda rable", words) is None


def test_the_order_is_kept() -> None:
    assert spoken("violin panda rocket mango kettle", WORDS) == MINE[::-1]


def test_nothing_that_is_written_around_the_words_is_one_of_them() -> None:
    assert AROUND.isdisjoint(WORDS)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_no_question_is_taken_for_a_receipt(path: Path) -> None:
    asked = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert asked
    assert [text for text in asked if spoken(text, WORDS)] == []


def receipts(count: int) -> Iterator[str]:
    """Receipts that hold every word of the list, and many beside each other."""
    draw = random.Random(7)
    for _ in range(count):
        shuffled = draw.sample(sorted(WORDS), len(WORDS))
        yield from (" ".join(shuffled[n : n + 5]) for n in range(0, len(shuffled), 5))


def test_no_receipt_is_taken_for_danger(real_libraries: Libraries) -> None:
    safety = Safety(real_libraries.english.safety)
    assert [receipt for receipt in receipts(20) if safety.check(normalise(receipt))] == []


@given(st.text())
def test_whatever_somebody_writes_can_be_read(text: str) -> None:
    assert spoken(text, WORDS) is None


@given(
    words=st.lists(st.sampled_from(sorted(WORDS)), min_size=5, max_size=5),
    between=st.sampled_from([" ", ", ", "\n", "-", " - ", "; ", "/", "  "]),
)
def test_every_receipt_is_found(words: list[str], between: str) -> None:
    assert spoken(between.join(words).upper(), WORDS) == tuple(words)


@given(words=st.lists(st.sampled_from(sorted(WORDS)), min_size=5, max_size=5), data=st.data())
def test_one_mistake_never_leads_to_other_words(words: list[str], data: st.DataObject) -> None:
    n, letter = data.draw(st.integers(0, 4)), data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    place = data.draw(st.integers(0, len(words[n]) - 1))
    wrong = words[n][:place] + letter + words[n][place + data.draw(st.integers(0, 1)) :]
    found = spoken(" ".join([*words[:n], wrong, *words[n + 1 :]]), WORDS)
    assert found in (tuple(words), None) or wrong in WORDS
