"""Who gets a case: the officers, and by council and kind to whom each goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.case import CaseKind, Role
from bot.model.content.names import Naming
from bot.model.inbound import Conversation


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who acts on cases."""

    id: str
    name: str
    role: Role
    councils: frozenset[str]
    """Whose cases they may see."""
    notices: tuple[Conversation, ...]
    """Where they hear of a case: an e-mail address, a Telegram chat."""
    also_called: tuple[str, ...] = ()
    """Other names that young people may know them by."""
    away: bool = False
    sees_files: bool = False
    """True if they are a named lead for files that nobody has looked at."""
    role_words: frozenset[str] = frozenset()
    """Everything that people call somebody of this role where they know no name ("social worker", "sw"), in small letters."""
    is_fallback: bool = False
    """True if they are of the fallback: they alone see a case that keeps out somebody who cannot be made out ("him")."""


@dataclass(frozen=True, slots=True)
class Route:
    """To whom cases of some councils and kinds go."""

    councils: frozenset[str]
    kinds: frozenset[CaseKind]
    to: tuple[str, ...]
    """Officers' ids."""
    cover: tuple[str, ...] = ()
    """Who gets them where none of those may see it or is there."""
    urgent_only: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """All of it. A case that matches no route, or that nobody of its route may see, goes to the fallback."""

    officers: Mapping[str, Officer]
    routes: tuple[Route, ...]
    """The first that fits counts."""
    fallback: tuple[str, ...]
    naming: Naming = field(kw_only=True)
    """By which the officers are known in what somebody writes."""
    role_words: Mapping[Role, frozenset[str]] = field(default_factory=dict, kw_only=True)
    """People's words for each role, also one that no officer has, in small letters."""
    first_look: int = 3
    """Working days within which a person is promised to look."""
    sample: bool = False
    """True if these are the invented officers that come with the program."""
