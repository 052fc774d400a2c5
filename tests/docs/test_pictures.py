"""The pictures of the README and the docs are what the program says today, and can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.search import Finder, Learned
from bot.model.actions import TellMore
from docs.pictures.architecture import draw_architecture, said
from docs.pictures.conversation import Visitor
from docs.pictures.draw import HERE, TODAY, pictures
from docs.pictures.paper import Paper, Run, Words, shortened, width, wrapped

NAMES = ["conversation.svg", "architecture.svg", "finding.svg"]
SVG = "{http://www.w3.org/2000/svg}"
READABLE = 4.5
"""The contrast that WCAG AA asks of text."""

Rectangle = tuple[float, float, float, float]


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
    placed = [(words.text, _rectangle(words)) for words in paper.words]
    assert [(one, other) for (one, a), (other, b) in combinations(placed, 2) if _overlap(a, b)] == []
    assert [text for text, (x, y, right, below) in placed if x < 0 or y < 0 or right > paper.width or below > paper.height] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_out_from_what_is_behind_it(name: str, drawn: Mapping[str, Paper]) -> None:
    assert {(words.ink, words.on) for words in drawn[name].words if _contrast(words.ink, words.on) < READABLE} == set()


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


WORD = st.text(alphabet="ailmwAW1.’–é", min_size=1, max_size=12)
RUNS = st.lists(st.builds(Run, st.lists(WORD, min_size=1).map(" ".join), st.booleans()), min_size=1)


@given(RUNS, st.floats(min_value=40, max_value=400))
def test_wrapping_loses_no_word_and_only_a_single_word_may_be_too_wide(runs: list[Run], room: float) -> None:
    lines = wrapped(runs, 13, room)
    assert _letters(run for line in lines for run in line) == _letters(runs)
    assert all(width(line, 13) <= room for line in lines if " " in "".join(run.text for run in line))


@given(st.text(max_size=60), st.floats(min_value=20, max_value=300))
def test_a_shortened_text_fits_and_begins_like_the_whole(text: str, room: float) -> None:
    short = shortened(text, 13, room)
    assert Run(short).width(13) <= room
    assert short == text or text.startswith(short.removesuffix("…"))


def _letters(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs).replace(" ", "")


def _rectangle(words: Words) -> Rectangle:
    """The area that its letters take."""
    wide = width(words.runs, words.size)
    x = words.x - {"start": 0, "middle": wide / 2, "end": wide}[words.anchor]
    return x, words.y - 0.75 * words.size, x + wide, words.y + 0.22 * words.size


def _overlap(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _contrast(ink: str, on: str) -> float:
    """The ratio as WCAG 2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(ink), _luminance(on)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
