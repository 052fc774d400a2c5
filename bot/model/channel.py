"""What differs between channels, for the turn to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What a channel can carry, and whom its terms let in."""

    name: str
    text_limit: int | None = None
    """The longest message, in UTF-16 units as Telegram counts; None for no limit."""
    cuts_at: int | None = None
    """From how long on a message may be the beginning of a longer one, which the person's app has cut; None where none does."""
    least_age: int | None = None
    """The age that its terms ask for."""


TERMINAL = ChannelRules("terminal")
TELEGRAM = ChannelRules("telegram", text_limit=4096, cuts_at=4000, least_age=16)
