"""The picture of a flow shows all of it, and can be read."""

from __future__ import annotations

import pytest

from bot.content.library import Libraries
from bot.model.content.conditions import Lead
from bot.model.content.flow import Flow
from bot.model.content.kinds.choose import Choose
from bot.model.content.library import Library
from bot.model.content.parts import Choice
from bot.model.content.steps import Step
from bot.workshop.drawing.map import draw_map
from bot.workshop.drawing.picture import Picture
from bot.workshop.drawing.storyboard import draw_flow
from tests.workshop.drawing.looking import SVG, Seen

A4 = 794
"""How many pixels a sheet of paper is wide."""
FLOWS = ["visit", "long", "start", "settings", "tell-us", "add-to-case"]


@pytest.fixture(
    scope="module",
    params=[(name, draw) for name in FLOWS for draw in (draw_flow, draw_map)],
    ids=lambda pair: f"{pair[0]}-{pair[1].__name__}",
)
def picture(request: pytest.FixtureRequest, visit: Flow, library: Library, real_libraries: Libraries) -> Picture:
    """Storyboards and maps of flows of every size."""
    name, draw = request.param
    if name in {"visit", "long"}:
        drawn: Picture = draw(visit if name == "visit" else long_words(), library)
    else:
        drawn = draw(real_libraries.english.flows[name], real_libraries.english)
    return drawn


@pytest.fixture(scope="module")
def seen(picture: Picture) -> Seen:
    return Seen(picture.svg())


def long_words() -> Flow:
    """A flow whose every word is as long as it may be."""
    words = "Wednesday’s " * 3
    choices = tuple(Choice(f"{words}{n}"[:40], f"v{n}", "end" if n % 2 else None) for n in range(12))
    ask = Choose(id="ask-" * 6, label=words[:24], paragraphs=("W" * 200, words * 40), choices=choices)
    return Flow("long", words[:40], {ask.id: ask, "end": Step(id="end", paragraphs=("Bye.",))})


def test_the_picture_says_what_it_shows_to_somebody_who_cannot_see_it(seen: Seen, picture: Picture) -> None:
    assert seen.root.get("role") == "img"
    assert [seen.root.find(f"{SVG}*[@id='{name}']") is not None for name in seen.root.attrib["aria-labelledby"].split()] == [True, True]
    assert (seen.root.findtext(f"{SVG}title"), seen.root.findtext(f"{SVG}desc")) == (picture.title, picture.description)
    assert "flow “" in picture.title


def test_every_text_stays_inside_its_box_and_the_picture(seen: Seen) -> None:
    assert seen.over_an_edge() == []


def test_every_text_is_as_wide_as_the_picture_says(seen: Seen) -> None:
    assert seen.of_another_width() == []


def test_no_text_covers_another(seen: Seen) -> None:
    assert seen.covering() == []


def test_every_text_stands_out_from_what_is_behind_it(seen: Seen) -> None:
    assert seen.hard_to_read() == []


@pytest.mark.parametrize("name", FLOWS[2:])
def test_a_storyboard_is_no_wider_than_a_sheet_of_paper(name: str, real_libraries: Libraries) -> None:
    assert draw_flow(real_libraries.english.flows[name], real_libraries.english).width <= A4


def test_the_same_flow_gives_the_same_picture(visit: Flow, library: Library) -> None:
    assert draw_flow(visit, library).svg() == draw_flow(visit, library).svg()


def test_all_that_people_read_stands_in_it(visit: Flow, library: Library) -> None:
    told = " ".join(Seen(draw_flow(visit, library).svg()).words)
    for step in visit.steps.values():
        said = " ".join(step.paragraphs).replace("{", "‹").replace("}", "›").replace("‹phone childline›", "0800 1111")
        assert said in told
        choices = getattr(step, "choices", ())
        assert all(choice.label in told for choice in choices)
        assert all(shortcut.label in told for shortcut in step.shortcuts)


def test_what_leads_elsewhere_names_the_step(visit: Flow, library: Library) -> None:
    seen = Seen(draw_flow(visit, library).svg())
    bad, target = seen.find("Something bad"), next(text for text in seen.texts if text.words == "→ 6 What happened")
    assert abs(bad.area[1] - target.area[1]) < 3, "it stands beside its button"
    assert "back to 2 What it is" in seen.words
    assert {"if it sounds like a complaint", "otherwise", "→ 7 Sorry"} <= set(seen.words)


def test_an_arrow_leads_to_the_next_step_only_where_it_follows(library: Library) -> None:
    ask = Choose(id="ask", choices=(Choice("On", "a"), Choice("Away", "b", "away")), leads=(Lead("then"),))
    steps = {"ask": ask, "away": Step(id="away"), "then": Step(id="then")}
    assert draw_flow(Flow("f", "F", steps), library).svg().count("marker-end") == 0
    steps["away"] = Step(id="away", leads=(Lead("then"),))
    assert draw_flow(Flow("f", "F", steps), library).svg().count("marker-end") == 1
