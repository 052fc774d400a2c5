"""What a button asks for: a short string that travels to the channel and back.

It comes back from outside, so it may be old or made up: `parse` gives None for anything that is not one of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

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


class Steered(StrEnum):
    """What somebody can do at any step of an open flow, beside answering."""

    BACK = "back"
    SKIP = "skip"
    DONE = "done"
    """That is all: nothing more is collected."""
    CHANGE = "change"
    LEAVE = "leave"
    """Stop. The person is asked what shall become of the words."""
    DISCARD = "discard"
    ASIDE = "aside"
    """Do something else, and come back later."""
    RESUME = "resume"
    AGAIN = "again"
    """From the beginning."""
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Steer:
    """Go back, skip, stop … at a step of a flow."""

    how: Steered
    flow: str
    step: str


@dataclass(frozen=True, slots=True)
class Send:
    """Go on from the page where answers are checked. The mark tells whether they are still those that stood there."""

    flow: str
    mark: str


@dataclass(frozen=True, slots=True)
class ViewCase:
    """Show a case: what is new in it, or everything."""

    case: str
    whole: bool = False


class CaseStep(StrEnum):
    """What somebody can do in their case."""

    ADD = "add"
    HELPED = "helped"
    NOT_HELPED = "not-helped"
    REOPEN = "reopen"
    TAKE_BACK = "take-back"
    TAKE_BACK_SURE = "take-back-sure"


@dataclass(frozen=True, slots=True)
class ActInCase:
    """Say more in a case, say whether it helped, open it again."""

    step: CaseStep
    case: str


@dataclass(frozen=True, slots=True)
class MyCases:
    """List what was told in this chat."""


@dataclass(frozen=True, slots=True)
class HideMessages:
    """Take the messages out of this chat; where the five words stand in one of them, first ask."""

    ask: bool = False


@dataclass(frozen=True, slots=True)
class ShowMyData:
    """Show what is kept of this chat: first ask, then (`sure`) do it."""

    sure: bool = False


@dataclass(frozen=True, slots=True)
class DeleteMyData:
    """Delete what can be deleted of this chat: first ask, then (`sure`) do it."""

    sure: bool = False


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
    """Forget the person: where something would be lost with it, first ask, then (`sure`) do it."""

    sure: bool = False


Action = (
    OpenTopic
    | TellMore
    | OpenMenu
    | OpenFlow
    | Choose
    | Steer
    | Send
    | ViewCase
    | ActInCase
    | MyCases
    | HideMessages
    | ShowMyData
    | DeleteMyData
    | PickCouncil
    | Rate
    | NoneOfThese
    | Stop
)


_STEERED = frozenset(Steered)
_CASE_STEPS = frozenset(CaseStep)


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
        case Steer(how, flow, step):
            return f"steer:{how}:{flow}:{step}"
        case Send(flow, mark):
            return f"send:{flow}:{mark}"
        case ViewCase(case, whole):
            return f"case:{case}:all" if whole else f"case:{case}"
        case ActInCase(step, case):
            return f"act:{step}:{case}"
        case MyCases():
            return "cases"
        case HideMessages(ask):
            return "hide:ask" if ask else "hide"
        case ShowMyData(sure):
            return "mydata:sure" if sure else "mydata"
        case DeleteMyData(sure):
            return "delete:sure" if sure else "delete"
        case PickCouncil(council, topic):
            return f"in:{council}:{topic}"[:_LONGEST]  # a long topic is cut; who reads it finds the one that begins so
        case Rate(topic, helped):
            return f"helped:{topic}" if helped else f"unhelped:{topic}"
        case NoneOfThese():
            return "none"
        case Stop(sure):
            return "stop:sure" if sure else "stop"


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
    return _of_content(kind, parts) or _of_a_flow(kind, parts) or _of_ones_own(kind, parts)


def _of_content(kind: str, parts: list[str]) -> Action | None:
    match kind, parts:
        case "topic", [topic]:
            return OpenTopic(topic)
        case "more", [topic]:
            return TellMore(topic)
        case "menu", []:
            return OpenMenu()
        case "menu", [group]:
            return OpenMenu(group)
        case "in", [council, topic]:
            return PickCouncil(council, topic)
        case "helped" | "unhelped", [topic]:
            return Rate(topic, helped=kind == "helped")
        case "none", []:
            return NoneOfThese()
    return None


def _of_a_flow(kind: str, parts: list[str]) -> Action | None:
    match kind, parts:
        case "flow", [flow]:
            return OpenFlow(flow)
        case "flow", [flow, step]:
            return OpenFlow(flow, step)
        case "steer", [how, flow, step] if how in _STEERED:
            return Steer(Steered(how), flow, step)
        case "send", [flow, mark]:
            return Send(flow, mark)
    return None


def _of_ones_own(kind: str, parts: list[str]) -> Action | None:
    match kind, parts:
        case "case", [case]:
            return ViewCase(case)
        case "case", [case, "all"]:
            return ViewCase(case, whole=True)
        case "act", [step, case] if step in _CASE_STEPS:
            return ActInCase(CaseStep(step), case)
        case "cases", []:
            return MyCases()
        case "hide", [] | ["ask"]:
            return HideMessages(ask=bool(parts))
        case "mydata", [] | ["sure"]:
            return ShowMyData(sure=bool(parts))
        case "delete", [] | ["sure"]:
            return DeleteMyData(sure=bool(parts))
        case "stop", [] | ["sure"]:
            return Stop(sure=bool(parts))
    return None
