"""The database's commands, for whoever runs it: its keys."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.commands.running import failures_told, read_settings

app = typer.Typer(help="The database and its keys.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _database() -> None:
    """Makes it a group, though it has one command."""


@app.command("rotate-key")
def rotate_key(
    council: Annotated[str | None, typer.Option("--council", help="A council's id, or england; left out: every key.")] = None,
    finish: Annotated[
        bool, typer.Option("--finish", help="A minute later or more: drop the old keys, once nothing is sealed with them.")
    ] = False,
) -> None:
    """Seal all words with a new key, while everything runs. Then copy the key file, and run it again with --finish.

    With HEARD_KEYS set, put the new key in front there and start everything again first; this then seals with it.

    Examples: python -m bot db rotate-key --council bristol, python -m bot db rotate-key --council bristol --finish
    """
    with failures_told():
        from bot.run import wiring

        settings = read_settings(quiet=True)
        given = settings.keys is not None
        for one in asyncio.run(wiring.rotate_keys(settings, council, finish=finish)):
            print(f"{one.council}: {_what(finish, one.changed, given=given)}; values sealed anew: {one.values}")
        if not (finish or given):
            print(f"Copy {settings.key_file} somewhere safe. Run this again with --finish in a minute or later.")


def _what(finish: bool, changed: bool, *, given: bool) -> str:
    if given:
        return "nothing is sealed with an older key, which may go from HEARD_KEYS" if finish else "the first key in HEARD_KEYS is used"
    if finish:
        return "the old key is gone" if changed else "there was no old key"
    return "a new key" if changed else "the change begun before goes on"
