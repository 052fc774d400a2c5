"""A small sign for each kind of step, so that the kinds can be told apart at a glance. The kind stands beside it in words, too."""

from __future__ import annotations

from bot.model.content.flow import Check, Choose, Collect, Date, End, Number, OpenCase, Start, Step, Text
from bot.workshop.drawing.paper import CARD, Paper

SIZE = 16.0
_THICK = 1.7


def draw_icon(paper: Paper, step: Step, x: float, y: float, ink: str) -> None:
    """The sign of a step's kind, 16 pixels wide and high, with its upper left corner there."""
    match step:
        case Choose():
            for n in range(2):
                paper.box(x, y + 1.5 + n * 8, SIZE, 5.5, fill=ink, radius=2.7)
        case Text():
            for n, wide in enumerate((SIZE, SIZE, 9)):
                paper.line((x, y + 3 + n * 5), (x + wide, y + 3 + n * 5), ink=ink, thick=_THICK)
        case Number():
            _hash(paper, x, y, ink)
        case Date():
            _calendar(paper, x, y, ink)
        case Collect():
            _stack(paper, x, y, ink)
        case Check():
            paper.line((x + 1, y + 8.5), (x + 6, y + 13.5), (x + 15, y + 3), ink=ink, thick=2.4)
        case OpenCase():
            _envelope(paper, x, y, ink)
        case Start():
            paper.line((x, y + 8), (x + SIZE - 1, y + 8), ink=ink, thick=_THICK, arrow=True)
        case End():
            paper.box(x + 2, y + 2, 12, 12, fill=ink, radius=3)
        case _:
            _bubble(paper, x, y, ink)


def _hash(paper: Paper, x: float, y: float, ink: str) -> None:
    for at in (5, 11):
        paper.line((x + at + 1, y + 1), (x + at - 1, y + 15), ink=ink, thick=_THICK)
        paper.line((x + 1, y + at), (x + 15, y + at), ink=ink, thick=_THICK)


def _calendar(paper: Paper, x: float, y: float, ink: str) -> None:
    paper.box(x + 1, y + 2.5, 14, 12.5, fill=CARD, edge=ink, radius=2.5)
    paper.box(x + 1, y + 2.5, 14, 4.5, fill=ink, radius=2)
    for at in (5, 11):
        paper.line((x + at, y + 0.5), (x + at, y + 3), ink=ink, thick=_THICK)


def _stack(paper: Paper, x: float, y: float, ink: str) -> None:
    paper.box(x + 4, y + 1, 11, 10, fill=CARD, edge=ink, radius=2)
    paper.box(x + 1, y + 5, 11, 10, fill=CARD, edge=ink, radius=2)
    paper.line((x + 6.5, y + 7.5), (x + 6.5, y + 12.5), ink=ink, thick=_THICK)
    paper.line((x + 4, y + 10), (x + 9, y + 10), ink=ink, thick=_THICK)


def _envelope(paper: Paper, x: float, y: float, ink: str) -> None:
    paper.box(x + 0.5, y + 2.5, 15, 11, fill=CARD, edge=ink, radius=2)
    paper.line((x + 1.5, y + 4), (x + 8, y + 9), (x + 14.5, y + 4), ink=ink, thick=1.5)


def _bubble(paper: Paper, x: float, y: float, ink: str) -> None:
    paper.box(x + 0.5, y + 1, 15, 10.5, fill=ink, radius=4)
    paper.line((x + 4, y + 11), (x + 4, y + 14.5), (x + 7.5, y + 11), ink=ink, thick=1.2)
