"""The free words of a citation, matched to the sections of a document: "sections 4.2 and 9, Priorities 3 to 5".

A section is known by its id, its title and its other names; case, punctuation, "the" and remarks in brackets do not count.
A part is cited after the section it belongs to ("section 9, Priority 4"), or alone where the document has one of that name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.content.schema import SectionEntry

Name = tuple[str, ...]
"""A name as it is compared: small letters, word by word."""

_REMARK = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[,§]")
_SAME = {
    "§": "section",
    "sections": "section",
    "paragraph": "section",
    "paragraphs": "section",
    "priorities": "priority",
    "objectives": "objective",
    "actions": "action",
    "points": "point",
    "notes": "note",
    "footnotes": "footnote",
}
_FINER = frozenset({"action", "point", "number", "note", "footnote"})
"""What citations may add below the grain of sections.yaml: "Priority 3, action 6"."""
_WHOLE = ["whole", "document"]


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation names: ids of sections, the document as a whole, and words that no section answers to."""

    sections: tuple[str, ...] = ()
    whole: bool = False
    unknown: tuple[str, ...] = ()


class Outline:
    """The sections of one document, in its order, each under the section that it is a part of ("" for none)."""

    def __init__(self, sections: Sequence[SectionEntry]) -> None:
        self.order = tuple(section.id for section in sections)
        self.parents = {name: _parent(name, frozenset(self.order)) for name in self.order}
        self._parts: dict[str, dict[Name, str]] = defaultdict(dict)
        self._own: dict[str, set[Name]] = defaultdict(set)
        self._numbers: dict[str, str] = {}
        for section in sections:
            self._learn(section.id, [_last(section.id, self.parents[section.id]), *section.also])
        for section in sections:  # titles go last: they never take a name away from an id
            self._learn(section.id, [section.title or ""])
        known = [name for parts in self._parts.values() for name in parts]
        self.longest = max(map(len, known), default=0)
        self.kinds = {name[0] for name in known if len(name) == 2 and _NUMBER.fullmatch(name[1])}

    def _learn(self, section: str, names: list[str]) -> None:
        for name in filter(None, (tuple(tokens(words)) for words in names)):
            if len(name) == 1 and _NUMBER.fullmatch(name[0]):
                self._numbers.setdefault(name[0], section)
            else:
                self._parts[self.parents[section]].setdefault(name, section)
                self._own[section].add(name)

    def above(self, section: str) -> list[str]:
        """The sections that a section is a part of, nearest first."""
        parent = self.parents[section]
        return [parent, *self.above(parent)] if parent else []

    def numbered(self, number: str) -> str | None:
        """The section with a number, such as "5.1.2"."""
        return self._numbers.get(number)

    def named(self, name: Name, here: str) -> str | None:
        """The section of a name, as read after another one (`here`): itself, its parts, those of the sections around it.

        With nothing before it, any part whose name is the only one of its kind.
        """
        if here and name in self._own[here]:
            return here
        for place in [here, *self.above(here), ""] if here else [""]:
            if name in self._parts[place]:
                return self._parts[place][name]
        alike = set() if here else {parts[name] for parts in self._parts.values() if name in parts}
        return alike.pop() if len(alike) == 1 else None

    def span(self, first: str, last: str) -> list[str]:
        """Both sections and those between them that are numbered alike; nothing where the last comes before the first."""
        between = self.order[self.order.index(first) : self.order.index(last) + 1]
        return [section for section in between if _shape(section) == _shape(first)]


def cite(outline: Outline, words: str) -> Cited:
    """Read a citation; never raises: what cannot be matched comes back as unknown."""
    reading = _Reading(outline)
    for clause in words.split(";"):
        reading.clause(tokens(clause))
    if not (reading.sections or reading.whole or reading.unknown):
        reading.unknown.append(words.strip())
    return Cited(tuple(dict.fromkeys(reading.sections)), reading.whole, tuple(reading.unknown))


def tokens(words: str) -> list[str]:
    """The words, numbers and commas of a name or citation, as they are compared."""
    plain = _REMARK.sub(" ", words.casefold().replace("’", "'"))
    return [_SAME.get(token, token) for token in _TOKEN.findall(plain) if token != "the"]  # noqa: S105 - no password, a word


def _parent(section: str, known: frozenset[str]) -> str:
    """The longest id that the section's id goes on from: "5.1" for "5.1.2", "9" for "9, Priority 4"."""
    return max((name for name in known if section.startswith((f"{name}.", f"{name}, "))), key=len, default="")


def _shape(section: str) -> str:
    return _DIGITS.sub("#", section)


def _last(section: str, parent: str) -> str:
    return section.removeprefix(f"{parent}, ") if parent else section


@dataclass(slots=True)
class _Reading:
    """One citation, read word by word."""

    outline: Outline
    sections: list[str] = field(default_factory=list)
    whole: bool = False
    unknown: list[str] = field(default_factory=list)
    here: str = ""
    """The section named last in this clause."""
    kind: str = "section"
    """What a bare number counts: "priority" after "Priorities 4 and"."""
    joined: bool = False
    """Whether an "and" stands since then: "section 3.1 and Table 1" names both, "section 9, Priority 4" only the part."""

    def clause(self, left: list[str]) -> None:
        self.here, self.kind, self.joined = "", "section", False
        if left == _WHOLE:
            self.whole = True
            return
        while left:
            left = left[self._step(left) :]

    def _step(self, left: list[str]) -> int:
        """Take in what stands next; how many words that was."""
        if left[0] in (",", "and"):
            self.joined |= left[0] == "and"
            return 1
        counting = left[0] == "section" or left[0] in self.outline.kinds | _FINER
        if counting and len(left) > 1 and _NUMBER.fullmatch(left[1]):
            self.kind = left[0]
            self.here = "" if self.kind == "section" else self.here
            return 1
        for length in range(min(len(left), self.outline.longest), 0, -1):
            found = self.outline.named(tuple(left[:length]), self.here)
            if found:
                self._take([found], narrows=True)
                return length
        if _NUMBER.fullmatch(left[0]):
            return self._number(left)
        return 1 if counting else self._stray(left)

    def _number(self, left: list[str]) -> int:
        ranged = len(left) > 2 and left[1] == "to" and _NUMBER.fullmatch(left[2])
        ends = (left[0], left[2]) if ranged else (left[0], left[0])
        if self.kind not in _FINER:
            first, last = (self._counted(number) for number in ends)
            span = self.outline.span(first, last) if first and last else []
            if span:
                self._take(span, narrows=self.kind != "section")
            else:
                kind = "" if self.kind == "section" else f"{self.kind.capitalize()} "
                self.unknown.append(kind + " to ".join(dict.fromkeys(ends)))
        return 3 if ranged else 1

    def _counted(self, number: str) -> str | None:
        return self.outline.numbered(number) if self.kind == "section" else self.outline.named((self.kind, number), self.here)

    def _take(self, found: list[str], *, narrows: bool) -> None:
        if narrows and self.here and not self.joined and self.here in self.outline.above(found[0]) and self.sections[-1] == self.here:
            self.sections.pop()
        self.sections += found
        self.here, self.joined = found[-1], False

    def _stray(self, left: list[str]) -> int:
        end = left.index(",") if "," in left else len(left)
        self.unknown.append(" ".join(left[:end]))
        return end
