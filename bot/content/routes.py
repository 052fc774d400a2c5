"""Who gets a case, read from its own file: it is no content for people, and a council keeps it outside the repository."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.content.check.routes import rules_broken
from bot.content.files import ROUTES, read_list
from bot.content.routes_schema import OfficerEntry, RouteEntry, RoutesFile
from bot.errors import ContentError, Problem
from bot.model.case import Role
from bot.model.channel import TELEGRAM
from bot.model.content.names import Naming
from bot.model.inbound import Conversation
from bot.model.routes import Officer, Route, Routes

EMAIL = "email"
"""The channel that an officer's address belongs to."""


def sample_routes(root: Path) -> Path:
    """Where the invented officers of a content folder stand."""
    return root / "knowledge" / f"{ROUTES}.yaml"


def load_routes(path: Path, councils: Collection[str], naming: Naming) -> Routes:
    """The officers and routes of a file, for the councils that are served.

    Raises:
        ContentError: it cannot be used; with every problem.
    """
    problems: list[Problem] = []
    file = _read(path, councils, problems)
    serious = sorted(problem for problem in problems if not problem.warning)
    if serious or file is None:
        raise ContentError(serious)
    officers = {entry.id: _officer(entry, file) for entry in file.officers}
    return Routes(
        officers,
        tuple(_route(entry) for entry in file.routes),
        file.fallback,
        file.first_look,
        file.sample,
        naming=naming,
        role_words=_role_words(file),
    )


def routes_problems(path: Path, councils: Collection[str]) -> list[Problem]:
    """Everything wrong with a file of officers and routes, warnings too."""
    problems: list[Problem] = []
    _read(path, councils, problems)
    return problems


def is_sample(path: Path) -> bool:
    """True where the officers of a file are invented; not where it cannot be read, which is said elsewhere."""
    found = read_list(path, RoutesFile, [])
    return found is not None and isinstance(found.model, RoutesFile) and found.model.sample


def _read(path: Path, councils: Collection[str], problems: list[Problem]) -> RoutesFile | None:
    found = read_list(path, RoutesFile, problems)
    if found is None or not isinstance(found.model, RoutesFile):
        return None
    problems.extend(rules_broken(path, found.model, councils))
    return found.model


def _officer(entry: OfficerEntry, file: RoutesFile) -> Officer:
    places = ((EMAIL, entry.email), (TELEGRAM.name, entry.telegram))
    return Officer(
        id=entry.id,
        name=entry.name,
        role=entry.role,
        councils=frozenset(entry.councils),
        notices=tuple(Conversation(channel, str(address)) for channel, address in places if address is not None),
        also_called=entry.also_called,
        away=entry.away,
        sees_files=entry.sees_files,
        role_words=_role_words(file).get(entry.role, frozenset()),
        is_fallback=entry.id in file.fallback,
    )


def _role_words(file: RoutesFile) -> dict[Role, frozenset[str]]:
    return {role: frozenset(words.casefold() for words in called) for role, called in file.role_words.items()}


def _route(entry: RouteEntry) -> Route:
    return Route(frozenset(entry.councils), frozenset(entry.kinds), entry.to, entry.cover, entry.urgent_only)
