"""Pictures: values and a template that says how they look give an SVG, the same byte for byte each time.

A template draws; Python says only what there is, and how large it is. Every line of text carries its own width, so that it keeps to
its place even where somebody's program does not take the font that comes with the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.workshop.drawing.text import Line, faces, line

TEMPLATES = Path(__file__).parent / "templates"
COLOURS = {
    "page": "#f4f0e8",
    "card": "#ffffff",
    "pale": "#e3eeea",
    "sand": "#f8f5ee",
    "line": "#c9d3cf",
    "ink": "#1d2b2a",
    "faint": "#4d5c5a",
    "deep": "#0f5a56",
    "warm": "#8a3b12",
}


class Piece(Protocol):
    """Something that takes its part of a column."""

    @property
    def above(self) -> float:
        """The empty space over it."""
        ...

    @property
    def height(self) -> float:
        """How much of the column it takes."""
        ...


P = TypeVar("P", bound=Piece)


def stacked(pieces: Iterable[P], top: float) -> list[tuple[float, P]]:
    """Each piece under the one before, with the height at which it begins."""
    placed = []
    for piece in pieces:
        placed.append((top + piece.above, piece))
        top += piece.above + piece.height
    return placed


def tall(pieces: Iterable[Piece]) -> float:
    """The height of a column."""
    return sum(piece.above + piece.height for piece in pieces)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be written as SVG. Sizes are in pixels, from the top left."""

    title: str
    description: str
    """For somebody who cannot see it."""
    width: float
    height: float
    template: str
    values: Mapping[str, object]
    folder: Path = TEMPLATES
    """Where the template is."""

    def svg(self) -> str:
        """The whole picture."""
        return _environment(self.folder).get_template(self.template).render(self.values, picture=self)


@cache
def _environment(folder: Path) -> Environment:
    found = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters.update(n=_number, baseline=_baseline, tall=tall)
    found.globals.update(colour=COLOURS, faces=tuple(faces()), line=line, stacked=stacked)
    return found


def _number(number: float) -> str:
    """With at most one decimal."""
    return f"{round(number, 1) + 0:g}"


def _baseline(text: Line, top: float) -> float:
    """The height on which the letters of a line stand that begins at the top."""
    return top + text.size
