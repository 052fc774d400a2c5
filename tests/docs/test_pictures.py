"""The pictures of the README and the docs are what the program says today, and can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import ImageFont

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder, Learned
from bot.model.actions import TellMore
from bot.workshop.drawing.picture import Picture
from bot.workshop.drawing.text import FILES, FONTS
from docs.pictures.architecture import draw_architecture, said
from docs.pictures.conversation import Visitor
from docs.pictures.draw import HERE, TODAY, pictures
from tests.workshop.drawing.looking import SVG, Seen

NAMES = ["conversation.svg", "architecture.svg", "finding.svg", "flow-tell-us.svg", "flow-tell-us-map.svg"]
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def drawn(real: Dialogue, real_finder: Finder, learned: Learned) -> Mapping[str, Picture]:
    return {path.name: picture for path, picture in pictures(real, real_finder, learned).items()}


@pytest.fixture(scope="module")
def seen(drawn: Mapping[str, Picture]) -> Mapping[str, Seen]:
    return {name: Seen(picture.svg()) for name, picture in drawn.items()}


def near(committed: str, drawn: str, pixels: float) -> bool:
    """The same picture; Graphviz may round in another way on another machine."""
    if committed == drawn or not pixels:
        return committed == drawn
    if NUMBER.split(committed) != NUMBER.split(drawn):
        return False
    numbers = zip(NUMBER.findall(committed), NUMBER.findall(drawn), strict=True)
    return all(abs(float(one) - float(other)) <= pixels for one, other in numbers)


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_what_the_program_says_today(name: str, drawn: Mapping[str, Picture]) -> None:
    same = near((HERE / name).read_text(encoding="utf-8"), drawn[name].svg(), 2.0 if name.endswith("-map.svg") else 0.0)
    assert same, f"docs/pictures/{name} has aged: run .venv/bin/python docs/pictures/draw.py, look at it, and commit it"


def test_every_picture_is_checked(drawn: Mapping[str, Picture]) -> None:
    assert sorted(drawn) == sorted(NAMES) == sorted(path.name for path in HERE.glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_says_what_it_shows_to_somebody_who_cannot_see_it(name: str, seen: Mapping[str, Seen]) -> None:
    root = seen[name].root
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title desc")
    assert root.findtext(f"{SVG}title")
    assert len(root.findtext(f"{SVG}desc") or "") > 200


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stays_inside_its_box_and_the_picture(name: str, seen: Mapping[str, Seen]) -> None:
    assert seen[name].over_an_edge() == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_as_wide_as_the_picture_says(name: str, seen: Mapping[str, Seen]) -> None:
    assert seen[name].of_another_width() == []


@pytest.mark.parametrize("name", NAMES)
def test_the_font_in_the_picture_has_every_letter(name: str, seen: Mapping[str, Seen]) -> None:
    font = ImageFont.truetype(FONTS / FILES[400], 40)
    missing = bytes(font.getmask("\U0010fffd"))
    assert [letter for letter in sorted(set("".join(seen[name].words)) - {" "}) if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_covers_another(name: str, seen: Mapping[str, Seen]) -> None:
    assert seen[name].covering() == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_out_from_what_is_behind_it(name: str, seen: Mapping[str, Seen]) -> None:
    assert seen[name].hard_to_read() == []


def test_the_conversation_shows_question_answer_source_and_all_twelve_duties(seen: Mapping[str, Seen]) -> None:
    texts = seen["conversation.svg"].words
    assert "wots the deal with council tax im 20" in texts
    assert {"From:", "Tell me more", "…"} <= set(texts)
    assert {f"{n}." for n in range(1, 13)} <= set(texts)


def test_the_finding_shows_a_message_that_is_answered_and_one_that_is_not(seen: Mapping[str, Seen]) -> None:
    texts = seen["finding.svg"].words
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
