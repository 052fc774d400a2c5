"""One turn: what it knows beside the event, what came of it, and everything that its one transaction stores."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.case import CaseFile, CaseSummary, Effect
from bot.model.channel import ChannelRules
from bot.model.content.topics import Audience
from bot.model.inbound import Conversation
from bot.model.limits import uk_day
from bot.model.outbound import Outbound
from bot.model.safety import Finding
from bot.model.session import Session


class Outcome(StrEnum):
    """What a turn came to. The list is closed: reports count by it."""

    ANSWER = "answer"
    """One topic, with confidence."""
    CHOOSE = "choose"
    """Up to three topics were offered."""
    FLOW = "flow"
    """A guided conversation began or went on."""
    CRISIS = "crisis"
    """Danger was found: help came first."""
    CHAT = "chat"
    """A greeting, thanks, goodbye or insult had its one reply."""
    NO_ANSWER = "no_answer"
    """Nothing fits; a person was offered."""
    SHOWN = "shown"
    """A topic, its details or the menu was opened by a button, command or link."""
    CASE = "case"
    """Something was told to a person at the council, added to, or read again."""
    SETTINGS = "settings"
    """A setting was shown or changed."""
    HELPED = "helped"
    """*Was this helpful?* Yes."""
    NOT_HELPED = "not_helped"
    """*Was this helpful?* No."""
    UNREAD = "unread"
    """A file, picture or voice note came that nobody has looked at."""
    STOPPED = "stopped"
    """The person left or asked to be forgotten."""
    IGNORED = "ignored"
    """Nothing to reply to: a group, an event we do not serve."""
    FAILED = "failed"
    """The turn broke. The person was told, and it shouts."""
    OFF = "off"
    """The conversation is turned off. The person was told, with the help numbers."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The few easy words that open a case again, and what is kept of them."""

    words: tuple[str, ...] = field(repr=False)
    digest: str


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be read or made before a reply can be given. Mostly nothing."""

    case: str | None = None
    """A case by its id."""
    receipt: tuple[str, ...] | None = None
    """The case that these words open."""
    cases: bool = False
    """The cases that were told in this chat."""
    shown: bool = False
    """The messages of this chat that can still be taken out of it."""
    new_receipt: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read or made for a reply."""

    case: CaseFile | None = None
    tried_too_often: bool = False
    """Whether no receipt is looked up for now."""
    cases: tuple[CaseSummary, ...] = ()
    shown: tuple[str, ...] = ()
    receipt: Receipt | None = None
    look_by: date | None = None
    """By when somebody will have looked at what is sent now."""


@dataclass(frozen=True, slots=True)
class TurnContext:
    """What a turn knows beside what the person did."""

    session: Session
    new: bool
    """Whether nothing is stored of this person yet."""
    channel: ChannelRules
    now: datetime
    off: bool = False
    """Whether the conversation is turned off."""
    run: str = ""
    """The id of a flow that begins now."""
    loaded: Loaded = field(default_factory=Loaded)
    message: str | None = None
    """The channel's number of the message that came."""
    edited: bool = False
    """Whether it is an earlier message, changed."""
    at: datetime | None = None
    """When the channel received the event; None for now."""
    group: str | None = None
    """The album that it is one of."""
    answers: tuple[str, ...] | None = None
    """Where it replies to a certain message, the actions on that one's buttons."""

    @property
    def today(self) -> date:
        """The day it is, in the United Kingdom."""
        return uk_day(self.now)


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """What is kept of a turn: counts, never words, and nothing that leads to the person."""

    event_id: str
    at: datetime
    channel: str
    outcome: Outcome
    topic: str | None = None
    council: str | None = None
    audience: Audience | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The words of a question without an answer, from somebody who agreed to it. Nothing here leads to them."""

    day: date
    """No time: it could be held against the record of turns."""
    words: str
    council: str | None
    audience: Audience | None
    language: str


@dataclass(frozen=True, slots=True)
class Rating:
    """What people said of a topic under its answer, counted."""

    topic: str
    helped: int
    not_helped: int


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session and the version it was read at; version 0 means that it is not stored yet."""

    session: Session
    version: int = 0
    off: bool = False
    """Whether the conversation is turned off, for everybody."""
    held: bool = False
    """Whether messages to the person are held, because help was sent past them."""


class Purpose(StrEnum):
    """For what a message is sent. It decides what becomes of one that cannot arrive."""

    REPLY = "reply"
    """To what the person did. Whoever is gone does not need it."""
    NEWS = "news"
    """That something new stands in a case of theirs. It waits until they are back."""
    NOTICE = "notice"
    """To an officer, that a case waits. Somebody else must hear of it."""
    LEAVING = "leaving"
    """No words: the assistant leaves a group. Nothing that was to be said there stands in its way."""


@dataclass(frozen=True, slots=True)
class About:
    """The case that a message tells of, and for a notice the officer."""

    case: str
    officer: str | None = None
    """An id."""
    passed: tuple[str, ...] = ()
    """Ids of officers whom a notice of the same could not reach."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else than the person whose turn it is: an officer hears that something waits. Never anyone's words."""

    to: Conversation
    message: Outbound
    council: str
    about: About | None = None


@dataclass(frozen=True, slots=True)
class TurnCommit:
    """Everything that a turn changes, stored in one transaction or not at all."""

    conversation: Conversation
    record: TurnRecord
    read: StoredSession
    """As it was read: the transaction fails if somebody has changed it since."""
    session: Session | None
    """As it is now; nothing to forget the person."""
    outbound: tuple[Outbound, ...] = ()
    help: bool = False
    """Whether the messages are help in danger: they go before everything that waits, and what else waits for the person is held."""
    release: bool = False
    """Let what is held go, before these messages: the person has written or pressed again."""
    drop_outbox: bool = False
    """Drop every earlier message of this conversation, those given up too: the person has left. Notices stay: they are not about them."""
    keep_news: bool = False
    """But not news of their cases: they have blocked the chat, and may come back."""
    unanswered: Unanswered | None = None
    effects: tuple[Effect, ...] = ()
    """What becomes of cases, in order."""
    notices: tuple[Notice, ...] = ()
    message: str | None = None
    """What the channel calls the person's own message, so that it can be taken out of the chat."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message waiting to be sent."""

    id: int
    conversation: Conversation
    outbound: Outbound
    attempts: int
    created_at: datetime
    help: bool = False
    purpose: Purpose = Purpose.REPLY
    about: About | None = None
