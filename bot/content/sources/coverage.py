"""Which parts of the documents are used: `sections.yaml` held against the citations of all topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap

import yaml

from bot.content import schema
from bot.content.files import LISTS, Manuscript, TopicFile, read
from bot.content.reading import content_text
from bot.content.sources.outline import Outline
from bot.content.yaml_text import line_of
from bot.errors import Problem

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class SectionUse:
    """A section and the topics that use it, by id; another layer's with its layer before it ("england/surveys")."""

    id: str
    title: str
    cited: tuple[str, ...] = ()
    by_the_whole: tuple[str, ...] = ()
    """Topics that cite only a section around this one."""
    heading_only: bool = False
    unused: str | None = None

    @property
    def is_forgotten(self) -> bool:
        """True if nobody uses it and nobody has said why."""
        return not (self.cited or self.by_the_whole or self.heading_only or self.unused)


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """A document, the topics that speak about the whole of it, and the use of its sections."""

    id: str
    title: str
    whole: tuple[str, ...]
    sections: tuple[SectionUse, ...]


def coverage(manuscript: Manuscript) -> tuple[DocumentUse, ...]:
    """The use of every listed document. Only for a manuscript that has all its lists."""
    documents = {document.id: document for document in manuscript.entries("sources", schema.SourcesFile).documents}
    citations = _citations(manuscript)
    return tuple(_document_use(entry, documents.get(entry.id), citations[entry.id]) for entry in _listed(manuscript)[1])


_Citations = list[tuple[TopicFile, schema.CitationEntry]]


def _citations(manuscript: Manuscript) -> Mapping[str, _Citations]:
    """Every citation with the topic that it stands in, by the source."""
    citations: dict[str, _Citations] = defaultdict(list)
    for file in manuscript.topics:
        for citation in file.front.sources:
            citations[citation.id].append((file, citation))
    return citations


def _document_use(entry: schema.OutlineEntry, document: schema.DocumentEntry | None, citations: _Citations) -> DocumentUse:
    council, title = (document.council, document.title) if document else (None, "a document that is not in sources.yaml")
    whole: set[str] = set()
    cited: dict[str, set[str]] = defaultdict(set)
    for file, citation in citations:
        name = file.id if file.layer == council else f"{file.layer}/{file.id}"
        whole.update([name] if citation.whole else ())
        for section in citation.sections:
            cited[section].add(name)
    return DocumentUse(entry.id, title, tuple(sorted(whole)), tuple(_uses(entry, cited)))


def _uses(entry: schema.OutlineEntry, cited: Mapping[str, set[str]]) -> Iterator[SectionUse]:
    outline = Outline(entry.sections)
    for section in entry.sections:
        own = cited.get(section.id, set())
        around = {topic for above in outline.above(section.id) for topic in cited.get(above, ())} - own
        title = section.title or ""
        yield SectionUse(section.id, title, tuple(sorted(own)), tuple(sorted(around)), section.heading_only, section.unused)


def coverage_problems(manuscript: Manuscript) -> list[Problem]:
    """Mistakes in `sections.yaml`, and (warnings) sections that nobody uses.

    Nothing where a list is missing: that was said when it was read.
    """
    if set(manuscript.lists) != set(LISTS):
        return []
    return [*_in_the_listing(_listed(manuscript)[0], [*_mislisted(manuscript), *_misused(coverage(manuscript))])]


_Fault = tuple[tuple[str | int, ...], str, str, bool]
"""A place in `sections.yaml`, what is wrong there, what to do, and whether it is only a warning."""


def _in_the_listing(path: Path, found: list[_Fault]) -> Iterator[Problem]:
    """Everything that was found, with its lines; the file is read again only where there is something."""
    node = yaml.compose(content_text(path), Loader=yaml.CSafeLoader) if found else None
    for place, wrong, mend, warning in found:
        yield Problem(path, 1 + line_of(node, place), wrong, mend, warning)


def _mislisted(manuscript: Manuscript) -> Iterator[_Fault]:
    documents = _listed(manuscript)[1]
    sources = manuscript.entries("sources", schema.SourcesFile).documents
    names = [entry.id for entry in documents]
    for n, entry in enumerate(documents):
        if entry.id not in {source.id for source in sources}:
            yield ("documents", n), f"no source is called '{entry.id}'", "Add it to sources.yaml, or correct the id", False
        if entry.id in names[:n]:
            yield ("documents", n), f"'{entry.id}' stands twice", "Keep one of them", False
        ids = [section.id for section in entry.sections]
        for m, name in enumerate(ids):
            if name in ids[:m]:
                yield ("documents", n, "sections", m), f"'{name}' stands twice", "Keep one of them", False
    for source in sources:
        if source.kind == "strategy" and source.id not in names:
            yield ("documents",), f"the sections of '{source.id}' are not listed", "List them: citations are held against the list", True


def _misused(documents: tuple[DocumentUse, ...]) -> Iterator[_Fault]:
    for n, document in enumerate(documents):
        for m, section in enumerate(document.sections):
            place = ("documents", n, "sections", m)
            if section.cited and section.unused:
                wrong = f"'{section.id}' is marked as unused, but {', '.join(section.cited)} uses it"
                yield place, wrong, "Remove 'unused', or correct the citation", False
            if section.is_forgotten:
                mend = "Cite it where it is used, write what is missing, or say 'unused: why'"
                yield place, f"no topic uses '{section.id}' of {document.id}", mend, True


def _listed(manuscript: Manuscript) -> tuple[Path, tuple[schema.OutlineEntry, ...]]:
    return manuscript.lists["sections"].path, manuscript.entries("sections", schema.SectionsFile).documents


def coverage_report(root: Path) -> Iterator[str]:
    """The report on a content folder; nothing where a list cannot be read, which `check` says."""
    manuscript = read(root)
    if set(manuscript.lists) == set(LISTS):
        yield from report(coverage(manuscript))


def report(documents: tuple[DocumentUse, ...]) -> Iterator[str]:
    """The use of all documents as lines to read, with the counts in the last one."""
    for document in documents:
        yield f"{document.title} ({document.id})"
        if document.whole:
            yield from _topics("cited as a whole by", document.whole)
        for section in document.sections:
            yield ""
            yield f"  {section.id}: {section.title}" if section.title else f"  {section.id}"
            yield from _use(section)
        yield ""
    yield _counts([section for document in documents for section in document.sections])


def _use(section: SectionUse) -> Iterator[str]:
    if section.cited:
        yield from _topics(_number(section.cited), section.cited)
        if section.by_the_whole:
            yield f"    and {_number(section.by_the_whole)} by the whole section"
    elif section.by_the_whole and not section.unused:
        yield from _topics(f"only by the whole section, {_number(section.by_the_whole)}", section.by_the_whole)
    if section.unused:
        yield f"    unused: {section.unused}"
    elif section.heading_only and not (section.cited or section.by_the_whole):
        yield "    a heading: see its parts"
    elif section.is_forgotten:
        yield "    NOBODY USES IT, and no reason is given"


def _number(topics: tuple[str, ...]) -> str:
    return f"{len(topics)} topic{'s' if len(topics) > 1 else ''}"


def _topics(lead: str, topics: tuple[str, ...]) -> list[str]:
    return wrap(
        f"{lead}: {', '.join(topics)}",
        _WIDTH,
        initial_indent="    ",
        subsequent_indent="      ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _counts(sections: list[SectionUse]) -> str:
    used = sum(bool(section.cited) for section in sections)
    whole = sum(bool(section.by_the_whole) and not section.cited and not section.unused for section in sections)
    headings = sum(section.heading_only and not section.cited and not section.by_the_whole for section in sections)
    unused = sum(bool(section.unused) and not section.cited for section in sections)
    forgotten = sum(section.is_forgotten for section in sections)
    return (
        f"{len(sections)} sections: {used} used, {whole} only by the whole section, {headings} headings, "
        f"{unused} unused with a reason, {forgotten} unused without"
    )
