"""What officers do with cases, from a terminal. What each command does is in `bot.cases.office`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.commands.running import failures_told, read_settings
from bot.errors import QuestionError
from bot.model.case import Case, WayBack
from bot.model.routes import Officer

if TYPE_CHECKING:  # the content and the database are loaded only by a command that runs
    from rich.console import Console

    from bot.cases.office import Done, Office

T = TypeVar("T")

app = typer.Typer(help="What people told us, for the officers who act on it.", no_args_is_help=True, rich_markup_mode=None)

WhoOption = Annotated[str | None, typer.Option("--as", envvar="HEARD_OFFICER", help="Who you are: your id in routes.yaml.")]
NumberArgument = Annotated[str, typer.Argument(help="The case's number, as the list shows it.", show_default=False)]
WordsArgument = Annotated[str, typer.Argument(help="The words, as many lines as you like; left out, or '-': they are read from the input.")]

HEARS = {
    WayBack.HERE: "Their chat says that a message waits, unless it says so already.",
    WayBack.RECEIPT: "They read it when they come back with their receipt. Nothing is sent to their chat.",
    WayBack.NONE: "They wanted no answer. It is there if they come back with their receipt.",
}
UNDELIVERED = (
    "Their chat could not be reached the last time, so they may not know yet that a message waits. They hear of it when they come back."
)
SO_ALREADY = "That is so already. Nothing was changed."


@app.command("list")
def list_cases(
    closed: Annotated[bool, typer.Option("--closed", help="With the closed ones, too.")] = False,
    who: WhoOption = None,
) -> None:
    """List the cases that you may see: urgent ones first, then whoever waits longest. It shows nothing that anybody wrote.

    Example: python -m bot case list --as dana
    """
    with failures_told():
        found = _using(who, lambda office, officer: office.list(officer, closed=closed))
        from bot.commands import case_page

        if _watched():
            case_page.list_table(found, _console())
        else:
            _print_lines(case_page.list_lines(found))


@app.command()
def show(number: NumberArgument, who: WhoOption = None) -> None:
    """Show a case with everything in it. If nobody had looked at it, the person is told that you have.

    Example: python -m bot case show 1a2b3c4d --as dana
    """
    with failures_told():
        from bot.commands import case_page

        async def lines(office: Office, officer: Officer) -> list[case_page.Line]:
            return [*case_page.page(await office.show(officer, number), office.name)]

        page = _using(who, lines)
        if _watched():
            case_page.print_page(page, _console())
        else:
            _print_lines(case_page.page_lines(page))


@app.command()
def fetch(
    number: NumberArgument,
    to: Annotated[Path, typer.Option("--to", help="The folder to write them into, on a machine kept for that.", show_default=False)],
    who: WhoOption = None,
) -> None:
    """Take the files of a case out of quarantine, if you are a lead for files. The case keeps who did, and when.

    If nobody had looked at the case, the person is told that you have. Example: python -m bot case fetch 1a2b3c4d --to files --as leo
    """
    with failures_told():
        from bot.commands.case_files import prepared, take_out
        from bot.run.wiring import fetcher

        async def fetched(office: Office, officer: Officer) -> None:
            source = fetcher(read_settings(quiet=True))
            try:
                folder = prepared(to)
                files = await office.files(officer, number)
                await take_out(source, files, folder, number.strip().lower()[:8])
            finally:
                await source.close()

        _using(who, fetched)


@app.command()
def claim(
    number: NumberArgument,
    take_over: Annotated[bool, typer.Option("--take-over", help="Take it over from whoever has it.")] = False,
    who: WhoOption = None,
) -> None:
    """Begin to work on a case. The person is told that somebody does.

    Example: python -m bot case claim 1a2b3c4d --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.claim(officer, number, take_over=take_over), lambda case: "It is yours now.")


@app.command()
def reply(number: NumberArgument, words: WordsArgument = "-", who: WhoOption = None) -> None:
    """Answer the person, in at most 4000 characters.

    Examples: python -m bot case reply 1a2b3c4d "We are looking for another home." --as dana,
    python -m bot case reply 1a2b3c4d --as dana < answer.txt
    """
    with failures_told():
        _act(who, lambda office, officer: office.reply(officer, number, _given(words)), lambda case: f"Answered. {HEARS[case.way_back]}")


@app.command()
def note(number: NumberArgument, words: WordsArgument = "-", who: WhoOption = None) -> None:
    """Write something for officers only. The person never sees it.

    Example: python -m bot case note 1a2b3c4d "Rang the home, they ring back on Monday." --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.note(officer, number, _given(words)), lambda case: "Noted, for officers only.")


@app.command()
def close(
    number: NumberArgument,
    did: Annotated[str, typer.Option("--did", help="What was done. The person reads it.", show_default=False)],
    who: WhoOption = None,
) -> None:
    """Close a case, and tell the person what was done. They can open it again.

    Example: python -m bot case close 1a2b3c4d --did "You have a new room from Monday." --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.close(officer, number, did), _closed)


@app.command()
def filed(number: NumberArgument, who: WhoOption = None) -> None:
    """Say that a case is in the council's own record.

    Example: python -m bot case filed 1a2b3c4d --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.filed(officer, number), lambda case: "Marked as in the council's own record.")


@app.command()
def hold(
    number: NumberArgument,
    why: Annotated[str, typer.Option("--why", help="The reason.", show_default=False)],
    who: WhoOption = None,
) -> None:
    """Keep a case from being deleted, because the law says so.

    Example: python -m bot case hold 1a2b3c4d --why "inquiry, letter of 3 May" --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.hold(officer, number, why), lambda case: "On legal hold: it is not deleted.")


@app.command()
def release(
    number: NumberArgument,
    why: Annotated[str, typer.Option("--why", help="The reason.", show_default=False)],
    who: WhoOption = None,
) -> None:
    """End a legal hold.

    Example: python -m bot case release 1a2b3c4d --why "the inquiry is over" --as dana
    """
    with failures_told():
        _act(who, lambda office, officer: office.release(officer, number, why), lambda case: "Released: it is deleted in its time.")


def _closed(case: Case) -> str:
    from bot.cases.retention import must_be_filed

    stays = "\nIt stays here until you say that it is in the council's own record: python -m bot case filed "
    return f"Closed. {HEARS[case.way_back]}" + (stays + case.number if must_be_filed(case) and not case.filed else "")


def _act(who: str | None, work: Callable[[Office, Officer], Awaitable[Done]], told: Callable[[Case], str]) -> None:
    """Do something in a case, and say what came of it."""
    done = _using(who, work)
    print(told(done.case) if done.changed else SO_ALREADY)
    if done.undelivered:
        print(UNDELIVERED)


def _using(who: str | None, work: Callable[[Office, Officer], Awaitable[T]]) -> T:
    """Do something as an officer, with the cases of the database that the settings name."""
    if not (who or "").strip():
        raise QuestionError("say who you are: --as OFFICER, or set HEARD_OFFICER, with your id in routes.yaml")
    from bot.run.wiring import opened_office

    async def done() -> T:
        async with opened_office(read_settings(quiet=True)) as office:
            return await work(office, office.officer((who or "").strip()))

    return asyncio.run(done())


def _given(words: str) -> str:
    """The words, or the input."""
    if words != "-":
        return words
    if _typing():
        print("Write, as many lines as you like. Ctrl-D on an empty line ends it.", file=sys.stderr)
    return sys.stdin.read()


def _typing() -> bool:
    """Whether somebody types the input."""
    return sys.stdin.isatty()


def _watched() -> bool:
    """Whether somebody reads it in a terminal."""
    return sys.stdout.isatty()


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
