"""YAML that is small to write and endless to read: names (&, *) used again and again, and brackets within brackets."""

from __future__ import annotations

import re

import yaml

MOST_VALUES = 250_000
"""Values of one file, each counted as often as its name is used: ten times as many as the largest has."""
DEEPEST = 100
"""Brackets, or signs of lists, within each other. PyYAML's reader in C breaks the program where they are far more."""

_BRACKET = re.compile(r"[\[\]{}]")
_SIGNS = re.compile(rf"(?:[-?:][ \t]+){{{DEEPEST},}}")


def too_deep(text: str) -> int | None:
    """The line (counted from 0) where a text is nested deeper than anybody means it; None for a sound one."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
        if depth > DEEPEST:
            return text.count("\n", 0, bracket.start())
    signs = _SIGNS.search(text)
    return text.count("\n", 0, signs.start()) if signs else None


def too_many(root: yaml.Node) -> yaml.Node | None:
    """The first value whose names are used so often that it holds more than anybody can read, or holds itself; None for a sound document."""
    sizes: dict[int, int] = {}
    open_ones: set[int] = set()
    waiting: list[tuple[yaml.Node, bool]] = [(root, False)]
    while waiting:
        node, known = waiting.pop()
        parts = _parts(node)
        if known:
            open_ones.discard(id(node))
            sizes[id(node)] = 1 + sum(sizes[id(part)] for part in parts)
            if sizes[id(node)] > MOST_VALUES:
                return node
        elif id(node) not in sizes:
            if id(node) in open_ones:
                return node
            open_ones.add(id(node))
            waiting.append((node, True))
            waiting.extend((part, False) for part in parts)
    return None


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
