"""The pictures of the README and the docs are what the program says today, and can be read."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder, Learned
from bot.model.actions import TellMore
from bot.workshop.drawing.paper import Paper, width
from docs.pictures.architecture import draw_architecture, said
from docs.pictures.conversation import Visitor
from docs.pictures.draw import HERE, TODAY, pictures
from tests.workshop.drawing.looking import READABLE, contrast, overlap, rectangle

NAMES = ["conversation.svg", "architecture.svg", "finding.svg", "flow-tell-us.svg"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(real: Dialogue, real_finder: Finder, learned: Learned) -> Mapping[str, Paper]:
    return {path.name: paper for path, paper in pictures(real, real_finder, learned).items()}


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_what_the_program_says_today(name: str, drawn: Mapping[str, Paper]) -> None:
    same = (HERE / name).read_bytes() == drawn[name].svg().encode()
    assert same, f"docs/pictures/{name} has aged: run .venv/bin/python docs/pictures/draw.py, look at it, and commit it"


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_xml_that_says_what_it_shows(name: str, drawn: Mapping[str, Paper]) -> None:
    root = ElementTree.fromstring(drawn[name].svg())  # noqa: S314  our own, a moment old
    assert root.findtext(f"{SVG}title")
    assert len(root.findtext(f"{SVG}desc") or "") > 200
    assert ["".join(text.itertext()) for text in root.iter(f"{SVG}text")] == [words.text for words in drawn[name].words]


@pytest.mark.parametrize("name", NAMES)
def test_every_text_fits_where_it_stands(name: str, drawn: Mapping[str, Paper]) -> None:
    assert [words.text for words in drawn[name].words if width(words.runs, words.size) > words.room] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_covers_another_or_leaves_the_picture(name: str, drawn: Mapping[str, Paper]) -> None:
    paper = drawn[name]
    placed = [(words.text, rectangle(words)) for words in paper.words]
    assert [(one, other) for (one, a), (other, b) in combinations(placed, 2) if overlap(a, b)] == []
    assert [text for text, (x, y, right, below) in placed if x < 0 or y < 0 or right > paper.width or below > paper.height] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_out_from_what_is_behind_it(name: str, drawn: Mapping[str, Paper]) -> None:
    assert {(words.ink, words.on) for words in drawn[name].words if contrast(words.ink, words.on) < READABLE} == set()


def test_the_conversation_shows_question_answer_source_and_all_twelve_duties(drawn: Mapping[str, Paper]) -> None:
    texts = [words.text for words in drawn["conversation.svg"].words]
    assert "wots the deal with council tax im 20" in texts
    assert {"From:", "Tell me more", "…"} <= set(texts)
    assert {f"{n}." for n in range(1, 13)} <= set(texts)


def test_the_finding_shows_a_message_that_is_answered_and_one_that_is_not(drawn: Mapping[str, Paper]) -> None:
    texts = [words.text for words in drawn["finding.svg"].words]
    assert any(text.startswith("Answered: ") for text in texts)
    assert any(text.startswith("Not answered: ") for text in texts)
    assert {"words", "meaning", "answer", "reader", "share"} <= set(texts)


def test_drawing_fails_where_the_program_has_something_without_words() -> None:
    with pytest.raises(LookupError, match="no words for fax"):
        said({"telegram": "Telegram"}, ["telegram", "fax"])


def test_drawing_fails_where_a_named_place_is_gone(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="bot/channels/, which is not there"):
        draw_architecture(tmp_path)


def test_drawing_fails_where_a_button_is_gone(real: Dialogue) -> None:
    visitor = Visitor(real, TODAY)
    visitor.commands("start")
    with pytest.raises(LookupError, match="more:council-tax"):
        visitor.presses(TellMore("council-tax"))
