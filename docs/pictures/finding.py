"""How two messages are understood: what each reader says of each subject, and what share of the whole comes of it.

The scores are those of the real finder. Lengths and shares are rounded, so that the picture changes when an answer would, and not with
the last digit of a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.dialogue.find.search import LIMIT, Finder, Scores, SearchResult, Weights, shares
from bot.model.content.library import Library
from bot.model.content.topics import Audience
from bot.model.normalise import normalise
from bot.workshop.drawing.picture import Picture
from bot.workshop.drawing.text import Line, line

ABOUT = "A care leaver in Bristol writes. Each bar is as long as it counts; what stands in brown is something Heard knows nothing of."
WIDTH, HEIGHT = 900.0, 594.0
FIRST, UNIT, GAP = 250.0, 47.0, 14.0
"""Where the first column begins; the pixels that a score of 1 is long; what lies between columns."""
SHARE = 668.0, 130.0
"""Where the shares begin, and how long all of 100 is."""
TEXT = 13.0
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

    @property
    def label(self) -> Line:
        """Its name, as long as there is room."""
        return line(self.name, TEXT, room=FIRST - 34)


@dataclass(frozen=True, slots=True)
class Column:
    """A reader: what stands over its bars, its colour, and how long they can get."""

    title: str
    about: str
    colour: str
    left: float
    wide: float
    unit: float = UNIT


@dataclass(frozen=True, slots=True)
class Share:
    """The column of what comes of it."""

    left: float
    wide: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A message and how it is understood."""

    message: Line
    rows: Sequence[Row]
    outcome: str


READERS = (
    ("words", "learned", "#2f7f78", 2.5),
    ("meaning", "nearest examples", "#c58b2a", 2.6),
    ("answer", "its text", "#8a5fa0", 1.0),
    ("reader", "written for them", "#7d8c3c", 1.0),
)
"""The longest that each one's bars can get, in scores."""


def draw_finding(library: Library, finder: Finder, weights: Weights) -> Picture:
    """The picture."""
    read = [(message, _rows(message, library, finder, weights), _found(message, finder)) for message in MESSAGES]
    values = {
        "about": ABOUT,
        "columns": [*_columns()],
        "share": Share(*SHARE),
        "answered_from": round(100 * weights.answer),
        "panels": [Panel(line(message, TEXT), rows, _outcome(rows, found)) for message, rows, found in read],
    }
    title = "How Heard finds what a message is about"
    return Picture(title, _described(read), WIDTH, HEIGHT, "finding.svg.jinja", values, Path(__file__).parent)


def _columns() -> Iterator[Column]:
    left = FIRST
    for title, about, colour, longest in READERS:
        yield Column(title, about, colour, left, longest * UNIT)
        left += longest * UNIT + GAP


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
