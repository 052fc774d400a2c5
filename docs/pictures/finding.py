"""How two messages are understood: what each reader says of each subject, and what share of the whole comes of it.

The scores are those of the real finder. Lengths and shares are rounded, so that the picture changes when an answer would, and not with
the last digit of a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.dialogue.find.search import LIMIT, Finder, Scores, SearchResult, Weights, shares
from bot.model.content.library import Library
from bot.model.content.topics import Audience
from bot.model.normalise import normalise
from bot.workshop.drawing.paper import CARD, DEEP, FAINT, INK, LINE, PAGE, PALE, WARM, Paper, Run, Words, shortened

TITLE = "How Heard finds what a message is about"
ABOUT = "A care leaver in Bristol writes. Each bar is as long as it counts; what stands in brown is something Heard knows nothing of."
WIDTH, MARGIN, TOP, BETWEEN = 900.0, 20.0, 82.0, 18.0
PAD, ROW, HEAD = 18.0, 27.0, 84.0
NAMES, UNIT, GAP = 232.0, 47.0, 14.0
"""The room for a subject's name; the pixels that a score of 1 is long; what lies between columns."""
TEXT, SMALL, BAR = 13.0, 11.5, 13.0
QUIETEST = -1.5
"""The score of words from which bars begin: what words say is below 0 for everything but what they speak for."""
SHOWN = 5
STEP = 0.1
"""Scores are rounded to this much."""
AUDIENCE, COUNCIL = Audience.CARE_LEAVER, "bristol"
MESSAGES = ("can i keep my room wen im 18", "does the council do school dinners")
"""One that a topic answers, and one that none does."""


@dataclass(frozen=True, slots=True)
class Row:
    """A subject, how much each reader adds to its score, and its share of the whole in 100."""

    name: str
    is_topic: bool
    parts: tuple[float, ...]
    share: int


@dataclass(frozen=True, slots=True)
class Column:
    """A reader: what stands over its bars, its colour, and how long they can get."""

    title: str
    about: str
    colour: str
    longest: float

    @property
    def wide(self) -> float:
        """In pixels."""
        return self.longest * UNIT


COLUMNS = (
    Column("words", "learned", "#2f7f78", 2.5),
    Column("meaning", "nearest examples", "#c58b2a", 2.6),
    Column("answer", "its text", "#8a5fa0", 1.0),
    Column("reader", "written for them", "#7d8c3c", 1.0),
)


def draw_finding(library: Library, finder: Finder, weights: Weights) -> Paper:
    """The picture."""
    read = [(message, _rows(message, library, finder, weights), _found(message, finder)) for message in MESSAGES]
    height = HEAD + SHOWN * ROW + PAD
    paper = Paper(TITLE, _described(read), WIDTH, TOP + len(read) * (height + BETWEEN) - BETWEEN + MARGIN)
    paper.write(Words(MARGIN + 8, 38, (Run(TITLE, bold=True),), 19, INK, PAGE, WIDTH - 2 * MARGIN - 16))
    paper.write(Words(MARGIN + 8, 60, (Run(ABOUT),), TEXT, FAINT, PAGE, WIDTH - 2 * MARGIN - 16))
    for n, (message, rows, found) in enumerate(read):
        _panel(paper, TOP + n * (height + BETWEEN), height, message, rows, _outcome(rows, found), weights)
    return paper


def _rows(message: str, library: Library, finder: Finder, weights: Weights) -> list[Row]:
    scores = finder.scores(normalise(message), AUDIENCE, COUNCIL)
    share = shares(scores, finder.is_topic, weights)
    best = np.argsort(-share, kind="stable")[:SHOWN]
    return [
        Row(_name(finder.names[n], library), bool(finder.is_topic[n]), _parts(scores, int(n), weights), round(100 * share[n])) for n in best
    ]


def _parts(scores: Scores, n: int, weights: Weights) -> tuple[float, ...]:
    """As much as each column adds, rounded."""
    exact = (
        scores.words[n] - QUIETEST,
        weights.meaning * scores.meaning[n],
        weights.passages * scores.passages[n],
        weights.audience * scores.gain[n],
    )
    return tuple(STEP * round(float(part) / STEP) for part in exact)


def _name(subject: str, library: Library) -> str:
    if subject.startswith(LIMIT):
        return subject.removeprefix(LIMIT).replace("-", " ")
    return library.topics[subject].title(COUNCIL)


def _found(message: str, finder: Finder) -> SearchResult:
    return finder.find(normalise(message), AUDIENCE, COUNCIL)


def _outcome(rows: Sequence[Row], found: SearchResult) -> str:
    """What the dialogue makes of it, in words."""
    if found.confident:
        return f"Answered: {rows[0].name}"
    if found.offer:
        return "Not sure: topics are offered"
    return "Not answered: Heard says what it knows nothing of, and who does"


def _panel(paper: Paper, y: float, height: float, message: str, rows: Sequence[Row], outcome: str, weights: Weights) -> None:
    wide = WIDTH - 2 * MARGIN
    paper.box(MARGIN, y, wide, height, fill=CARD, edge=LINE)
    _message(paper, MARGIN + PAD, y + 14, message)
    paper.write(Words(MARGIN + wide - PAD, y + 34, (Run(outcome, bold=True),), TEXT, DEEP, CARD, 450, "end"))
    for column, x in zip(COLUMNS, _lefts(), strict=True):
        paper.write(Words(x, y + 64, (Run(column.title, bold=True),), SMALL, INK, CARD, column.wide + GAP - 4))
        paper.write(Words(x, y + 78, (Run(column.about),), 10, FAINT, CARD, column.wide + GAP + 24))
    left = _lefts()[-1] + COLUMNS[-1].wide + 3 * GAP
    room = MARGIN + wide - PAD - 44 - left
    paper.write(Words(left, y + 64, (Run("share", bold=True),), SMALL, INK, CARD, 60))
    line = left + room * weights.answer
    paper.write(
        Words(left + room, y + 78, (Run(f"a topic is answered from {round(100 * weights.answer)}"),), 10, FAINT, CARD, room + 40, "end")
    )
    for n, row in enumerate(rows):
        _row(paper, y + HEAD + n * ROW, row, left, room)
    paper.line((line, y + HEAD), (line, y + HEAD + SHOWN * ROW - 6), ink=FAINT, dashed=True)


def _message(paper: Paper, x: float, y: float, message: str) -> None:
    run = Run(message)
    wide = run.width(TEXT) + 28
    paper.box(x, y, wide, 30, fill=DEEP, radius=15)
    paper.write(Words(x + wide / 2, y + 20, (run,), TEXT, CARD, DEEP, wide - 20, "middle"))


def _lefts() -> list[float]:
    """Where each column begins."""
    left, lefts = MARGIN + PAD + NAMES, []
    for column in COLUMNS:
        lefts.append(left)
        left += column.wide + GAP
    return lefts


def _row(paper: Paper, y: float, row: Row, left: float, room: float) -> None:
    ink = INK if row.is_topic else WARM
    paper.write(Words(MARGIN + PAD, y + 15, (Run(shortened(row.name, TEXT, NAMES - 16)),), TEXT, ink, CARD, NAMES - 10))
    for column, x, part in zip(COLUMNS, _lefts(), row.parts, strict=True):
        paper.box(x, y + 4, column.wide, BAR, fill=PALE, radius=3)
        if part > 0:
            paper.box(x, y + 4, min(part, column.longest) * UNIT, BAR, fill=column.colour, radius=3)
    if row.share:
        paper.box(left, y + 4, max(3, room * row.share / 100), BAR, fill=DEEP if row.is_topic else WARM, radius=3)
    number = str(row.share) if row.share else "under 1"
    paper.write(Words(MARGIN + WIDTH - 2 * MARGIN - PAD, y + 15, (Run(number, bold=bool(row.share)),), TEXT, ink, CARD, 54, "end"))


def _described(read: Sequence[tuple[str, Sequence[Row], SearchResult]]) -> str:
    """The same in words, for somebody who cannot see it."""
    told = []
    for message, rows, found in read:
        subjects = ", ".join(
            f"{row.name} ({'' if row.is_topic else 'nothing Heard knows; '}{row.share or 'under 1'} in 100)" for row in rows
        )
        told.append(f"Message: {message}. Most likely: {subjects}. {_outcome(rows, found)}.")
    return (
        "Bars for each of the five likeliest subjects: how much its words, its meaning, the text of the answer and who is asking add to its "
        f"score, and the share of the whole that comes of it. {' '.join(told)}"
    )
