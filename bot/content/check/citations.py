"""Rules for citations: each names sections that are there, once; and every section can be named to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content import schema
from bot.content.files import Manuscript, TopicFile
from bot.content.sources.outline import Outline
from bot.content.sources.section_ids import NUMBERED, taken_apart
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.content.placeholders import fill, placeholders

_Place = tuple[str | int, ...]
_Fault = tuple[_Place, str, str]
"""A place in a file, what is wrong there, and what to do."""


def citations_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """Every citation of a document with listed sections says which, or that it means all of it; none stands twice."""
    outlines = {document.id: Outline(document.sections) for document in _listed(manuscript).documents}
    for file in manuscript.topics:
        for place, wrong, mend in [*_misplaced(file, outlines), *_twice(file)]:
            yield Problem(file.path, line_in(file.path, "sources", *place), wrong, mend)


def _misplaced(file: TopicFile, outlines: Mapping[str, Outline]) -> Iterator[_Fault]:
    for n, citation in enumerate(file.front.sources):
        outline = outlines.get(citation.id)
        if outline is None and (citation.sections or citation.whole):
            mend = "Say where with 'place: section 23C', or nothing for all of it; or list its sections there"
            yield (n,), f"the sections of '{citation.id}' are not listed in sections.yaml", mend
        elif outline and citation.sections and citation.whole:
            yield (n,), f"'{citation.id}' is cited as a whole and by its sections", "Keep 'sections', or 'whole: true'"
        elif outline and not citation.sections and not citation.whole:
            mend = "Add 'sections: [\"ID\", …]' with ids of sections.yaml, or 'whole: true' for the document as a whole"
            yield (n,), f"'{citation.id}' is cited without a section", mend
        elif outline:
            yield from _unknown(n, citation, outline)


def _unknown(n: int, citation: schema.CitationEntry, outline: Outline) -> Iterator[_Fault]:
    for m, section in enumerate(citation.sections):
        if section not in outline.sections:
            mend = f"Is it '{outline.nearest(section)}'? sections.yaml has them all; what is finer than a section goes into 'place'"
            yield (n, "sections", m), f"no section '{section}' in {citation.id}", mend


def _twice(file: TopicFile) -> Iterator[_Fault]:
    """The same section, or the same source without one, cited again for the same place in it."""
    seen = set()
    for n, citation in enumerate(file.front.sources):
        for m, section in enumerate(citation.sections or (None,)):
            cited = (citation.id, section, citation.place)
            if cited in seen:
                named = f"'{section}' of {citation.id}" if section else f"'{citation.id}' with the same place"
                yield (n, "sections", m), f"{named} stands twice", "Keep one of them"
            seen.add(cited)


def sections_can_be_named(manuscript: Manuscript) -> Iterator[Problem]:
    """Whatever ids count has its words, with the numbers in them; and a part's section is there to be named before it."""
    listed, path = _listed(manuscript), manuscript.lists["sections"].path
    for place, wrong, mend in [*_uncounted(listed), *_unfilled(listed)]:
        yield Problem(path, line_in(path, *place), wrong, mend)


def _uncounted(listed: schema.SectionsFile) -> Iterator[_Fault]:
    counted = {each.name for each in listed.counted}
    if NUMBERED not in counted:
        yield ("counted",), f"nothing says how to name a '{NUMBERED}'", f"Add it: {_example(NUMBERED)}"
    for n, document in enumerate(listed.documents):
        ids = {section.id for section in document.sections}
        for m, section in enumerate(document.sections):
            place, parts = ("documents", n, "sections", m), taken_apart(section.id)
            if parts.kind not in {"", NUMBERED, *counted}:
                yield place, f"nothing says how to name a '{parts.kind}'", f"Add it to 'counted': {_example(parts.kind)}"
            if parts.within and parts.within not in ids:
                mend = "List that section too, or correct the id: a comma parts a section from what it is in"
                yield place, f"'{section.id}' is a part of '{parts.within}', which is not listed", mend


def _unfilled(listed: schema.SectionsFile) -> Iterator[_Fault]:
    for n, counted in enumerate(listed.counted):
        for key, words in (("one", counted.one), ("several", counted.several)):
            rest = fill(words, lambda kind, name: "")
            if [*placeholders(words)] != [("numbers", "")] or "{" in rest or "}" in rest:
                yield (
                    ("counted", n, key),
                    f"'{words}' must hold {{numbers}} once, and nothing else in {{ }}",
                    f"As in {_example(counted.name)}",
                )


def _example(kind: str) -> str:
    return f'{{name: {kind}, one: "{kind} {{numbers}}", several: "{kind}s {{numbers}}"}}'


def _listed(manuscript: Manuscript) -> schema.SectionsFile:
    return manuscript.entries("sections", schema.SectionsFile)
