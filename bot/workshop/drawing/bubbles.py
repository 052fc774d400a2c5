"""What stands on the screen of a phone: remarks, what somebody says, what comes back, and buttons under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.model.outbound import Block, BlockKind, Button
from bot.workshop.drawing.paper import CARD, DEEP, FAINT, INK, LEADING, Anchor, Paper, Run, Runs, Words, shortened, width, wrapped

TEXT, SMALL = 13.5, 11.5
SPOKEN_AT_MOST = 290.0
PAD_X, PAD_Y = 14.0, 10.0
BUTTON, BETWEEN = 30.0, 5.0
ITEMS = frozenset({BlockKind.BULLET, BlockKind.NUMBERED})


class Piece(Protocol):
    """Something on the screen."""

    @property
    def above(self) -> float:
        """The empty space over it."""
        ...

    @property
    def height(self) -> float:
        """How much of the screen it takes."""
        ...

    def draw(self, paper: Paper, x: float, y: float, column: float) -> None:
        """Draw it into the column that begins at x and is so wide, with its top at y."""
        ...


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that nobody says, in the middle."""

    text: str
    above: float = 10

    @property
    def height(self) -> float:
        """One line's."""
        return 22

    def draw(self, paper: Paper, x: float, y: float, column: float) -> None:
        """A line in a pill."""
        runs = (Run(self.text),)
        wide = width(runs, SMALL) + 24
        paper.box(x + (column - wide) / 2, y, wide, self.height, fill="#d3e2dd", radius=11)
        paper.write(Words(x + column / 2, y + 15, runs, SMALL, INK, "#d3e2dd", column - 24, "middle"))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the person types."""

    text: str
    above: float = 10

    @property
    def height(self) -> float:
        """That of its lines, and the space around them."""
        return len(self._lines) * TEXT * LEADING + 2 * PAD_Y - 2

    @property
    def _lines(self) -> list[Runs]:
        return wrapped((Run(self.text),), TEXT, SPOKEN_AT_MOST)

    def draw(self, paper: Paper, x: float, y: float, column: float) -> None:
        """A dark bubble on the right."""
        wide = max(width(line, TEXT) for line in self._lines) + 2 * PAD_X
        left = x + column - wide
        alone = len(self._lines) == 1
        paper.box(left, y, wide, self.height, fill=DEEP, radius=16)
        for n, line in enumerate(self._lines):
            baseline = y + PAD_Y - 1 + n * TEXT * LEADING + TEXT
            place: tuple[float, Anchor] = (left + wide / 2, "middle") if alone else (left + PAD_X, "start")
            paper.write(Words(place[0], baseline, line, TEXT, CARD, DEEP, wide - 2 * PAD_X, place[1]))


@dataclass(frozen=True, slots=True)
class Row:
    """A line in a bubble."""

    runs: Runs
    size: float
    ink: str
    indent: float
    above: float
    marker: str = ""
    rule: bool = False
    """Whether a thin line stands over it."""

    @property
    def height(self) -> float:
        """With the space over it."""
        return self.above + self.size * LEADING


@dataclass(frozen=True, slots=True)
class Bubble:
    """What the assistant says; at most so high, with an ellipsis for the rest."""

    blocks: tuple[Block, ...]
    wide: float
    most: float | None = None
    above: float = 10

    @property
    def _room(self) -> float:
        return self.wide - 2 * PAD_X

    @property
    def rows(self) -> list[Row]:
        """Its lines, from the top."""
        rows = _rows(self.blocks, self._room)
        if self.most is None or _height(rows) + 2 * PAD_Y <= self.most:
            return rows
        end = Row((Run("…"),), TEXT, INK, 0, 0)
        while rows and _height([*rows, end]) + 2 * PAD_Y > self.most:
            rows.pop()
        return [*rows, end]

    @property
    def text(self) -> str:
        """Everything that can be read in it, on one line."""
        return " ".join(f"{row.marker} {_text(row.runs)}".strip() for row in self.rows)

    @property
    def height(self) -> float:
        """That of its lines, and the space around them."""
        return _height(self.rows) + 2 * PAD_Y

    def draw(self, paper: Paper, x: float, y: float, column: float) -> None:
        """A light bubble on the left."""
        paper.box(x, y, self.wide, self.height, fill=CARD, radius=16)
        top = y + PAD_Y
        for row in self.rows:
            left, baseline = x + PAD_X, top + row.above + row.size
            if row.rule:
                paper.line((left, top + row.above / 2), (x + self.wide - PAD_X, top + row.above / 2), ink="#dfe6e3")
            if row.marker:
                paper.write(Words(left, baseline, (Run(row.marker),), row.size, row.ink, CARD, row.indent))
            paper.write(Words(left + row.indent, baseline, row.runs, row.size, row.ink, CARD, self._room - row.indent))
            top += row.height


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The buttons under a message; the one that is pressed stands out."""

    buttons: tuple[tuple[Button, ...], ...]
    wide: float
    pressed: str = ""
    above: float = 6

    @property
    def height(self) -> float:
        """That of its rows."""
        return len(self.buttons) * (BUTTON + BETWEEN) - BETWEEN

    def draw(self, paper: Paper, x: float, y: float, column: float) -> None:
        """Row by row."""
        for n, row in enumerate(self.buttons):
            wide = (self.wide - BETWEEN * (len(row) - 1)) / len(row)
            for place, button in enumerate(row):
                self._button(paper, button, x + place * (wide + BETWEEN), y + n * (BUTTON + BETWEEN), wide)

    def _button(self, paper: Paper, button: Button, x: float, y: float, wide: float) -> None:
        pressed = button.label == self.pressed
        ink, fill = (CARD, DEEP) if pressed else (DEEP, "#f6faf8")
        paper.box(x, y, wide, BUTTON, fill=fill, edge=DEEP if pressed else "#b4cbc4", radius=9)
        label = (Run(shortened(button.label, TEXT, (wide - 20) / 1.08), bold=True),)
        paper.write(Words(x + wide / 2, y + 19.5, label, TEXT, ink, fill, wide - 20, "middle"))


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows)


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _rows(blocks: Sequence[Block], room: float) -> list[Row]:
    rows: list[Row] = []
    previous: BlockKind | None = None
    for block in blocks:
        above = 0.0 if previous is None else 3.0 if block.kind is previous and previous in ITEMS else 9.0
        rows += _source_rows(block, room) if block.kind is BlockKind.SOURCE else _block_rows(block, above, room)
        previous = block.kind
    return rows


def _block_rows(block: Block, above: float, room: float) -> list[Row]:
    marker, indent = {BlockKind.BULLET: ("•", 13.0), BlockKind.NUMBERED: (f"{block.number}.", 24.0)}.get(block.kind, ("", 0.0))
    heading = block.kind is BlockKind.HEADING
    runs = tuple(Run(span.text, span.bold or heading) for span in block.spans)
    return _lines(runs, Row((), TEXT, INK, indent, above, marker), room)


def _source_rows(block: Block, room: float) -> list[Row]:
    """Smaller and fainter, under a thin line; its own lines begin with a dash where they list documents."""
    rows: list[Row] = []
    for n, line in enumerate(block.text.split("\n")):
        marker, text = ("–", line.removeprefix("– ")) if line.startswith("– ") else ("", line)
        first = Row((), SMALL, FAINT, 12.0 if marker else 0.0, 2.0 if n else 16.0, marker, rule=not n)
        rows += _lines((Run(text),), first, room)
    return rows


def _lines(runs: Runs, first: Row, room: float) -> list[Row]:
    """The runs as rows like the first one; only that has the space, the marker and the thin line."""
    lines = wrapped(runs, first.size, room - first.indent)
    rest = replace(first, above=0, marker="", rule=False)
    return [replace(rest if n else first, runs=line) for n, line in enumerate(lines)]
