"""What reaches the assistant, whatever the channel: an event in a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where an event came from and where its reply goes: a channel, and an address in it."""

    channel: str
    address: str


class Attachment(StrEnum):
    """What somebody sent that is not words, by what we can say about it."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote words. They may be of any length and in any script."""

    text: str
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button; `action` comes back from outside, so it may be stale or made up."""

    action: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A slash command, without the slash, and what stood after it."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file, picture, voice note or the like. Nobody has looked at it; the caption is words."""

    kind: Attachment
    caption: str = ""
    reference: str | None = None
    """What the channel calls the file, so that a person can look at it where they are allowed to."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Time has passed that the conversation was waiting for: an open flow is to be reminded of, or forgotten."""

    parked: bool = False
    """Whether it is only that nothing more comes of a text which the person's app has cut."""


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked the assistant or ended the chat: nothing sent there arrives."""


@dataclass(frozen=True, slots=True)
class AddedToGroup:
    """Somebody put the assistant into a group that nobody configured."""


@dataclass(frozen=True, slots=True)
class Overheard:
    """Something said in a group that nobody configured: counted, never read."""


What = Said | Pressed | Commanded | Attached | Left | AddedToGroup | Overheard | Elapsed


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event. The id is the channel's own, so that the same event delivered twice is handled once."""

    event_id: str
    conversation: Conversation
    what: What
    at: datetime
    """When the channel received it; aware, UTC."""
    message: str | None = None
    """The channel's own number of the message, by which it can be taken out of the chat later, and an edit be known as one of it."""
    edited: bool = False
    """Whether this is an earlier message, changed: it is never a new act, only another form of what was said then."""
    group: str | None = None
    """What the channel calls the album that it is one of."""
    answers: tuple[str, ...] | None = None
    """Where it replies to a certain message, the actions on that one's buttons; None where it replies to none."""
