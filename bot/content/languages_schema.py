"""The shape of the files of other languages. Nobody translates them: they are the translations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bot.content.schema import ReviewEntry
from bot.model.content.fields import FileModel, Marker
from bot.model.content.languages import Purpose
from bot.model.safety import Category, Severity


class FixedSentenceEntry(FileModel):
    """One sentence that is said in another language, and what a second reader took it to say."""

    purpose: Purpose
    says: Marker
    back: Marker | None = None


class ForeignDangerEntry(FileModel):
    """How one danger sounds in another language."""

    category: Category
    severity: Severity
    phrases: tuple[Marker, ...] = ()
    examples: tuple[Marker, ...] = ()


class LanguageFile(FileModel):
    """`safety/languages/CODE.yaml`: a language that Heard does not read (and `en.yaml`, from which the sentences were translated)."""

    code: str = Field(pattern=r"^[a-z]{2,3}$")
    name: Marker
    own_name: Marker
    direction: Literal["ltr", "rtl"]
    native_reader: ReviewEntry | None = None
    least_sure: Marker | None = None
    sentences: tuple[FixedSentenceEntry, ...] = Field(min_length=1, max_length=5)
    prefixes: tuple[Marker, ...] = ()
    common: Marker | None = None
    dangers: tuple[ForeignDangerEntry, ...] = ()
    ordinary: tuple[Marker, ...] = ()


class UnreadLanguageEntry(FileModel):
    """A language that is only known to be none of ours."""

    name: Marker
    examples: tuple[Marker, ...] = Field(min_length=1)


class UnreadLanguagesFile(FileModel):
    """`safety/languages/unread.yaml`."""

    languages: tuple[UnreadLanguageEntry, ...]
