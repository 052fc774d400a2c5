"""Raw updates as Telegram sends them, and the events that come of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram.inbound import salvaged, to_inbound
from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Conversation, Inbound, Left, Overheard, Pressed, Said, What
from bot.workshop.telegram_double import updates
from tests.channels.telegram.rig import NOW

SENT = 1_772_600_000
ANYTHING = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"])), max_size=200)


def received(raw: dict[str, Any]) -> Inbound:
    """Through JSON and python-telegram-bot, as in the poller."""
    return to_inbound(Update.de_json(json.loads(json.dumps({"update_id": 1} | raw))), NOW)


def message(**content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 5, "date": SENT, "chat": {"id": 42, "type": "private"}, "from": updates.person(42)} | content}


def command(text: str, length: int, offset: int = 0) -> dict[str, Any]:
    return message(text=text, entities=[{"type": "bot_command", "offset": offset, "length": length}])


def marked(text: str, *kinds: str, **more: str) -> dict[str, Any]:
    return message(text=text, entities=[{"type": kind, "offset": 0, "length": 5} | more for kind in kinds])


def file(kind: Attachment, sent: str, caption: str = "") -> Attached:
    return Attached(kind, caption, updates.file_id(sent))


SMALL, LARGE = ({"file_id": name, "file_unique_id": name, "width": side, "height": side} for name, side in [("small", 90), ("large", 800)])
MOVING = LARGE | {"file_id": "moving", "duration": 2}
WORDS: list[tuple[str, dict[str, Any], What]] = [
    ("text", updates.said(42, "nobody picks up when i bell the office"), Said("nobody picks up when i bell the office")),
    ("empty text", message(text=""), Said("")),
    ("longest text", message(text="x" * 4096), Said("x" * 4096)),
    ("right to left", message(text="مرحبا"), Said("مرحبا")),
    ("half a surrogate pair", message(text="hi \ud83d"), Said("hi \ud83d")),
    ("text with a link in it", message(text="see a.b", entities=[{"type": "url", "offset": 4, "length": 3}]), Said("see a.b")),
    ("text with an entity nobody knows", message(text="hm", entities=[{"type": "new", "offset": 0, "length": 2}]), Said("hm")),
    ("reply", message(text="yes", reply_to_message={"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}}), Said("yes")),
    ("edited", updates.edited(42, "i ment this"), Said("i ment this")),
    ("forwarded", updates.forwarded(42, "look what he wrote"), Said("look what he wrote", forwarded=True)),
    ("command", updates.said(42, "/start"), Commanded("start")),
    ("command with argument", updates.said(42, "/start bristol topic "), Commanded("start", "bristol topic")),
    ("command for us by name", updates.said(42, "/Help@heard_test_bot me"), Commanded("help", "me")),
    ("command over two lines", updates.said(42, "/help\nplease"), Commanded("help", "please")),
    ("command before an emoji", updates.said(42, "/help 😀 \ud83d"), Commanded("help", "😀 \ud83d")),
    ("command in italics", marked("/hide", "italic"), Commanded("hide")),
    ("command in bold, with words", marked("/start council_bristol", "bold"), Commanded("start", "council_bristol")),
    ("command as a link", marked("/hide", "text_link", url="https://example.org"), Commanded("hide")),
    ("command that is marked twice", marked("/hide", "italic", "bot_command"), Commanded("hide")),
    ("path in italics", marked("/hide/me", "italic"), Said("/hide/me")),
    ("command further on", command("try /help", 5, offset=4), Said("try /help")),
    ("slash without a command", message(text="/ or what"), Said("/ or what")),
    ("command without a name", command("/@bot", 5), Said("/@bot")),
    ("command longer than its text", command("/help", 50), Commanded("help")),
]
FILES: list[tuple[str, dict[str, Any], What]] = [
    ("photo", updates.attached(42, "photo"), file(Attachment.PHOTO, "photo")),
    ("photo with words", updates.attached(42, "photo", "my new room"), file(Attachment.PHOTO, "photo", "my new room")),
    ("photo that moves", message(live_photo=MOVING), Attached(Attachment.PHOTO, reference="moving")),
    ("photo whose largest size comes first", message(photo=[LARGE, SMALL]), Attached(Attachment.PHOTO, reference="large")),
    ("voice", updates.attached(42, "voice"), file(Attachment.VOICE, "voice")),
    ("audio", updates.attached(42, "audio"), file(Attachment.VOICE, "audio")),
    ("video", updates.attached(42, "video"), file(Attachment.VIDEO, "video")),
    ("video note", updates.attached(42, "video_note"), file(Attachment.VIDEO, "video_note")),
    ("animation, which comes as a document too", updates.attached(42, "animation"), file(Attachment.VIDEO, "animation")),
    ("document", updates.attached(42, "document", "the letter"), file(Attachment.DOCUMENT, "document", "the letter")),
    ("sticker", updates.attached(42, "sticker"), Attached(Attachment.STICKER)),
    ("location", updates.attached(42, "location"), Attached(Attachment.LOCATION)),
    ("venue", updates.attached(42, "venue"), Attached(Attachment.LOCATION)),
    ("contact", updates.attached(42, "contact"), Attached(Attachment.CONTACT)),
    ("poll", updates.attached(42, "poll"), Attached(Attachment.OTHER)),
    ("dice", updates.attached(42, "dice"), Attached(Attachment.OTHER)),
    ("story", updates.attached(42, "story"), Attached(Attachment.OTHER)),
    ("something Telegram invents next year", message(hologram={"size": 3}, caption="see"), Attached(Attachment.OTHER, "see")),
    ("edited caption", {"edited_message": message(photo=[SMALL], caption="b")["message"]}, Attached(Attachment.PHOTO, "b", "small")),
    ("shared live location moving", {"edited_message": updates.attached(42, "location")["message"] | {"message_id": 5}}, Overheard()),
    ("pinned", message(pinned_message={"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}}), Overheard()),
    ("timer set", message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}), Overheard()),
]
SHOWN = {"message_id": 7, "date": SENT, "text": "Pick one", "buttons": [[{"text": "Yes", "callback_data": "yes"}]]}
INLINE = {"id": "1", "from": updates.person(42), "chat_instance": "1", "inline_message_id": "x", "data": "more"}
PRESSES: list[tuple[str, dict[str, Any], What]] = [
    ("button", updates.pressed(42, "yes", SHOWN), Pressed("yes")),
    ("button of a message too old to see", updates.pressed(42, "topic:money"), Pressed("topic:money")),
    ("button without any message", {"callback_query": INLINE}, Pressed("more")),
    ("button of a game", {"callback_query": {k: v for k, v in INLINE.items() if k != "data"} | {"game_short_name": "g"}}, Pressed("")),
    ("blocked", updates.membership(42, "member", "kicked"), Left()),
    ("let in again", updates.membership(42, "kicked", "member"), Overheard()),
]


@pytest.mark.parametrize(("raw", "what"), [pytest.param(raw, what, id=name) for name, raw, what in WORDS + FILES + PRESSES])
def test_a_private_chat(raw: dict[str, Any], what: What) -> None:
    raw = {kind: content | {"message_id": 5} for kind, content in raw.items()}
    event = received(raw)
    assert event.what == what
    assert event.conversation == Conversation("telegram", "42")
    assert event.event_id.startswith("telegram:1:")
    assert event.message == ("5" if isinstance(what, Said | Commanded | Attached) else None)


@pytest.mark.parametrize("kind", updates.ATTACHMENTS)
def test_of_a_file_nothing_but_its_id_travels_on(kind: str) -> None:
    raw = {"update_id": 1, "message": updates.attached(42, kind)["message"] | {"message_id": 5}}
    unreadable = raw | {"message": raw["message"] | {"date": "?"}}
    for event in (received(raw), salvaged(unreadable, NOW)):
        about_the_file = ("letter.pdf", "/pdf", "/ogg", "12345", "Song", "51.45", "City Hall", "+44", "Alex", "Pizza", "😀")
        assert not any(each in repr(event) for each in about_the_file)


GROUPS: list[tuple[str, dict[str, Any], What]] = [
    ("words", updates.overheard(-7, "hello all"), Overheard()),
    ("a command", {"message": updates.said(42, "/start")["message"] | {"chat": updates.group(-7)}}, Overheard()),
    ("a photo", {"message": updates.attached(42, "photo")["message"] | {"chat": updates.group(-7)}}, Overheard()),
    ("edited words", {"edited_message": updates.edited(42, "x")["edited_message"] | {"chat": updates.group(-7)}}, Overheard()),
    (
        "a post in a channel",
        {"channel_post": {"date": SENT, "chat": {"id": -7, "type": "channel", "title": "t"}, "text": "x"}},
        Overheard(),
    ),
    ("a press", {"callback_query": {**INLINE, "message": {"message_id": 1, "date": 0, "chat": updates.group(-7)}}}, Overheard()),
    ("added", updates.membership(-7, "left", "member"), AddedToGroup()),
    ("added again after being thrown out", updates.membership(-7, "kicked", "member"), AddedToGroup()),
    ("added as administrator", updates.membership(-7, "left", "administrator"), AddedToGroup()),
    ("made administrator later", updates.membership(-7, "member", "administrator"), Overheard()),
    ("removed", updates.membership(-7, "member", "left"), Overheard()),
]


@pytest.mark.parametrize(("raw", "what"), [pytest.param(raw, what, id=name) for name, raw, what in GROUPS])
def test_a_group_is_counted_and_never_read(raw: dict[str, Any], what: What) -> None:
    raw = {kind: {"message_id": 5} | content for kind, content in raw.items()}
    event = received(raw)
    assert event.what == what
    assert event.conversation == Conversation("telegram", "-7")
    assert event.message is None


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ({"inline_query": {"id": "1", "from": updates.person(42), "query": "q", "offset": ""}}, "42"),
        ({"something_new": {"a": 1}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_an_update_of_another_kind_counts_as_seen(raw: dict[str, Any], address: str) -> None:
    event = received(raw)
    assert event.what == Overheard()
    assert event.conversation.address == address


def test_the_time_is_when_telegram_had_it_and_now_where_it_does_not_say() -> None:
    sent = datetime.fromtimestamp(SENT, UTC)
    assert received(message(text="hi")).at == sent
    assert received({"edited_message": message(text="hi", edit_date=SENT + 60)["message"]}).at == datetime.fromtimestamp(SENT + 60, UTC)
    assert received(updates.pressed(42, "yes", SHOWN)).at == NOW


def test_an_edit_is_marked_whatever_is_in_it() -> None:
    for sent in (message(text="hi"), command("/stop", 5), message(photo=[SMALL, LARGE], caption="b")):
        assert not received(sent).edited
        assert received({"edited_message": sent["message"]}).edited


@given(text=ANYTHING, length=st.integers(-2, 300), offset=st.integers(0, 2))
def test_no_text_is_too_strange(text: str, length: int, offset: int) -> None:
    what = received(command(text, length, offset)).what
    assert isinstance(what, Commanded) or what == Said(text)


UNREADABLE: list[tuple[dict[str, Any], What | None]] = [
    (message(text="help me", date="yesterday"), Said("help me")),
    (message(text="help me", forward_origin={}), Said("help me", forwarded=True)),
    ({"edited_message": message(text="help me", date="then")["message"]}, Said("help me")),
    (message(photo="?", caption="him"), Attached(Attachment.OTHER, "him")),
    (message(photo="?"), Attached(Attachment.OTHER)),
    (message(photo=[SMALL, LARGE], caption="him", date="?"), Attached(Attachment.PHOTO, "him", "large")),
    (message(voice={"file_id": "v"}), Attached(Attachment.VOICE, reference="v")),
    (message(sticker={"file_id": "s"}), Attached(Attachment.STICKER)),
    (message(location={"latitude": "?"}), Attached(Attachment.OTHER)),
    ({"callback_query": {"data": "yes", "message": {"chat": {"id": 42, "type": "private"}}}}, Pressed("yes")),
    ({"message": {"chat": {"id": -7, "type": "group"}, "text": "x"}}, None),
    ({"message": "what"}, None),
    ({"message": {"text": "from nowhere"}}, None),
]


@pytest.mark.parametrize(("raw", "what"), UNREADABLE)
def test_words_are_saved_from_an_update_that_cannot_be_read(raw: dict[str, Any], what: What | None) -> None:
    raw = {"update_id": 9} | raw
    with pytest.raises(Exception):  # noqa: B017, PT011 - python-telegram-bot fails on each in its own way
        Update.de_json(raw)
    event = salvaged(raw, NOW)
    called = None if isinstance(what, Pressed) else "5"
    edited = "edited_message" in raw
    wanted = Inbound(event.event_id if event else "", Conversation("telegram", "42"), what, NOW, called, edited) if what else None
    assert event == wanted
    assert event is None or event.event_id.startswith("telegram:9:")


def test_another_update_with_the_same_number_is_another_event() -> None:
    """Telegram begins its numbers anew after a quiet week, and another server has numbers of its own."""
    first, again, later = (received({"message": message(text="hi", date=date)["message"]}) for date in (SENT, SENT, SENT + 60))
    assert first.event_id == again.event_id != later.event_id


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("/start council_bradford", Commanded("start", "council_bradford")),
        ("/help@heard_bot", Commanded("help")),
        ("/ what", Said("/ what")),
        ("/2nd question", Said("/2nd question")),
        ("either/or", Said("either/or")),
    ],
)
def test_a_server_that_marks_no_commands_is_understood(text: str, what: What) -> None:
    assert received({"message": message(text=text)["message"]}).what == what


def test_one_of_an_album_says_so() -> None:
    photo = message(photo=[SMALL, LARGE], caption="him")
    photo["message"]["media_group_id"] = "77"
    assert received(photo).group == "77"
    salvaged_one = salvaged({"update_id": 9, "message": photo["message"] | {"date": "?"}}, NOW)
    assert salvaged_one is not None
    assert salvaged_one.group == "77"


@pytest.mark.parametrize(
    ("replied", "answers"),
    [
        ({}, ()),
        (
            {
                "reply_markup": {
                    "inline_keyboard": [[{"text": "More", "callback_data": "more:council-tax"}], [{"text": "GOV", "url": "https://a.b"}]]
                }
            },
            ("more:council-tax",),
        ),
    ],
    ids=["without buttons", "with an answer's buttons"],
)
def test_a_reply_brings_what_stands_on_the_buttons_of_the_message_it_is_to(replied: dict[str, Any], answers: tuple[str, ...]) -> None:
    to = {"message_id": 4, "date": 1, "chat": {"id": 42, "type": "private"}, "text": "An answer"} | replied
    assert received(message(text="and how much?", reply_to_message=to)).answers == answers


def test_what_replies_to_nothing_brings_none() -> None:
    assert received(message(text="and how much?")).answers is None
