"""What becomes of a message that cannot arrive lies in what it is for, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model.case import MarkRead, Unlink
from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR, NEWS_KEPT
from bot.model.outbound import LeaveGroup
from bot.model.turn import About, Notice, OutboxRow, Purpose
from tests.storage.cases.told import CASE, LATER, NEWS, NOW, SAM, Desk, said

DANA, LEE = Conversation("telegram", "77"), Conversation("email", "lee@example.org")
NOTICE = "You have a message"


async def next_to(desk: Desk, who: Conversation = SAM, now: datetime = NOW) -> OutboxRow:
    """The next message to somebody."""
    return next(row for row in await desk.store.due(who.channel, now, 100) if row.conversation == who)


async def lost(desk: Desk, now: datetime = NOW) -> OutboxRow:
    """News of a case could not be delivered."""
    await desk.filed()
    await desk.moves(said())
    row = await next_to(desk)
    await desk.store.unreachable(row, now)
    return row


async def is_told(desk: Desk) -> bool:
    """Whether an officer reads in the case that its news could not be delivered."""
    found = await desk.cases.find_case(CASE)
    assert found is not None
    return found.undelivered


async def test_each_message_knows_what_it_is_for(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said())
    notices = (Notice(DANA, NEWS, "bristol", About(CASE, "dana")), Notice(LEE, NEWS, "bristol"))
    await desk.turn("e1", outbound=(NEWS, LeaveGroup()), notices=notices)
    rows = [row for channel in ("telegram", "email") for row in await desk.store.due(channel, NOW, 100)]
    while row := next(iter(await desk.store.due("telegram", NOW, 1)), None):
        rows = [*rows, row] if row not in rows else rows
        await desk.store.sent(row, None, NOW)
    assert sorted((row.purpose, row.about) for row in rows if row.about is None) == [
        (Purpose.LEAVING, None),
        (Purpose.NOTICE, None),
        (Purpose.REPLY, None),
    ]
    assert {row.purpose: row.about for row in rows if row.about} == {
        Purpose.NEWS: About(CASE),
        Purpose.NOTICE: About(CASE, "dana"),
    }


async def test_no_case_stands_beside_an_address(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said())
    await desk.turn("e1", notices=(Notice(DANA, NEWS, "bristol", About(CASE, "dana")),))
    assert CASE not in str((await desk.rows("outbox"))["outbox"])


async def test_news_waits_for_its_person_and_the_case_says_so(desk: Desk) -> None:
    await lost(desk)
    assert await is_told(desk)
    assert await desk.waiting() == [NOTICE]
    assert await desk.store.waiting() == 0, "nothing is wrong for as long as they are away"
    assert list(await desk.store.due("telegram", NOW, 10)) == []


async def test_whoever_comes_back_has_the_reply_first_and_then_the_news(desk: Desk) -> None:
    await lost(desk)
    read = await desk.store.read("e9", SAM)
    assert read is not None
    assert read.held
    await desk.turn("e9", outbound=(NEWS,), release=True)
    first = await next_to(desk)
    assert first.purpose is Purpose.REPLY
    await desk.store.sent(first, None, NOW)
    news = await next_to(desk)
    assert news.about == About(CASE)
    await desk.store.sent(news, None, NOW)
    assert not await is_told(desk)


async def test_what_is_said_in_the_meantime_does_not_wait_for_the_news(desk: Desk) -> None:
    await lost(desk)
    await desk.turn("e9", outbound=(NEWS,))
    assert (await next_to(desk)).purpose is Purpose.REPLY


async def test_news_is_tried_again_after_a_day_and_is_not_kept_for_ever(desk: Desk) -> None:
    await lost(desk)
    later = NOW + HELD_FOR
    await desk.store.release_held(later)
    again = await next_to(desk, now=later)
    await desk.store.unreachable(again, NOW + NEWS_KEPT)
    assert await desk.waiting() == []
    assert await is_told(desk)
    await desk.moves(said())
    assert await desk.waiting() == [NOTICE], "the next news is tried all the same"


async def test_refused_news_is_said_in_the_case_until_it_is_read(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said())
    await desk.store.give_up(await next_to(desk), "refused")
    assert await is_told(desk)
    await desk.turn("e1", MarkRead(CASE, tuple(each.id for each in (await desk.found()).unread)))
    assert not await is_told(desk)


async def test_blocking_drops_replies_and_keeps_news_and_notices(desk: Desk) -> None:
    await desk.filed()
    await desk.moves(said())
    await desk.turn("e1", outbound=(NEWS,), notices=(Notice(SAM, NEWS, "bristol", About("f" * 16, "sam")),))
    await desk.turn("e2", session=None, drop_outbox=True, keep_news=True)
    assert [row.purpose for row in await in_order(desk)] == [Purpose.NEWS, Purpose.NOTICE]


async def test_asking_to_be_forgotten_drops_news_too_and_never_an_officers_notice(desk: Desk) -> None:
    await lost(desk)
    await desk.turn("e1", outbound=(NEWS,), notices=(Notice(SAM, NEWS, "bristol", About("f" * 16, "sam")),))
    await desk.turn("e2", Unlink(), session=None, drop_outbox=True)
    assert [row.purpose for row in await in_order(desk)] == [Purpose.NOTICE]


async def in_order(desk: Desk) -> list[OutboxRow]:
    """All that goes to Sam, in order."""
    found: list[OutboxRow] = []
    while row := next(iter(await desk.store.due("telegram", LATER, 1)), None):
        found.append(row)
        await desk.store.sent(row, None, LATER)
    return found


async def test_a_group_where_nothing_can_be_said_is_left_all_the_same(desk: Desk) -> None:
    await desk.turn("e1", session=None, outbound=(NEWS, LeaveGroup()))
    await desk.store.unreachable(await next_to(desk), NOW)
    leaving = await next_to(desk)
    assert leaving.outbound == LeaveGroup()
    await desk.store.unreachable(leaving, NOW)
    assert await desk.store.waiting() == 0


@pytest.mark.parametrize("others", [(), (Notice(LEE, NEWS, "bristol", About(CASE, "lee", ("dana",))),)], ids=["nobody", "lee"])
async def test_a_lost_notice_is_kept_aside_and_others_have_theirs(desk: Desk, others: tuple[Notice, ...]) -> None:
    await desk.turn("e1", notices=(Notice(DANA, NEWS, "bristol", About(CASE, "dana")),))
    await desk.store.pass_on(await next_to(desk, DANA), others, "unreachable", NOW)
    assert await desk.store.given_up() == 1
    assert [(row.conversation, row.about) for row in await desk.store.due("email", NOW, 9)] == [(each.to, each.about) for each in others]


async def test_news_that_helps_passing_holds_is_held_like_any(desk: Desk) -> None:
    await lost(desk)
    await desk.store.release_held(NOW + HELD_FOR)
    await desk.turn("e2", outbound=(NEWS,), help=True, now=NOW + timedelta(days=2))
    row = await next_to(desk, now=NOW + timedelta(days=2))
    assert row.help
    await desk.store.sent(row, None, LATER)
    assert list(await desk.store.due("telegram", NOW + timedelta(days=2), 9)) == []


@pytest.mark.parametrize(("ahead", "due"), [(timedelta(minutes=59), False), (timedelta(hours=2), True), (timedelta(days=365), True)])
async def test_what_waits_for_longer_than_anything_does_was_stored_by_a_wrong_clock(desk: Desk, ahead: timedelta, due: bool) -> None:
    await desk.turn("e1", outbound=(NEWS,))
    await desk.store.postpone(await next_to(desk), NOW + ahead, "busy")
    assert bool(await desk.store.due("telegram", NOW, 9)) is due


async def test_what_a_wrong_clock_holds_for_a_year_is_let_go(desk: Desk) -> None:
    await desk.turn("e1", outbound=(NEWS,))
    await desk.turn("e2", help=True, now=NOW + timedelta(days=365))
    await desk.store.release_held(NOW)
    assert await desk.store.waiting() == 1


async def test_messages_are_counted_that_were_said_before_a_moment(desk: Desk) -> None:
    await desk.turn("e1", outbound=(NEWS, NEWS))
    assert await desk.store.waiting_since(NOW) == 0
    assert await desk.store.waiting_since(LATER) == 2
