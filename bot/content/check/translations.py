"""Rules for translations: every catalogue can be read, and what is filled in English is filled in every language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message

from bot.content.catalogue import languages, po_path, read_catalogue
from bot.errors import ContentError, Problem
from bot.model.content.placeholders import fill, placeholders
from bot.model.session import DEFAULT_LANGUAGE


def translation_problems(root: Path) -> Iterator[Problem]:
    """Everything wrong in the catalogues of a content folder."""
    for language in languages(root / "locales"):
        if language.code == DEFAULT_LANGUAGE:
            continue
        path = po_path(root / "locales", language.code)
        try:
            catalogue = read_catalogue(path)
        except ContentError as error:
            yield from error.problems
            continue
        for message in catalogue:
            if message.id and message.string and not message.fuzzy:
                yield from _translation(path, message)


def _translation(path: Path, message: Message) -> Iterator[Problem]:
    english, foreign = str(message.id), str(message.string)
    blanks = set(placeholders(english))
    for kind, name in sorted(blanks ^ set(placeholders(foreign))):
        blank = f"{{{f'{kind} {name}'.strip()}}}"
        wrong = f"the translation leaves out '{blank}'" if (kind, name) in blanks else f"the English has no '{blank}'"
        yield Problem(path, message.lineno or 1, wrong, "Copy what stands in { } from the English, letter for letter")
    rest = fill(foreign, lambda kind, name: "")
    if "{" in rest or "}" in rest:
        yield Problem(path, message.lineno or 1, "a '{' or '}' is left over", "Copy what stands in { } from the English, letter for letter")
