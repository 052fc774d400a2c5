"""The picture of a flow shows all of it, and can be read."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

from bot.content.library import Libraries
from bot.model.content.flow import Choice, Choose, Flow, Step
from bot.model.content.library import Library
from bot.workshop.drawing.paper import Paper, width
from bot.workshop.drawing.storyboard import draw_flow
from tests.workshop.drawing.looking import READABLE, contrast, overlap, rectangle

SVG = "{http://www.w3.org/2000/svg}"
A4 = 794
"""How many pixels a sheet of paper is wide."""


def drawn_words(paper: Paper) -> str:
    return " ".join(words.text for words in paper.words)


@pytest.fixture(scope="module", params=["visit", "long", "start", "settings", "tell-us", "add-to-case"])
def paper(request: pytest.FixtureRequest, visit: Flow, library: Library, real_libraries: Libraries) -> Paper:
    """Pictures of flows of every size."""
    if request.param == "visit":
        return draw_flow(visit, library)
    if request.param == "long":
        return draw_flow(long_words(), library)
    return draw_flow(real_libraries.english.flows[request.param], real_libraries.english)


def long_words() -> Flow:
    """A flow whose every word is as long as it may be."""
    words = "Wednesday’s " * 3
    choices = tuple(Choice(f"{words}{n}"[:40], f"v{n}", "end" if n % 2 else None) for n in range(12))
    ask = Choose(id="ask-" * 6, label=words[:24], paragraphs=("W" * 200, words * 40), choices=choices)
    return Flow("long", words[:40], {ask.id: ask, "end": Step(id="end", paragraphs=("Bye.",))})


def test_the_picture_is_xml_that_says_what_it_shows(paper: Paper) -> None:
    root = ElementTree.fromstring(paper.svg())  # noqa: S314  our own, a moment old
    assert (root.findtext(f"{SVG}title") or "").startswith("The flow “")
    assert "Step 1, " in (root.findtext(f"{SVG}desc") or "")
    assert ["".join(text.itertext()) for text in root.iter(f"{SVG}text")] == [words.text for words in paper.words]


def test_every_text_fits_where_it_stands(paper: Paper) -> None:
    tight = [words.text for words in paper.words if width(words.runs, words.size) > words.room and " " in words.text]
    assert tight == []


def test_no_text_covers_another_or_leaves_the_picture(paper: Paper) -> None:
    placed = [(words.text, rectangle(words)) for words in paper.words if " " in words.text or len(words.text) < 60]
    assert [(one, other) for (one, a), (other, b) in combinations(placed, 2) if overlap(a, b)] == []
    assert [text for text, (x, y, right, below) in placed if x < 0 or y < 0 or right > paper.width or below > paper.height] == []


def test_every_text_stands_out_from_what_is_behind_it(paper: Paper) -> None:
    assert {(words.ink, words.on) for words in paper.words if contrast(words.ink, words.on) < READABLE} == set()


def test_it_is_no_wider_than_a_sheet_of_paper(paper: Paper) -> None:
    assert paper.width <= A4


def test_the_same_flow_gives_the_same_picture(visit: Flow, library: Library) -> None:
    assert draw_flow(visit, library).svg() == draw_flow(visit, library).svg()


def test_all_that_people_read_stands_in_it(visit: Flow, library: Library) -> None:
    told = drawn_words(draw_flow(visit, library))
    for step in visit.steps.values():
        said = " ".join(step.paragraphs).replace("{", "‹").replace("}", "›").replace("‹phone childline›", "0800 1111")
        assert said in told
        choices = getattr(step, "choices", ())
        assert all(choice.label in told for choice in choices)
        assert all(shortcut.label in told for shortcut in step.shortcuts)


def test_what_leads_elsewhere_names_the_step(visit: Flow, library: Library) -> None:
    paper = draw_flow(visit, library)
    placed = {words.text: words for words in paper.words}
    bad, target = placed["Something bad"], next(words for words in paper.words if words.text == "→ 6 What happened")
    assert abs(bad.y - target.y) < 2, "it stands beside its button"
    assert "back to 2 What it is" in placed
    assert {"if it sounds like a complaint", "otherwise", "→ 7 Sorry"} <= set(placed)


def test_a_line_for_every_lead_that_the_arrow_at_the_foot_does_not_show(library: Library) -> None:
    ask = Choose(id="ask", choices=(Choice("On", "a"), Choice("Away", "b", "end")))
    steps = {"ask": ask, "then": Step(id="then"), "end": Step(id="end")}
    without = draw_flow(Flow("f", "F", steps), library).svg().count("<polygon")
    one = draw_flow(Flow("f", "F", {**steps, "ask": replace(ask, choices=(*ask.choices, Choice("Too", "c", "end")))}), library)
    assert one.svg().count("<polygon") == without + 1
