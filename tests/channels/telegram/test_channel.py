"""Sending through a Bot API server that does what Telegram does, also when it goes wrong."""

from __future__ import annotations

import logging
import socket
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from telegram.error import ChatMigrated

from bot.channels.telegram.channel import REFUSALS, TelegramChannel
from bot.channels.telegram.failures import translated
from bot.errors import DeliveryError, RefusedError, SettingsError, TryLaterError, UnreachableError
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Button, HideChat, LeaveGroup, Message, Span
from bot.workshop.telegram_double import Double, updates

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
    called = await channel.send(
        SAM, words("Tom & <b>", "https://a.uk", buttons=((Button("Yes", action="yes"), Button("More", url="https://a.uk")),))
    )
    [sent] = double.sent(42)
    assert called == str(sent["message_id"])
    assert sent["text"] == "Tom & <b>\n\nhttps://a.uk"
    assert sent["buttons"] == [[{"text": "Yes", "callback_data": "yes"}, {"text": "More", "url": "https://a.uk"}]]
    [(_, asked)] = double.calls("sendMessage")
    assert asked["link_preview_options"] == '{"is_disabled": true}'


async def test_words_that_no_channel_can_carry_do_not_stop_the_others(channel: TelegramChannel, double: Double) -> None:
    await channel.send(SAM, words("hello \ud83d you"))
    assert double.texts(42) == ["hello \ufffd you"]


async def test_it_leaves_a_group(channel: TelegramChannel, double: Double) -> None:
    double.add_to_group(-7)
    assert await channel.send(GROUP, LeaveGroup()) is None
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


@pytest.mark.parametrize(
    "result", ['{"message_id":"new kind of id"}', '{"message_id":0}', '{"message_id":null}', "{}", "[]", "true", "null"]
)
async def test_an_answer_without_an_id_still_means_that_the_message_arrived(channel: TelegramChannel, double: Double, result: str) -> None:
    double.garble(200, f'{{"ok":true,"result":{result}}}')
    assert await channel.send(SAM, words("hi")) is None
    await channel.send(SAM, words("there"))
    assert double.texts(42) == ["there"], "the first was taken for sent, and not sent again"


async def test_a_message_newer_than_the_library_still_has_its_id(channel: TelegramChannel, double: Double) -> None:
    double.garble(200, '{"ok":true,"result":{"message_id":77,"date":"in a new form"}}')
    assert await channel.send(SAM, words("hi")) == "77"


def hide(double: Double, *others: int) -> HideChat:
    """Everything that the chat shows now, and others."""
    return HideChat(tuple(map(str, [*others, *(message["message_id"] for message in double.visible(42))])))


async def test_a_chat_is_hidden_from_both_sides(channel: TelegramChannel, double: Double) -> None:
    await channel.send(SAM, words("hello"))
    double.attach(42, "photo")
    chat = hide(double, 5)
    double.say(42, "after")
    assert await channel.send(SAM, chat) is None
    assert double.visible_texts(42) == ["after"]
    await channel.send(SAM, chat)
    assert double.visible_texts(42) == ["after"], "hiding twice does no harm"


async def test_a_long_chat_is_hidden_a_hundred_at_a_time(channel: TelegramChannel, double: Double) -> None:
    double.say(42, *(["more"] * 249))
    await channel.send(SAM, hide(double))
    assert double.visible_texts(42) == []
    assert len(double.calls("deleteMessages")) == 3


async def test_what_telegram_keeps_does_not_keep_the_rest(channel: TelegramChannel, double: Double) -> None:
    double.say(42, *(f"old {number}" for number in range(3)))
    double.age(hours=49)
    double.say(42, *(["new"] * 120))
    await channel.send(SAM, hide(double))
    assert double.visible_texts(42) == ["hi", "old 0", "old 1", "old 2"]


async def test_a_chat_that_is_all_too_old_is_left_after_some_tries(channel: TelegramChannel, double: Double) -> None:
    double.say(42, *(["old"] * 200))
    double.age(hours=49)
    await channel.send(SAM, hide(double))
    assert len(double.calls("deleteMessages")) == REFUSALS
    assert len(double.visible(42)) == 201


async def test_a_message_that_telegram_forbids_to_delete_does_not_mean_that_the_person_is_gone(
    channel: TelegramChannel, double: Double
) -> None:
    double.refuse(403, "Forbidden: MESSAGE_DELETE_FORBIDDEN", method="deleteMessages")
    double.say(42, "more")
    await channel.send(SAM, hide(double))
    assert double.visible_texts(42) == [], "all at once was refused, each half was not"


HIDING_FAILS: list[tuple[str, Callable[[Double], object], type[DeliveryError]]] = [
    ("too many", lambda double: double.flood(3, method="deleteMessages"), TryLaterError),
    ("server error", lambda double: double.refuse(500, "Internal Server Error", method="deleteMessages"), TryLaterError),
    ("cut", lambda double: double.drop(after=True, method="deleteMessages"), TryLaterError),
    ("blocked", lambda double: double.refuse_chat(42), UnreachableError),
]


@pytest.mark.parametrize(("arrange", "expected"), [pytest.param(arrange, error, id=name) for name, arrange, error in HIDING_FAILS])
async def test_hiding_is_tried_again_later_like_any_message(
    channel: TelegramChannel, double: Double, arrange: Callable[[Double], object], expected: type[DeliveryError]
) -> None:
    arrange(double)
    with pytest.raises(expected):
        await channel.send(SAM, hide(double))


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


VOICE = updates.file_id("voice")


async def test_a_file_comes_as_it_was_sent(channel: TelegramChannel, double: Double) -> None:
    assert await channel.fetch(VOICE) == updates.file_content(VOICE)
    assert await channel.fetch(updates.file_id("photo", 2)) == updates.file_content(updates.file_id("photo", 2))
    assert [asked for _, asked in double.calls("getFile")] == [{"file_id": VOICE}, {"file_id": updates.file_id("photo", 2)}]


async def test_a_file_of_this_machine_that_lies_at_the_same_path_is_not_taken_for_it(
    channel: TelegramChannel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    here = tmp_path / (updates.file_path(VOICE) or "")
    here.parent.mkdir()
    here.write_bytes(b"something else")
    assert await channel.fetch(VOICE) == updates.file_content(VOICE)


FETCHING_FAILS: list[tuple[str, Callable[[Double], object], type[DeliveryError], str]] = [
    ("too big", lambda double: double.refuse(400, "Bad Request: file is too big", method="getFile"), RefusedError, "20 MB"),
    ("invalid", lambda double: double.refuse(400, "Bad Request: invalid file_id", method="getFile"), RefusedError, "nvalid file_id"),
    ("forbidden", lambda double: double.refuse(403, "Forbidden: no", method="getFile"), UnreachableError, ""),
    ("too many", lambda double: double.flood(7, method="getFile"), TryLaterError, "too many"),
    ("token revoked", lambda double: double.refuse(401, "Unauthorized", method="getFile"), TryLaterError, "check TELEGRAM_TOKEN"),
    ("page", lambda double: double.garble(400, "file is too big", method="getFile"), TryLaterError, ""),
    ("no path", lambda double: double.garble(200, '{"ok":true,"result":{}}', method="getFile"), TryLaterError, ""),
    ("no answer", lambda double: double.garble(200, '{"ok":true,"result":7}', method="getFile"), TryLaterError, ""),
    (
        "on its own disk",
        lambda double: double.garble(200, '{"ok":true,"result":{"file_path":"/etc/hostname"}}', method="getFile"),
        RefusedError,
        "--local",
    ),
    ("gone since", lambda double: double.refuse(404, "Not Found", method="file"), TryLaterError, "does not have it now"),
    ("gone, says a proxy", lambda double: double.garble(404, method="file"), TryLaterError, ""),
    ("too many downloads", lambda double: double.flood(7, method="file"), TryLaterError, "too many"),
    ("download fails", lambda double: double.garble(502, method="file"), TryLaterError, ""),
    ("download cut", lambda double: double.drop(after=True, method="file"), TryLaterError, ""),
]


@pytest.mark.parametrize(("arrange", "expected", "says"), [pytest.param(*rest, id=name) for name, *rest in FETCHING_FAILS])
async def test_what_it_means_that_a_file_does_not_come(
    channel: TelegramChannel,
    double: Double,
    caplog: pytest.LogCaptureFixture,
    arrange: Callable[[Double], object],
    expected: type[DeliveryError],
    says: str,
) -> None:
    arrange(double)
    with capture_logs() as logged, caplog.at_level(logging.DEBUG), pytest.raises(expected) as failure:
        await channel.fetch(VOICE)
    assert type(failure.value) is expected
    assert says in str(failure.value)
    assert double.token not in f"{caplog.text}{logged}{failure.value}"
    assert VOICE not in f"{caplog.text}{logged}{failure.value}"


async def test_a_file_that_telegram_does_not_know_may_be_another_bots(channel: TelegramChannel) -> None:
    with pytest.raises(TryLaterError, match="sent to another bot"):
        await channel.fetch("AwADunknown")


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
