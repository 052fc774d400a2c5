"""Cards of the architecture picture: a title, the place in the code, and a few lines under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.workshop.drawing.paper import CARD, DEEP, FAINT, INK, LEADING, LINE, WARM, Paper, Run, Runs, Words, wrapped

PAD = 12.0
TITLE, TEXT, SMALL = 14.5, 12.5, 11.5
BADGE = 11.0


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is tried in its turn."""

    text: str
    first: bool = False
    """Whether it comes before everything else, whatever happens."""


Line = str | Runs | Step


@dataclass(frozen=True, slots=True)
class Card:
    """A box that says what a part does. As high as its text."""

    title: str
    place: str
    """Where it stands in the code; may be empty."""
    lines: Sequence[Line]
    wide: float
    number: int | None = None
    """Its place on the way of a message."""
    fill: str = CARD
    edge: str = LINE

    @property
    def height(self) -> float:
        """Title, place, lines and the space around them, in pixels."""
        return self._top + sum(self._height(line) for line in self.lines) + PAD

    @property
    def _top(self) -> float:
        return PAD + TITLE * LEADING + (SMALL * LEADING if self.place else 0) + 3

    @property
    def _room(self) -> float:
        return self.wide - 2 * PAD

    def draw(self, paper: Paper, x: float, y: float, height: float = 0) -> None:
        """Draw it with its left upper corner there; higher than its text needs where a height is given."""
        paper.box(x, y, self.wide, max(height, self.height), fill=self.fill, edge=self.edge)
        self._head(paper, x + PAD, y + PAD)
        self._spine(paper, x + PAD + 5, y + self._top)
        top = y + self._top
        for line in self.lines:
            self._line(paper, line, x + PAD, top)
            top += self._height(line)

    def _head(self, paper: Paper, x: float, y: float) -> None:
        shift = 0.0
        if self.number:
            shift = 2 * BADGE + 7
            paper.disc(x + BADGE, y + BADGE - 1, BADGE, DEEP)
            paper.write(Words(x + BADGE, y + BADGE + 3.5, (Run(str(self.number), bold=True),), 13, CARD, DEEP, 2 * BADGE, "middle"))
        paper.write(Words(x + shift, y + TITLE, (Run(self.title, bold=True),), TITLE, INK, self.fill, self._room - shift))
        if self.place:
            baseline = y + TITLE * LEADING + SMALL + 1
            paper.write(Words(x + shift, baseline, (Run(self.place),), SMALL, FAINT, self.fill, self._room - shift))

    def _spine(self, paper: Paper, x: float, y: float) -> None:
        """A line through the dots of the steps."""
        ends = []
        for line in self.lines:
            if isinstance(line, Step):
                ends.append(y + self._height(line) / 2)
            y += self._height(line)
        if ends:
            paper.line((x, ends[0]), (x, ends[-1]), ink="#9fbfb7", thick=2)

    def _line(self, paper: Paper, line: Line, x: float, y: float) -> None:
        if isinstance(line, Step):
            ink = WARM if line.first else INK
            middle = y + self._height(line) / 2
            paper.disc(x + 5, middle, 5, WARM if line.first else DEEP)
            paper.write(Words(x + 20, middle + 4.5, (Run(line.text, line.first),), TEXT, ink, self.fill, self._room - 20))
            return
        for n, words in enumerate(self._wrapped(line)):
            paper.write(Words(x, y + 4 + n * TEXT * LEADING + TEXT, words, TEXT, INK, self.fill, self._room))

    def _height(self, line: Line) -> float:
        return 23 if isinstance(line, Step) else 4 + len(self._wrapped(line)) * TEXT * LEADING

    def _wrapped(self, line: str | Runs) -> list[Runs]:
        return wrapped((Run(line),) if isinstance(line, str) else line, TEXT, self._room)


@dataclass(frozen=True, slots=True)
class Frame:
    """A card with cards in it, one under the other."""

    head: Card
    cards: Sequence[Card]

    @property
    def height(self) -> float:
        """That of everything in it."""
        return self.head.height + sum(card.height + PAD for card in self.cards)

    @property
    def tops(self) -> tuple[float, ...]:
        """Where each card begins, from the top of the frame."""
        above = (sum(card.height + PAD for card in self.cards[:n]) for n in range(len(self.cards)))
        return tuple(self.head.height + each for each in above)

    def draw(self, paper: Paper, x: float, y: float) -> None:
        """Draw it with its left upper corner there."""
        self.head.draw(paper, x, y, self.height)
        for card, top in zip(self.cards, self.tops, strict=True):
            card.draw(paper, x + PAD, y + top)
