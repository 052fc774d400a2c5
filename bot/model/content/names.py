"""Names that somebody writes: what is known of them, and what an answer to "Who must not see this?" was made out to mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.model.case import Role


@dataclass(frozen=True)
class GivenName:
    """A given name in all its spellings, and what people called so are called for short."""

    names: frozenset[str]
    short: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """Words and phrases that are no names, by what they do in an answer. `knowledge/kept_out.yaml` says what each is."""

    titles: frozenset[str]
    nobody: frozenset[str]
    anybody: frozenset[str]
    secret: frozenset[str]
    somebody: frozenset[str]
    others: frozenset[str]
    work: frozenset[str]
    links: frozenset[str]
    kin_links: frozenset[str]
    before: frozenset[str]
    but: frozenset[str]
    ordinary: frozenset[str]


@dataclass(frozen=True, eq=False)
class Naming:
    """All that is known of names and of the words around them."""

    given: tuple[GivenName, ...]
    family: frozenset[str]
    """Given names that are family names too, so that "Sian Martin" is one person."""
    words: Vocabulary

    @cached_property
    def entries(self) -> dict[str, tuple[GivenName, ...]]:
        """The entries of each given name, by every way it is written."""
        found: dict[str, tuple[GivenName, ...]] = {}
        for entry in self.given:
            for word in entry.names | entry.short:
                found[word] = (*found.get(word, ()), entry)
        return found


class Means(StrEnum):
    """The meaning of an answer, in one word."""

    OFFICERS = "officers"
    """Somebody who reads cases: they never see this one."""
    NOBODY = "nobody"
    """Everybody may see it."""
    OUTSIDER = "outsider"
    """Somebody who reads no cases here: it goes as routed, and whoever reads it is told not to show it to them."""
    UNCLEAR = "unclear"
    """It could be an officer, or cannot be made out: only the fallback sees it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Who an answer means, in the order of `Means`: one that holds several people may have some of each."""

    officers: frozenset[str] = frozenset()
    """The ids of those who never see it, also where something else in the answer is unclear."""
    by_given_name: frozenset[str] = frozenset()
    """Those of them whose given name was written, so that it tells nothing to say it back."""
    outsiders: tuple[str, ...] = ()
    """In the words that were written."""
    unclear: tuple[str, ...] = ()
    """Words by which somebody is meant, and nobody can say who."""
    names: int = 0
    """How many people the answer names."""

    @property
    def means(self) -> Means:
        """The whole in one word: what is unclear counts for more than an officer, and an officer for more than an outsider."""
        if self.unclear:
            return Means.UNCLEAR
        if self.officers:
            return Means.OFFICERS
        return Means.OUTSIDER if self.outsiders else Means.NOBODY


@dataclass(frozen=True, slots=True)
class Named:
    """An officer as they may be spoken of before something is sent: never in full."""

    role: Role
    given_name: str | None
    """Only where the person wrote it."""


@dataclass(frozen=True, slots=True)
class Echo:
    """All that may be said, before it is sent, of whom an answer was understood to mean."""

    means: Means | None
    """None where nothing may be said, because too many names were tried in this chat: somebody could find out who works here."""
    officers: tuple[Named, ...] = ()
    outsiders: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
