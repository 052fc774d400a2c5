"""Lines of text for pictures, as wide as the font that comes with them says."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import ImageFont

LEADING = 1.38
"""The height of a line, in sizes of its text."""
FONTS = Path(__file__).parent / "fonts"
FILES = {400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2"}
"""By weight."""
_UNITS = 2048
"""A letter's size in the font's own units: measured like this, nothing is rounded."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside each other."""

    runs: Runs
    size: float
    above: float = 0

    @property
    def text(self) -> str:
        """Its words without weights."""
        return "".join(run.text for run in self.runs)

    @property
    def width(self) -> float:
        """In pixels."""
        return sum(_advance(character, run.bold) for run in self.runs for character in run.text) * self.size / _UNITS

    @property
    def height(self) -> float:
        """With the space that lines have between them."""
        return self.size * LEADING


def line(text: str, size: float, *, bold: bool = False, room: float | None = None) -> Line:
    """A line of one weight; where it is wider than the room, its beginning and an ellipsis."""
    whole = Line((Run(text, bold),) if text else (), size)
    if room is None or whole.width <= room:
        return whole
    shorter = (Line((Run(f"{text[:n].rstrip()}…", bold),), size) for n in range(len(text) - 1, 0, -1))
    return next((each for each in shorter if each.width <= room), Line((Run("…", bold),), size))


def wrapped(text: str | Iterable[Run], size: float, room: float) -> tuple[Line, ...]:
    """Lines that are no wider than the room; a word that is wider by itself is cut."""
    runs = (Run(text),) if isinstance(text, str) else text
    lines: list[list[Run]] = [[]]
    for word in (piece for run in runs for piece in _words(run, size, room)):
        if lines[-1] and Line((*lines[-1], Run(word.text.rstrip(), word.bold)), size).width > room:
            lines.append([])
        lines[-1].append(word)
    return tuple(Line(_joined(each), size) for each in lines)


def faces() -> Iterator[tuple[int, str]]:
    """The font's weights and files, each file as a page or picture carries it within itself."""
    for weight, name in FILES.items():
        yield weight, f"data:font/woff2;base64,{b64encode((FONTS / name).read_bytes()).decode()}"


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    file = BytesIO((FONTS / FILES[600 if bold else 400]).read_bytes())
    return ImageFont.truetype(file, _UNITS, layout_engine=ImageFont.Layout.BASIC)


@cache
def _advance(character: str, bold: bool) -> float:
    return _face(bold).getlength(character)


def _words(run: Run, size: float, room: float) -> Iterator[Run]:
    """Words with the space after them; nothing is lost when they are put together again."""
    parts = run.text.split(" ")
    for word in (*(f"{part} " for part in parts[:-1]), parts[-1]):
        yield from _cut(Run(word, run.bold), size, room)


def _cut(word: Run, size: float, room: float) -> Iterator[Run]:
    """The word; in pieces where it alone is too wide."""
    rest = word.text
    while len(rest.rstrip()) > 1 and Line((Run(rest.rstrip(), word.bold),), size).width > room:
        fits = [n for n in range(1, len(rest)) if Line((Run(rest[:n], word.bold),), size).width <= room]
        cut = fits[-1] if fits else 1
        yield Run(rest[:cut], word.bold)
        rest = rest[cut:]
    if rest:
        yield Run(rest, word.bold)


def _joined(runs: Sequence[Run]) -> Runs:
    if not runs:
        return ()
    grouped = [Run("".join(run.text for run in same), bold) for bold, same in groupby(runs, key=lambda run: run.bold)]
    return (*grouped[:-1], Run(grouped[-1].text.rstrip(), grouped[-1].bold))
