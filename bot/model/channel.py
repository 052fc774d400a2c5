"""What differs between channels, for the turn to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What a channel can carry, and whom its terms let in."""

    name: str
    text_limit: int | None = None
    """The longest message, in UTF-16 units as Telegram counts; None for no limit."""
    least_age: int | None = None
    """The age that its terms ask for."""


TERMINAL = ChannelRules("terminal")
TELEGRAM = ChannelRules("telegram", text_limit=4096, least_age=16)
