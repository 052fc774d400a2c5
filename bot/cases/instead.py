"""Who hears of a case in the place of an officer whom no notice reaches: the cover, then the fallback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.cases.routing import beyond
from bot.errors import SealedError
from bot.model.case import CaseFile
from bot.model.routes import Routes
from bot.model.turn import About, Notice, OutboxRow


class Finds(Protocol):
    """The part of the store of cases that this needs."""

    async def find_case(self, number: str) -> CaseFile | None:
        """The one case whose id begins so."""
        ...


@dataclass(frozen=True, slots=True)
class Substitutes:
    """Finds them, and writes to them what the officer should have read."""

    cases: Finds
    routes: Routes

    async def instead(self, row: OutboxRow) -> tuple[Notice, ...]:
        """The notices to others. None where there is no such case any more, or nobody else who may see it.

        Raises:
            StorageUnavailableError: the database cannot be had now.
        """
        about = row.about
        if about is None or about.officer is None:
            return ()
        try:
            found = await self.cases.find_case(about.case)
        except SealedError:  # from whom it is kept is sealed, too
            return ()
        if found is None:
            return ()
        passed = (*about.passed, about.officer)
        places = {place: each.id for each in beyond(self.routes, found.case, passed) for place in each.notices}
        council = found.case.council
        return tuple(Notice(place, row.outbound, council, About(about.case, officer, passed)) for place, officer in places.items())
