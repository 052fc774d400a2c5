"""Turning the conversation off and on, and who did. What `run` says follows with the next message; nothing has to be started again."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.running import failures_told, read_settings
from bot.errors import QuestionError
from bot.model.operation.switch import Switched, Turned

if TYPE_CHECKING:  # the database is loaded only by a command that runs
    from bot.storage.switch import SqlSwitch

T = TypeVar("T")

app = typer.Typer(rich_markup_mode=None)

WhoOption = Annotated[
    str | None, typer.Option("--as", envvar="HEARD_OFFICER", help="Who you are; left out: the name you are logged in with.")
]

TURNED_OFF = "The conversation is off. Everybody gets one sentence and the help numbers. Turn it on again: python -m bot on"
TURNED_ON = "The conversation is on."


@app.command()
def off(
    why: Annotated[str, typer.Option("--why", help="The reason. It stands on the health page: name nobody in it.")],
    who: WhoOption = None,
) -> None:
    """Turn the conversation off, while everything runs. Danger is still answered, and whoever writes gets the help numbers.

    Example: python -m bot off --why "wrong numbers in three answers" --as dana
    """
    with failures_told():
        reason, officer = _line(why), _who(who)
        if not reason:
            raise QuestionError('say why, e.g. --why "wrong numbers in three answers"')
        print(_using(lambda switch: _turn_off(switch, officer, reason)))


@app.command()
def on(
    why: Annotated[str, typer.Option("--why", help="What has changed.")] = "",
    who: WhoOption = None,
) -> None:
    """Turn the conversation on again.

    Example: python -m bot on --why "the numbers are right again" --as dana
    """
    with failures_told():
        officer = _who(who)
        print(_using(lambda switch: _turn_on(switch, officer, _line(why))))


@app.command()
def audit() -> None:
    """Say who turned the conversation off and on, when and why, the oldest first.

    Example: python -m bot audit
    """
    with failures_told():
        for entry in _using(lambda switch: switch.history()):
            print(f"{entry.did:<3} {_told(entry)}")


async def _turn_off(switch: SqlSwitch, who: str, why: str) -> str:
    if await switch.turn_off(who, why, datetime.now(UTC)):
        return TURNED_OFF
    return _unchanged(await switch.state())


async def _turn_on(switch: SqlSwitch, who: str, why: str) -> str:
    if await switch.turn_on(who, why, datetime.now(UTC)):
        return TURNED_ON
    return _unchanged(await switch.state())


def _unchanged(last: Switched | None) -> str:
    state = last.did if last else Turned.ON
    since = f", since {_told(last)}" if last else ""
    return f"The conversation is {state} already{since}. Nothing was changed."


def _told(entry: Switched) -> str:
    told = f"{entry.at:%d %b %Y %H:%M} UTC by {entry.who}"
    return f"{told}: {entry.why}" if entry.why else told


def _using(work: Callable[[SqlSwitch], Awaitable[T]]) -> T:
    """Do something with the switch of the database that the settings name."""
    from bot.run.wiring import opened_switch

    async def done() -> T:
        async with opened_switch(read_settings(quiet=True)) as switch:
            return await work(switch)

    return asyncio.run(done())


def _who(said: str | None) -> str:
    """Who does it.

    Raises:
        QuestionError: nobody says, and the system has no name for whoever is logged in.
    """
    if who := _line(said or ""):
        return who
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number without a name
        raise QuestionError("say who you are: --as NAME, or set HEARD_OFFICER") from None


def _line(words: str) -> str:
    """The words on one line, without what a terminal or a page could take for a command."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
