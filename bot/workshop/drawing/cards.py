"""One step of a flow as a card: its number and kind, what it says in a bubble, its buttons under it, and what leads where on the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.model.content.flow import Ask, Check, OpenCase, Step
from bot.model.outbound import Block, Button
from bot.workshop.drawing.bubbles import BETWEEN, BUTTON, Bubble, Keyboard
from bot.workshop.drawing.icons import draw_icon
from bot.workshop.drawing.paper import CARD, DEEP, FAINT, INK, LEADING, PALE, WARM, Paper, Run, Runs, Words, shortened, wrapped
from bot.workshop.drawing.story import Onward, Panel, Pill

CARD_WIDE, PAD, HEAD, GAP = 640.0, 16.0, 40.0, 30.0
TALK = 424.0
"""The width of what people see."""
BESIDE = PAD + TALK + 14
SIDE = CARD_WIDE - BESIDE - PAD
"""Where something is said on the right of that, and how wide."""
SMALL, TEXT = 12.0, 12.5
INKS = ("#0f5a56", "#8a3b12", "#5b3a86", "#1f4e8c", "#8c1f5a", "#56560a")
"""The colours of lines."""
FAR = 12.0
"""What lies between the parts of a card."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The panels by their steps, and the colour of the lines that lead to each."""

    panels: Mapping[str, Panel]
    inks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Something in a card, so far below its top, with the step that it leads to."""

    y: float
    height: float
    what: Pill | Onward | tuple[Button, ...]
    rows: tuple[Runs, ...] = ()

    @property
    def to(self) -> str | None:
        """Where it leads by itself."""
        return None if isinstance(self.what, tuple) else self.what.to

    @property
    def middle(self) -> float:
        """The height at which its line leaves."""
        return self.y + (BUTTON / 2 if not isinstance(self.what, Onward) else 8)


class Card:
    """A step, laid out."""

    def __init__(self, panel: Panel, said: tuple[Block, ...], guide: Guide) -> None:
        self.panel = panel
        self._guide = guide
        self._bubble = Bubble(said, TALK) if said else None
        self._notes = [*_notes(panel)]
        self._lines = [*self._laid_out()]

    @property
    def follows(self) -> str | None:
        """The step that follows for everybody whom nothing leads elsewhere."""
        last = self.panel.onward[-1] if self.panel.onward else None
        return last.to if last and not last.when else None

    @property
    def height(self) -> float:
        """That of everything in it."""
        return (self._lines[-1].y + self._lines[-1].height if self._lines else self._talk_ends) + PAD

    def exits(self) -> Iterator[tuple[float, str]]:
        """How far below the top lines leave, and to which step."""
        return ((line.middle, line.to) for line in self._lines if line.to and not self._just_below(line))

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """Draw it with its upper left corner there."""
        paper.box(x, y, CARD_WIDE, self.height, fill=PALE, edge="#c3d5cf", radius=14)
        self._draw_head(paper, x, y)
        if self._bubble:
            self._bubble.draw(paper, x + PAD, y + self._talk_begins, TALK)
        for line in self._lines:
            self._draw_line(paper, line, x, y + line.y)

    # Where things are

    @property
    def _talk_begins(self) -> float:
        return HEAD + 6

    @property
    def _talk_ends(self) -> float:
        return self._talk_begins + max(self._bubble.height if self._bubble else -8, self._notes[-1][0] + 10 if self._notes else 0)

    def _laid_out(self) -> Iterator[Line]:
        y = self._talk_ends + 7
        for row in _rows(self.panel.pills):
            yield Line(y, BUTTON, row)
            y += BUTTON + BETWEEN
        y += FAR - BETWEEN - 3
        for lead in self._told_leads():
            rows = tuple(wrapped((Run(lead.when or self._otherwise),), SMALL, TALK - 6))
            yield Line(y, len(rows) * SMALL * LEADING, lead, rows)
            y += len(rows) * SMALL * LEADING + 6

    def _told_leads(self) -> tuple[Onward, ...]:
        """Leads that are told in words: not the one that everybody takes to the next step, which has an arrow."""
        only = len(self.panel.onward) == 1
        return () if only and self._is_next(self.panel.onward[0].to) else self.panel.onward

    @property
    def _otherwise(self) -> str:
        if len(self.panel.onward) > 1:
            return "otherwise"
        return "then" if not any(pill.to for pill in self.panel.pills) else "everybody else"

    def _is_next(self, to: str) -> bool:
        found = self._guide.panels.get(to)
        return found is not None and found.number == self.panel.number + 1

    def _just_below(self, line: Line) -> bool:
        """Whether the arrow at the foot shows already where it leads."""
        return isinstance(line.what, Onward) and not line.what.when and self._is_next(line.what.to)

    # How they look

    def _draw_head(self, paper: Paper, x: float, y: float) -> None:
        panel, fill = self.panel, _colour(self.panel.step)
        paper.disc(x + PAD + 13, y + 24, 14, fill)
        paper.write(Words(x + PAD + 13, y + 28.5, (Run(str(panel.number), bold=True),), 13, CARD, fill, 26, "middle"))
        title = shortened(panel.title, 15.5, 290 / 1.08)
        paper.write(Words(x + PAD + 37, y + 29.5, (Run(title, bold=True),), 15.5, INK, PALE, 300))
        kind = (Run(panel.kind, bold=True),)
        right = x + CARD_WIDE - PAD
        paper.write(Words(right - 24, y + 28.5, kind, SMALL, fill, PALE, 210, "end"))
        draw_icon(paper, panel.step, right - 16, y + 16, fill)
        for baseline, runs in self._notes:
            paper.write(Words(x + BESIDE, y + self._talk_begins + baseline, runs, SMALL, FAINT, PALE, SIDE))

    def _draw_line(self, paper: Paper, line: Line, x: float, y: float) -> None:
        side = x + BESIDE
        match line.what:
            case Onward():
                for n, row in enumerate(line.rows):
                    paper.write(Words(x + PAD + 2, y + SMALL + n * SMALL * LEADING, row, SMALL, INK, PALE, TALK))
                self._draw_target(paper, line.what.to, side, y + SMALL)
            case Pill():
                Keyboard(((Button(line.what.label),),), TALK).draw(paper, x + PAD, y, TALK)
                if line.what.to:
                    self._draw_target(paper, line.what.to, side, y + BUTTON / 2 + 4)
                elif line.what.opens:
                    _write_in_two(paper, line.what.opens, side, y + BUTTON / 2 + 4)
            case buttons:
                Keyboard((buttons,), TALK).draw(paper, x + PAD, y, TALK)

    def _draw_target(self, paper: Paper, to: str, x: float, baseline: float) -> None:
        """The number and title of the step that something leads to, in the colour of its line."""
        panel = self._guide.panels.get(to)
        if panel is None:
            return
        back = panel.number <= self.panel.number
        words = shortened(f"{'back to ' if back else '→ '}{panel.number} {panel.title}", SMALL, SIDE / 1.08)
        paper.write(Words(x, baseline, (Run(words, bold=True),), SMALL, self._guide.inks[to], PALE, SIDE))


def _rows(pills: tuple[Pill, ...]) -> Iterator[Pill | tuple[Button, ...]]:
    """Buttons that lead or open have a row each; short ones of which nothing is to be said stand two in a row."""
    for plain, run in groupby(pills, key=lambda pill: not (pill.to or pill.opens)):
        if not plain:
            yield from run
            continue
        waiting: list[Button] = []
        for pill in run:
            waiting.append(Button(pill.label))
            if len(waiting) == 2 or not _short(pill.label):
                yield from ((tuple(waiting),) if all(_short(button.label) for button in waiting) else ((button,) for button in waiting))
                waiting = []
        if waiting:
            yield tuple(waiting)


def _notes(panel: Panel) -> Iterator[tuple[float, Runs]]:
    """What there is to know of a step, line by line, each with its height under the top of the bubble."""
    baseline = 4.0
    for n, note in enumerate((*panel.begun, *panel.notes)):
        for runs in wrapped((Run(note, bold=n < len(panel.begun)),), SMALL, SIDE):
            baseline += SMALL * 1.25
            yield baseline, runs
        baseline += 5


def _write_in_two(paper: Paper, text: str, x: float, baseline: float) -> None:
    """A remark beside a button, in one line or two."""
    first, *rest = wrapped((Run(text),), SMALL, SIDE)
    if rest:
        after = shortened("".join(run.text for line in rest for run in line), SMALL, SIDE)
        paper.write(Words(x, baseline + 7, (Run(after),), SMALL, FAINT, PALE, SIDE))
        baseline -= 7
    paper.write(Words(x, baseline, first, SMALL, FAINT, PALE, SIDE))


def _short(label: str) -> bool:
    return Run(label, bold=True).width(13.5) <= (TALK - BETWEEN) / 2 - 22


def _colour(step: Step) -> str:
    if isinstance(step, Ask):
        return DEEP
    return WARM if isinstance(step, Check | OpenCase) else FAINT
