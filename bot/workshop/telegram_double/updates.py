"""Updates as Telegram makes them; the server adds the update's id, and the message's id where it is missing."""

from __future__ import annotations

import re
import time
from typing import Any

from bot.workshop.telegram_double.state import BOT

Json = dict[str, Any]
COMMAND = re.compile(r"/\w+(@\w+)?")
FILE = {"file_id": "", "file_unique_id": "AgADZAAD", "file_size": 12345}
"""Gets its id where somebody sends it."""
PICTURE = FILE | {"width": 90, "height": 67}
ATTACHMENTS: dict[str, Json] = {
    "photo": {"photo": [PICTURE, PICTURE | {"width": 800, "height": 600}]},
    "voice": {"voice": FILE | {"duration": 4, "mime_type": "audio/ogg"}},
    "audio": {"audio": FILE | {"duration": 180, "title": "Song"}},
    "video": {"video": PICTURE | {"duration": 9}},
    "video_note": {"video_note": FILE | {"length": 240, "duration": 9}},
    "document": {"document": FILE | {"file_name": "letter.pdf", "mime_type": "application/pdf"}},
    "animation": {"animation": PICTURE | {"duration": 2}, "document": FILE},
    "sticker": {"sticker": PICTURE | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "😀"}},
    "location": {"location": {"latitude": 51.45, "longitude": -2.58}},
    "venue": {
        "venue": {"location": {"latitude": 51.45, "longitude": -2.58}, "title": "City Hall", "address": "College Green"},
        "location": {"latitude": 51.45, "longitude": -2.58},
    },
    "contact": {"contact": {"phone_number": "+441170000000", "first_name": "Alex"}},
    "poll": {
        "poll": {
            "id": "1",
            "question": "Pizza?",
            "options": [{"text": "Yes", "voter_count": 0, "persistent_id": "a"}, {"text": "No", "voter_count": 0, "persistent_id": "b"}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "story": {"story": {"chat": {"id": 5, "type": "private", "first_name": "Alex"}, "id": 3}},
}


def person(chat: int) -> Json:
    """The user behind a private chat."""
    return {"id": chat, "is_bot": False, "first_name": "Sam", "language_code": "en"}


def private(chat: int) -> Json:
    """A private chat."""
    return {"id": chat, "type": "private", "first_name": "Sam"}


def group(chat: int) -> Json:
    """A group; its id is negative."""
    return {"id": chat, "type": "supergroup" if chat < -(10**12) else "group", "title": "Our house"}


def message(chat: int, **content: Any) -> Json:
    """A message in a private chat, not yet inside an update."""
    return {"from": person(chat), "chat": private(chat), "date": int(time.time()), **content}


def said(chat: int, text: str) -> Json:
    """Words, with the entity that clients add where they begin with a command."""
    content: Json = {"text": text}
    if command := COMMAND.match(text):
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command[0])}]
    return {"message": message(chat, **content)}


def file_id(kind: str, number: int = 1) -> str:
    """Telegram's name for a file that somebody sends; of a photo, its largest size."""
    return f"BAADAgADZAAD-{kind}-{number}"


FILE_ID = re.compile(r"BAADAgADZAAD-(?P<kind>\w+)-(?P<number>\d+)(?P<small>-small)?")


def file_path(called: str) -> str | None:
    """Where a file lies that somebody could have sent; None for any other id."""
    named = FILE_ID.fullmatch(called)
    if named is None or named["kind"] not in ATTACHMENTS:
        return None
    return f"{named['kind']}s/file {named['number']}{named['small'] or ''}.dat"


def file_content(called: str) -> bytes:
    """The content of a file that somebody sends, by its id."""
    return f"what {called} holds\n".encode() + bytes(range(256))


def _named(content: Any, called: str) -> Any:
    """The same with ids for its files: of several sizes, only the last has the name itself."""
    match content:
        case {"file_id": _}:
            return content | {"file_id": called}
        case list():
            return [_named(each, f"{called}-small" if each is not content[-1] else called) for each in content]
    return content


def attached(chat: int, kind: str, caption: str | None = None, number: int = 1) -> Json:
    """A photo, voice note or the like: see ATTACHMENTS for the kinds, and `file_id` for what the file is called."""
    content = {name: _named(each, file_id(kind, number)) for name, each in ATTACHMENTS[kind].items()}
    return {"message": message(chat, **content, **({} if caption is None else {"caption": caption}))}


def edited(chat: int, text: str, message_id: int = 900) -> Json:
    """Words that somebody changed after sending them."""
    return {"edited_message": message(chat, text=text, message_id=message_id, edit_date=int(time.time()))}


def forwarded(chat: int, text: str) -> Json:
    """Somebody else's words."""
    origin = {"type": "hidden_user", "date": int(time.time()), "sender_user_name": "Alex"}
    return {"message": message(chat, text=text, forward_origin=origin)}


def pressed(chat: int, data: str, under: Json | None = None, query_id: str = "4382bfdwdsb323b2d9") -> Json:
    """A button pressed under a message of the bot's; without the message it is too old for Telegram to show."""
    query: Json = {"id": query_id, "from": person(chat), "chat_instance": "-37552423", "data": data}
    if under is None:
        query["message"] = {"chat": private(chat), "message_id": 11, "date": 0}
    else:
        shown = {name: under[name] for name in ("message_id", "date", "text")}
        query["message"] = {"from": BOT, "chat": private(chat), **shown, "reply_markup": {"inline_keyboard": under["buttons"]}}
    return {"callback_query": query}


def overheard(chat: int, text: str, who: int = 42) -> Json:
    """Words in a group."""
    return {"message": message(who, text=text) | {"chat": group(chat)}}


def membership(chat: int, old: str, new: str) -> Json:
    """The bot's own standing in a chat has changed: member, administrator, left, kicked."""
    who = abs(chat)
    return {
        "my_chat_member": {
            "chat": private(chat) if chat > 0 else group(chat),
            "from": person(who),
            "date": int(time.time()),
            "old_chat_member": _member(old),
            "new_chat_member": _member(new),
        }
    }


RIGHTS = (
    "can_be_edited",
    "can_change_info",
    "can_delete_messages",
    "can_delete_stories",
    "can_edit_stories",
    "can_invite_users",
    "can_manage_chat",
    "can_manage_video_chats",
    "can_post_stories",
    "can_promote_members",
    "can_restrict_members",
    "is_anonymous",
)


def _member(status: str) -> Json:
    member: Json = {"user": {name: BOT[name] for name in ("id", "is_bot", "first_name", "username")}, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(RIGHTS, False)
    return member
