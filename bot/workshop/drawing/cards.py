"""One step of a flow as a card: its number and kind, what it says in a bubble, its buttons under it, and what leads where on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.model.outbound import Block, Button
from bot.workshop.drawing.bubbles import BETWEEN, TEXT, Bubble, Keyboard
from bot.workshop.drawing.picture import tall
from bot.workshop.drawing.story import Panel, Pill
from bot.workshop.drawing.text import Line, line, wrapped

WIDE, PAD, HEAD = 640.0, 16.0, 46.0
TALK = 424.0
"""The width of what people see."""
BESIDE = PAD + TALK + 14
SIDE = WIDE - BESIDE - PAD
"""Where something is said on the right of that, and how wide."""
SMALL = 12.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a card: buttons, or words about what has to be so; and what they lead to or open."""

    keyboard: Keyboard | None = None
    told: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    leads: bool = False
    """True if that is another step."""
    above: float = 0

    @property
    def height(self) -> float:
        """That of its higher side."""
        return max(self.keyboard.height if self.keyboard else tall(self.told), tall(self.beside))


class Card:
    """A step, laid out."""

    above, wide, pad, head, beside = 30.0, WIDE, PAD, HEAD, BESIDE

    def __init__(self, panel: Panel, said: Sequence[Block], panels: Mapping[str, Panel]) -> None:
        self.panel = panel
        self._panels = panels
        self.number = line(str(panel.number), 13, bold=True)
        self.kind = line(panel.kind, SMALL, bold=True)
        self.title = line(panel.title, 15.5, bold=True, room=WIDE - 3 * PAD - 64 - self.kind.width)
        self.bubble = Bubble(said, TALK) if said else None
        self.begun = [*_paragraphs(panel.begun)]
        self.notes = [*_paragraphs(panel.notes)]
        self.rows = [*self._button_rows(), *self._lead_rows()]

    @property
    def follows(self) -> str | None:
        """The step that follows for everybody whom nothing leads elsewhere."""
        last = self.panel.onward[-1] if self.panel.onward else None
        return last.to if last and not last.when else None

    @property
    def rows_begin(self) -> float:
        """How far its rows are from its upper edge."""
        return HEAD + max(self.bubble.height if self.bubble else 0, tall(self.begun) + tall(self.notes))

    @property
    def height(self) -> float:
        """That of everything in it."""
        return self.rows_begin + tall(self.rows) + PAD

    def _button_rows(self) -> Iterator[Row]:
        for n, row in enumerate(_rows(self.panel.pills)):
            keyboard = Keyboard([[Button(pill.label) for pill in row]], TALK)
            pill = row[0]
            beside = (self._target(pill.to),) if pill.to else wrapped(pill.opens, SMALL, SIDE) if pill.opens else ()
            yield Row(keyboard, beside=beside, leads=bool(pill.to), above=0 if n else 2)

    def _lead_rows(self) -> Iterator[Row]:
        """Leads that are told in words: not the one that everybody takes to the next step, which has an arrow."""
        onward = self.panel.onward
        if len(onward) == 1 and self._is_next(onward[0].to):
            return
        for n, lead in enumerate(onward):
            told = wrapped(lead.when or self._otherwise, SMALL, TALK - 6)
            yield Row(told=told, beside=(self._target(lead.to),), leads=True, above=5 if n else 12)

    @property
    def _otherwise(self) -> str:
        if len(self.panel.onward) > 1:
            return "otherwise"
        return "then" if not any(pill.to for pill in self.panel.pills) else "everybody else"

    def _is_next(self, to: str) -> bool:
        return self._panels[to].number == self.panel.number + 1

    def _target(self, to: str) -> Line:
        """The number and title of the step that something leads to."""
        panel = self._panels[to]
        back = panel.number <= self.panel.number
        return line(f"{'back to' if back else '→'} {panel.number} {panel.title}", SMALL, bold=True, room=SIDE)


def _paragraphs(texts: Iterable[str]) -> Iterator[Line]:
    for text in texts:
        first, *rest = wrapped(text, SMALL, SIDE)
        yield from (replace(first, above=4), *rest)


def _rows(pills: Sequence[Pill]) -> Iterator[Sequence[Pill]]:
    """Buttons that lead or open have a row each; short ones of which nothing is to be said stand two in a row."""
    for alike, run in groupby(pills, key=lambda pill: not (pill.to or pill.opens) and _short(pill.label)):
        row = [*run]
        step = 2 if alike else 1
        yield from (row[n : n + step] for n in range(0, len(row), step))


def _short(label: str) -> bool:
    return line(label, TEXT, bold=True).width <= (TALK - BETWEEN) / 2 - 20
