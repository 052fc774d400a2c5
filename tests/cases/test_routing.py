"""Who gets a case; and that whoever was kept out of it never sees it. All officers here are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.routing import Routed, hidden, recipients, visible_to
from bot.model.case import CaseKind, KeptFrom, Role
from bot.model.inbound import Conversation
from bot.model.routes import Officer, Route, Routes
from tests.cases.naming import NAMING

ROLE_WORDS: Mapping[Role, frozenset[str]] = {
    Role.SOCIAL_WORKER: frozenset({"social worker", "worker", "sw"}),
    Role.PERSONAL_ADVISER: frozenset({"personal adviser", "worker", "pa"}),
    Role.REVIEWING_OFFICER: frozenset({"reviewing officer", "iro"}),
    Role.MANAGER: frozenset({"manager", "boss"}),
}


def officer(name: str, role: Role = Role.PARTICIPATION_OFFICER, *also: str, councils: str = "bristol bradford", **more: bool) -> Officer:
    id = name.lower().replace(" ", "-")  # noqa: A001 - it is one
    notices = (Conversation("email", f"{id}@example.org"),)
    return Officer(id, name, role, frozenset(councils.split()), notices, also, role_words=ROLE_WORDS.get(role, frozenset()), **more)


OLIVE = officer("Olive Example", Role.PARTICIPATION_OFFICER, "Ollie")
PERCY = officer("Percy Placeholder", Role.SOCIAL_WORKER)
PIPPA = officer("Pippa Pretend", Role.PERSONAL_ADVISER)
REX = officer("Rex Madeup", Role.REVIEWING_OFFICER)
MORGAN = officer("Morgan Invented", Role.MANAGER)
LAST = officer("Zelda Notreal", Role.COMPLAINTS, is_fallback=True)
EVERYBODY = (OLIVE, PERCY, PIPPA, REX, MORGAN, LAST)


def only(*officers: Officer) -> Routes:
    """Nobody but these works here."""
    return Routes({each.id: each for each in officers}, (), (), naming=NAMING)


def sees(each: Officer, kept_from: KeptFrom) -> bool:
    """Whether an officer, who works alone, sees a case of Bristol."""
    return visible_to(each, only(each), kept_from, "bristol")


def unclear(written: str, *officers: Officer) -> tuple[str, ...]:
    return hidden(only(*(officers or EVERYBODY)), KeptFrom(names=(written,)), "bristol").unclear


SPELT = [
    (OLIVE, "Olive"),
    (OLIVE, "olive exampel"),
    (OLIVE, "OLIVE EXAMPLE"),
    (OLIVE, "oliveexample"),
    (OLIVE, "Mrs Example"),
    (OLIVE, "Ms. O Example"),
    (OLIVE, "Ms O"),
    (OLIVE, "OE"),
    (OLIVE, "o. e."),
    (OLIVE, "O l i v e"),
    (OLIVE, "Oli"),
    (OLIVE, "ollie"),
    (OLIVE, "Oliiiiive"),
    (OLIVE, "Ólivé"),
    (OLIVE, "Ol\u200bive"),
    (OLIVE, "\uff2f\uff2c\uff29\uff36\uff25"),
    (OLIVE, "Oliv 😡"),
    (OLIVE, "olive from the participation team please dont tell her"),
    (OLIVE, "Dave or Olive"),
    (officer("Stephen Example"), "steven"),
    (officer("Mohammed Example"), "Muhammad"),
    (officer("Aisha Example"), "Ayesha"),
    (officer("Catherine Example"), "kathryn"),
    (officer("Geoff Example"), "Jeff"),
    (officer("Benjamin Example"), "ben"),
    (officer("Jo Example"), "jo"),
    (officer("Joanna Example"), "Jo"),
    (officer("Joanna Example"), "Jo from the leaving care team"),
    (officer("Patrick O'Example"), "o example"),
    (officer("Patrick O’Example"), "mr oexample"),
    (officer("Łucja Example"), "lucja"),
    (officer("Guy Example"), "guy"),
    (officer("Anne-Marie Example"), "annemarie"),
    (officer("Anne-Marie Example"), "marie"),
    (officer("An Example"), "an"),
    (officer("Dr Mx"), "dr mx"),
]

OTHERS = [
    (OLIVE, "Percy"),
    (OLIVE, "Dave"),
    (OLIVE, "Ms Placeholder"),
    (OLIVE, "JB"),
    (OLIVE, "my mum"),
    (OLIVE, "my social worker"),
    (OLIVE, "the kids at school"),
    (officer("Mrs Example"), "Mrs Dave"),
    (officer("Dr Sam Example"), "Dr Dave"),
    (officer("Miss Tess Example"), "miss kim"),
]

ROLES = [
    (PERCY, "my social worker"),
    (PERCY, "Social Worker"),
    (PERCY, "soical worker"),
    (PERCY, "socialworker"),
    (PERCY, "social workers"),
    (PERCY, "my worker"),
    (PERCY, "SW"),
    (PERCY, "s.w."),
    (PERCY, "any social worker, they all talk"),
    (PIPPA, "my PA"),
    (PIPPA, "p.a"),
    (PIPPA, "my worker"),
    (REX, "IRO"),
    (REX, "the I.R.O. man"),
    (REX, "reviewing officer"),
    (MORGAN, "her boss"),
    (MORGAN, "team manger"),
]

UNCLEAR = [
    "him",
    "Her",
    "them",
    "the lady",
    "that man",
    "everyone",
    "all of you",
    "idk",
    "Mr",
    "🙂",
    "…",
    "1234",
    "Олив",
    "أوليف",
]


@pytest.mark.parametrize(("kept", "written"), [*SPELT, *ROLES], ids=[f"{each.name}, {written}" for each, written in [*SPELT, *ROLES]])
def test_however_it_is_written_whoever_may_be_meant_sees_nothing(kept: Officer, written: str) -> None:
    for each in (kept, replace(kept, is_fallback=True)):
        assert not sees(each, KeptFrom(names=(written,)))


@pytest.mark.parametrize(("other", "written"), OTHERS, ids=[f"{each.name}, {written}" for each, written in OTHERS])
def test_whoever_cannot_be_meant_sees_it(other: Officer, written: str) -> None:
    assert sees(other, KeptFrom(names=(written,)))
    assert unclear(written, other) == ()


@pytest.mark.parametrize("written", UNCLEAR)
def test_what_means_nobody_we_can_make_out_leaves_only_the_fallback(written: str) -> None:
    kept_from = KeptFrom(names=("Dave", written))
    assert unclear(written) == (written,)
    assert [each for each in EVERYBODY if visible_to(each, ROUTES, kept_from, "bristol")] == [LAST]
    assert recipients(ROUTES, council="bristol", kind=CaseKind.QUESTION, urgent=False, kept_from=kept_from) == Routed((LAST,), "fallback")


@pytest.mark.parametrize("written", ["Olive and him", "Olive, the other one", "him/Olive", "olive\nthem"])
def test_one_of_several_in_one_answer_can_be_unclear(written: str) -> None:
    assert len(unclear(written)) == 1
    assert not sees(replace(OLIVE, is_fallback=True), KeptFrom(names=(written,)))


@pytest.mark.parametrize("written", ["", "  ", "Olive, 😡", "Olive & Percy", "Sandy", "Anders"])
def test_a_name_is_clear_and_nothing_is_nothing(written: str) -> None:
    assert unclear(written) == ()


def test_a_role_is_kept_out_with_everybody_in_it() -> None:
    kept_from = KeptFrom(roles=frozenset({Role.SOCIAL_WORKER, Role.MANAGER}))
    assert [each.name for each in EVERYBODY if not visible_to(each, ROUTES, kept_from, "bristol")] == [
        "Percy Placeholder",
        "Morgan Invented",
    ]


def test_nobody_sees_cases_of_a_council_they_do_not_serve() -> None:
    assert visible_to(OLIVE, ROUTES, KeptFrom(), "bradford")
    assert not visible_to(OLIVE, ROUTES, KeptFrom(), "north-somerset")


def routes(*found: Route, officers: tuple[Officer, ...] = EVERYBODY) -> Routes:
    return Routes({each.id: each for each in officers}, found, (LAST.id,), naming=NAMING)


def route(*to: Officer, cover: tuple[Officer, ...] = (), kinds: tuple[CaseKind, ...] = tuple(CaseKind), urgent_only: bool = False) -> Route:
    return Route(
        frozenset({"bristol"}), frozenset(kinds), tuple(each.id for each in to), tuple(each.id for each in cover), urgent_only=urgent_only
    )


ROUTES = routes(
    route(MORGAN, urgent_only=True),
    route(REX, kinds=(CaseKind.COMPLAINT,)),
    route(OLIVE, PERCY, cover=(PIPPA,)),
)


def routed(
    found: Routes = ROUTES, *, kind: CaseKind = CaseKind.QUESTION, urgent: bool = False, council: str = "bristol", kept: str = ""
) -> Routed:
    return recipients(found, council=council, kind=kind, urgent=urgent, kept_from=KeptFrom(names=(kept,) if kept else ()))


def away(*gone: Officer) -> Routes:
    return replace(ROUTES, officers={each.id: replace(each, away=each in gone) for each in EVERYBODY})


def test_the_first_route_that_fits_gets_it_whole() -> None:
    assert routed() == Routed((OLIVE, PERCY), "route")
    assert routed(kind=CaseKind.COMPLAINT) == Routed((REX,), "route")


def test_what_is_urgent_goes_where_only_urgent_cases_go() -> None:
    assert routed(urgent=True) == Routed((MORGAN,), "route")


def test_whoever_may_not_see_it_or_is_away_is_left_out() -> None:
    assert routed(kept="olive") == Routed((PERCY,), "route")
    assert routed(away(PERCY)) == Routed((OLIVE,), "route")


def test_the_cover_gets_it_where_nobody_of_the_route_is_left() -> None:
    assert routed(away(OLIVE, PERCY)) == Routed((PIPPA,), "cover")
    assert routed(away(OLIVE), kept="Percy") == Routed((PIPPA,), "cover")


def test_the_fallback_gets_it_where_no_cover_is_left_or_no_route_fits() -> None:
    assert routed(away(OLIVE, PERCY, PIPPA)) == Routed((LAST,), "fallback")
    assert routed(away(PERCY), kept="olive and pippa") == Routed((LAST,), "fallback")
    assert routed(council="bradford") == Routed((LAST,), "fallback")


def test_where_nobody_is_left_nobody_is_told() -> None:
    assert routed(away(*EVERYBODY)) == Routed((), "nobody")
    assert routed(kept="olive, percy, pippa, zelda") == Routed((), "nobody")
    assert routed(council="north-somerset") == Routed((), "nobody")


def test_an_officer_who_is_named_twice_hears_once() -> None:
    assert routed(routes(route(OLIVE, OLIVE))) == Routed((OLIVE,), "route")


NAMES = st.lists(
    st.sampled_from(
        ["Olive", "Percy", "Pippa", "Rex", "Jo", "Muhammad", "Łucja", "Guy", "An", "O'Example", "Anne-Marie", "Mrs Madeup", "J"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
OFFICERS = st.builds(
    officer, NAMES, st.sampled_from(Role), councils=st.sampled_from(["bristol", "bradford", "bristol bradford"]), away=st.booleans()
)
KEPT = st.builds(
    KeptFrom,
    st.frozensets(st.sampled_from(Role), max_size=2),
    st.lists(NAMES | st.text(max_size=12) | st.sampled_from([*UNCLEAR, "my worker"]), max_size=3).map(tuple),
)


@st.composite
def whole(draw: st.DrawFn) -> Routes:
    """Any officers, and any routes between them."""
    officers = {each.id: each for each in draw(st.lists(OFFICERS, min_size=1, max_size=6))}
    ids = st.lists(st.sampled_from(sorted(officers)), max_size=4).map(tuple)
    councils, kinds = st.frozensets(st.sampled_from(["bristol", "bradford"])), st.frozensets(st.sampled_from(CaseKind))
    fallback = draw(ids)
    found = draw(st.lists(st.builds(Route, councils, kinds, ids, ids, st.booleans()), max_size=4))
    known = {id: replace(each, is_fallback=id in fallback) for id, each in officers.items()}  # noqa: A001 - it is one
    return Routes(known, tuple(found), fallback, naming=NAMING)


@settings(deadline=None)
@given(
    routes=whole(), kept_from=KEPT, kind=st.sampled_from(CaseKind), urgent=st.booleans(), council=st.sampled_from(["bristol", "bradford"])
)
def test_nobody_hears_of_a_case_that_they_may_not_see(
    routes: Routes, kept_from: KeptFrom, kind: CaseKind, urgent: bool, council: str
) -> None:
    found = recipients(routes, council=council, kind=kind, urgent=urgent, kept_from=kept_from)
    assert all(visible_to(each, routes, kept_from, council) and not each.away for each in found.officers)
    assert bool(found.officers) is (found.by != "nobody")
    named = {id for each in routes.routes for id in (*each.to, *each.cover)} | set(routes.fallback)  # noqa: A001 - it is one
    assert {each.id for each in found.officers} <= named


@settings(deadline=None)
@given(kept=OFFICERS, others=KEPT, fallback=st.booleans(), shout=st.sampled_from([str.upper, str.lower, str.title, str.strip]))
def test_an_officer_whose_exact_name_or_role_is_kept_out_never_sees_it(
    kept: Officer, others: KeptFrom, fallback: bool, shout: Callable[[str], str]
) -> None:
    kept = replace(kept, is_fallback=fallback)
    by_name = replace(others, names=(*others.names, shout(kept.name)))
    by_role = replace(others, roles=others.roles | {kept.role})
    for kept_from in (by_name, by_role):
        assert not sees(kept, kept_from)
        assert not visible_to(kept, only(kept), kept_from, "bradford")


@settings(deadline=None)
@given(written=st.text(), each=OFFICERS)
def test_whatever_somebody_writes_can_be_read(written: str, each: Officer) -> None:
    seen = sees(each, KeptFrom(names=(written,)))
    if unclear(written, each):
        assert not seen
