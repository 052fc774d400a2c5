"""All that is known of names, read from its two files: by it officers are known in what somebody writes."""

from __future__ import annotations

from pathlib import Path

from bot.content import schema
from bot.content.files import read_list
from bot.errors import ContentError, Problem
from bot.model.content.names import GivenName, Naming, Vocabulary

GIVEN_NAMES, KEPT_OUT = "given_names", "kept_out"


def load_naming(root: Path) -> Naming:
    """All that is known of names, from a content folder.

    Raises:
        ContentError: it cannot be used; with every problem.
    """
    problems: list[Problem] = []
    given = read_list(root / "knowledge" / f"{GIVEN_NAMES}.yaml", schema.GivenNamesFile, problems)
    words = read_list(root / "knowledge" / f"{KEPT_OUT}.yaml", schema.KeptOutFile, problems)
    if given is None or words is None:
        raise ContentError(sorted(problems))
    return build_naming(given.model, words.model)


def build_naming(given: schema.GivenNamesFile, words: schema.KeptOutFile) -> Naming:
    """The same from files that were read."""
    entries = tuple(GivenName(frozenset(entry.names), frozenset(entry.short)) for entry in given.given_names)
    entries += tuple(GivenName(frozenset([name])) for name in given.one_spelling)
    return Naming(entries, frozenset(given.family_names_too), Vocabulary(**{key: frozenset(listed) for key, listed in words}))
