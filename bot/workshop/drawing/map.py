"""A flow as a map: a box for each step, and lines for what leads where, each with the button or the condition that it stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.workshop.drawing.layout import Place, laid_out
from bot.workshop.drawing.picture import Picture, tall
from bot.workshop.drawing.story import Onward, Panel, story
from bot.workshop.drawing.storyboard import begins
from bot.workshop.drawing.text import Line, line, wrapped

MARGIN, PAD = 24.0, 10.0
LEAST = 620.0
"""The least width of a map: the words over it need that much."""
TITLE, SMALL, LABEL = 14.0, 11.5, 12.0
LABEL_ROOM, WAY_ROOM = 190.0, 124.0
"""How wide the words of a step and of a way are at most."""
HOW_TO_READ = (
    "Each box is a step, with its number in the storyboard. On each line stands the button, or what has to be so; "
    "a line without words is for everybody."
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the map."""

    panel: Panel
    number: Line
    lines: tuple[Line, ...]

    @property
    def wide(self) -> float:
        """With the number on the left of the words."""
        return max(each.width for each in self.lines) + 34 + 2 * PAD

    @property
    def high(self) -> float:
        """That of the words, and the space around them."""
        return tall(self.lines) + 2 * PAD - 4


@dataclass(frozen=True, slots=True)
class Way:
    """All that leads from one step to another one."""

    begin: str
    end: str
    lines: tuple[Line, ...]
    """Empty where everybody goes on like this."""
    pressed: bool
    """True if it is a button."""

    @property
    def name(self) -> str:
        """Its own, among steps and ways."""
        return f"{self.begin} {self.end}"

    @property
    def wide(self) -> float:
        """Of the words and the space around them."""
        return max(each.width for each in self.lines) + 2 * PAD

    @property
    def high(self) -> float:
        """Of the words and the space around them."""
        return tall(self.lines) + PAD


def draw_map(flow: Flow, library: Library) -> Picture:
    """The map of a flow. The same flow gives the same map."""
    panels = story(flow, library)
    stops = {panel.step.id: _stop(panel) for panel in panels}
    ways = [way for panel in panels for way in _ways(panel)]
    told = {way.name: way for way in ways if way.lines}
    boxes: dict[str, Stop | Way] = {**stops, **told}
    places = {name: Place(box.wide, box.high) for name, box in boxes.items()}
    layout = laid_out(places, [pair for way in ways for pair in _legs(way)], straight=told)
    width = max(layout.width, LEAST) + 2 * MARGIN
    about = [part for words in (begins(flow), HOW_TO_READ) for part in wrapped(words, LABEL, width - 2 * MARGIN - 8)]
    top = 72 + tall(about)
    return Picture(
        title=f"The map of the flow “{flow.title}”",
        description=_described(flow, panels),
        width=width,
        height=top + layout.height + MARGIN,
        template="map.svg.jinja",
        values={
            "title": line(flow.title, 22, bold=True, room=width - 2 * MARGIN - 8),
            "about": about,
            "left": (width - layout.width) / 2,
            "top": top,
            "stops": stops,
            "ways": told,
            "middles": layout.middles,
            "legs": layout.legs,
        },
    )


def _stop(panel: Panel) -> Stop:
    kind = panel.pills[0].label if panel.step.goes_on_with else panel.kind
    small = [part for words in (kind, *panel.begun) for part in wrapped(words, SMALL, LABEL_ROOM)]
    return Stop(panel, line(str(panel.number), 13, bold=True), (line(panel.title, TITLE, bold=True, room=LABEL_ROOM), *small))


def _ways(panel: Panel) -> Iterator[Way]:
    """One for each step that can follow, with everything that leads there."""
    for to in dict.fromkeys(panel.targets):
        labels = [pill.label for pill in panel.pills if pill.to == to]
        told = [_told(lead, panel) for lead in panel.onward if lead.to == to]
        words = [] if "" in told else [*labels, *told]
        yield Way(panel.step.id, to, wrapped(", or ".join(words), LABEL, WAY_ROOM) if words else (), bool(labels))


def _told(lead: Onward, panel: Panel) -> str:
    """The condition in few words; empty for everybody."""
    if lead.briefly or (len(panel.onward) == 1 and not any(pill.to for pill in panel.pills)):
        return lead.briefly
    return "otherwise" if len(panel.onward) > 1 else "everybody else"


def _legs(way: Way) -> tuple[tuple[str, str], ...]:
    """A way with words leads over the place where they stand."""
    return ((way.begin, way.name), (way.name, way.end)) if way.lines else ((way.begin, way.end),)


def _described(flow: Flow, panels: Sequence[Panel]) -> str:
    titles: Mapping[str, str] = {panel.step.id: f"{panel.number} {panel.title}" for panel in panels}
    told = [f"{titles[panel.step.id]} leads to {_listed(panel, titles)}." for panel in panels]
    return f"A map of the flow “{flow.title}”, from top to bottom. {' '.join(told)}"


def _listed(panel: Panel, titles: Mapping[str, str]) -> str:
    return ", ".join(titles[to] for to in dict.fromkeys(panel.targets)) or "nothing: the flow ends"
