"""Babel's way to our words: extractors for topics, lists and flows, and the template that translators begin from.

Each message carries where it stands as its context, so that the same English can be translated in two ways.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import write_po

from bot.content.catalogue import DOMAIN
from bot.content.files import LISTS, read_flow, read_list, read_topic, section_context
from bot.content.words import Translate, translated
from bot.errors import ContentError, Problem

Extracted = Iterator[tuple[int, str, tuple[str, str], list[str]]]
_TEMPLATE_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""A fixed day in the template's header: it changes when its words do, and not otherwise."""


def topic(file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]) -> Extracted:
    """Every word of one topic file."""
    problems: list[Problem] = []
    found = read_topic(Path(file.name), problems)
    if found is None:
        raise ContentError(problems)
    source = found

    def walk(record: Translate) -> None:
        translated(source.front, f"{source.layer}/{source.id}", record)
        for section in source.sections:
            for paragraph in section.paragraphs:
                record(section_context(source, section), paragraph)

    yield from _recorded(Path(file.name), walk)


def content_list(file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]) -> Extracted:
    """Every word of one of the lists."""
    path, problems = Path(file.name), list[Problem]()
    found = read_list(path, LISTS[path.stem], problems)
    if found is None:
        raise ContentError(problems)
    model = found.model
    yield from _recorded(path, lambda record: translated(model, path.stem, record))


def flow(file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]) -> Extracted:
    """Every word of one flow."""
    path, problems = Path(file.name), list[Problem]()
    found = read_flow(path, problems)
    if found is None:
        raise ContentError(problems)
    model = found.model
    yield from _recorded(path, lambda record: translated(model, f"flows/{path.stem}", record))


def _recorded(path: Path, walk: Callable[[Translate], object]) -> Extracted:
    lines = path.read_text(encoding="utf-8").splitlines()
    messages: list[tuple[str, str]] = []

    def record(context: str, words: str) -> str:
        messages.append((context, words))
        return words

    walk(record)
    for context, words in messages:
        yield _line(lines, words), "pgettext", (context, words), []


def _line(lines: list[str], words: str) -> int:
    """The first line that holds the beginning of the words; 1 where YAML has folded them."""
    begin = words.splitlines()[0][:40]
    return next((number for number, line in enumerate(lines, start=1) if begin in line), 1)


def template(root: Path, tick: Callable[[str], object] = lambda name: None) -> Catalog:
    """Every word a person reads, from code, flows and knowledge under a folder. `tick` is told each file.

    Raises:
        ContentError: a file cannot be read.
    """
    with (root / "locales" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # Babel has left this one untyped
    catalogue = Catalog(project="Heard", domain=DOMAIN, creation_date=_TEMPLATE_DAY, revision_date=_TEMPLATE_DAY, fuzzy=False)
    found = extract_from_dir(root, methods, options, callback=lambda name, method, options: tick(name))
    for name, line, message, comments, context in found:
        catalogue.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalogue


def write_template(root: Path, catalogue: Catalog) -> Path:
    """Write `locales/heard.pot`, each message with the files it stands in."""
    path = root / "locales" / f"{DOMAIN}.pot"
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    return path
