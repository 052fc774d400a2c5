"""Turning the conversation off and on again: what is kept of each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Turned(StrEnum):
    """Which way the switch was turned."""

    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Switched:
    """Somebody turned the conversation off or on."""

    at: datetime
    who: str
    did: Turned
    why: str
    """In their words; empty where they said nothing, or where no key opens it any more."""
