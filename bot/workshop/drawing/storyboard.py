"""A flow as a storyboard for people who do not code: its steps from top to bottom as people see them, and lines for what leads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.dialogue.say.markdown import all_blocks
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.model.content.placeholders import fill
from bot.model.outbound import Block
from bot.workshop.drawing.cards import CARD_WIDE, GAP, HEAD, INKS, Card, Guide
from bot.workshop.drawing.lanes import Jump, Lane, lanes
from bot.workshop.drawing.paper import FAINT, INK, PAGE, Paper, Run, Words, shortened, wrapped
from bot.workshop.drawing.story import Panel, story

MARGIN, LANE, BESIDE = 22.0, 13.0, 16.0
"""Round the picture; from lane to lane; between the cards and the first lane."""
TOP = 108.0
THICK = 1.8
HOW_TO_READ = "Each box is one step, as people see it. A line shows where a button leads; all else follows the arrow at the foot of a box."


@dataclass(frozen=True, slots=True)
class Placed:
    """A card on the picture."""

    card: Card
    y: float

    @property
    def entry(self) -> float:
        """The height at which lines come in."""
        return self.y + HEAD / 2 + 4

    @property
    def foot(self) -> float:
        """Its lower edge."""
        return self.y + self.card.height

    def exits(self) -> Iterator[tuple[float, str]]:
        """Where lines leave it, and to which step."""
        return ((self.y + height, to) for height, to in self.card.exits())


def draw_flow(flow: Flow, library: Library) -> Paper:
    """The picture of a flow. The same flow gives the same picture, byte for byte."""
    panels = story(flow, library)
    guide = Guide({panel.step.id: panel for panel in panels}, _inks(panels))
    placed = _placed([Card(panel, _said(panel, library), guide) for panel in panels])
    entries = {each.card.panel.step.id: each.entry for each in placed}
    down, up = _jumps(placed, entries)
    left = MARGIN + (BESIDE + LANE * _count(up) if up else 0)
    right = BESIDE + LANE * _count(down) if down else 0
    paper = Paper(f"The flow “{flow.title}”", _described(flow, panels), left + CARD_WIDE + right + MARGIN, placed[-1].foot + MARGIN)
    _head(paper, flow, library, left)
    for each in placed:
        each.card.draw(paper, left, each.y)
    _arrows(paper, placed, left)
    for lane in _outermost_first(down):
        _lines(paper, lane, left + CARD_WIDE, 1, guide.inks[lane.to])
    for lane in _outermost_first(up):
        _lines(paper, lane, left, -1, guide.inks[lane.to])
    return paper


def _said(panel: Panel, library: Library) -> tuple[Block, ...]:
    """The words of a step; what is filled in for each person stands in ‹ ›."""

    def blank(kind: str, name: str) -> str:
        if kind == "phone" and name in library.helplines:
            return library.helplines[name].phone
        return f"‹{f'{kind} {name}'.strip()}›"

    return all_blocks(fill(paragraph, blank) for paragraph in panel.step.paragraphs)


def _inks(panels: Sequence[Panel]) -> Mapping[str, str]:
    """A colour for each step that lines lead to; neighbours have different ones."""
    targets = {to for panel in panels for to in panel.targets}
    led_to = [panel.step.id for panel in panels if panel.step.id in targets]
    return {name: INKS[n % len(INKS)] for n, name in enumerate(led_to)}


def _placed(cards: Sequence[Card]) -> list[Placed]:
    placed: list[Placed] = []
    y = TOP
    for card in cards:
        placed.append(Placed(card, y))
        y += card.height + GAP
    return placed


def _jumps(placed: Sequence[Placed], entries: Mapping[str, float]) -> tuple[tuple[Lane, ...], tuple[Lane, ...]]:
    """The lanes for what leads on, and for what leads back."""
    jumps = [Jump(height, entries[to], to) for each in placed for height, to in each.exits() if to in entries]
    return lanes(jump for jump in jumps if jump.end > jump.begin), lanes(jump for jump in jumps if jump.end <= jump.begin)


def _count(found: Sequence[Lane]) -> int:
    return max(lane.place for lane in found) + 1


def _outermost_first(found: Sequence[Lane]) -> list[Lane]:
    return sorted(found, key=lambda lane: (-lane.place, lane.top))


def _head(paper: Paper, flow: Flow, library: Library, left: float) -> None:
    paper.write(Words(left + 4, 42, (Run(shortened(flow.title, 22, 560), bold=True),), 22, INK, PAGE, CARD_WIDE))
    lines = [*wrapped((Run(_begins(flow)),), 12.5, CARD_WIDE - 8)[:1], *wrapped((Run(HOW_TO_READ),), 12.5, CARD_WIDE - 8)]
    for n, line in enumerate(lines[:3]):
        paper.write(Words(left + 4, 62 + 16 * n, line, 12.5, FAINT, PAGE, CARD_WIDE))


def _begins(flow: Flow) -> str:
    said = next((sorted(request.says) for request in flow.requests if request.says), None)
    steps = f"flows/{flow.id}.yaml: {len(flow.steps)} steps"
    return f"{steps}. Begins when somebody writes “{said[0]}” or the like." if said else f"{steps}."


def _arrows(paper: Paper, placed: Sequence[Placed], left: float) -> None:
    """From each step to the next, where that is what follows."""
    middle = left + CARD_WIDE / 2
    for above, below in pairwise(placed):
        if above.card.follows == below.card.panel.step.id:
            paper.line((middle, above.foot + 3), (middle, below.y - 4), ink=INK, thick=THICK, arrow=True)


def _lines(paper: Paper, lane: Lane, edge: float, way: int, ink: str) -> None:
    """All lines to one step, round its lane on the right (1) or the left (-1) of the cards."""
    x = edge + way * (BESIDE + LANE * lane.place)
    for jump in lane.jumps:
        for y in (jump.begin, jump.end):
            if lane.place:
                paper.line((edge + way * 7, y), (x - way * 5, y), ink=PAGE, thick=6)
    for jump in sorted(lane.jumps, key=lambda jump: jump.begin):
        paper.line((edge, jump.begin), (x, jump.begin), (x, jump.end), (edge + way * 4, jump.end), ink=ink, thick=THICK, arrow=True, bend=6)


def _described(flow: Flow, panels: Sequence[Panel]) -> str:
    numbers: dict[str | None, int] = {panel.step.id: panel.number for panel in panels}
    told = " ".join(_told(panel, numbers) for panel in panels)
    return f"A storyboard of the flow “{flow.title}” in {len(panels)} steps. {told}"


def _told(panel: Panel, numbers: Mapping[str | None, int]) -> str:
    """One step in words."""
    parts = [f"Step {panel.number}, {panel.title}, {panel.kind}"]
    pressed = [f"{pill.label} (to {numbers[pill.to]})" if pill.to in numbers else pill.label for pill in panel.pills]
    parts += [f"Buttons: {'; '.join(pressed)}"] if pressed else []
    parts += [f"{lead.when.capitalize() or 'Then'}: to {numbers[lead.to]}" for lead in panel.onward if lead.to in numbers]
    return "".join(f"{part}. " for part in parts).strip()
