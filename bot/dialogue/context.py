"""What a turn knows beside what the person did: where they are, when it is, and what was read for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.model.case import CaseFile, CaseSummary
from bot.model.channel import ChannelRules
from bot.model.session import Session


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
    receipt_given: bool = False
    """Whether the message was a receipt; `case` is what it opens, if it does."""
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

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()
