"""From what Telegram sends to an event. Pure; whatever an update holds, it comes out as something that counts as seen.

What is neither words, a press, a file nor a change of membership comes out as `Overheard`, in private chats too: pins, timers and whatever
Telegram invents. It is confirmed and counted, and nothing replies to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


def to_inbound(update: Update, now: datetime) -> Inbound:
    """The event that an update stands for; `now` (aware, UTC) is when it came, for the kinds that carry no time of their own."""
    address, what, at = _read(update)
    return Inbound(_event_id(update.update_id), Conversation(CHANNEL, address), what, at or now)


def salvaged(raw: Mapping[str, Any], now: datetime) -> Inbound | None:
    """What can be had of an update that python-telegram-bot cannot read: a person's words or press, so that they are not lost with it."""
    event_id = _event_id(raw["update_id"])
    match raw:
        case {"message": {"chat": {"id": int(chat), "type": "private"}} as message}:
            return Inbound(event_id, Conversation(CHANNEL, str(chat)), _salvaged_message(message, edited=False), now)
        case {"edited_message": {"chat": {"id": int(chat), "type": "private"}} as message}:
            return Inbound(event_id, Conversation(CHANNEL, str(chat)), _salvaged_message(message, edited=True), now)
        case {"callback_query": {"data": str(action), "message": {"chat": {"id": int(chat), "type": "private"}}}}:
            return Inbound(event_id, Conversation(CHANNEL, str(chat)), Pressed(action), now)
    return None


def _event_id(update_id: int) -> str:
    return f"{CHANNEL}:{update_id}"


def _salvaged_message(message: Mapping[str, Any], *, edited: bool) -> What:
    match message:
        case {"text": str(text)}:
            return Said(text, edited=edited, forwarded="forward_origin" in message)
        case {"caption": str(caption)}:
            return Attached(Attachment.OTHER, caption)
    return Attached(Attachment.OTHER)


def _read(update: Update) -> tuple[str, What, datetime | None]:
    if update.message is not None:
        return _from_chat(update.message, edited=False)
    if update.edited_message is not None:
        return _from_chat(update.edited_message, edited=True)
    if update.callback_query is not None:
        return _from_press(update.callback_query)
    if update.my_chat_member is not None:
        return _from_membership(update.my_chat_member)
    whose = update.effective_chat or update.effective_user
    return (str(whose.id) if whose is not None else NOWHERE), Overheard(), None


def _from_chat(message: Message, *, edited: bool) -> tuple[str, What, datetime]:
    private = message.chat.type == ChatType.PRIVATE
    what = _from_message(message, edited) if private else Overheard()
    return str(message.chat.id), what, message.edit_date or message.date


def _from_message(message: Message, edited: bool) -> What:
    if message.text is None:
        return _from_attachment(message, edited)
    if message.entities and (command := _command(message.text, message.entities[0])) is not None:
        return command
    return Said(message.text, edited=edited, forwarded=message.forward_origin is not None)


def _command(text: str, entity: MessageEntity) -> Commanded | None:
    """The command that a text begins with. Lengths count UTF-16 units, which for a command are its letters."""
    if entity.type != MessageEntity.BOT_COMMAND or entity.offset != 0:
        return None
    name = text[: entity.length].removeprefix("/").partition("@")[0]
    return Commanded(name.lower(), text[entity.length :].strip()) if name else None


def _from_attachment(message: Message, edited: bool) -> What:
    kind = next((kind for name, kind in KINDS if getattr(message, name, None)), None)
    if kind is Attachment.LOCATION and edited:
        return Overheard()  # a shared live location moves: an update every few seconds
    if kind is not None:
        return Attached(kind, message.caption or "")
    if any(getattr(message, name, None) is not None for name in SERVICE):
        return Overheard()
    return Attached(Attachment.OTHER, message.caption or "")


def _from_press(query: CallbackQuery) -> tuple[str, What, None]:
    """A press carries no time, and no chat where Telegram no longer shows its message: then it is the person's own."""
    chat = query.message.chat if query.message is not None else None
    if chat is not None and chat.type != ChatType.PRIVATE:
        return str(chat.id), Overheard(), None
    return str(query.from_user.id), Pressed(query.data or ""), None


def _from_membership(change: ChatMemberUpdated) -> tuple[str, What, datetime]:
    """How the assistant itself stands in a chat. Being let in again by a person counts as seen: they will say something."""
    address, at = str(change.chat.id), change.date
    old, new = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.type == ChatType.PRIVATE:
        return address, Left() if new in OUTSIDE else Overheard(), at
    added = old in OUTSIDE and new not in OUTSIDE
    return address, AddedToGroup() if added else Overheard(), at
