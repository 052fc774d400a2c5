"""Boxes and lines that Graphviz has found places for: the only file that knows of it.

Graphviz measures no text here: every box comes with its size, so that its fonts, which differ from machine to machine, are never asked.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from pygraphviz import AGraph

INCH = 72
"""Graphviz has sizes of boxes in inches of 72 pixels, and all else in pixels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """How much room a box needs."""

    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Leg:
    """A line from box to box, as an SVG path has it."""

    begin: str
    end: str
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is."""

    width: float
    height: float
    middles: Mapping[str, Point]
    legs: tuple[Leg, ...]


def laid_out(places: Mapping[str, Place], legs: Sequence[tuple[str, str]], straight: Container[str]) -> Layout:
    """Places for the boxes, each above those that it leads to, and lines that keep out of their way; through some straight down."""
    graph = AGraph(directed=True, strict=False, ranksep="0.28", nodesep="0.14")
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none")
    for name, place in places.items():
        graph.add_node(name, width=f"{place.wide / INCH:.4f}", height=f"{place.high / INCH:.4f}")
    for begin, end in legs:
        graph.add_edge(begin, end, tailport="s" if begin in straight else "", headport="n" if end in straight else "")
    graph.layout(prog="dot")
    width, height = (float(number) for number in graph.graph_attr["bb"].split(",")[2:])
    middles = {name: _point(graph.get_node(name).attr["pos"], height) for name in places}
    drawn = tuple(Leg(begin, end, _path(graph.get_edge(begin, end).attr["pos"], height)) for begin, end in legs)
    return Layout(width, height, middles, drawn)


def _point(text: str, height: float) -> Point:
    """Graphviz counts from the bottom."""
    x, y = text.split(",")
    return float(x), height - float(y)


def _path(text: str, height: float) -> str:
    first, *rest = (_point(each, height) for each in text.split())
    return " ".join([f"M{first[0]:.1f} {first[1]:.1f}C", *(f"{x:.1f} {y:.1f}" for x, y in rest)])
