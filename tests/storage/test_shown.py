"""What the channels call messages, kept so that they can be taken out of the chat, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import ConflictError
from bot.model.inbound import Conversation
from bot.model.turn import Notice, StoredSession
from tests.storage.cases.told import JO, LATER, NEWS, NOW, SAM, Desk
from tests.storage.test_store import verbs


async def arrives(desk: Desk, message: str | None, who: Conversation = SAM) -> None:
    """The next message to somebody arrives."""
    row = next(row for row in await desk.store.due(who.channel, NOW + timedelta(days=9), 100) if row.conversation == who)
    await desk.store.sent(row, message, LATER)


async def test_messages_of_both_sides_are_known_the_oldest_first(desk: Desk) -> None:
    await desk.turn("e1", message="17", outbound=(NEWS, NEWS, NEWS))
    await arrives(desk, "18")
    await arrives(desk, None)
    await arrives(desk, "9")
    await desk.turn("e2", message="19", now=LATER)
    await desk.turn("e3", message="17", who=JO)
    assert await desk.store.shown(SAM, NOW) == ["17", "18", "9", "19"]
    assert await desk.store.shown(SAM, NOW + timedelta(seconds=1)) == ["18", "9", "19"]
    assert await desk.store.shown(SAM, LATER + timedelta(seconds=1)) == []
    assert await desk.store.waiting() == 0


async def test_a_message_that_was_changed_is_known_once(desk: Desk) -> None:
    await desk.turn("e1", message="17")
    await desk.turn("e2", message="17", now=LATER)
    assert await desk.store.shown(SAM, NOW) == ["17"]


async def test_who_leaves_takes_them_along_and_the_goodbye_leaves_none(desk: Desk) -> None:
    await desk.turn("e1", message="17", outbound=(NEWS,))
    (row,) = await desk.store.due("telegram", NOW, 10)
    await desk.turn("e2", message="18", session=None, drop_outbox=True, outbound=(NEWS,))
    await desk.store.sent(row, "19", LATER)
    await arrives(desk, "20")
    assert await desk.store.waiting() == 0
    assert (await desk.rows("shown"))["shown"] == []


async def test_a_message_that_was_dropped_before_it_arrived_leaves_none(desk: Desk) -> None:
    await desk.turn("e1", outbound=(NEWS,))
    (row,) = await desk.store.due("telegram", NOW, 10)
    await desk.store.unreachable(row, NOW)
    await desk.store.sent(row, "17", LATER)
    assert await desk.store.shown(SAM, NOW) == []


async def test_what_an_officer_is_sent_leaves_none(desk: Desk) -> None:
    officer = Conversation("telegram", "77")
    await desk.turn("e1", notices=(Notice(officer, NEWS, "bristol"),))
    await arrives(desk, "21", officer)
    assert await desk.store.waiting() == 0
    assert (await desk.rows("shown"))["shown"] == []


async def test_a_turn_that_loses_leaves_none(desk: Desk) -> None:
    await desk.turn("e1")
    with pytest.raises(ConflictError):
        await desk.turn("e2", message="17", read=StoredSession((await desk.ready("e2")).read.session))
    assert await desk.store.shown(SAM, NOW) == []


async def test_old_ones_are_forgotten(desk: Desk) -> None:
    await desk.turn("e1", message="17")
    await desk.turn("e2", message="18", now=LATER)
    await desk.store.forget_shown(LATER)
    assert await desk.store.shown(SAM, NOW) == ["18"]


async def test_to_know_a_message_costs_one_statement(desk: Desk, asked: list[str]) -> None:
    await desk.turn("e1", message="17", outbound=(NEWS,))
    asked.clear()
    await desk.turn("e2", message="18", outbound=(NEWS,))
    assert verbs(asked) == ["SELECT", "INSERT", "UPDATE", "INSERT", "INSERT"]
    (first,) = await desk.store.due("telegram", NOW, 2)
    asked.clear()
    await desk.store.sent(first, "19", NOW)
    assert verbs(asked) == ["DELETE", "INSERT"]
    (second,) = await desk.store.due("telegram", NOW, 2)
    asked.clear()
    await desk.store.sent(second, None, NOW)
    assert verbs(asked) == ["DELETE"]
