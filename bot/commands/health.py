"""How the service is, for whoever has a terminal and no browser; and forgetting a process that never comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from bot.commands.running import failures_told, read_settings
from bot.run.health import HealthBoard
from bot.run.pace import Pace

app = typer.Typer(rich_markup_mode=None)


@app.command()
def health(
    clear: Annotated[
        bool, typer.Option("--clear", help="Forget processes that are silent and not coming back: their machine is gone, or is not wanted.")
    ] = False,
) -> None:
    """Say how every process is, as the health page does. Exit 1 where something is red.

    Examples: python -m bot health, python -m bot health --clear
    """
    with failures_told():
        now = asyncio.run(_looked(clear=clear))
        print(*_lines(now), sep="\n")
    raise typer.Exit(1 if now["status"] == "red" else 0)


async def _looked(*, clear: bool) -> dict[str, Any]:
    from bot.run.wiring import opened_overview

    async with opened_overview(read_settings(quiet=True), "health", HealthBoard(), Pace()) as (overview, processes):
        if clear:
            await processes.forget([each.id for each in await processes.everyone() if each.silent()])
        return await overview.now()


def _lines(now: dict[str, Any]) -> Iterator[str]:
    yield f"{now['status']}; messages that wait: {now['waiting']}, given up: {now['given_up']}"
    for name, why in now["red"].items():
        yield f"red: {name}: {why}"
    for name, why in now.get("waits", {}).items():
        yield f"waits: {name}: {why}"
    if off := now.get("off"):
        yield f"off: since {off['since']} by {off['by']}: {off['why']}"
    if not now["processes"]:
        yield "no process runs"
    for each in now["processes"]:
        yield f"{each['kind']} {each['id']}, since {each['since']}{', silent' if each['silent'] else ''}"
