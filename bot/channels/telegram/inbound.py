"""From what Telegram sends to an event. Pure; whatever an update holds, it comes out as something that counts as seen.

What is neither words, a press, a file nor a change of membership comes out as `Overheard`, in private chats too: pins, timers and whatever
Telegram invents. It is confirmed and counted, and nothing replies to it.

Of a file only its id goes on, never its name, size or kind of content; of a sticker, a place or a contact not even that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from telegram import CallbackQuery, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.model.inbound import AddedToGroup, Attached, Attachment, Commanded, Conversation, Inbound, Left, Overheard, Pressed, Said, What

CHANNEL = "telegram"
NOWHERE = "unknown"
"""The address of the few updates that belong to no chat and nobody."""

KINDS: tuple[tuple[str, Attachment], ...] = (
    ("photo", Attachment.PHOTO),
    ("live_photo", Attachment.PHOTO),
    ("voice", Attachment.VOICE),
    ("audio", Attachment.VOICE),
    ("video", Attachment.VIDEO),
    ("video_note", Attachment.VIDEO),
    ("animation", Attachment.VIDEO),  # before document: an animation comes as both
    ("document", Attachment.DOCUMENT),
    ("sticker", Attachment.STICKER),
    ("location", Attachment.LOCATION),  # a venue has one
    ("contact", Attachment.CONTACT),
)
FILES = frozenset({Attachment.PHOTO, Attachment.VOICE, Attachment.VIDEO, Attachment.DOCUMENT})
"""What may be worth a look later, where somebody is allowed to."""
SERVICE = (
    "boost_added",
    "chat_background_set",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "gift",
    "gift_upgrade_sent",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "passport_data",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "unique_gift",
    "users_shared",
    "web_app_data",
    "write_access_allowed",
)
"""Messages that Telegram writes itself: nobody said anything."""
_COMMAND = re.compile(r"/[A-Za-z][A-Za-z0-9_]{0,31}(?:@\w{1,32})?(?=\s|$)")

OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class _Read(NamedTuple):
    """What an update says."""

    address: str
    what: What
    at: datetime | None = None
    message: str | None = None
    edited: bool = False
    group: str | None = None
    answers: tuple[str, ...] | None = None


def to_inbound(update: Update, now: datetime) -> Inbound:
    """The event that an update stands for; `now` (aware, UTC) is when it came, for the kinds that carry no time of their own."""
    read = _read(update)
    press = update.callback_query.id if update.callback_query is not None else None
    stamp = press or (str(int(read.at.timestamp())) if read.at is not None else "")
    place, at = Conversation(CHANNEL, read.address), read.at or now
    event = _event_id(update.update_id, stamp)
    return Inbound(event, place, read.what, at, read.message, read.edited, read.group, read.answers)


def salvaged(raw: Mapping[str, Any], now: datetime) -> Inbound | None:
    """What can be had of an update that python-telegram-bot cannot read: a person's words or press, so that they are not lost with it."""
    number = raw["update_id"]
    match raw:
        case {"message": {"chat": {"id": int(chat), "type": "private"}} as message}:
            return _salvaged_words(number, chat, message, now, edited=False)
        case {"edited_message": {"chat": {"id": int(chat), "type": "private"}} as message}:
            return _salvaged_words(number, chat, message, now, edited=True)
        case {"callback_query": {"data": str(action), "message": {"chat": {"id": int(chat), "type": "private"}}} as query}:
            return Inbound(_event_id(number, query.get("id", "")), Conversation(CHANNEL, str(chat)), Pressed(action), now)
    return None


def _event_id(update_id: int, stamp: object) -> str:
    """The update's number with its own time (or the press's id): the same each time it is delivered.

    The number alone is not enough for as long as we remember: after a quiet week Telegram begins anywhere, and another bot or
    server has numbers of its own.
    """
    return f"{CHANNEL}:{update_id}:{stamp}"


def _salvaged_words(update_id: int, chat: int, message: Mapping[str, Any], now: datetime, *, edited: bool) -> Inbound:
    event_id = _event_id(update_id, message.get("edit_date") or message.get("date", ""))
    number = message.get("message_id")
    called = str(number) if isinstance(number, int) else None
    group = message.get("media_group_id")
    album = group if isinstance(group, str) else None
    return Inbound(event_id, Conversation(CHANNEL, str(chat)), _salvaged_message(message), now, called, edited, album)


def _salvaged_message(message: Mapping[str, Any]) -> What:
    match message:
        case {"text": str(text)}:
            return Said(text, forwarded="forward_origin" in message)
        case {"caption": str(caption)}:
            return _salvaged_file(message, caption)
    return _salvaged_file(message, "")


def _salvaged_file(message: Mapping[str, Any], caption: str) -> Attached:
    for name, kind in KINDS:
        match message.get(name):
            case {"file_id": str(reference)} | [*_, {"file_id": str(reference)}]:
                return Attached(kind, caption, reference if kind in FILES else None)
    return Attached(Attachment.OTHER, caption)


def _read(update: Update) -> _Read:
    if update.message is not None:
        return _from_chat(update.message, edited=False)
    if update.edited_message is not None:
        return _from_chat(update.edited_message, edited=True)
    if update.callback_query is not None:
        return _from_press(update.callback_query)
    if update.my_chat_member is not None:
        return _from_membership(update.my_chat_member)
    whose = update.effective_chat or update.effective_user
    return _Read(str(whose.id) if whose is not None else NOWHERE, Overheard())


def _from_chat(message: Message, *, edited: bool) -> _Read:
    private = message.chat.type == ChatType.PRIVATE
    what = _from_message(message, edited) if private else Overheard()
    called = None if isinstance(what, Overheard) else str(message.message_id)
    at, answered = message.edit_date or message.date, _answered(message) if private else None
    return _Read(str(message.chat.id), what, at, called, edited, message.media_group_id, answered)


def _answered(message: Message) -> tuple[str, ...] | None:
    """The actions on the message that this one replies to; by them it is known which answer that was."""
    replied = message.reply_to_message
    if replied is None:
        return None
    rows = replied.reply_markup.inline_keyboard if replied.reply_markup else ()
    return tuple(button.callback_data for row in rows for button in row if isinstance(button.callback_data, str))


def _from_message(message: Message, edited: bool) -> What:
    if message.text is None:
        return _from_attachment(message, edited)
    if (command := _command(message)) is not None:
        return command
    return Said(message.text, forwarded=message.forward_origin is not None)


def _command(message: Message) -> Commanded | None:
    """The command that a message begins with: as Telegram has marked it, or by its look: in italics or in a link it is marked as that alone."""
    text = message.text or ""
    marked = [each.length for each in message.entities if each.type == MessageEntity.BOT_COMMAND and each.offset == 0]
    looks = _COMMAND.match(text)
    length = marked[0] if marked else looks.end() if looks else 0  # marks count UTF-16 units, which for a command are its letters
    name = text[:length].removeprefix("/").partition("@")[0]
    return Commanded(name.lower(), text[length:].strip()) if name else None


def _from_attachment(message: Message, edited: bool) -> What:
    kind, file = next(((kind, file) for name, kind in KINDS if (file := getattr(message, name, None))), (None, None))
    if kind is Attachment.LOCATION and edited:
        return Overheard()  # a shared live location moves: an update every few seconds
    if kind is not None:
        return Attached(kind, message.caption or "", _reference(file) if kind in FILES else None)
    if any(getattr(message, name, None) is not None for name in SERVICE):
        return Overheard()
    return Attached(Attachment.OTHER, message.caption or "")


def _reference(file: object) -> str | None:
    """What Telegram calls a file; of a photo, which comes in several sizes, the largest."""
    largest = max(file, key=lambda size: size.width * size.height) if isinstance(file, tuple) else file
    return getattr(largest, "file_id", None) or None


def _from_press(query: CallbackQuery) -> _Read:
    """A press carries no time, and no chat where Telegram no longer shows its message: then it is the person's own."""
    chat = query.message.chat if query.message is not None else None
    if chat is not None and chat.type != ChatType.PRIVATE:
        return _Read(str(chat.id), Overheard())
    return _Read(str(query.from_user.id), Pressed(query.data or ""))


def _from_membership(change: ChatMemberUpdated) -> _Read:
    """How the assistant itself stands in a chat. Being let in again by a person counts as seen: they will say something."""
    address, at = str(change.chat.id), change.date
    old, new = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE:
        return _Read(address, Left() if new in OUTSIDE else Overheard(), at)
    added = old in OUTSIDE and new not in OUTSIDE
    return _Read(address, AddedToGroup() if added else Overheard(), at)
