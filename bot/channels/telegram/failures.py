"""From the errors of python-telegram-bot to what a sender can do about them. No message of theirs is passed on: it may hold words."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.errors import DeliveryError, RefusedError, TryLaterError, UnreachableError

CHECK_TOKEN = "Telegram refuses the token: check TELEGRAM_TOKEN"  # noqa: S105 - says where the token is, not what it is
GONE = (
    "bot can't initiate conversation",
    "bot is not a member",
    "bot was blocked",
    "bot was kicked",
    "chat not found",
    "chat write forbidden",
    "group chat was deactivated",
    "group chat was upgraded",
    "have no rights to send",
    "input user deactivated",
    "not enough rights to send",
    "peer id invalid",
    "user is blocked",
    "user is deactivated",
    "user not found",
)
"""Telegram's words in a 400 about somebody who cannot be reached, in lower case and with spaces for underscores."""


NOT_THERE = "Telegram does not have it now. If that stays so, it is gone, or it was sent to another bot than that of TELEGRAM_TOKEN"
TOO_BIG = "it is larger than 20 MB, and Telegram hands bots nothing larger"
STAYS = "MESSAGE_DELETE_FORBIDDEN"
"""Telegram's words in a 403 about a message that nobody can take out of a chat; the person can still be reached."""


def wait_asked(error: RetryAfter) -> timedelta:
    """How long Telegram asks to wait."""
    asked = error.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)


def reason(error: Exception) -> str:
    """An error as a short code: the kind, and for a refusal what Telegram calls it, up to the first thing that it quotes."""
    if isinstance(error, BadRequest) and error.__cause__ is None:
        return f"refused: {error.message.partition(chr(34))[0].strip()[:80]}"
    cause = error.__cause__
    kind = type(error).__name__
    return f"{kind} ({type(cause).__name__})" if cause is not None else kind


def translated(error: Exception) -> DeliveryError:
    """The meaning of an error in a call to Telegram. What nobody understands is worth another try: nothing may be lost."""
    if error.__cause__ is not None:
        return TryLaterError(reason(error))  # a proxy or firewall spoke, whatever its status says; Telegram's own answers can be read
    match error:
        case RetryAfter():
            return TryLaterError("too many requests", wait_asked(error))
        case InvalidToken():
            return TryLaterError(CHECK_TOKEN)
        case Forbidden() if STAYS in error.message:
            return RefusedError(reason(error))
        case Forbidden() | ChatMigrated():
            return UnreachableError(type(error).__name__)
        case BadRequest():
            said = error.message.lower().replace("_", " ")
            return UnreachableError(reason(error)) if any(each in said for each in GONE) else RefusedError(reason(error))
        case TelegramError():
            return TryLaterError(reason(error))
    return TryLaterError(f"unreadable answer: {reason(error)}")


def not_found(error: Exception) -> DeliveryError:
    """The meaning of it where Telegram does not say where a file is."""
    said = error.message.lower() if isinstance(error, BadRequest) and error.__cause__ is None else ""
    if "file is too big" in said:
        return RefusedError(TOO_BIG)
    return TryLaterError(NOT_THERE) if "temporarily unavailable" in said else translated(error)


def not_downloaded(error: Exception) -> DeliveryError:
    """The meaning of it where a file is not where Telegram said; the token is right, else nothing would have been said."""
    gone = isinstance(error, InvalidToken) and error.__cause__ is None
    return TryLaterError(NOT_THERE) if gone else translated(error)
