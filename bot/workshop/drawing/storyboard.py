"""A flow as a storyboard for people who do not code: its steps from top to bottom as people see them, and beside them what leads where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue.say.markdown import all_blocks
from bot.model.content.flow import Flow
from bot.model.content.library import Library
from bot.model.content.placeholders import fill
from bot.model.outbound import Block
from bot.workshop.drawing.cards import WIDE, Card
from bot.workshop.drawing.picture import Picture, stacked, tall
from bot.workshop.drawing.story import Panel, story
from bot.workshop.drawing.text import line, wrapped

MARGIN, SMALL = 22.0, 12.5
HOW_TO_READ = (
    "Each box is one step, as people see it. After → stands where something leads; all else follows the arrow at the foot of a box."
)


def draw_flow(flow: Flow, library: Library) -> Picture:
    """The picture of a flow. The same flow gives the same picture, byte for byte."""
    panels = story(flow, library)
    by_step = {panel.step.id: panel for panel in panels}
    about = [part for words in (begins(flow), HOW_TO_READ) for part in wrapped(words, SMALL, WIDE - 8)]
    cards = stacked((Card(panel, _said(panel, library), by_step) for panel in panels), 38 + tall(about))
    top, last = cards[-1]
    title = line(flow.title, 22, bold=True, room=WIDE - 8)
    return Picture(
        title=f"The flow “{flow.title}”",
        description=_described(flow, panels),
        width=WIDE + 2 * MARGIN,
        height=top + last.height + MARGIN,
        template="storyboard.svg.jinja",
        values={"title": title, "about": about, "cards": cards, "margin": MARGIN},
    )


def begins(flow: Flow) -> str:
    """The flow's file, how long it is, and what begins it."""
    said = next((sorted(request.says) for request in flow.requests if request.says), None)
    steps = f"flows/{flow.id}.yaml: {len(flow.steps)} steps"
    return f"{steps}. Begins when somebody writes “{said[0]}” or the like." if said else f"{steps}."


def _said(panel: Panel, library: Library) -> tuple[Block, ...]:
    """The words of a step; what is filled in for each person stands in ‹ ›."""

    def blank(kind: str, name: str) -> str:
        if kind == "phone" and name in library.helplines:
            return library.helplines[name].phone
        return f"‹{f'{kind} {name}'.strip()}›"

    return all_blocks(fill(paragraph, blank) for paragraph in panel.step.paragraphs)


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
