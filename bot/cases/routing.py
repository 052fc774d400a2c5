"""Who gets a case, and who may see it. Pure: values in, values out.

Whoever tells us something may say who must not see it: by role ("my social worker") or by a name, as they write it. `visible_to` is the one
rule for that, and it would rather hide a case from one officer too many: the case goes to somebody else then, and at last to the fallback.

`bot/cases/names/` makes out whom words mean. Somebody who is no officer ("Dave", "my nan") is hidden from nobody here: whoever reads the case is told
not to show it to them. Where nobody can tell who is meant ("him", a picture, another alphabet), any officer could be: the fallback alone sees
the case then, and is told which words we could not make out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.cases.names.answers import understood
from bot.model.case import Case, CaseKind, KeptFrom, Role
from bot.model.content.names import Understood
from bot.model.routes import Officer, Route, Routes

By = Literal["route", "cover", "fallback", "nobody"]


@dataclass(frozen=True, slots=True)
class Routed:
    """Who gets a case, and by what."""

    officers: tuple[Officer, ...]
    by: By
    """With `nobody` nobody is there who may see it: the caller must shout."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """From whom a case is hidden."""

    roles: frozenset[Role]
    officers: frozenset[str]
    """Their ids."""
    unclear: tuple[str, ...]
    """Words that tell nobody who it is ("him"): the fallback alone sees the case, and must hear of them."""
    outsiders: tuple[str, ...]
    """People who are no officers of its council, as they were written. Whoever reads the case must not show it to them."""
    roles_of_nobody: frozenset[Role]
    """Those of the roles that no officer of its council has: somebody has it, and it must not be shown to them either."""


def hidden(routes: Routes, kept_from: KeptFrom, council: str) -> Hidden:
    """From whom a case of a council is hidden."""
    meant: list[Understood] = [understood(routes, council, name) for name in kept_from.names]
    here = {officer.role for officer in routes.officers.values() if council in officer.councils}
    return Hidden(
        roles=kept_from.roles,
        officers=frozenset(found for each in meant for found in each.officers),
        unclear=tuple(words for each in meant for words in each.unclear),
        outsiders=tuple(words for each in meant for words in each.outsiders),
        roles_of_nobody=kept_from.roles - here,
    )


def visible_to(officer: Officer, routes: Routes, kept_from: KeptFrom, council: str) -> bool:
    """True if an officer may see a case of a council: the rule for every view, search, notice, cover and export."""
    return _sees(officer, hidden(routes, kept_from, council), council)


def _sees(officer: Officer, kept: Hidden, council: str) -> bool:
    if council not in officer.councils or officer.role in kept.roles or officer.id in kept.officers:
        return False
    return officer.is_fallback or not kept.unclear


def recipients(routes: Routes, *, council: str, kind: CaseKind, urgent: bool, kept_from: KeptFrom) -> Routed:
    """Whoever hears of a case: of the first route that fits those who are there and may see it; else its cover; else the fallback."""
    kept = hidden(routes, kept_from, council)
    route = next((route for route in routes.routes if _fits(route, council, kind, urgent=urgent)), None)
    steps: list[tuple[By, tuple[str, ...]]] = [("fallback", routes.fallback)]
    if route and not kept.unclear:
        steps = [("route", route.to), ("cover", route.cover), *steps]
    for by, ids in steps:
        officers = tuple(officer for officer in _known(routes, ids) if not officer.away and _sees(officer, kept, council))
        if officers:
            return Routed(officers, by)
    return Routed((), "nobody")


def beyond(routes: Routes, case: Case, passed: Collection[str]) -> tuple[Officer, ...]:
    """Whoever hears of a case after these officers could not be reached: its cover, else the fallback, of those who may see it."""
    kept = hidden(routes, case.kept_from, case.council)
    route = next((route for route in routes.routes if _fits(route, case.council, case.kind, urgent=case.urgent)), None)
    for ids in (route.cover if route and not kept.unclear else (), routes.fallback):
        left = _known(routes, (each for each in ids if each not in passed))
        if officers := tuple(officer for officer in left if not officer.away and _sees(officer, kept, case.council)):
            return officers
    return ()


def _fits(route: Route, council: str, kind: CaseKind, *, urgent: bool) -> bool:
    return council in route.councils and kind in route.kinds and (urgent or not route.urgent_only)


def _known(routes: Routes, ids: Iterable[str]) -> Iterator[Officer]:
    """The officers of these ids, each once."""
    return (routes.officers[found] for found in dict.fromkeys(ids) if found in routes.officers)
