"""Sending through a Bot API server that does what Telegram does, also when it goes wrong."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs
from telegram.error import ChatMigrated

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.failures import translated
from bot.errors import DeliveryError, RefusedError, SettingsError, TryLaterError, UnreachableError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Button, LeaveGroup, Message, Span
from tests.telegram_double import Double

SAM = Conversation("telegram", "42")
GROUP = Conversation("telegram", "-7")
SECRET = "my uncle hurts me"  # noqa: S105 - words that must stay out of logs


def words(*texts: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Message:
    return Message(tuple(Block(BlockKind.PARAGRAPH, (Span(text),)) for text in texts), buttons)


@pytest.fixture
async def channel(double: Double) -> AsyncIterator[TelegramChannel]:
    double.say(42, "hi")
    opened = TelegramChannel(double.token, double.base_url)
    yield opened
    await opened.close()


async def test_a_message_arrives_with_its_buttons_and_without_previews(channel: TelegramChannel, double: Double) -> None:
    await channel.send(
        SAM, words("Tom & <b>", "https://a.uk", buttons=((Button("Yes", action="yes"), Button("More", url="https://a.uk")),))
    )
    [sent] = double.sent(42)
    assert sent["text"] == "Tom & <b>\n\nhttps://a.uk"
    assert sent["buttons"] == [[{"text": "Yes", "callback_data": "yes"}, {"text": "More", "url": "https://a.uk"}]]
    [(_, asked)] = double.calls("sendMessage")
    assert asked["link_preview_options"] == '{"is_disabled": true}'


async def test_words_that_no_channel_can_carry_do_not_stop_the_others(channel: TelegramChannel, double: Double) -> None:
    await channel.send(SAM, words("hello \ud83d you"))
    assert double.texts(42) == ["hello \ufffd you"]


async def test_it_leaves_a_group(channel: TelegramChannel, double: Double) -> None:
    double.add_to_group(-7)
    await channel.send(GROUP, LeaveGroup())
    assert [asked["chat_id"] for _, asked in double.calls("leaveChat")] == ["-7"]
    with pytest.raises(UnreachableError):
        await channel.send(GROUP, words("still here?"))


FAILURES: list[tuple[str, Callable[[Double], object], type[DeliveryError]]] = [
    ("too many", lambda double: double.flood(3), TryLaterError),
    ("too many, without saying how long", lambda double: double.refuse(429, "Too Many Requests"), TryLaterError),
    ("server error", lambda double: double.refuse(500, "Internal Server Error"), TryLaterError),
    ("bad gateway", lambda double: double.garble(502), TryLaterError),
    ("a page instead of an answer", lambda double: double.garble(200), TryLaterError),
    ("an answer without a result", lambda double: double.garble(200, '{"ok":true}'), TryLaterError),
    ("a refusal that calls itself a success", lambda double: double.garble(200, '{"ok":false,"description":"x"}'), TryLaterError),
    ("half an answer", lambda double: double.garble(200, '{"ok":tr'), TryLaterError),
    ("a firewall that forbids", lambda double: double.garble(403), TryLaterError),
    ("a proxy that did not understand", lambda double: double.garble(400), TryLaterError),
    ("cut before it was taken", lambda double: double.drop(), TryLaterError),
    ("cut after it was taken", lambda double: double.drop(after=True), TryLaterError),
    ("token revoked", lambda double: double.refuse(401, "Unauthorized"), TryLaterError),
    ("no such bot", lambda double: double.refuse(404, "Not Found"), TryLaterError),
    ("another program", lambda double: double.refuse(409, "Conflict: terminated by other getUpdates request"), TryLaterError),
    ("blocked", lambda double: double.refuse_chat(42), UnreachableError),
    ("account deleted", lambda double: double.refuse_chat(42, "user is deactivated"), UnreachableError),
    ("chat gone", lambda double: double.refuse(400, "Bad Request: chat not found"), UnreachableError),
    ("person gone", lambda double: double.refuse(400, "Bad Request: PEER_ID_INVALID"), UnreachableError),
    ("may not write", lambda double: double.refuse(400, "Bad Request: CHAT_WRITE_FORBIDDEN"), UnreachableError),
    ("markup refused", lambda double: double.refuse(400, "Bad Request: can't parse entities: Unsupported"), RefusedError),
    ("button refused", lambda double: double.refuse(400, "Bad Request: BUTTON_DATA_INVALID"), RefusedError),
]


@pytest.mark.parametrize(("arrange", "expected"), [pytest.param(arrange, error, id=name) for name, arrange, error in FAILURES])
async def test_what_a_failure_means(
    channel: TelegramChannel, double: Double, arrange: Callable[[Double], object], expected: type[DeliveryError]
) -> None:
    arrange(double)
    with pytest.raises(expected) as failure:
        await channel.send(SAM, words(SECRET))
    assert type(failure.value) is expected
    assert SECRET not in str(failure.value)


async def test_how_long_telegram_asks_to_wait_is_passed_on(channel: TelegramChannel, double: Double) -> None:
    double.flood(37)
    with pytest.raises(TryLaterError) as failure:
        await channel.send(SAM, words("hi"))
    assert failure.value.wait == timedelta(seconds=37)


async def test_an_answer_that_nobody_can_read_still_means_that_the_message_arrived(channel: TelegramChannel, double: Double) -> None:
    double.garble(200, '{"ok":true,"result":{"message_id":"new kind of id"}}')
    await channel.send(SAM, words("hi"))
    await channel.send(SAM, words("there"))
    assert double.texts(42) == ["there"], "the first was taken for sent, and not sent again"


def test_a_group_that_became_another_is_gone() -> None:
    assert isinstance(translated(ChatMigrated(-1001)), UnreachableError)


async def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    channel = TelegramChannel("1:a", f"http://127.0.0.1:{port}/bot")
    with pytest.raises(TryLaterError):
        await channel.send(SAM, words("hi"))
    await channel.close()


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(words(), id="nothing"),
        pytest.param(words("", " \n "), id="only space"),
        pytest.param(words("ok", buttons=((Button("Yes", action="x" * 65),),)), id="an action too long"),
    ],
)
async def test_what_can_never_be_sent_is_refused_before_it_is_tried(channel: TelegramChannel, double: Double, message: Message) -> None:
    with pytest.raises(RefusedError):
        await channel.send(SAM, message)
    assert double.calls() == []


@pytest.mark.parametrize("arrange", [Double.garble, Double.drop, lambda double: double.refuse(400, f'Bad Request: what is "{SECRET}"')])
async def test_neither_words_nor_the_token_reach_a_log(
    channel: TelegramChannel, double: Double, caplog: pytest.LogCaptureFixture, arrange: Callable[[Double], object]
) -> None:
    arrange(double)
    with capture_logs() as logged, caplog.at_level(logging.DEBUG), pytest.raises(DeliveryError) as failure:
        await channel.send(SAM, words(SECRET))
    written = f"{caplog.text}{logged}{failure.value}"
    assert SECRET not in written
    assert double.token not in written


@pytest.mark.parametrize("arrange", [lambda _: None, *(arrange for _, arrange, _ in FAILURES)])
async def test_acknowledging_a_press_never_fails(channel: TelegramChannel, double: Double, arrange: Callable[[Double], object]) -> None:
    double.refuse(400, "Bad Request: query is too old", method="answerCallbackQuery")
    arrange(double)
    await channel.acknowledge("a-press")
    await channel.acknowledge("another-press")
    assert [asked["callback_query_id"] for _, asked in double.calls("answerCallbackQuery")] == ["another-press"]


COMMANDS = {"": [("start", "Begin"), ("help", "Get help")], "pl": [("start", "Zacznij")]}


async def test_what_clients_show_is_registered(channel: TelegramChannel, double: Double) -> None:
    await channel.register(COMMANDS, "Ask me anything about your rights.", "For children in care")
    found = double.settings()
    assert [each["command"] for each in found["commands"][""]] == ["start", "help"]
    assert found["commands"]["pl"] == [{"command": "start", "description": "Zacznij"}]
    assert found["descriptions"] == {"": "Ask me anything about your rights."}
    assert found["short_descriptions"] == {"": "For children in care"}


async def test_registering_goes_on_where_one_part_fails(channel: TelegramChannel, double: Double) -> None:
    double.flood(600, method="setMyCommands")
    double.drop(method="setMyDescription")
    await channel.register(COMMANDS, "Long", "Short")
    found = double.settings()
    assert list(found["commands"]) == ["pl"]
    assert (found["descriptions"], found["short_descriptions"]) == ({}, {"": "Short"})


def test_without_a_token_there_is_no_channel() -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN"):
        TelegramChannel("")
