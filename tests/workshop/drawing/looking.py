"""How pictures are looked at in tests: as somebody does who has only the SVG, and the font that it is drawn with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from bot.workshop.drawing.text import Line, Run

SVG = "{http://www.w3.org/2000/svg}"
READABLE = 4.5
"""The contrast that WCAG AA asks of text."""
LEAST = 3.0
"""How many pixels lie between a text and the side of the box that it stands in, at least."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle or a disc, as the rectangle round it."""

    area: Rectangle
    fill: str


@dataclass(frozen=True)
class Text:
    """A line of text, and what lies under it: the page first, the nearest last."""

    words: str
    area: Rectangle
    """What its letters take in the font that the picture carries."""
    width: float
    said: float
    """The width that the picture says it has."""
    size: float
    ink: str
    under: tuple[Box, ...]


class Seen:
    """A picture as it is seen."""

    def __init__(self, svg: str) -> None:
        self.root = ElementTree.fromstring(svg)  # noqa: S314  our own, a moment old
        self.size = float(self.root.attrib["width"]), float(self.root.attrib["height"])
        self.boxes: list[Box] = []
        self.texts: list[Text] = []
        for shape, x, y in _shapes(self.root, 0, 0):
            if shape.tag == f"{SVG}text":
                self.texts.append(_text(shape, x, y, self.boxes))
            else:
                self.boxes.append(_box(shape, x, y))

    @property
    def words(self) -> list[str]:
        """What can be read, from the top."""
        return [text.words for text in self.texts]

    def find(self, words: str) -> Text:
        """The only text with these words."""
        (found,) = (text for text in self.texts if text.words == words)
        return found

    def over_an_edge(self) -> list[str]:
        """Texts that stand partly in a box and partly beside it, or too near to its side."""
        return [text.words for text in self.texts if any(not _inside(text.area, box.area) for box in _touched(text, self.boxes))]

    def covering(self) -> list[tuple[str, str]]:
        """Texts that share a place."""
        pairs = combinations(self.texts, 2)
        return [(one.words, other.words) for one, other in pairs if overlap(one.area, other.area)]

    def of_another_width(self) -> list[str]:
        """Texts that are not as wide as the picture says, so that a program would squeeze or stretch them."""
        return [text.words for text in self.texts if abs(text.width - text.said) > 0.06]

    def hard_to_read(self) -> list[str]:
        """Texts that do not stand out from what is behind them."""
        return [text.words for text in self.texts if contrast(text.ink, text.under[-1].fill) < READABLE]


def overlap(a: Rectangle, b: Rectangle) -> bool:
    """Whether two areas share a point."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def contrast(ink: str, on: str) -> float:
    """The ratio as WCAG 2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(ink), _luminance(on)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shapes(parent: ElementTree.Element, x: float, y: float) -> Iterator[tuple[ElementTree.Element, float, float]]:
    """Rectangles, discs and texts in the order in which they are drawn, with how far they are moved."""
    for child in parent:
        if child.tag == f"{SVG}g":
            dx, dy = (float(number) for number in re.findall(r"-?[\d.]+", child.get("transform", "translate(0 0)")))
            yield from _shapes(child, x + dx, y + dy)
        elif child.tag in {f"{SVG}rect", f"{SVG}circle", f"{SVG}text"}:
            yield child, x, y


def _box(shape: ElementTree.Element, dx: float, dy: float) -> Box:
    def number(name: str) -> float:
        return float(shape.get(name, 0))

    if shape.tag == f"{SVG}circle":
        x, y, r = dx + number("cx"), dy + number("cy"), number("r")
        return Box((x - r, y - r, x + r, y + r), shape.attrib["fill"])
    x, y = dx + number("x"), dy + number("y")
    return Box((x, y, x + number("width"), y + number("height")), shape.attrib["fill"])


def _text(shape: ElementTree.Element, dx: float, dy: float, boxes: list[Box]) -> Text:
    bold = shape.get("font-weight") == "600"
    spans = [(shape.text or "", bold), *((part, part_bold) for span in shape for part, part_bold in ((span.text, True), (span.tail, bold)))]
    size = float(shape.attrib["font-size"])
    line = Line(tuple(Run(part, part_bold) for part, part_bold in spans if part), size)
    left = dx + float(shape.attrib["x"]) - {"start": 0, "middle": line.width / 2, "end": line.width}[shape.get("text-anchor", "start")]
    baseline = dy + float(shape.attrib["y"])
    area = left, baseline - 0.75 * size, left + line.width, baseline + 0.22 * size
    under = tuple(box for box in boxes if overlap(area, box.area))
    return Text(line.text, area, line.width, float(shape.attrib["textLength"]), size, shape.attrib["fill"], under)


def _touched(text: Text, boxes: list[Box]) -> Iterator[Box]:
    return (box for box in boxes if overlap(text.area, box.area))


def _inside(text: Rectangle, box: Rectangle) -> bool:
    return box[0] + LEAST <= text[0] and text[2] <= box[2] - LEAST and box[1] <= text[1] and text[3] <= box[3]
