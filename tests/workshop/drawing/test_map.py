"""The map of a flow shows every step and everything that leads somewhere."""

from __future__ import annotations

from bot.model.content.conditions import Lead, OfCouncil
from bot.model.content.flow import Flow
from bot.model.content.kinds.choose import Choose
from bot.model.content.kinds.end import End
from bot.model.content.library import Library
from bot.model.content.parts import Choice
from bot.model.content.steps import Step
from bot.workshop.drawing.layout import Place, laid_out
from bot.workshop.drawing.map import draw_map
from bot.workshop.drawing.story import story
from tests.workshop.drawing.looking import Seen


def test_every_step_stands_on_it_with_its_number_and_what_begins_there(visit: Flow, library: Library) -> None:
    words = Seen(draw_map(visit, library).svg()).words
    for panel in story(visit, library):
        assert {str(panel.number), panel.title, *panel.begun} <= set(words)


def test_an_arrow_for_every_step_that_can_follow_another(visit: Flow, library: Library) -> None:
    ways = {(panel.step.id, to) for panel in story(visit, library) for to in panel.targets}
    assert draw_map(visit, library).svg().count("marker-end") == len(ways)


def test_a_way_says_which_button_or_what_has_to_be_so_and_nothing_where_everybody_goes(library: Library) -> None:
    leads = (Lead("there", (OfCouncil(frozenset({"bristol"})),)), Lead("end"))
    ask = Choose(id="ask", choices=(Choice("On", "a"), Choice("Away", "b", "end")), leads=leads)
    steps = {"ask": ask, "there": Step(id="there", leads=(Lead("end"),)), "end": End(id="end")}
    words = Seen(draw_map(Flow("f", "F", steps), library).svg()).words
    assert {"their council is Bristol", "Away, or otherwise"} <= set(words)
    assert "On" not in words, "it leads nowhere by itself"


def test_a_way_back_is_drawn_and_told(library: Library) -> None:
    steps = {"a": Step(id="a", leads=(Lead("b"),)), "b": Step(id="b", leads=(Lead("a"),))}
    drawn = draw_map(Flow("f", "F", steps), library)
    assert drawn.svg().count("marker-end") == 2
    assert "1 A leads to 2 B. 2 B leads to 1 A." in drawn.description


def test_boxes_do_not_touch_and_lines_begin_and_end_at_their_boxes() -> None:
    places = {name: Place(80, 30) for name in "abcd"}
    layout = laid_out(places, [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], straight="")
    assert layout.middles["a"][1] < layout.middles["b"][1] == layout.middles["c"][1] < layout.middles["d"][1]
    assert abs(layout.middles["b"][0] - layout.middles["c"][0]) > 80
    for leg in layout.legs:
        x, y = (float(number) for number in leg.path[1:].split("C")[0].split())
        assert abs(x - layout.middles[leg.begin][0]) <= 40.5
        assert abs(y - layout.middles[leg.begin][1]) <= 15.5
