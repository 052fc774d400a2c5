"""The pieces of a chat on the screen of a phone: remarks, what somebody says, what comes back, and buttons under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.model.outbound import Block, BlockKind, Button
from bot.workshop.drawing.picture import tall
from bot.workshop.drawing.text import Line, Run, line, wrapped

TEXT, SMALL = 13.5, 11.5
PAD_X, PAD_Y = 14.0, 10.0
"""Between the words and the edge of a bubble."""
SPOKEN_AT_MOST = 290.0
KEY, BETWEEN = 30.0, 5.0
"""The height of a button, and what lies between two."""
ITEMS = frozenset({BlockKind.BULLET, BlockKind.NUMBERED})


class Remark:
    """Something that nobody says, in the middle."""

    mark, above, height = "remark", 10.0, 22.0

    def __init__(self, text: str) -> None:
        self.text = text
        self.line = line(text, SMALL)


class Spoken:
    """The person's words."""

    mark, above, pad_x, pad_y = "spoken", 10.0, PAD_X, PAD_Y

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = wrapped(text, TEXT, SPOKEN_AT_MOST)
        self.wide = max(each.width for each in self.lines) + 2 * PAD_X
        self.height = tall(self.lines) + 2 * PAD_Y - 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line in a bubble."""

    line: Line
    is_source: bool = False
    indent: float = 0
    above: float = 0
    marker: Line | None = None
    rule: bool = False
    """True if a thin line stands over it."""

    @property
    def height(self) -> float:
        """Without the space over it."""
        return self.line.height


class Bubble:
    """The assistant's words; at most so high, with an ellipsis for the rest."""

    mark, above, pad_x, pad_y = "bubble", 10.0, PAD_X, PAD_Y

    def __init__(self, blocks: Sequence[Block], wide: float, most: float | None = None) -> None:
        self.wide = wide
        self.rows = [*_rows(blocks, wide - 2 * PAD_X)]
        if most is not None and self.height > most:
            while self.rows and self.height + line("…", TEXT).height > most:
                self.rows.pop()
            self.rows.append(Row(line("…", TEXT)))

    @property
    def height(self) -> float:
        """That of its lines, and the space around them."""
        return tall(self.rows) + 2 * PAD_Y

    @property
    def text(self) -> str:
        """Everything that can be read in it, on one line."""
        return " ".join(f"{row.marker.text if row.marker else ''} {row.line.text}".strip() for row in self.rows)


@dataclass(frozen=True, slots=True)
class Key:
    """A button in its row."""

    label: Line
    left: float
    wide: float
    pressed: bool


@dataclass(frozen=True, slots=True)
class Keys:
    """A row of buttons."""

    keys: tuple[Key, ...]
    above: float = BETWEEN
    height: float = KEY


class Keyboard:
    """The buttons under a message; the one that is pressed stands out."""

    mark, above = "keyboard", 1.0

    def __init__(self, buttons: Iterable[Sequence[Button]], wide: float, pressed: str = "") -> None:
        self.pressed = pressed
        rows = [[button.label for button in row] for row in buttons]
        self.labels = [label for row in rows for label in row]
        self.rows = [Keys(tuple(_keys(row, wide, pressed))) for row in rows]
        self.height = tall(self.rows)


Piece = Remark | Spoken | Bubble | Keyboard


def _keys(labels: Sequence[str], wide: float, pressed: str) -> Iterator[Key]:
    each = (wide - BETWEEN * (len(labels) - 1)) / len(labels)
    for n, label in enumerate(labels):
        yield Key(line(label, TEXT, bold=True, room=each - 20), n * (each + BETWEEN), each, label == pressed)


def _rows(blocks: Iterable[Block], room: float) -> Iterator[Row]:
    previous: BlockKind | None = None
    for block in blocks:
        above = 0.0 if previous is None else 3.0 if block.kind is previous and previous in ITEMS else 9.0
        yield from _source_rows(block, room) if block.kind is BlockKind.SOURCE else _block_rows(block, above, room)
        previous = block.kind


def _block_rows(block: Block, above: float, room: float) -> Iterator[Row]:
    marker, indent = {BlockKind.BULLET: ("•", 13.0), BlockKind.NUMBERED: (f"{block.number}.", 24.0)}.get(block.kind, ("", 0.0))
    heading = block.kind is BlockKind.HEADING
    lines = wrapped((Run(span.text, span.bold or heading) for span in block.spans), TEXT, room - indent)
    return _as_rows(lines, Row(lines[0], indent=indent, above=above, marker=line(marker, TEXT) if marker else None))


def _source_rows(block: Block, room: float) -> Iterator[Row]:
    """Smaller and fainter, under a thin line; its own lines begin with a dash where they list documents."""
    for n, text in enumerate(block.text.split("\n")):
        listed = text.startswith("– ")
        indent = 12.0 if listed else 0.0
        lines = wrapped(text.removeprefix("– "), SMALL, room - indent)
        marker = line("–", SMALL) if listed else None
        yield from _as_rows(lines, Row(lines[0], is_source=True, indent=indent, above=2.0 if n else 16.0, marker=marker, rule=not n))


def _as_rows(lines: Sequence[Line], first: Row) -> Iterator[Row]:
    """The lines as rows like the first one; only that has the space, the marker and the thin line."""
    yield first
    rest = replace(first, above=0, marker=None, rule=False)
    yield from (replace(rest, line=each) for each in lines[1:])
