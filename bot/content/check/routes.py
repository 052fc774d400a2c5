"""Rules for officers and routes: every case reaches somebody who may see it and hears of it, and whoever is named exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import product
from pathlib import Path

from bot.content.routes_schema import RoutesFile
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.case import PERSON, CaseKind

Fault = tuple[tuple[str | int, ...], str, str, bool]
"""A place in the file, what is wrong there, what to do, and whether it is only a warning."""
Rule = Callable[[RoutesFile, Collection[str]], Iterator[Fault]]

_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)
_CHAT = re.compile(r"[1-9][0-9]{4,18}")
"""A private chat; that of a group begins with a minus, and whoever must not see a case may read along in it."""
_LETTER = re.compile(r"[a-z]", re.IGNORECASE)


def rules_broken(path: Path, file: RoutesFile, councils: Collection[str]) -> Iterator[Problem]:
    """Everything that breaks a rule, for the councils that are served."""
    for rule in RULES:
        for place, wrong, mend, warning in rule(file, councils):
            yield Problem(path, line_in(path, *place), wrong, mend, warning)


def officers_once(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """No two officers have one id."""
    ids = [officer.id for officer in file.officers]
    for n, found in enumerate(ids):
        if found in ids[:n]:
            yield ("officers", n, "id"), f"'{found}' stands twice", "Give each officer an id of their own", False
        if found == PERSON:
            yield ("officers", n, "id"), f"'{found}' stands for whoever tells us something", "Give the officer another id", False


def officers_hear(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Every officer hears of a case in a place that exists. Their addresses are told to nobody."""
    for n, officer in enumerate(file.officers):
        who = f"'{officer.id}'"
        if officer.email is None and officer.telegram is None:
            yield ("officers", n), f"{who} would never hear of a case", "Add 'email' or 'telegram'", False
        if officer.email is not None and not _EMAIL.fullmatch(officer.email):
            yield ("officers", n, "email"), f"the e-mail address of {who} is none", "Write it as name@example.org", False
        if officer.telegram is not None and not _CHAT.fullmatch(str(officer.telegram)):
            mend = "Write the number of their private chat with the bot, digits only"
            yield ("officers", n, "telegram"), f"the Telegram chat of {who} is none", mend, False


def officers_can_be_named(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Whoever wants to keep an officer out can write their name: names are compared in letters from a to z."""
    for n, officer in enumerate(file.officers):
        if not any(_LETTER.search(name) for name in (officer.name, *officer.also_called)):
            mend = "Write it in letters from a to z too, under 'also_called'"
            yield ("officers", n, "name"), f"nobody can keep out '{officer.id}' by this name", mend, False


def councils_known(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Every council is one that is served."""
    entries = [
        *((("officers", n), officer.councils) for n, officer in enumerate(file.officers)),
        *((("routes", n), route.councils) for n, route in enumerate(file.routes)),
    ]
    for place, named in entries:
        for m, council in enumerate(named):
            if council not in councils:
                yield (*place, "councils", m), f"no council is called '{council}'", f"Use one of: {', '.join(sorted(councils))}", False


def ids_known(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Every id in a route, a cover or the fallback is an officer's."""
    known = {officer.id for officer in file.officers}
    for place, officer in _named(file):
        if officer not in known:
            yield place, f"no officer is called '{officer}'", "Correct the id, or add the officer", False


def _named(file: RoutesFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for n, route in enumerate(file.routes):
        yield from ((("routes", n, "to", m), officer) for m, officer in enumerate(route.to))
        yield from ((("routes", n, "cover", m), officer) for m, officer in enumerate(route.cover))
    yield from ((("fallback", m), officer) for m, officer in enumerate(file.fallback))


def routes_serve(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """A route has somebody for each of its councils, and nobody who may see none of its cases."""
    serves = _serves(file)
    for n, route in enumerate(file.routes):
        for council in route.councils:
            if council in councils and all(officer in serves and council not in serves[officer] for officer in route.to):
                mend = "Name an officer who serves it, or take the council out"
                yield ("routes", n, "to"), f"nobody in 'to' serves '{council}'", mend, False
        for key in ("to", "cover"):
            for m, officer in enumerate(getattr(route, key)):
                if officer in serves and serves[officer].isdisjoint(route.councils):
                    mend = "Add the council to the officer's 'councils', or name another officer"
                    yield ("routes", n, key, m), f"'{officer}' serves none of these councils", mend, False


def _serves(file: RoutesFile) -> dict[str, frozenset[str]]:
    return {officer.id: frozenset(officer.councils) for officer in file.officers}


def fallback_whole(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Somebody of the fallback is there for every council, whoever was kept out."""
    if not file.fallback:
        yield ("fallback",), "the fallback is empty", "Name an officer: cases that nobody else may see would be read by nobody", False
        return
    officers = {officer.id: officer for officer in file.officers}
    found = [(m, officers[id]) for m, id in enumerate(file.fallback) if id in officers]  # noqa: A001 - it is one
    for m, officer in found:
        for council in sorted(set(councils) - set(officer.councils)):
            mend = "Add it to their 'councils': the fallback serves all"
            yield ("fallback", m), f"'{officer.id}' does not serve '{council}'", mend, False
    if found and all(officer.away for _, officer in found):
        yield ("fallback",), "everybody of the fallback is away", "Name somebody who is there", True
    if found and len({officer.role for _, officer in found}) == 1:
        wrong = f"everybody of the fallback has the role '{found[0][1].role}': whoever keeps it out is heard by nobody"
        yield ("fallback",), wrong, "Name somebody of another role too", True


def routes_reached(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """The first route that fits counts, so none stands behind others that take everything it could get."""
    every, urgent = set[tuple[str, CaseKind]](), set[tuple[str, CaseKind]]()
    for n, route in enumerate(file.routes):
        pairs = set(product(route.councils, route.kinds))
        if pairs <= (every | urgent if route.urgent_only else every):
            yield ("routes", n), "no case comes to this route: those above it take them all", "Move it up, or remove it", True
        (urgent if route.urgent_only else every).update(pairs)


def kinds_covered(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Each kind of case has a route in each council."""
    taken = {pair for route in file.routes if not route.urgent_only for pair in product(route.councils, route.kinds)}
    for council in sorted(councils):
        missing = [kind.value for kind in CaseKind if (council, kind) not in taken]
        if missing:
            wrong = f"no route takes these of '{council}', the fallback gets them: {', '.join(missing)}"
            yield ("routes",), wrong, "Add them to a route", True


def files_looked_at(file: RoutesFile, councils: Collection[str]) -> Iterator[Fault]:
    """Each council has a named lead for the files that people send."""
    led = {council for officer in file.officers if officer.sees_files for council in officer.councils}
    for council in sorted(set(councils) - led):
        wrong = f"nobody looks at files that people of '{council}' send"
        yield ("officers",), wrong, "Write 'sees_files: true' for one named lead", True


RULES: tuple[Rule, ...] = (
    officers_once,
    officers_hear,
    officers_can_be_named,
    councils_known,
    ids_known,
    routes_serve,
    fallback_whole,
    routes_reached,
    kinds_covered,
    files_looked_at,
)
