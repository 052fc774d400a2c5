"""The table of actions: for each, what handles it, what it needs loaded, and whether it works while the conversation is off.

Buttons, commands, links and typed words that mean an action all go through it. A new action is one line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from bot.dialogue.asked import Asked, Begin, GiveReceipt
from bot.dialogue.flow.flows import Flows
from bot.dialogue.own.my_cases import MyCases
from bot.dialogue.reply import Reply
from bot.dialogue.topics import Topics
from bot.model import actions as act
from bot.model.session import Session
from bot.model.turn import Needs, TurnContext

A = TypeVar("A")


class Off(Enum):
    """The effect of an action while the conversation is turned off."""

    CLOSED = auto()
    """Nothing: there is one true sentence for it."""
    HELP = auto()
    """It works for the topics of help, and where somebody was, they stay."""
    OPEN = auto()
    """It works as always."""


@dataclass(frozen=True, slots=True)
class Row:
    """An action's line in the table."""

    does: Callable[[Asked, TurnContext], Reply | None]
    """Its handler; None where what is asked for is not there any more."""
    needs: Callable[[Asked, Session], Needs]
    off: Off
    aside: bool
    """True where the way back to an unfinished flow stands under its reply."""


Table = Mapping[type[Asked], Row]


def table(topics: Topics, flows: Flows, cases: MyCases) -> Table:
    """All actions."""
    rows = (
        _row(act.OpenTopic, topics.open, off=Off.HELP),
        _row(act.TellMore, topics.more, off=Off.HELP),
        _row(act.OpenMenu, topics.menu),
        _row(act.PickCouncil, topics.pick_council),
        _row(act.Rate, topics.rate),
        _row(act.NoneOfThese, topics.none),
        _row(Begin, flows.begin, aside=False),
        _row(act.OpenFlow, flows.open, aside=False),
        _row(act.Choose, flows.choose, aside=False),
        _row(act.Steer, flows.steer, aside=False),
        _row(act.Send, flows.send, _to_send, aside=False),
        _row(GiveReceipt, cases.by_receipt, lambda given, _: Needs(receipt=given.words), off=Off.OPEN),
        _row(act.ViewCase, cases.view, _the_case, off=Off.OPEN),
        _row(act.ActInCase, cases.act, _the_case),
        _row(act.MyCases, cases.list, _all_cases, off=Off.OPEN),
        _row(act.HideMessages, cases.hide, lambda hide, _: Needs(shown=not hide.ask), off=Off.OPEN, aside=False),
        _row(act.ShowMyData, cases.my_data, lambda show, _: Needs(cases=show.sure), off=Off.OPEN),
        _row(act.DeleteMyData, cases.delete, _all_cases, off=Off.OPEN),
        _row(act.Stop, cases.stop, lambda stop, _: Needs(cases=not stop.sure), off=Off.OPEN),
    )
    return dict(rows)


def _nothing(_: object, __: Session) -> Needs:
    return Needs()


def _the_case(action: act.ViewCase | act.ActInCase, _: Session) -> Needs:
    return Needs(case=action.case)


def _all_cases(_: object, __: Session) -> Needs:
    return Needs(cases=True)


def _to_send(_: object, session: Session) -> Needs:
    """The case that is added to, or a receipt for a new one."""
    case = session.run.case if session.run else None
    return Needs(case=case) if case else Needs(new_receipt=True)


def _row(
    kind: type[A],
    does: Callable[[A, TurnContext], Reply | None],
    needs: Callable[[A, Session], Needs] = _nothing,
    off: Off = Off.CLOSED,
    *,
    aside: bool = True,
) -> tuple[type[A], Row]:
    """A line: its functions take the kind of action that it stands for, and are given no other."""
    return kind, Row(does, needs, off, aside)  # type: ignore[arg-type]  # the table hands each action to its own line
