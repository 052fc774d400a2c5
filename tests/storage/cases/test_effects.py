"""What turns do to cases, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.errors import ConflictError
from bot.model.case import (
    CaseKind,
    CaseState,
    CaseSummary,
    Contribute,
    Effect,
    FileCase,
    MarkRead,
    OfficerMove,
    StatementKind,
    Tried,
    Unlink,
    WayBack,
    Withdraw,
)
from bot.model.inbound import Conversation
from bot.model.outbound import LeaveGroup
from bot.model.session import Sent, Session
from bot.model.turn import Notice
from bot.storage.cases.changes import add_statement
from bot.storage.cases.rows import Values
from bot.storage.engine import Database
from bot.storage.seal.keys import Keyring
from bot.storage.seal.salt import Salt
from tests.outbox import waiting
from tests.storage.cases.told import CASE, DANGER, JO, LATER, LOOK_BY, NEWS, NOW, PHOTO, SAM, VOICE, Desk, added, new_case, said

OFFICER = Conversation("email", "dana@example.org")


async def test_a_case_comes_back_as_it_was_told(desk: Desk) -> None:
    new = new_case()
    case = await desk.filed(now=LATER)
    for field in ("id", "kind", "council", "audience", "language", "flow", "revision", "told", "kept_from", "name", "way_back", "files"):
        assert getattr(case, field) == getattr(new, field)
    assert (case.version, case.state, case.finding, case.claimed_by, case.filed, case.hold) == (1, "received", None, None, False, False)
    assert (case.received_at, case.moved_at, case.look_by) == (LATER, LATER, LOOK_BY)


async def test_a_case_may_have_little_in_it(desk: Desk) -> None:
    case = await desk.filed(audience=None, told=(), name=None, files=(), finding=DANGER, council="a council without a key")
    assert (case.audience, case.told, case.name, case.files, case.finding) == (None, (), None, (), DANGER)
    assert case.council == "a council without a key"


async def test_the_chat_in_which_a_case_was_told_is_told_from_others(desk: Desk) -> None:
    await desk.filed()
    assert (await desk.found(who=SAM)).linked
    assert not (await desk.found(who=JO)).linked
    assert not (await desk.found(who=Conversation("email", SAM.address))).linked
    by_receipt = await desk.store.case_by_receipt(f"digest of {CASE}", JO)
    assert by_receipt == await desk.found(who=JO)
    assert await desk.store.case("nothing", SAM) is await desk.store.case_by_receipt("nothing", SAM) is None


@pytest.mark.parametrize("way_back", [WayBack.RECEIPT, WayBack.NONE])
async def test_who_wants_nothing_in_the_chat_is_not_linked_to_it(desk: Desk, way_back: WayBack) -> None:
    await desk.filed(way_back=way_back)
    assert not (await desk.found()).linked
    assert await desk.counts() == (1, 0, 2, 0)


async def test_a_case_is_filed_once_whatever_comes_twice(desk: Desk) -> None:
    await desk.filed()
    await desk.turn("again", FileCase(new_case(name="Another"), LOOK_BY))
    assert await desk.counts() == (1, 0, 2, 1)
    assert (await desk.case()).name == "Quill"


async def test_of_many_who_file_the_same_case_at_once_one_does(desk: Desk) -> None:
    people = [Conversation("telegram", str(number)) for number in range(6)]
    filing = FileCase(new_case(), LOOK_BY)
    await asyncio.gather(*(desk.turn(f"e{person.address}", filing, who=person) for person in people))
    assert await desk.counts() == (1, 0, 2, 1)


async def test_a_case_whose_receipt_another_has_is_not_lost_but_told_so(desk: Desk) -> None:
    await desk.filed()
    with pytest.raises(ConflictError):
        await desk.turn("e2", FileCase(new_case("fedcba9876543210", digest=f"digest of {CASE}"), LOOK_BY), who=JO)
    assert await desk.store.read("e2", JO) is not None, "nothing of the turn was stored"
    assert await desk.counts() == (1, 0, 2, 1)


async def test_a_turn_that_loses_files_nothing(desk: Desk) -> None:
    turn = await desk.ready("e1", FileCase(new_case(), LOOK_BY), notices=(Notice(OFFICER, NEWS, "bristol"),))
    await desk.turn("e2")
    with pytest.raises(ConflictError):
        await desk.store.commit(turn, NOW)
    assert await desk.counts() == (0, 0, 0, 0)
    assert await desk.waiting(OFFICER) == []


async def test_others_hear_of_it_in_the_same_turn_beside_the_person(desk: Desk) -> None:
    notices = (Notice(OFFICER, NEWS, "bristol"), Notice(JO, LeaveGroup(), "a council without a key"))
    await desk.turn("e1", outbound=(NEWS, NEWS), notices=notices, drop_outbox=True)
    rows = await waiting(desk.store)
    assert [(row.conversation, row.outbound) for row in rows] == [(SAM, NEWS), (SAM, NEWS), (OFFICER, NEWS), (JO, LeaveGroup())]


async def test_what_the_person_adds_stands_in_the_case(desk: Desk) -> None:
    await desk.filed()
    turn = await desk.ready("e1", Contribute(await desk.case(), added(files=(VOICE, PHOTO)), CaseState.RECEIVED))
    at = NOW + timedelta(minutes=3)
    await desk.store.commit(replace(turn, record=replace(turn.record, at=at)), LATER)
    file = await desk.found()
    (statement,) = file.statements
    assert statement == added(id=statement.id, at=at, files=(VOICE, PHOTO))
    assert statement.id > 0
    assert file.case.files == (PHOTO, VOICE), "its own stay apart"
    assert (file.case.version, file.case.state, file.case.moved_at) == (2, "received", NOW)


async def test_an_answer_back_moves_the_case(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said(), state=CaseState.ANSWERED)
    await desk.contributes("e1", CaseState.WORKING, added("no", StatementKind.NOT_HELPED), now=LATER)
    case = await desk.case()
    assert (case.state, case.moved_at, case.version) == ("working", LATER, 3)


async def test_two_things_said_in_one_turn_stand_in_their_order(desk: Desk) -> None:
    case = await desk.filed()
    both = [Contribute(case, added(words), CaseState.RECEIVED) for words in ("", "second")]
    await desk.turn("e1", *both)
    file = await desk.found()
    assert ([statement.words for statement in file.statements], file.case.version) == (["", "second"], 3)


async def test_what_is_said_to_a_case_that_has_changed_is_stored_not_at_all(desk: Desk) -> None:
    old = await desk.filed()
    await desk.moves(said(StatementKind.NOTE), notice=None)
    with pytest.raises(ConflictError) as caught:
        await desk.turn("e1", Contribute(old, added(), CaseState.RECEIVED), outbound=(NEWS,))
    assert "helmet" not in str(caught.value)
    assert [statement.kind for statement in (await desk.found()).statements] == ["note"]
    assert await desk.waiting() == []
    assert await desk.store.read("e1", SAM) is not None


async def test_of_a_person_and_an_officer_at_once_one_is_told(desk: Desk) -> None:
    old = await desk.filed()
    turn = await desk.ready("e1", Contribute(old, added(), CaseState.RECEIVED))
    move = OfficerMove(old, "dana", (said(),), CaseState.ANSWERED)
    results = await asyncio.gather(desk.store.commit(turn, NOW), desk.cases.move(move, NEWS, NOW), return_exceptions=True)
    assert {type(result) for result in results} == {ConflictError, type(None)}
    assert len((await desk.found()).statements) == 1


async def test_a_persons_cases_are_told_without_their_words(desk: Desk) -> None:
    await desk.filed("b" * 16, now=NOW)
    await desk.filed("a" * 16, now=LATER, kind=CaseKind.PRAISE, finding=DANGER)
    await desk.filed("c" * 16, who=JO)
    await desk.filed("d" * 16, way_back=WayBack.RECEIPT)
    for statement in (said(), said(StatementKind.NOTE), said(StatementKind.SEEN)):
        await desk.cases.move(OfficerMove(await desk.case("b" * 16), "dana", (statement,)), NEWS, NOW)
    assert await desk.store.cases_of(SAM) == [
        CaseSummary("b" * 16, CaseKind.COMPLAINT, CaseState.RECEIVED, NOW, unread=2, held=True),
        CaseSummary("a" * 16, CaseKind.PRAISE, CaseState.RECEIVED, LATER, unread=0, held=True),
    ]
    await desk.cases.move(OfficerMove(await desk.case("b" * 16), "dana", hold=True), None, NOW)
    assert [summary.held for summary in await desk.store.cases_of(SAM)] == [True, True]
    assert await desk.store.cases_of(Conversation("email", SAM.address)) == []
    await desk.turn("e1", MarkRead("b" * 16, tuple(each.id for each in (await desk.found("b" * 16)).unread)))
    assert [summary.unread for summary in await desk.store.cases_of(SAM)] == [0, 0]


async def test_what_was_told_is_read_and_the_rest_is_not(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said(words="one"), said(words="two"), said(StatementKind.NOTE, "between us"))
    one, two, _ = (await desk.found()).statements
    await desk.turn("e1", MarkRead(CASE, (two.id,)))
    assert [statement.words for statement in (await desk.found()).unread] == ["one"]
    await desk.turn("e2", MarkRead("another", (one.id,)))
    assert [statement.words for statement in (await desk.found()).unread] == ["one"], "only of its own case"


async def test_what_came_while_the_person_read_is_not_passed_over(desk: Desk) -> None:
    """They would hear of it neither now nor by a notice, because the last notice counts as unread until now."""
    await desk.filed()
    await desk.moves(said(words="one"))
    reading = await desk.ready("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    await desk.moves(said(words="two"))
    with pytest.raises(ConflictError):
        await desk.store.commit(reading, NOW)
    assert [statement.words for statement in (await desk.found()).unread] == ["one", "two"]
    await desk.turn("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    assert (await desk.found()).unread == ()


async def test_a_note_that_came_meanwhile_is_nothing_to_the_person(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said(words="one"))
    reading = await desk.ready("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    await desk.moves(said(StatementKind.NOTE), notice=None)
    await desk.store.commit(reading, NOW)
    assert (await desk.found()).unread == ()


@pytest.mark.parametrize("number", range(8))
async def test_reading_and_an_answer_at_once_never_leave_something_unread_without_a_notice(desk: Desk, number: int) -> None:
    await desk.filed()
    await desk.moves(said(words="one"))
    (row,) = await desk.store.due("telegram", NOW, 10)
    await desk.store.sent(row, None, NOW)
    reading = await desk.ready("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    move = OfficerMove(await desk.case(), "dana", (said(words="two"),))

    async def move_after(turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        await desk.cases.move(move, NEWS, NOW)

    read, _ = await asyncio.gather(desk.store.commit(reading, NOW), move_after(number), return_exceptions=True)
    assert isinstance(read, ConflictError) or await desk.waiting() == ["You have a message"]


async def test_links_of_a_chat_are_dropped_and_its_cases_stay(desk: Desk) -> None:
    await desk.filed("a" * 16)
    await desk.filed("b" * 16)
    await desk.filed("c" * 16, who=JO)
    await desk.turn("e1", Unlink())
    assert await desk.store.cases_of(SAM) == []
    assert not (await desk.found("a" * 16)).linked
    assert [summary.id for summary in await desk.store.cases_of(JO)] == ["c" * 16]
    assert await desk.counts() == (3, 0, 6, 1)


async def test_a_case_that_nobody_has_looked_at_can_be_withdrawn_with_everything_in_it(desk: Desk) -> None:
    await desk.filed(name="Quill")
    await desk.contributes("e1", CaseState.RECEIVED, added(files=(VOICE,)))
    await desk.filed("b" * 16)
    await desk.turn("e2", Unlink((CASE,)))
    assert await desk.store.case(CASE, SAM) is None
    assert await desk.counts() == (1, 0, 2, 0)


@pytest.mark.parametrize("why", ["danger", "hold", "seen", "seen before"])
async def test_what_must_stay_cannot_be_withdrawn(desk: Desk, why: str) -> None:
    await desk.filed(finding=DANGER if why == "danger" else None)
    if why != "danger":
        await desk.moves(state=CaseState.SEEN if why == "seen" else None, hold=True if why == "hold" else None)
    if why == "seen before":
        await desk.moves(said(StatementKind.CLOSED), state=CaseState.CLOSED)
        await desk.contributes("again", CaseState.RECEIVED, added("", StatementKind.REOPENED))
    before = await desk.counts()
    effects: tuple[Effect, ...] = (Unlink((CASE,)), Withdraw(CASE))
    for number, effect in enumerate(effects):
        with pytest.raises(ConflictError):
            await desk.turn(f"e{number}", effect)
    assert await desk.counts() == before, "nobody is told that it is gone, so nothing of the turn is stored"


async def test_one_case_is_taken_back_and_the_links_of_others_stay(desk: Desk) -> None:
    await desk.filed(name="Quill")
    await desk.filed("b" * 16)
    await desk.turn("e1", Withdraw(CASE))
    assert [summary.id for summary in await desk.store.cases_of(SAM)] == ["b" * 16]


async def test_withdrawing_and_looking_at_once_leaves_all_or_nothing(desk: Desk) -> None:
    case = await desk.filed()
    turn = await desk.ready("e1", Unlink((CASE,)), session=None, drop_outbox=True)
    move = OfficerMove(case, "dana", (said(),), CaseState.SEEN)
    left, looked = await asyncio.gather(desk.store.commit(turn, NOW), desk.cases.move(move, NEWS, NOW), return_exceptions=True)
    assert isinstance(left, ConflictError) is (looked is None), "one of them, and the other hears of it"
    if isinstance(looked, ConflictError):
        assert await desk.counts() == (0, 0, 0, 0)
        assert await desk.waiting() == []


async def test_tries_are_counted_here_and_everywhere(desk: Desk) -> None:
    await desk.turn("e1", Tried(), Tried())
    await desk.turn("e2", Tried(), now=LATER)
    await desk.turn("e3", Tried(), who=JO, now=LATER)
    assert await desk.store.tries(SAM, NOW) == (3, 4)
    assert await desk.store.tries(SAM, LATER) == (1, 2)
    assert await desk.store.tries(Conversation("email", "1"), NOW) == (0, 4)
    assert await desk.store.tries(SAM, LATER + timedelta(seconds=1)) == (0, 0)
    await desk.store.forget_tries(LATER)
    assert await desk.store.tries(SAM, NOW) == (1, 2)


async def test_who_leaves_and_comes_back_has_the_tries_behind_them(desk: Desk) -> None:
    await desk.turn("e1", Tried())
    await desk.turn("e2", session=None, drop_outbox=True)
    assert await desk.store.tries(SAM, NOW) == (1, 1)


@pytest.mark.parametrize("times_left", [1, 2])
async def test_who_leaves_and_comes_back_has_sent_what_they_have_sent(desk: Desk, times_left: int) -> None:
    sent = Sent(NOW.date(), 7)
    await desk.turn("e1", session=Session(sent=sent))
    for n in range(times_left):
        await desk.turn(f"leaves {n}", session=None, drop_outbox=True)
    read = await desk.store.read("new", SAM)
    assert read is not None
    assert (read.version, read.session.sent) == (0, sent)
    other = await desk.store.read("new", JO)
    assert other is not None
    assert other.session.sent is None
    assert await desk.store.tries(SAM, datetime.combine(NOW.date(), time(), UTC)) == (0, 7)
    await desk.store.forget_tries(NOW + timedelta(days=1))
    read = await desk.store.read("new", SAM)
    assert read is not None
    assert read.session.sent is None


async def test_of_who_has_left_nothing_stays_that_leads_to_them(desk: Desk, keyring: Keyring) -> None:
    await desk.filed(name="Quill")
    await desk.turn("e1", Tried(), outbound=(NEWS,), message="17")
    await desk.moves(said())
    await desk.turn("e2", Unlink(), session=None, drop_outbox=True, message="18")
    rows = await desk.rows("sessions", "outbox", "links", "shown")
    assert rows == {"sessions": [], "outbox": [], "links": [], "shown": []}
    place = await Salt(desk.database, keyring).place(SAM)
    everything = {str(value) for rows in (await desk.rows()).values() for row in rows for value in row.values()}
    assert len(everything) > 20
    assert SAM.address not in everything
    assert [row["place"] for row in (await desk.rows("tries"))["tries"]] == [place], "for a day, and nothing else stands there but when"
    others = {str(value) for name, rows in (await desk.rows()).items() if name != "tries" for row in rows for value in row.values()}
    assert place not in others


async def test_an_event_that_comes_again_does_nothing_again(desk: Desk) -> None:
    turn = await desk.ready("e1", FileCase(new_case(), LOOK_BY), Tried(), message="17", notices=(Notice(OFFICER, NEWS, "bristol"),))
    await desk.store.commit(turn, NOW)
    await desk.store.commit(replace(turn, session=Session("bradford")), NOW)
    assert await desk.counts() == (1, 0, 2, 1)
    assert await desk.store.tries(SAM, NOW) == (1, 1)
    assert await desk.store.shown(SAM, NOW) == ["17"]
    assert await desk.waiting(OFFICER) == ["You have a message"]


async def waits_or_ends(task: asyncio.Task[None], database: Database) -> None:
    """Until somebody's transaction waits for another's, or the task has ended."""
    blocked = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not await database.quickly(lambda connection: connection.execute(blocked).scalar()):
        if task.done():
            return


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_reading_waits_for_an_answer_that_is_being_stored(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite there is one writer at a time in any case."""
    answered, go_on = asyncio.Event(), asyncio.Event()

    def slowly(connection: Connection, statement: Values, files: Sequence[Values]) -> None:
        add_statement(connection, statement, files)
        answered.set()
        await_only(go_on.wait())

    await desk.filed()
    await desk.moves(said(words="one"))
    reading = await desk.ready("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    monkeypatch.setattr("bot.storage.cases.desk.add_statement", slowly)
    answering = asyncio.create_task(desk.moves(said(words="two")))
    await answered.wait()
    read = asyncio.create_task(desk.store.commit(reading, NOW))
    await waits_or_ends(read, desk.database)
    go_on.set()
    results = await asyncio.gather(answering, read, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), ConflictError]
