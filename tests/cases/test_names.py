"""Whom words keep out: 44 invented officers in over 600 ways, 300 outsiders, and answers that mean nobody, or that nobody can make out.

`names.jsonl` was written before the matcher. Its held-out rows (`held_out`) are a third, with officers of their own: no rule was made for one
of them. Keep it so: a way that is missed among them is told of here as a figure, and mended by a rule that is right for others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.names.answers import echo, understood
from bot.cases.routing import visible_to
from bot.content.routes import load_routes
from bot.model.case import KeptFrom, Role
from bot.model.content.names import Echo, Means, Named, Understood
from bot.model.limits import NAMES_SAID
from bot.model.routes import Officer
from tests.cases.naming import NAMING
from tests.cases.officers import COUNCILS
from tests.conftest import HERE

FOLDER = HERE / "cases"
ROUTES = load_routes(FOLDER / "names_officers.yaml", COUNCILS, NAMING)


@dataclass(frozen=True)
class Row:
    """An answer as somebody wrote it, and whom it means."""

    written: str
    means: tuple[str, ...] | str
    table: str
    held_out: bool


def rows() -> list[Row]:
    lines = (FOLDER / "names.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [Row(**{**row, "means": row["means"] if isinstance(row["means"], str) else tuple(row["means"])}) for row in found]


ROWS = rows()


def of(*tables: str, held_out: bool) -> list[Row]:
    return [row for row in ROWS if row.table in tables and row.held_out is held_out]


def read(written: str) -> Understood:
    return understood(ROUTES, None, written)


def share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


both_parts = pytest.mark.parametrize("held_out", [False, True], ids=["seen", "held out"])


def test_there_are_enough_ways_and_a_third_is_held_out() -> None:
    assert len(ROUTES.officers) >= 40
    for table, least in {"officers": 200, "outsiders": 300, "nobody": 60, "unclear": 60}.items():
        assert len(of(table, held_out=False)) + len(of(table, held_out=True)) >= least
        assert len(of(table, held_out=True)) * 3.2 > len([row for row in ROWS if row.table == table])


@both_parts
def test_95_in_100_ways_to_write_an_officer_keep_out_whoever_is_meant(held_out: bool) -> None:
    found = of("officers", "several", held_out=held_out)
    assert share(read(row.written).officers >= set(row.means) for row in found) >= 0.95


@both_parts
def test_hardly_a_way_keeps_out_anybody_else(held_out: bool) -> None:
    found = of("officers", "several", held_out=held_out)
    assert share(bool(read(row.written).officers - set(row.means)) for row in found) <= 0.01


@both_parts
def test_2_in_100_outsiders_at_most_are_taken_for_officers_or_unclear(held_out: bool) -> None:
    found = of("outsiders", held_out=held_out)
    assert share(read(row.written).means is not Means.OUTSIDER for row in found) <= 0.02


@both_parts
def test_98_in_100_answers_for_nobody_and_for_somebody_unclear_are_made_out(held_out: bool) -> None:
    for table in ("nobody", "unclear"):
        assert share(read(row.written).means == table for row in of(table, held_out=held_out)) >= 0.98


@pytest.mark.parametrize(
    ("written", "officers"),
    [
        ("Kate", {"kate", "katherine"}),
        ("Katherine", {"katherine"}),
        ("Kate Fennimore", {"kate"}),
        ("Fennimore", {"kate"}),
        ("kate my pa", {"kate"}),
        ("her called Kate", {"kate", "katherine"}),
        ("Delroy, my social worker", {"delroy"}),
        ("my social worker (delroy)", {"delroy"}),
        ("dont show will", {"william"}),
        ("kate i hate her", {"kate", "katherine"}),
        ("kate lies", {"kate", "katherine"}),
        ("my mum hates kate so dont show kate", {"kate", "katherine"}),
        ("kate who works with my nan", {"kate", "katherine"}),
        ("mum steve dad", {"stephen"}),
        ("gurpreet harpreet", {"gurpreet", "harpreet"}),
    ],
)
def test_whoever_reads_cases_and_may_be_meant_is_kept_out(written: str, officers: set[str]) -> None:
    assert read(written).officers == officers


@pytest.mark.parametrize(
    "written",
    [
        "Kate Brown",
        "Kate B",
        "katie price-jones",
        "Dave Wrightson",
        "my sister Kate",
        "kate is my sister",
        "auntie kate",
        "Dave my social worker",
        "my social worker Darren Pike",
        "Sian Martin",
        "Mr Stephens",
    ],
)
def test_somebody_with_another_family_name_or_of_the_family_is_an_outsider(written: str) -> None:
    found = read(written)
    assert (found.means, found.outsiders) == (Means.OUTSIDER, (written,))


@pytest.mark.parametrize(
    ("written", "outsiders"),
    [("Dave or Priya", ("Dave",)), ("Priya, my nan and Tina", ("my nan", "Tina")), ("kate brown or kate fennimore", ("kate brown",))],
)
def test_an_answer_may_name_officers_and_outsiders(written: str, outsiders: tuple[str, ...]) -> None:
    found = read(written)
    assert (found.means, found.outsiders) == (Means.OFFICERS, outsiders)


@pytest.mark.parametrize(
    "written", ["i dont want anyone to see it", "only show it to kate", "nobody should see it", "Priya and him", "Priya Олив"]
)
def test_where_it_is_unclear_whoever_was_named_is_kept_out_all_the_same(written: str) -> None:
    found = read(written)
    assert found.means is Means.UNCLEAR
    named = {id_ for id_ in ("priya", "kate") if id_ in written.casefold()}
    assert named <= found.officers


def test_only_officers_of_the_council_can_be_meant() -> None:
    elsewhere = replace(ROUTES.officers["kate"], councils=frozenset({"bradford"}))
    routes = replace(ROUTES, officers={**ROUTES.officers, "kate": elsewhere})
    assert understood(routes, "bristol", "Kate").officers == {"katherine"}
    assert understood(routes, "bristol", "Kate Fennimore").means is Means.OUTSIDER


def test_a_role_that_nobody_here_has_is_an_outsider() -> None:
    assert read("my carer").means is Means.OUTSIDER
    workers = {each.id for each in ROUTES.officers.values() if each.role is Role.SOCIAL_WORKER}
    assert read("my social worker").officers == workers
    nobody = replace(ROUTES, officers={each.id: each for each in ROUTES.officers.values() if each.id not in workers})
    assert understood(nobody, None, "my social worker").means is Means.OUTSIDER


# What may be said of it before it is sent


def test_an_officer_is_spoken_of_by_role_and_by_a_name_only_where_it_was_written() -> None:
    assert echo(read("Priya"), ROUTES, 0) == Echo(Means.OFFICERS, (Named(Role.PARTICIPATION_OFFICER, "Priya"),))
    for written in ("mrs sundaresh", "PS", "participation officer"):
        assert {each.given_name for each in echo(read(written), ROUTES, 0).officers} == {None}
    assert echo(read("Dave"), ROUTES, 0) == Echo(Means.OUTSIDER, (), ("Dave",))
    assert echo(read("him"), ROUTES, 0) == Echo(Means.UNCLEAR, (), (), ("him",))


@pytest.mark.parametrize("written", ["Priya", "Dave", "him"])
def test_whoever_tries_many_names_hears_nothing_of_who_works_here(written: str) -> None:
    assert echo(read(written), ROUTES, NAMES_SAID - 1).means is not None
    assert echo(read(written), ROUTES, NAMES_SAID) == Echo(None)
    assert echo(read("priya, dave, tina, steve"), ROUTES, 0) == Echo(None)
    assert echo(read("nobody"), ROUTES, NAMES_SAID) == Echo(Means.NOBODY)


# What holds for any words

ANY = st.text(max_size=40) | st.lists(st.sampled_from([row.written for row in ROWS]), max_size=3).map(" ".join)
OFFICERS = st.sampled_from(sorted(ROUTES.officers.values(), key=lambda each: each.id))
LOUD = st.sampled_from([str.upper, str.lower, str.title, str.casefold])


@settings(deadline=None)
@given(written=st.text())
def test_anything_can_be_read(written: str) -> None:
    found = read(written)
    assert found.officers <= ROUTES.officers.keys()
    echo(found, ROUTES, 0)


@settings(deadline=None)
@given(each=OFFICERS, said=LOUD, before=ANY, after=ANY)
def test_whoever_is_named_in_full_never_sees_it_whatever_stands_around_the_name(
    each: Officer, said: Callable[[str], str], before: str, after: str
) -> None:
    written = f"{before} {said(each.name)} {after}"
    assert each.id in read(written).officers
    for officer in (each, replace(each, is_fallback=True)):
        assert not visible_to(officer, ROUTES, KeptFrom(names=(written,)), "bristol")


@settings(deadline=None)
@given(written=ANY)
def test_the_same_words_always_mean_the_same(written: str) -> None:
    assert read(written) == read(written)
