"""Cases as officers have them, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.errors import ConflictError, SealedError, StorageUnavailableError
from bot.model.case import Case, CaseKind, CaseState, MarkRead, OfficerMove, StatementKind, Unlink, WayBack
from bot.model.ports import CaseStore, Store
from bot.storage.cases.desk import SqlCases
from bot.storage.seal.keys import Keyring
from bot.storage.store import SqlStore
from bot.storage.tables import cases as cases_table
from bot.storage.tables import links
from tests.storage.cases.told import CASE, JO, LATER, LOOK_BY, NEWS, NOW, PHOTO, SAM, Desk, added, said

NOTICE = "You have a message"


def fulfils(store: SqlStore, cases: SqlCases) -> tuple[Store, CaseStore]:
    """What mypy proves."""
    return store, cases


def ids(found: object) -> list[str]:
    assert isinstance(found, list)
    return [case.id for case in found]


async def test_an_officer_has_the_cases_of_their_councils_the_oldest_first(desk: Desk) -> None:
    await desk.filed("b" * 16, now=LATER)
    await desk.filed("c" * 16)
    await desk.filed("a" * 16, who=JO, council="bradford", now=LATER)
    assert ids(await desk.cases.open_cases(["bristol"])) == ["c" * 16, "b" * 16]
    assert ids(await desk.cases.open_cases(["bristol", "bradford"])) == ["c" * 16, "a" * 16, "b" * 16]
    assert await desk.cases.open_cases([]) == await desk.cases.all_cases(["leeds"]) == []


async def test_a_case_in_the_list_is_whole(desk: Desk) -> None:
    await desk.filed("a" * 16, files=())
    await desk.filed("b" * 16)
    await desk.cases.move(OfficerMove(await desk.case("b" * 16), "dana", (said(files=(PHOTO,)),)), None, NOW)
    assert list(await desk.cases.open_cases(["bristol"])) == [await desk.case("a" * 16), await desk.case("b" * 16)]


async def test_closed_cases_are_in_the_whole_list_only(desk: Desk) -> None:
    await desk.filed()
    for state in (CaseState.SEEN, CaseState.WORKING, CaseState.ANSWERED):
        await desk.moves(state=state)
        assert ids(await desk.cases.open_cases(["bristol"])) == [CASE]
    await desk.moves(state=CaseState.CLOSED)
    assert await desk.cases.open_cases(["bristol"]) == []
    assert ids(await desk.cases.all_cases(["bristol"])) == [CASE]


async def test_a_case_is_found_by_how_its_id_begins(desk: Desk) -> None:
    await desk.filed("aaaaaaaa-1")
    await desk.filed("aaaaaaaa-2")
    await desk.filed("bbbb%bbb-1")
    found = await desk.cases.find_case("aaaaaaaa-1")
    assert found is not None
    assert (found.case.id, found.linked) == ("aaaaaaaa-1", False)
    assert await desk.cases.find_case("bbbb%bbb") is not None
    for number in ("aaaaaaaa", "AAAAAAAA-1", "aaaaaaaa-3", "bbbb%bb", "%" * 8, "_" * 8, ""):
        assert await desk.cases.find_case(number) is None


async def test_a_move_is_stored_whole(desk: Desk) -> None:
    await desk.filed()
    note = said(StatementKind.NOTE, "ring them first", at=LATER, files=(PHOTO,))
    await desk.moves(note, said(at=LATER), state=CaseState.ANSWERED, claimed_by="dana", filed=True, hold=True, now=LATER)
    file = await desk.cases.find_case(CASE)
    assert file is not None
    assert [replace(statement, id=0) for statement in file.statements] == [note, said(at=LATER)]
    case = file.case
    assert (case.state, case.claimed_by, case.filed, case.hold, case.moved_at, case.version) == ("answered", "dana", True, True, LATER, 2)


async def test_what_a_move_does_not_say_stays_as_it_is(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(claimed_by="dana", filed=True, hold=True, state=CaseState.SEEN)
    before = await desk.case()
    await desk.moves(said(StatementKind.NOTE), state=CaseState.SEEN, now=LATER)
    assert await desk.case() == replace(before, version=before.version + 1)
    await desk.moves(filed=False, hold=False)
    case = await desk.case()
    assert (case.claimed_by, case.filed, case.hold) == ("dana", False, False)


async def test_of_two_officers_at_once_one_is_told(desk: Desk) -> None:
    case = await desk.filed()
    both = [desk.cases.move(OfficerMove(case, who, (said(by=who),), CaseState.ANSWERED), NEWS, NOW) for who in ("dana", "eli")]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert {type(result) for result in results} == {ConflictError, type(None)}
    (statement,) = (await desk.found()).statements
    assert statement.by == ("eli" if isinstance(results[0], ConflictError) else "dana")
    assert await desk.waiting() == [NOTICE]


@pytest.mark.parametrize("kind", StatementKind)
async def test_the_person_has_a_notice_of_what_is_for_them(desk: Desk, kind: StatementKind) -> None:
    await desk.filed()
    await desk.moves(said(StatementKind.NOTE), said(kind))
    told = kind in {StatementKind.SEEN, StatementKind.WORKING, StatementKind.REPLY, StatementKind.CLOSED}
    assert await desk.waiting() == [NOTICE] * told


async def test_one_notice_until_it_is_read(desk: Desk) -> None:
    await desk.filed()
    for _ in range(3):
        await desk.moves(said())
    assert await desk.waiting() == [NOTICE]
    await desk.turn("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    assert await desk.waiting() == [NOTICE]
    await desk.moves(said())
    assert await desk.waiting() == [NOTICE] * 2


async def test_a_notice_goes_to_the_chat_of_its_own_case(desk: Desk) -> None:
    await desk.filed("a" * 16, who=JO)
    await desk.filed()
    await desk.moves(said())
    assert (await desk.waiting(SAM), await desk.waiting(JO)) == ([NOTICE], [])
    await desk.cases.move(OfficerMove(await desk.case("a" * 16), "dana", (said(),)), NEWS, NOW)
    assert (await desk.waiting(SAM), await desk.waiting(JO)) == ([NOTICE], [NOTICE])


@pytest.mark.parametrize("why", ["receipt", "unlinked", "no notice"])
async def test_no_notice_where_nobody_wants_one(desk: Desk, why: str) -> None:
    await desk.filed(way_back=WayBack.RECEIPT if why == "receipt" else WayBack.HERE)
    if why == "unlinked":
        await desk.turn("e1", Unlink())
    await desk.moves(said(), notice=None if why == "no notice" else NEWS)
    assert await desk.waiting() == []
    assert [statement.words for statement in (await desk.found()).unread] == ["we bought it back"]


async def test_a_move_without_a_notice_leaves_the_next_one_to_be_told(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said(), notice=None)
    await desk.moves(said())
    assert await desk.waiting() == [NOTICE]


async def test_a_move_that_loses_says_nothing_to_anybody(desk: Desk) -> None:
    old = await desk.filed()
    await desk.moves(said(StatementKind.NOTE))
    with pytest.raises(ConflictError):
        await desk.cases.move(OfficerMove(old, "eli", (said(),), CaseState.ANSWERED), NEWS, NOW)
    assert await desk.waiting() == []
    assert len((await desk.found()).statements) == 1


async def test_old_closed_cases_of_a_kind_are_found_but_for_those_on_hold(desk: Desk) -> None:
    for number in range(4):
        await desk.filed(f"{number}" * 16, kind=CaseKind.PRAISE if number == 1 else CaseKind.COMPLAINT)
    for number in range(3):
        move = OfficerMove(await desk.case(f"{number}" * 16), "dana", state=CaseState.CLOSED, hold=number == 2)
        await desk.cases.move(move, None, LATER)
    after = LATER + timedelta(microseconds=1)
    assert await desk.cases.closed_before(CaseKind.COMPLAINT, LATER) == []
    assert list(await desk.cases.closed_before(CaseKind.COMPLAINT, after)) == [await desk.case("0" * 16)]


async def test_a_case_is_forgotten_with_everything_in_it_and_nothing_of_others(desk: Desk) -> None:
    await desk.filed("b" * 16, who=JO)
    await desk.filed()
    await desk.contributes("e1", CaseState.RECEIVED, added(files=(PHOTO,)))
    assert await desk.counts() == (2, 1, 5, 2)
    await desk.cases.forget_case(await desk.case())
    assert await desk.counts() == (1, 0, 2, 1)
    assert await desk.store.case(CASE, SAM) is None


async def test_a_case_that_has_changed_is_not_forgotten(desk: Desk) -> None:
    old = await desk.filed()
    await desk.moves(hold=True)
    await desk.cases.forget_case(old)
    assert await desk.counts() == (1, 0, 2, 1)


async def test_cases_that_nobody_looked_at_in_time_are_counted(desk: Desk) -> None:
    await desk.filed()
    await desk.filed("b" * 16)
    day = timedelta(days=1)
    assert (await desk.cases.cases_waiting(LOOK_BY), await desk.cases.cases_waiting(LOOK_BY + day)) == (0, 2)
    await desk.moves(state=CaseState.SEEN)
    assert await desk.cases.cases_waiting(LOOK_BY + day) == 1


async def test_an_id_of_a_statement_never_comes_again(desk: Desk) -> None:
    """Who was told of a statement that is gone would else count as told of a newer one."""
    await desk.filed("b" * 16)
    await desk.filed()
    await desk.moves(said())
    (old,) = (await desk.found()).statements
    await desk.cases.forget_case(await desk.case())
    await desk.cases.move(OfficerMove(await desk.case("b" * 16), "dana", (said(),)), NEWS, NOW)
    (new,) = (await desk.found("b" * 16)).statements
    assert new.id > old.id


async def broken(desk: Desk, case: Case) -> None:
    lost = update(cases_table).where(cases_table.c.id == case.id).values(words="gAAAAAAAAAAAnothing")
    await desk.database.durably(lambda connection: connection.execute(lost))


async def test_a_case_that_no_key_opens_hides_no_other_and_shouts(desk: Desk) -> None:
    await broken(desk, await desk.filed())
    await desk.filed("b" * 16)
    with capture_logs() as logs:
        assert ids(await desk.cases.open_cases(["bristol"])) == ["b" * 16]
    assert [(entry["event"], entry["log_level"], entry["case"]) for entry in logs] == [("case.sealed", "error", CASE[:8])]
    with pytest.raises(SealedError):
        await desk.cases.find_case(CASE)
    with pytest.raises(SealedError):
        await desk.store.case(CASE, SAM)
    assert [summary.id for summary in await desk.store.cases_of(SAM)] == [CASE, "b" * 16]


async def test_a_case_that_no_key_opens_is_forgotten_in_its_time(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(state=CaseState.CLOSED)
    await broken(desk, await desk.case())
    (case,) = await desk.cases.closed_before(CaseKind.COMPLAINT, LATER)
    assert (case.id, case.told, case.name) == (CASE, (), None)
    await desk.cases.forget_case(case)
    assert await desk.counts() == (0, 0, 0, 0)


async def test_words_of_another_version_are_never_taken_for_nothing(desk: Desk, keyring: Keyring) -> None:
    case = await desk.filed()
    words = keyring.seal("bristol", '{"told": "a song"}')
    await desk.database.durably(lambda connection: connection.execute(update(cases_table).values(words=words)))
    with pytest.raises(SealedError) as caught:
        await desk.cases.find_case(case.id)
    assert "song" not in f"{caught.value}{caught.value.__cause__}{caught.value.__context__}"


async def test_a_person_who_cannot_be_told_is_noticed_by_whoever_answers(desk: Desk) -> None:
    await desk.filed()
    await desk.database.durably(lambda connection: connection.execute(update(links).values(address="gAAAAAAAAAAAnothing")))
    with pytest.raises(SealedError):
        await desk.moves(said())
    assert await desk.counts() == (1, 0, 2, 1)
    await desk.moves(said(StatementKind.NOTE))
    assert await desk.counts() == (1, 1, 2, 1)


async def test_a_database_that_cannot_be_had_is_said_to_be_so(desk: Desk) -> None:
    case = await desk.filed()
    for table in (links, cases_table):
        await desk.database.durably(table.drop)
    calls = [
        desk.cases.open_cases(["bristol"]),
        desk.cases.find_case(CASE),
        desk.cases.move(OfficerMove(case, "dana", (said(),)), NEWS, NOW),
        desk.cases.forget_case(case),
        desk.cases.cases_waiting(LOOK_BY),
        desk.store.case(CASE, SAM),
        desk.store.cases_of(SAM),
    ]
    for call in calls:
        with pytest.raises(StorageUnavailableError):
            await call
