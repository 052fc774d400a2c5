"""How pictures are looked at in tests: where each text stands, and whether it can be read."""

from __future__ import annotations

from bot.workshop.drawing.paper import Words, width

READABLE = 4.5
"""The contrast that WCAG AA asks of text."""

Rectangle = tuple[float, float, float, float]


def rectangle(words: Words) -> Rectangle:
    """The area that its letters take."""
    wide = width(words.runs, words.size)
    x = words.x - {"start": 0, "middle": wide / 2, "end": wide}[words.anchor]
    return x, words.y - 0.75 * words.size, x + wide, words.y + 0.22 * words.size


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
