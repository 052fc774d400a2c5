"""The places of citations in words that people read: "sections 4 and 5.1 to 5.3; section 9, Priorities 4 and 6 (action 2)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.content import schema
from bot.content.sources.outline import Outline
from bot.content.sources.section_ids import taken_apart
from bot.model.content.phrases import Phrase
from bot.model.content.placeholders import fill

_RANGE = 3
"""From how many sections in a row on only the first and the last are named."""


class Places:
    """Names the places of citations in one language, from lists in that language that have been found sound."""

    def __init__(self, listed: schema.SectionsFile, phrases: Mapping[str, str]) -> None:
        self._outlines = {document.id: Outline(document.sections) for document in listed.documents}
        self._counted = {counted.name: counted for counted in listed.counted}
        self._phrases = phrases

    def named(self, citation: schema.CitationEntry) -> str:
        """The place in the source; "" where the citation names none."""
        if citation.whole:
            cited = self._phrases[Phrase.CITED_WHOLE]
        elif citation.sections:
            cited = "; ".join(self._groups(self._outlines[citation.id], citation.sections))
        else:
            return citation.place or ""
        return f"{cited} ({citation.place})" if citation.place else cited

    def _groups(self, outline: Outline, sections: Sequence[str]) -> Iterator[str]:
        """Sections that stand next to each other, in the same section and counted alike, are named together."""
        for (within, _), group in groupby(sections, key=_alike):
            named = self._names(outline, list(group))
            if within:
                yield f"{self._names(outline, [within])[0]}, {self._listed(named)}"
            else:
                yield from named

    def _names(self, outline: Outline, sections: Sequence[str]) -> list[str]:
        """One name for those that are counted, else each one's own."""
        kind = taken_apart(sections[0]).kind
        return [self._numbered(kind, outline, sections)] if kind else [outline.sections[section].name or section for section in sections]

    def _numbered(self, kind: str, outline: Outline, sections: Sequence[str]) -> str:
        counted = self._counted[kind]
        numbers = self._listed([*self._ranges(outline, sections)])
        return _filled(counted.several if len(sections) > 1 else counted.one, numbers=numbers)

    def _ranges(self, outline: Outline, sections: Sequence[str]) -> Iterator[str]:
        rows: list[list[str]] = []
        for section in sections:
            if rows and outline.follows(section, rows[-1][-1]):
                rows[-1].append(section)
            else:
                rows.append([section])
        for row in rows:
            numbers = [taken_apart(section).own for section in row]
            if len(numbers) >= _RANGE:
                yield _filled(self._phrases[Phrase.CITED_TO], first=numbers[0], last=numbers[-1])
            else:
                yield from numbers

    def _listed(self, words: Sequence[str]) -> str:
        """Words as a list in a sentence: "4, 5 and 6"."""
        *first, last = words
        return _filled(self._phrases[Phrase.CITED_AND], first=", ".join(first), last=last) if first else last


def _alike(section: str) -> tuple[str, str]:
    parts = taken_apart(section)
    return parts.within, parts.kind


def _filled(words: str, **values: str) -> str:
    return fill(words, lambda kind, name: values.get(kind))
