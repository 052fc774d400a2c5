"""The methods of the Bot API that Heard uses, as functions over the state."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from typing import Any

from bot.workshop.telegram_double.markup import utf16_length, words
from bot.workshop.telegram_double.refusal import Refusal, bad_request
from bot.workshop.telegram_double.state import BOT, State
from bot.workshop.telegram_double.updates import file_content, file_path

Json = dict[str, Any]
LONGEST_TEXT = 4096
LONGEST_DATA = 64
YOUNG = 48 * 3600
"""Seconds after which a bot can no longer delete a message."""
MOST_DELETED = 100
LINKS = ("http://", "https://", "tg://")


def chat_id(params: Json) -> int | None:
    """The chat that a call is about."""
    try:
        return int(params["chat_id"])
    except (KeyError, ValueError):
        return None


def decoded(value: object) -> Any:
    """A parameter that may have come as JSON inside a form."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request("can't parse object") from None


def _open_chat(state: State, params: Json) -> tuple[int, Json]:
    chat = chat_id(params)
    if chat is None:
        raise bad_request("chat_id is empty")
    if chat in state.blocked:
        raise Refusal(403, f"Forbidden: {state.blocked[chat]}")
    known = state.chats.get(chat)
    if known is None:
        if not state.strangers:
            raise bad_request("chat not found")
        known = state.chats[chat] = {"id": chat, "type": "private", "first_name": "Sam"}
    return chat, known


def _text(params: Json) -> str:
    raw = str(params.get("text", ""))
    mode = str(params.get("parse_mode", "")).upper()
    if mode not in ("", "HTML"):
        raise bad_request("unsupported parse_mode")
    text = (words(raw) if mode else raw).strip()
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def _button(button: Json) -> Json:
    if not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    if "callback_data" in button:
        if not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not str(button.get("url", "")).startswith(LINKS):
        raise bad_request("BUTTON_URL_INVALID")
    return button


def _buttons(params: Json) -> list[list[Json]]:
    if not params.get("reply_markup"):
        return []
    rows = decoded(params["reply_markup"]).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _as_message(sent: Json, chat: Json) -> Json:
    message = {"message_id": sent["message_id"], "from": BOT, "chat": chat, "date": sent["date"], "text": sent["text"]}
    if sent["buttons"]:
        message["reply_markup"] = {"inline_keyboard": sent["buttons"]}
    return message


def send_message(state: State, params: Json) -> Json:
    """Take a message for a chat."""
    chat, known = _open_chat(state, params)
    if (wait := math.ceil(state.too_soon(chat))) > 0:
        raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    sent = {
        "chat": chat,
        "message_id": state.next_message(),
        "text": _text(params),
        "html": params["text"],
        "buttons": _buttons(params),
        "date": int(time.time()),
    }
    state.keep(sent)
    return _as_message(sent, known)


def _message_id(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise bad_request("message identifier is not specified") from None


def _message(state: State, params: Json) -> tuple[Json, Json]:
    chat, known = _open_chat(state, params)
    message = state.find(chat, _message_id(params.get("message_id")))
    if message is None:
        raise bad_request("message to edit not found")
    if "buttons" not in message:
        raise bad_request("message can't be edited")
    return message, known


def edit_message_text(state: State, params: Json) -> Json:
    """Change a message's words, and its buttons with them."""
    message, known = _message(state, params)
    text, buttons = _text(params), _buttons(params)
    if (text, buttons) == (message["text"], message["buttons"]):
        raise bad_request("message is not modified")
    message.update(text=text, html=params["text"], buttons=buttons)
    return _as_message(message, known)


def edit_message_reply_markup(state: State, params: Json) -> Json:
    """Change a message's buttons."""
    message, known = _message(state, params)
    buttons = _buttons(params)
    if buttons == message["buttons"]:
        raise bad_request("message is not modified")
    message["buttons"] = buttons
    return _as_message(message, known)


def delete_message(state: State, params: Json) -> bool:
    """Take a message of the bot, or one that somebody wrote to it in private, out of the chat."""
    chat, _ = _open_chat(state, params)
    message = state.find(chat, _message_id(params.get("message_id")))
    if message is None:
        raise bad_request("message to delete not found")
    _deletable(message)
    state.hide(chat, message["message_id"])
    return True


def delete_messages(state: State, params: Json) -> bool:
    """The same with up to 100: those that are not there are skipped; one that must stay refuses the whole call."""
    chat, _ = _open_chat(state, params)
    asked = decoded(params.get("message_ids", "[]"))
    if not isinstance(asked, list) or not asked:
        raise bad_request("message identifiers are not specified")
    if len(asked) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [message for each in asked if (message := state.find(chat, _message_id(each))) is not None]
    for message in found:
        _deletable(message)
    for message in found:
        state.hide(chat, message["message_id"])
    return True


def _deletable(message: Json) -> None:
    own = "buttons" in message
    if message["chat"] < 0 and not own:
        raise bad_request("message can't be deleted")
    if time.time() - message["date"] > YOUNG:
        raise bad_request("message can't be deleted for everyone")


def leave_chat(state: State, params: Json) -> bool:
    """Leave a group."""
    chat, known = _open_chat(state, params)
    if known["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    state.blocked[chat] = f"bot is not a member of the {known['type']} chat"
    return True


def answer_callback_query(state: State, params: Json) -> bool:
    """Stop the clock on a button that was pressed."""
    if not params.get("callback_query_id"):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def set_my_commands(state: State, params: Json) -> bool:
    """The commands that clients list, by language."""
    commands = decoded(params.get("commands", "[]"))
    for command in commands:
        if not 1 <= len(command["command"]) <= 32 or not command["description"]:
            raise bad_request("BOT_COMMAND_INVALID")
    state.commands[params.get("language_code", "")] = commands
    return True


def get_my_commands(state: State, params: Json) -> list[Json]:
    """The commands as they were set."""
    return state.commands.get(params.get("language_code", ""), [])


def set_my_description(state: State, params: Json) -> bool:
    """Everything that an empty chat shows."""
    return _describe(state.descriptions, params, "description", 512)


def set_my_short_description(state: State, params: Json) -> bool:
    """The words of the bot's page."""
    return _describe(state.short_descriptions, params, "short_description", 120)


def _describe(where: dict[str, str], params: Json, name: str, longest: int) -> bool:
    text = params.get(name, "")
    if len(text) > longest:
        raise bad_request(f"{name} is too long")
    where[params.get("language_code", "")] = text
    return True


def set_webhook(state: State, params: Json) -> bool:
    """Remember the address; updates are not posted to it."""
    state.webhook = params.get("url", "")
    return True


def delete_webhook(state: State, params: Json) -> bool:
    """Back to asking for updates."""
    state.webhook = ""
    if str(params.get("drop_pending_updates", "")).lower() == "true":
        state.queue.waiting.clear()
    return True


def get_webhook_info(state: State, params: Json) -> Json:
    """Where updates go, and how many wait."""
    return {"url": state.webhook, "has_custom_certificate": False, "pending_update_count": state.queue.left}


def get_file(state: State, params: Json) -> Json:
    """Where a file lies: from now on it can be downloaded there."""
    called = str(params.get("file_id", ""))
    path = file_path(called)
    if path is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    content = state.files[path] = file_content(called)
    return {"file_id": called, "file_unique_id": "AgADZAAD", "file_size": len(content), "file_path": path}


def get_me(state: State, params: Json) -> Json:
    """Who the bot is."""
    return BOT


METHODS: dict[str, Callable[[State, Json], object]] = {
    "answercallbackquery": answer_callback_query,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "deletewebhook": delete_webhook,
    "editmessagereplymarkup": edit_message_reply_markup,
    "editmessagetext": edit_message_text,
    "getfile": get_file,
    "getme": get_me,
    "getmycommands": get_my_commands,
    "getwebhookinfo": get_webhook_info,
    "leavechat": leave_chat,
    "sendmessage": send_message,
    "setmycommands": set_my_commands,
    "setmydescription": set_my_description,
    "setmyshortdescription": set_my_short_description,
    "setwebhook": set_webhook,
}
"""By name in lower case: the Bot API does not tell case apart."""


async def get_updates(state: State, params: Json) -> list[Json]:
    """Confirm what lies before the offset, and hand out what comes next.

    Raises:
        Refusal: 409, a webhook is set or another bot asks.
    """
    if state.webhook:
        raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
    if params.get("allowed_updates") is not None:
        state.queue.allowed = decoded(params["allowed_updates"])
    if offset := int(params.get("offset") or 0):
        state.queue.confirm(offset)
        state.changed()
    limit = min(max(int(params.get("limit") or 100), 1), 100)
    return await state.queue.take(limit, float(params.get("timeout") or 0))


def download(state: State, params: Json) -> bytes:
    """The file at the path that `get_file` has told.

    Raises:
        Refusal: 404, nothing lies there.
    """
    content = state.files.get(params.get("file_path", ""))
    if content is None:
        raise Refusal(404, "Not Found")
    return content
