"""Everything that a turn can be asked to do: the actions of buttons, and those that only words or the program itself ask for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.actions import Action
from bot.model.session import Answer


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin a flow, maybe with answers that were given already, or to add to a case."""

    flow: str
    step: str | None = None
    answers: tuple[Answer, ...] = ()
    case: str | None = None


@dataclass(frozen=True, slots=True)
class GiveReceipt:
    """Open the case that these five words open."""

    words: tuple[str, ...]


Asked = Action | Begin | GiveReceipt
