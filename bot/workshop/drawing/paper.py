"""What pictures are drawn on: boxes, arrows and words, as SVG that comes out the same byte for byte each time.

Nobody knows which font a reader has, so the width of words is an estimate: for each character the widest of five common
fonts. Every piece of text is kept with the room it was given, so that a test can hold one against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Literal

FONTS = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
LEADING = 1.38
"""The height of a line, in sizes of its text."""

PAGE, CARD, PALE, LINE = "#f4f0e8", "#ffffff", "#e3eeea", "#c9d3cf"
INK, FAINT, DEEP, WARM = "#1d2b2a", "#4d5c5a", "#0f5a56", "#8a3b12"

_BOLDER = 1.08
_LIKELY = 0.97
"""No font is the widest in every letter: what whole lines come to."""
_UNKNOWN = 100
_HUNDREDTHS = {
    22: "'’‘",
    28: "ijl!,.:; ",
    36: "()[]ftI‹›",
    41: '"/\\r{}“”',
    46: "-|",
    53: "skxzJ*",
    57: "?L_acvy•17^`eé",
    62: "o25Fgpq0689Zbdhnu",
    66: "£$34T#+<=>–",
    68: "BEKPSXYAV~",
    74: "RCD&HU",
    78: "NGOQ",
    81: "w",
    89: "%",
    95: "mMW",
    100: "—…→↩@",
}
_WIDTH = {character: width for width, characters in _HUNDREDTHS.items() for character in characters}


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False

    def width(self, size: float) -> float:
        """How wide they are at most, in pixels."""
        return sum(_WIDTH.get(character, _UNKNOWN) for character in self.text) / 100 * _LIKELY * size * (_BOLDER if self.bold else 1)


Runs = tuple[Run, ...]


def width(runs: Iterable[Run], size: float) -> float:
    """How wide a line is at most, in pixels."""
    return sum(run.width(size) for run in runs)


def wrapped(runs: Iterable[Run], size: float, room: float) -> list[Runs]:
    """Lines that are no wider than the room; a word that is wider by itself has its own line."""
    words = [Run(word, run.bold) for run in runs for word in _words(run.text)]
    lines: list[list[Run]] = [[]]
    for word in words:
        if lines[-1] and width([*lines[-1], Run(word.text.rstrip(), word.bold)], size) > room:
            lines.append([])
        lines[-1].append(word)
    return [_joined(line) for line in lines if line]


def shortened(text: str, size: float, room: float) -> str:
    """The text, or its beginning and an ellipsis where it is too wide."""
    if Run(text).width(size) <= room:
        return text
    kept = next(n for n in range(len(text), -1, -1) if Run(f"{text[:n]}…").width(size) <= room or not n)
    return f"{text[:kept].rstrip()}…"


def _words(text: str) -> list[str]:
    """Words with the space after them; nothing is lost when they are put together again."""
    parts = text.split(" ")
    return [part for part in (*(f"{part} " for part in parts[:-1]), parts[-1]) if part]


def _joined(line: Sequence[Run]) -> Runs:
    grouped = [Run("".join(run.text for run in same), bold) for bold, same in groupby(line, key=lambda run: run.bold)]
    return (*grouped[:-1], Run(grouped[-1].text.rstrip(), grouped[-1].bold))


Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on a picture."""

    x: float
    y: float
    """Its baseline."""
    runs: Runs
    size: float
    ink: str
    on: str
    """The colour behind it."""
    room: float
    """How wide it may be."""
    anchor: Anchor = "start"

    @property
    def text(self) -> str:
        """Its words without weights."""
        return "".join(run.text for run in self.runs)

    def svg(self) -> str:
        """As an element."""
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        spans = "".join(f'<tspan font-weight="600">{_safe(run.text)}</tspan>' if run.bold else _safe(run.text) for run in self.runs)
        place = f'x="{_n(self.x)}" y="{_n(self.y)}" font-size="{_n(self.size)}" fill="{self.ink}"'
        return f'<text {place}{anchor} xml:space="preserve">{spans}</text>'


@dataclass(slots=True)
class Paper:
    """A picture while it is drawn. Sizes are in pixels, from the top left."""

    title: str
    description: str
    """What somebody who cannot see it is told."""
    width: float
    height: float
    words: list[Words] = field(default_factory=list)
    _elements: list[str] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str = CARD, edge: str = "", radius: float = 12) -> None:
        """A rectangle with round corners."""
        stroke = f' stroke="{edge}" stroke-width="1.5"' if edge else ""
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" rx="{_n(radius)}"'
        self._elements.append(f'<rect {place} fill="{fill}"{stroke}/>')

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle round a point."""
        self._elements.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"/>')

    def line(self, *points: Point, ink: str = LINE, thick: float = 1, dashed: bool = False, arrow: bool = False, bend: float = 0) -> None:
        """A line from point to point, with a head at its end if it is an arrow, and corners as round as `bend` says."""
        dashes = ' stroke-dasharray="2 5"' if dashed else ""
        style = f'fill="none" stroke="{ink}" stroke-width="{_n(thick)}" stroke-linecap="round" stroke-linejoin="round"{dashes}'
        self._elements.append(f'<path d="{_path(points, bend)}" {style}/>')
        if arrow:
            self._head(points[-2], points[-1], ink, 4 + thick)

    def write(self, words: Words) -> None:
        """One line of text."""
        self.words.append(words)
        self._elements.append(words.svg())

    def svg(self) -> str:
        """The whole picture, an element a line."""
        size = f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" width="{_n(self.width)}" height="{_n(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" font-family="{FONTS}">'
        about = [f'<title id="title">{_safe(self.title)}</title>', f'<desc id="desc">{_safe(self.description)}</desc>']
        page = f'<rect width="{_n(self.width)}" height="{_n(self.height)}" rx="20" fill="{PAGE}"/>'
        return "\n".join([head, *about, page, *self._elements, "</svg>", ""])

    def _head(self, before: tuple[float, float], tip: tuple[float, float], ink: str, size: float) -> None:
        (x0, y0), (x, y) = before, tip
        length = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        dx, dy = (x - x0) / length * size, (y - y0) / length * size
        left, right = (x - dx - dy * 0.8, y - dy + dx * 0.8), (x - dx + dy * 0.8, y - dy - dx * 0.8)
        corners = " ".join(f"{_n(a)},{_n(b)}" for a, b in (left, tip, right))
        self._elements.append(f'<polygon points="{corners}" fill="{ink}" stroke="{ink}" stroke-linejoin="round"/>')


def _path(points: Sequence[Point], bend: float) -> str:
    x, y = points[0]
    parts = [f"M{_n(x)} {_n(y)}"]
    for n, (x, y) in enumerate(points[1:], start=1):
        if bend and n < len(points) - 1:
            before, after = _towards((x, y), points[n - 1], bend), _towards((x, y), points[n + 1], bend)
            parts.append(f"L{_n(before[0])} {_n(before[1])} Q{_n(x)} {_n(y)} {_n(after[0])} {_n(after[1])}")
        else:
            parts.append(f"L{_n(x)} {_n(y)}")
    return " ".join(parts)


def _towards(corner: Point, other: Point, far: float) -> Point:
    """The point that lies so far from a corner on the way to another one; half-way where that is nearer."""
    (x, y), (x1, y1) = corner, other
    length = ((x1 - x) ** 2 + (y1 - y) ** 2) ** 0.5
    part = min(far / length, 0.5) if length else 0.0
    return x + (x1 - x) * part, y + (y1 - y) * part


def _n(number: float) -> str:
    """A number with at most one decimal."""
    return f"{round(number, 1):g}"


def _safe(text: str) -> str:
    return escape(text, quote=False)
