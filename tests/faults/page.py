"""A message as somebody sees it who looks at its buttons: what kind it is, and what can be done with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.model.actions import ActInCase, Action, Choose, HideMessages, MyCases, Send, Steer, Steered, ViewCase, parse

Json = dict[str, Any]
_FIVE_WORDS = re.compile(r"Your five words: ((?:\w+ ){4}\w+)")


class Kind(Enum):
    """What a message is to whoever gets it."""

    STEP = auto()
    """A question of a flow that waits for an answer."""
    CHECK = auto()
    """All answers once more, and Send."""
    LEAVING = auto()
    """What shall become of the words?"""
    BESIDE = auto()
    """Something else, with the way back to the open flow under it."""
    END = auto()
    """The last message after something was sent."""
    NOTICE = auto()
    """You have a message."""
    CASE = auto()
    """Something that was sent before, opened."""
    PICK = auto()
    """A question of the first hello: which council, who are you?"""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """A button: what stands on it, what it sends back, and what that means."""

    label: str
    data: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class Page:
    """A message that has arrived."""

    message: Json
    buttons: tuple[Seen, ...]
    kind: Kind

    @property
    def text(self) -> str:
        """Its words without marks."""
        return str(self.message["text"])

    @property
    def step(self) -> str:
        """The step of a flow that waits."""
        return next((b.action.step for b in self.buttons if isinstance(b.action, Steer) and b.action.how is Steered.LEAVE), "")

    @property
    def five_words(self) -> str | None:
        """The receipt in it."""
        found = _FIVE_WORDS.search(self.text)
        return found[1] if found else None

    @property
    def case(self) -> str:
        """The case that it opens, or shows."""
        return next((b.action.case for b in self.buttons if isinstance(b.action, ViewCase | ActInCase)), "")

    def steers(self, how: Steered) -> list[Seen]:
        """The buttons for going back, skipping, changing …"""
        return [b for b in self.buttons if isinstance(b.action, Steer) and b.action.how is how]

    def choices(self) -> list[Seen]:
        """The choices of the step that waits."""
        return [b for b in self.buttons if isinstance(b.action, Choose)]

    def sends(self) -> Seen:
        """The button that sends the answers."""
        return next(b for b in self.buttons if isinstance(b.action, Send))

    def same_as(self, other: Page | None) -> bool:
        """Whether it cannot be told from another one."""
        return other is not None and alike(self.message) == alike(other.message)


def alike(message: Json) -> tuple[str, str]:
    """What a person can tell messages apart by: their words and their buttons."""
    return str(message["html"]), repr(
        [[(each["text"], each.get("callback_data"), each.get("url")) for each in row] for row in message["buttons"]]
    )


def page(message: Json) -> Page:
    """The message as a page."""
    flat = [button for row in message["buttons"] for button in row if "callback_data" in button]
    seen = tuple(Seen(button["text"], button["callback_data"], parse(button["callback_data"])) for button in flat)
    return Page(message, seen, _kind([each.action for each in seen]))


def _kind(actions: list[Action | None]) -> Kind:
    steers = {action.how for action in actions if isinstance(action, Steer)}
    kinds = {type(action) for action in actions}
    signs = (
        (Send in kinds, Kind.CHECK),
        (Steered.DISCARD in steers, Kind.LEAVING),
        (Steered.LEAVE in steers, Kind.STEP),
        (kinds == {ViewCase}, Kind.NOTICE),
        (ActInCase in kinds, Kind.CASE),
        (Steered.RESUME in steers, Kind.BESIDE),
        ({MyCases, HideMessages} <= kinds, Kind.END),
        (any(isinstance(action, Choose) and action.flow == "start" for action in actions), Kind.PICK),
    )
    return next((kind for sign, kind in signs if sign), Kind.OTHER)
