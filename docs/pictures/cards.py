"""Cards of the architecture picture: a title, the place in the code, a few lines under it, and perhaps other cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.workshop.drawing.picture import stacked, tall
from bot.workshop.drawing.text import Line, Runs, line, wrapped

PAD = 12.0
TITLE, TEXT, SMALL = 14.5, 12.5, 11.5
STEP = 23.0
"""The height of something that is tried in its turn."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is tried in its turn."""

    text: str
    first: bool = False
    """Whether it comes before everything else, whatever happens."""


Text = str | Runs | Step


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or a step of a card."""

    lines: tuple[Line, ...]
    step: Step | None = None

    @property
    def above(self) -> float:
        """The space over it."""
        return 0 if self.step else 4

    @property
    def height(self) -> float:
        """That of its lines."""
        return STEP if self.step else tall(self.lines)


class Card:
    """A box that says what a part does. As high as its text."""

    above = PAD

    def __init__(
        self,
        title: str,
        place: str,
        texts: Sequence[Text],
        wide: float,
        *,
        number: int | None = None,
        fill: str = "card",
        edge: str = "line",
        cards: Sequence[Card] = (),
    ) -> None:
        """`place` is where it stands in the code, and may be empty; `number` its place on the way of a message."""
        self.title = line(title, TITLE, bold=True, room=wide - 2 * PAD)
        self.place = place
        self.wide, self.fill, self.edge = wide, fill, edge
        self.number = line(str(number), 13, bold=True) if number else None
        self.about = line(place, SMALL)
        self.rows = [_row(text, wide - 2 * PAD) for text in texts]
        self.cards = cards

    @property
    def rows_begin(self) -> float:
        """How far its lines are from its upper edge."""
        return PAD + self.title.height + (self.about.height if self.place else 0) + 3

    @property
    def cards_begin(self) -> float:
        """How far the cards in it are from its upper edge, with the space over the first one."""
        return self.rows_begin + tall(self.rows)

    @property
    def height(self) -> float:
        """That of everything in it."""
        return self.cards_begin + tall(self.cards) + PAD

    @property
    def spine(self) -> tuple[float, float] | None:
        """The middles of its first and last step, from its upper edge."""
        middles = [top + STEP / 2 for top, row in stacked(self.rows, self.rows_begin) if row.step]
        return (middles[0], middles[-1]) if middles else None


def _row(text: Text, room: float) -> Row:
    if isinstance(text, Step):
        return Row((line(text.text, TEXT, bold=text.first, room=room - 20),), text)
    return Row(wrapped(text, TEXT, room))
