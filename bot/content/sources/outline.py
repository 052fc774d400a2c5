"""A document's sections: their order, what lies in what, and which one somebody may have meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from bot.content.schema import SectionEntry
from bot.content.sources.section_ids import taken_apart


class Outline:
    """The sections of one document, in its order, each under the section that it is a part of ("" for none)."""

    def __init__(self, sections: Sequence[SectionEntry]) -> None:
        self.sections = {section.id: section for section in sections}
        self.parents = {name: _parent(name, self.sections) for name in self.sections}
        self._steps = dict(_steps(self.sections))

    def above(self, section: str) -> list[str]:
        """The sections that a section is a part of, nearest first."""
        parent = self.parents[section]
        return [parent, *self.above(parent)] if parent else []

    def follows(self, section: str, other: str) -> bool:
        """True where a section is the next after the other of those that are counted together: "5.2" after "5.1", not "6.1" after "5.3"."""
        (together, step), (others, before) = self._steps[section], self._steps[other]
        return together == others and step == before + 1

    def nearest(self, words: str) -> str:
        """The section whose id, title or other name is most like the words."""
        found = words.casefold().removeprefix("section ")

        def likeness(section: SectionEntry) -> float:
            names = (section.id, taken_apart(section.id).own, section.title or "", *section.also_called)
            return max(SequenceMatcher(None, found, name.casefold()).ratio() for name in names)

        return max(self.sections.values(), key=likeness).id


def _parent(section: str, known: Iterable[str]) -> str:
    """The longest id that the section's id goes on from: "5.1" for "5.1.2", "9" for "9, Priority 4"."""
    return max((name for name in known if section.startswith((f"{name}.", f"{name}, "))), key=len, default="")


_Together = tuple[str, str, str]
"""Sections are counted together in one section, as one kind, under one number ("5" for "5.1" and "5.2")."""


def _steps(order: Iterable[str]) -> Iterator[tuple[str, tuple[_Together, int]]]:
    """Each section with the group that it is counted in, and its position there."""
    counted: Counter[_Together] = Counter()
    for section in order:
        parts = taken_apart(section)
        together = (parts.within, parts.kind, parts.own.rpartition(".")[0] if parts.kind else "")
        counted[together] += 1
        yield section, (together, counted[together])
