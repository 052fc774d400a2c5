"""The poller against a Bot API server: what is confirmed when, and what happens where something fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.channel import ALLOWED_UPDATES, TelegramChannel
from bot.errors import StorageUnavailableError
from bot.model.inbound import Commanded, Conversation, Said
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.workshop.telegram_double import Double
from tests.channels.telegram.rig import PATIENCE, QUICK, Board, Turns, polling


def fails_on(words: str, error: Exception, times: int) -> Callable[[str], None]:
    """A turn that breaks on these words so many times."""
    left = [error] * times

    def before(heard: str) -> None:
        if heard == words and left:
            raise left.pop()

    return before


def offsets(double: Double) -> list[int]:
    return [int(asked.get("offset", 0)) for _, asked in double.calls("getUpdates")]


async def test_updates_are_handed_over_in_order_and_confirmed(double: Double) -> None:
    said = [f"message {number}" for number in range(250)]
    ids = [*double.say(1, *said[:150]), *double.say(2, *said[150:])]
    turns, board = Turns(), Board()
    async with polling(double, turns, board):
        await double.until("confirmed")
    assert turns.done == said
    assert [int(event.event_id.split(":")[1]) for event in turns.events] == ids
    assert board.of("telegram") == ["green"]


async def test_only_what_we_serve_is_asked_for_after_the_webhook_is_gone(double: Double) -> None:
    async with polling(double, Turns(), Board()):
        await double.until("polled")
    (first, _), (second, asked) = double.calls()
    assert (first, second) == ("deleteWebhook", "getUpdates")
    assert all(f'"{kind}"' in asked["allowed_updates"] for kind in ALLOWED_UPDATES)


async def test_nothing_is_confirmed_before_its_turn_is_done(double: Double) -> None:
    turns = Turns()
    turns.gate.clear()
    double.say(1, "one", "two")
    async with polling(double, turns, Board()):
        await turns.until(lambda: turns.tried == ["one"])
        assert double.settings()["waiting"] == 2
        turns.gate.set()
        await double.until("confirmed")
    assert turns.done == ["one", "two"]


async def test_what_was_under_way_in_a_crash_comes_again(double: Double) -> None:
    turns = Turns()
    turns.gate.clear()
    ids = double.say(1, "one", "two")
    async with polling(double, turns, Board()) as (_, running):
        await turns.until(lambda: turns.tried == ["one"])
        running.cancel()
    assert turns.done == []
    after = Turns()
    async with polling(double, after, Board()):
        await after.until_done("one", "two")
    assert [int(event.event_id.split(":")[1]) for event in after.events] == ids


async def test_an_update_delivered_twice_has_the_same_event_id(double: Double) -> None:
    turns = Turns()
    double.say(1, "one")
    async with polling(double, turns, Board()):
        await double.until("confirmed")
        double.again()
        await turns.until(lambda: len(turns.events) == 2)
    first, second = turns.events
    assert first.event_id == second.event_id


async def test_a_batch_in_any_order_and_twice_is_handled_in_order_and_none_is_lost(double: Double) -> None:
    double.shuffle(seed=7)
    double.repeat()
    said = [str(number) for number in range(40)]
    ids = double.say(1, *said)
    turns = Turns(fails_on("20", StorageUnavailableError(), times=3))
    async with polling(double, turns, Board()):
        await turns.until_done(*said)
        await double.until("confirmed")
    handled = [int(event.event_id.split(":")[1]) for event in turns.events]
    assert list(dict.fromkeys(handled)) == ids
    assert len(handled) > len(ids), "a turn knows by its event id what it has handled"


async def test_an_update_that_comes_after_later_ones_is_handled_however_often_its_turn_fails(double: Double) -> None:
    turns = Turns(fails_on("one", StorageUnavailableError(), times=3))
    double.say(1, "one", "two", "three")
    double.hold_back()
    async with polling(double, turns, Board()):
        await turns.until_done("one")
        await double.until("confirmed")
        double.say(1, "four")
        await turns.until_done("four")
    assert list(dict.fromkeys(turns.done)) == ["two", "three", "one", "four"]


async def test_while_storage_is_away_the_update_stays_where_it_is(double: Double) -> None:
    turns, board = Turns(fails_on("two", StorageUnavailableError(), times=4)), Board()
    ids = double.say(1, "one", "two", "three")
    async with polling(double, turns, board):
        await turns.until_done("three")
    assert turns.tried == ["one", *["two"] * 5, "three"]
    assert max(offsets(double)) == ids[1]
    assert board.of("storage") == ["red", "green"]


async def test_a_turn_that_breaks_every_time_is_passed_and_shouts(double: Double) -> None:
    turns, board = Turns(fails_on("two", KeyError("x"), times=99)), Board()
    double.say(1, "one", "two", "three")
    async with polling(double, turns, board):
        await turns.until_done("three")
    assert turns.tried == ["one", *["two"] * QUICK.tries, "three"]
    assert board.of("turn") == ["red", "green"]


async def test_a_turn_that_breaks_once_is_tried_again(double: Double) -> None:
    turns = Turns(fails_on("one", KeyError("x"), times=QUICK.tries - 1))
    double.say(1, "one")
    async with polling(double, turns, Board()):
        await turns.until_done("one")


OUTAGES: list[tuple[str, Callable[[Double], object]]] = [
    ("cut", lambda double: double.drop(method="getUpdates", times=3)),
    ("cut after it was taken", lambda double: double.drop(after=True, method="getUpdates", times=3)),
    ("bad gateway", lambda double: double.garble(502, method="getUpdates", times=3)),
    ("a page instead of an answer", lambda double: double.garble(200, method="getUpdates", times=3)),
    ("an answer without updates", lambda double: double.garble(200, '{"ok":true,"result":{}}', method="getUpdates", times=3)),
    ("updates without an id", lambda double: double.garble(200, '{"ok":true,"result":[{"message":{}}]}', method="getUpdates", times=3)),
    ("another poller", lambda double: double.refuse(409, "Conflict: other getUpdates request", method="getUpdates", times=3)),
    ("token revoked", lambda double: double.refuse(401, "Unauthorized", method="getUpdates", times=3)),
    ("too many", lambda double: double.flood(1, method="getUpdates")),
    ("everything down", lambda double: double.refuse(500, "Internal Server Error", method=None, times=6)),
]


@pytest.mark.parametrize("arrange", [pytest.param(arrange, id=name) for name, arrange in OUTAGES])
async def test_it_goes_on_after_an_outage(double: Double, arrange: Callable[[Double], object]) -> None:
    turns, board = Turns(), Board()
    arrange(double)
    double.say(1, "still there?")
    async with polling(double, turns, board):
        await turns.until_done("still there?")
    assert turns.done == ["still there?"]
    assert board.of("telegram") == ["red", "green"]


async def test_a_refused_token_says_what_to_do(double: Double) -> None:
    double.refuse(401, "Unauthorized", method="getUpdates")
    with capture_logs() as logged:
        async with polling(double, Turns(), Board()):
            await double.until("polled")
    assert any("check TELEGRAM_TOKEN" in str(entry) for entry in logged)


async def test_a_webhook_that_could_not_be_deleted_at_first_is_deleted_later(double: Double) -> None:
    double.set_webhook("https://elsewhere.example/hook")
    double.drop(method="deleteWebhook", times=2)
    double.say(1, "hi")
    turns = Turns()
    async with polling(double, turns, Board()):
        await turns.until_done("hi")
    assert double.settings()["webhook"] == ""


async def test_an_update_that_cannot_be_read_does_not_stop_the_queue_and_its_words_are_saved(double: Double) -> None:
    broken = {"message_id": 1, "date": "yesterday", "text": "help me"}
    double.push(
        {"message": broken | {"chat": {"id": 1, "type": "private"}}},
        {"message": broken | {"chat": {"id": -7, "type": "group"}}},
        {"my_chat_member": {"chat": {"id": 1, "type": "private"}, "new_chat_member": {"status": "?"}}},
    )
    double.say(2, "after")
    turns, board = Turns(), Board()
    with capture_logs() as logged:
        async with polling(double, turns, board):
            await double.until("confirmed")
    assert turns.done == ["help me", "after"]
    assert board.of("telegram-update") == ["red", "green"]
    assert "help me" not in str(logged)


async def test_a_press_is_acknowledged_beside_the_turns(double: Double) -> None:
    double.say(1, "hi")
    turns = Turns()
    async with polling(double, turns, Board(), replace(QUICK, finish=timedelta(seconds=PATIENCE))) as (stop, _):
        await turns.until_done("hi")
        await offer(double, Button("Yes", action="yes"))
        double.press(1, "Yes")
        await turns.until_done("Pressed")
        stop.set()
    assert [asked["callback_query_id"] for _, asked in double.calls("answerCallbackQuery")] == ["query-1"]


async def test_a_slow_acknowledgement_holds_up_neither_the_next_update_nor_the_end(double: Double) -> None:
    double.say(1, "hi")
    turns = Turns()
    async with polling(double, turns, Board()):
        await turns.until_done("hi")
        await offer(double, Button("Yes", action="yes"))
        double.delay(3600, method="answerCallbackQuery", times=99)
        for _ in range(70):
            double.press(1, "Yes")
        double.say(1, "next")
        await turns.until_done("next")
    assert turns.done.count("Pressed") == 70
    assert double.calls("answerCallbackQuery") == []


async def offer(double: Double, button: Button) -> None:
    channel = TelegramChannel(double.token, double.base_url)
    await channel.send(Conversation("telegram", "1"), Message((Block(BlockKind.PARAGRAPH, (Span("?"),)),), ((button,),)))
    await channel.close()


async def test_it_stops_in_the_middle_of_a_long_poll(double: Double) -> None:
    async with polling(double, Turns(), Board(), replace(QUICK, long_poll=timedelta(seconds=50))) as (stop, running):
        await double.until("polled")
        stop.set()
        async with asyncio.timeout(PATIENCE):
            await running
        assert running.done()


async def test_it_stops_while_it_waits_after_a_failure(double: Double) -> None:
    board = Board()
    double.refuse(401, "Unauthorized", method="getUpdates")
    async with polling(double, Turns(), board, replace(QUICK, longest=timedelta(hours=1))) as (stop, running):
        async with asyncio.timeout(PATIENCE):
            await board.went_red.wait()
            stop.set()
            await running
    assert board.of("telegram") == ["red"]


async def test_stopping_finishes_the_turn_under_way_and_leaves_the_rest_for_next_time(double: Double) -> None:
    double.say(1, "one", "two")
    turns = Turns()
    turns.gate.clear()
    async with polling(double, turns, Board()) as (stop, _):
        await turns.until(lambda: turns.tried == ["one"])
        stop.set()
        turns.gate.set()
    assert turns.done == ["one"]
    assert double.settings()["waiting"] == 2


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (["/start"] * 5, ["start"]),
        (["/start", "hello", "/start"], ["start", "hello", "start"]),
        (["/start", "/help", "/help"], ["start", "help"]),
        (["hello", "hello"], ["hello", "hello"]),
        (["/hide", "/hide"], ["hide", "hide"]),
    ],
)
async def test_a_command_that_waited_several_times_is_answered_once(double: Double, said: list[str], heard: list[str]) -> None:
    double.say(42, *said)
    turns = Turns()
    async with polling(double, turns, Board()):
        await double.until("confirmed")
    whats = [event.what for event in turns.events]
    assert [what.name if isinstance(what, Commanded) else what.text for what in whats if isinstance(what, Commanded | Said)] == heard
