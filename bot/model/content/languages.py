"""Languages that Heard does not read: what it says in them, and by what it knows them and danger in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.safety import Finding

UNKNOWN = "und"
"""The code of a language that nobody can name (ISO 639-3: undetermined)."""


class Purpose(StrEnum):
    """The fixed sentences of a language, in the order in which they are said."""

    HELP_NOW = "help-now"
    TALK = "talk"
    INTERPRETER = "interpreter"
    ADVOCATE = "advocate"
    UNREAD = "unread"
    """Heard reads English: something may have been missed."""


@dataclass(frozen=True, slots=True)
class ForeignDanger:
    """How one danger sounds in one language."""

    finding: Finding
    phrases: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """One language, as its file says."""

    code: str
    name: str
    own_name: str
    right_to_left: bool
    sentences: Mapping[Purpose, str]
    dangers: tuple[ForeignDanger, ...] = ()
    ordinary: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    """Its commonest words, by which a short message is known."""
    prefixes: tuple[str, ...] = ()
    """Letters that may be written together with the beginning of a word."""

    @property
    def examples(self) -> tuple[str, ...]:
        """Every example sentence: of danger, and ordinary ones."""
        return (*(text for danger in self.dangers for text in danger.examples), *self.ordinary)


@dataclass(frozen=True, slots=True)
class OtherLanguages:
    """Every language that is recognised."""

    english: OtherLanguage
    """Said where a language is unknown, and what the others translate."""
    known: tuple[OtherLanguage, ...] = ()
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Example sentences of languages that are only known to be none of these, by the languages' names."""

    def spoken(self, code: str) -> OtherLanguage:
        """The language with that code; English where there is none."""
        return next((language for language in self.known if language.code == code), self.english)
