"""The fields that content files are made of, for pydantic to hold files against.

Fields marked `Words` or `Prose` are read by people: they are what translators get, and what `bot.content.words` walks.
"""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Translatable:
    """Marks a field that a person reads."""


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Translatable()]
"""One short text."""
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Translatable()]
"""Markdown of one or more paragraphs; translators get a message a paragraph."""
ID_PATTERN = r"^[a-z0-9][a-z0-9-]*$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Marker = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that the program looks for, which nobody reads."""
Label = Annotated[Words, Field(max_length=40)]
"""The words on a button."""
Short = Annotated[Words, Field(max_length=24)]
"""The name of an answer: it stands on a button after "Change"."""

M = TypeVar("M", bound="FileModel")


class FileModel(BaseModel):
    """Refuses keys that nobody knows: a misspelt key would otherwise be silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(prose: str) -> tuple[str, ...]:
    """Markdown cut at its blank lines: each is one message for translators."""
    return tuple(part.strip() for part in _BLANK_LINES.split(prose.strip()) if part.strip())
