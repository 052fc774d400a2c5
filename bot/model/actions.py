"""What a button asks for: a short string that travels to the channel and back.

It comes back from outside, so it may be old or made up: `parse` gives None for anything that is not one of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What a choice stands for: a name, or the code of a language ("pt_BR")."""
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """Show a topic's answer."""

    topic: str


@dataclass(frozen=True, slots=True)
class TellMore:
    """Show a topic's details."""

    topic: str


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Show the menu, or a page of one of its groups."""

    group: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenFlow:
    """Begin a flow, at its first step or a named one."""

    flow: str
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice of a flow's step."""

    flow: str
    step: str
    value: str


@dataclass(frozen=True, slots=True)
class PickCouncil:
    """Set the council, and show a topic again with its answer."""

    council: str
    topic: str


@dataclass(frozen=True, slots=True)
class Rate:
    """*Was this helpful?*"""

    topic: str
    helped: bool


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the offered topics fits."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Forget the person."""


Action = OpenTopic | TellMore | OpenMenu | OpenFlow | Choose | PickCouncil | Rate | NoneOfThese | Stop


def write(action: Action) -> str:
    """An action as the string on its button."""
    match action:
        case OpenTopic(topic):
            return f"topic:{topic}"
        case TellMore(topic):
            return f"more:{topic}"
        case OpenMenu(None, _):
            return "menu"
        case OpenMenu(group, 0):
            return f"menu:{group}"
        case OpenMenu(group, page):
            return f"menu:{group}:{page}"
        case OpenFlow(flow, None):
            return f"flow:{flow}"
        case OpenFlow(flow, step):
            return f"flow:{flow}:{step}"
        case Choose(flow, step, value):
            return f"choose:{flow}:{step}:{value}"
        case PickCouncil(council, topic):
            return f"in:{council}:{topic}"[:_LONGEST]  # a long topic is cut; who reads it finds the one that begins so
        case Rate(topic, helped):
            return f"helped:{topic}" if helped else f"unhelped:{topic}"
        case NoneOfThese():
            return "none"
        case Stop():
            return "stop"


def parse(text: str) -> Action | None:
    """The action of a string that came back, or None."""
    if len(text) > _LONGEST:
        return None
    kind, *parts = text.split(":")
    match kind, parts:
        case "menu", [group, page] if page.isdecimal() and page.isascii() and len(page) < 4 and _NAME.fullmatch(group):
            return OpenMenu(group, int(page))
        case "choose", [flow, step, value] if _NAME.fullmatch(flow) and _NAME.fullmatch(step) and _VALUE.fullmatch(value):
            return Choose(flow, step, value)
    if not all(_NAME.fullmatch(part) for part in parts):
        return None
    match kind, parts:
        case "topic", [topic]:
            return OpenTopic(topic)
        case "more", [topic]:
            return TellMore(topic)
        case "menu", []:
            return OpenMenu()
        case "menu", [group]:
            return OpenMenu(group)
        case "flow", [flow]:
            return OpenFlow(flow)
        case "flow", [flow, step]:
            return OpenFlow(flow, step)
        case "in", [council, topic]:
            return PickCouncil(council, topic)
        case "helped" | "unhelped", [topic]:
            return Rate(topic, helped=kind == "helped")
        case "none", []:
            return NoneOfThese()
        case "stop", []:
            return Stop()
    return None
