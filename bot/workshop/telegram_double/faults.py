"""Everything that may go wrong between a bot and Telegram, ordered from outside and used up call by call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GARBAGE = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
Kind = Literal["refuse", "page", "drop-before", "drop-after", "delay-before", "delay-after"]


@dataclass(slots=True)
class Fault:
    """One thing to go wrong for the next so many calls that match."""

    kind: Kind
    times: int = 1
    method: str | None = None
    """For this method only; none for every method."""
    chat: int | None = None
    """For this chat only."""
    code: int = 502
    description: str = "Bad Gateway"
    retry_after: int | None = None
    seconds: float = 0.0
    page: str = GARBAGE
    """The text in the place of an answer."""

    def matches(self, method: str, chat: int | None) -> bool:
        """True if this call is to go wrong."""
        return self.times > 0 and self.method in (None, method) and self.chat in (None, chat)


@dataclass(slots=True)
class Faults:
    """Everything that is ordered, oldest first."""

    ordered: list[Fault] = field(default_factory=list)

    def take(self, method: str, chat: int | None) -> Fault | None:
        """The first fault that matches, used up by one."""
        for fault in self.ordered:
            if fault.matches(method, chat):
                fault.times -= 1
                self.ordered = [each for each in self.ordered if each.times]
                return fault
        return None
