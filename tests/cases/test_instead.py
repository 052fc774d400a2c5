"""Who hears of a case in the place of an officer whom no notice reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bot.cases.instead import Substitutes
from bot.errors import SealedError
from bot.model.case import CaseFile, CaseKind, KeptFrom, Role
from bot.model.inbound import Conversation
from bot.model.routes import Route, Routes
from bot.model.turn import About, OutboxRow, Purpose
from tests.cases.cases_in_memory import CASE, DANA, LEO, NOW, OFFICERS, ROUTES, told
from tests.outbox_model import message

COVERED = replace(ROUTES, routes=(Route(frozenset({"bristol"}), frozenset(CaseKind), ("olive",), ("dana", "leo")),))


@dataclass
class One:
    """A store with one case, or none; sealed where no key opens it."""

    found: CaseFile | None
    sealed: bool = False

    async def find_case(self, number: str) -> CaseFile | None:
        if self.sealed:
            raise SealedError("no key opens it")
        return self.found


def row(officer: str, *passed: str) -> OutboxRow:
    to = Conversation("telegram", "77")
    return OutboxRow(1, to, message("a case waits"), 0, NOW, purpose=Purpose.NOTICE, about=About(CASE, officer, passed))


async def after(routes: Routes, notice: OutboxRow, kept_from: KeptFrom = KeptFrom()) -> list[str | None]:  # noqa: B008  it never changes
    instead = await Substitutes(One(CaseFile(told(kept_from=kept_from))), routes).instead(notice)
    assert all(each.message == notice.outbound and each.council == "bristol" for each in instead)
    return [each.about.officer if each.about else None for each in instead]


@pytest.mark.parametrize(
    ("notice", "then"),
    [
        (row("olive"), ["dana", "leo"]),
        (row("dana", "olive"), ["leo"]),
        (row("leo", "olive", "dana"), ["zelda"]),
        (row("zelda", "olive", "dana", "leo"), []),
    ],
    ids=["cover", "who is left of the cover", "fallback", "nobody"],
)
async def test_the_cover_hears_and_then_the_fallback(notice: OutboxRow, then: list[str]) -> None:
    assert await after(COVERED, notice) == then


@pytest.mark.parametrize(
    ("kept_from", "then"),
    [
        (KeptFrom(frozenset({Role.SOCIAL_WORKER})), ["leo"]),
        (KeptFrom(frozenset({Role.SOCIAL_WORKER, Role.MANAGER})), ["zelda"]),
        (KeptFrom(names=("Dana Invented",)), ["leo"]),
        (KeptFrom(names=("him",)), ["zelda"]),
    ],
)
async def test_nobody_hears_who_must_not_see_it(kept_from: KeptFrom, then: list[str]) -> None:
    assert await after(COVERED, row("olive"), kept_from) == then


async def test_whoever_is_away_hears_nothing() -> None:
    away = replace(COVERED, officers={**OFFICERS, "dana": replace(DANA, away=True), "leo": replace(LEO, away=True)})
    assert await after(away, row("olive")) == ["zelda"]


async def test_whom_it_passed_is_remembered() -> None:
    (one, _) = await Substitutes(One(CaseFile(told())), COVERED).instead(row("olive", "bea"))
    assert one.about == About(CASE, "dana", ("bea", "olive"))


@pytest.mark.parametrize("store", [One(None), One(None, sealed=True)], ids=["gone", "sealed"])
async def test_of_a_case_that_is_not_there_nobody_hears(store: One) -> None:
    assert await Substitutes(store, COVERED).instead(row("olive")) == ()


async def test_what_is_no_notice_of_a_case_goes_to_nobody() -> None:
    assert await Substitutes(One(CaseFile(told())), COVERED).instead(replace(row("olive"), about=None)) == ()
