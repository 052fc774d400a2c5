"""YAML as content designers write it: read with every fault named by its line, and places found again in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.content.knots import too_deep, too_many
from bot.content.reading import content_text
from bot.errors import Problem

FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
"""The top part of a topic file, between its two fences."""

_UNREADABLE = (ValueError, KeyError, AttributeError)
"""What PyYAML lets through where a value is not what it looks like, such as the day 2026-02-30."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A YAML document: its keys and values, and the nodes that know their lines."""

    data: dict[Any, Any]
    node: yaml.Node


def parse(path: Path, text: str, problems: list[Problem], first_line: int) -> Parsed | None:
    """A YAML document that is a mapping; None where it is not, with the reason among the problems."""
    deep = too_deep(text)
    if deep is not None:
        problems.append(Problem(path, first_line + deep, "brackets stand within brackets without end", "Write it flat, or close them"))
        return None
    try:
        loader = yaml.CSafeLoader(text)
        try:
            node = loader.get_single_node()
            if node and (knot := too_many(node)):
                line = first_line + knot.start_mark.line
                wrong = "names (&, *) are used so often that the file never ends"
                problems.append(Problem(path, line, wrong, "Write out what a name stands for, or use it less"))
                return None
            data = _construct(loader, node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, _UnreadableError, UnicodeError, RecursionError) as error:
        problems.append(_broken(path, text, error, first_line))
        return None
    if not isinstance(data, dict) or node is None:
        problems.append(Problem(path, first_line, "the YAML holds no keys", "Write 'key: value' lines"))
        return None
    problems.extend(
        Problem(path, first_line + key.start_mark.line, f"the key '{key.value}' stands twice", "Keep one of them: the first would be lost")
        for key in _keys_twice(node)
    )
    return Parsed(data, node)


class _UnreadableError(Exception):
    """A value cannot be read as what it looks like."""

    def __init__(self, node: yaml.ScalarNode | None) -> None:
        self.node = node


def _construct(loader: yaml.CSafeLoader, node: yaml.Node | None) -> Any:  # noqa: ANN401 - a document may hold anything
    if node is None:
        return None
    try:
        return loader.construct_document(node)
    except _UNREADABLE:
        raise _UnreadableError(next((scalar for scalar in _scalars(node) if not _readable(scalar)), None)) from None


def _readable(scalar: yaml.ScalarNode) -> bool:
    loader = yaml.CSafeLoader("")
    try:
        loader.construct_object(scalar)
    except (yaml.YAMLError, *_UNREADABLE):
        return False
    finally:
        loader.dispose()
    return True


def _broken(path: Path, text: str, error: Exception, first_line: int) -> Problem:
    mend = "Look for a missing quote, colon or space; quote texts that hold ': '"
    if isinstance(error, _UnreadableError):
        line, what = (error.node.start_mark.line, f"'{error.node.value[:40]}' is no value") if error.node else (0, "a value makes no sense")
        return Problem(path, first_line + line, f"the YAML is broken: {what}", "Correct it, or put it in quotes if it is words")
    if isinstance(error, yaml.reader.ReaderError):
        line = text.encode("utf-8", "replace").count(b"\n", 0, error.position)
        return Problem(path, first_line + line, f"the YAML is broken: {error.reason}", "Delete the invisible character and type it again")
    mark = getattr(error, "problem_mark", None)
    what = str(getattr(error, "problem", None) or "it cannot be read").replace("\n", " ")
    return Problem(path, first_line + (mark.line if mark else 0), f"the YAML is broken: {what}", mend)


def _inside(node: yaml.Node) -> Iterator[yaml.Node]:
    """A node and all those in it, each once, however they are tied together."""
    waiting, met = [node], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in met:
            continue
        met.add(id(current))
        yield current
        if isinstance(current, yaml.MappingNode):
            waiting.extend(part for pair in reversed(current.value) for part in reversed(pair))
        elif isinstance(current, yaml.SequenceNode):
            waiting.extend(reversed(current.value))


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    return (inner for inner in _inside(node) if isinstance(inner, yaml.ScalarNode))


def _keys_twice(node: yaml.Node) -> Iterator[yaml.Node]:
    """Keys that stand a second time in the same mapping, which YAML would let win in silence."""
    for mapping in _inside(node):
        if not isinstance(mapping, yaml.MappingNode):
            continue
        seen: set[str] = set()
        for key, _ in mapping.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)


def line_of(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    """The line (counted from 0) of a place such as `("next", "links", 0)` in a YAML document; the nearest known where it is missing."""
    if node is None:
        return 0
    line: int = node.start_mark.line
    for part in place:
        found = _child(node, part)
        if found is None:
            break
        line, node = found
    return line


def _child(node: yaml.Node, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child.start_mark.line, child
    return None


def line_in(path: Path, *place: str | int) -> int:
    """The line of a place in a YAML file, or in the top part of a topic file, that was read before. Slow: for problems only."""
    text = content_text(path)
    front = FRONT.match(text) if path.suffix == ".md" else None
    return 2 + line_of(_composed(front["front"]), place) if front else 1 + line_of(_composed(text), place)


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    """The nodes of a document. The last few are kept: problems come file by file."""
    node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    return node
