"""Flows for people who do not read their files: drawn as pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.running import failures_told, read_settings, workshop_needed
from bot.errors import QuestionError

if TYPE_CHECKING:  # content is read only by a command that runs
    from bot.model.content.flow import Flow

app = typer.Typer(help="Guided conversations.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _flows() -> None:
    """Makes it a group, though it has one command."""


@app.command()
def draw(
    flow: Annotated[str | None, typer.Argument(help="A flow's id, e.g. tell-us; left out: every flow.")] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="The file to write, or a folder for flow-ID.svg; left out: the folder you are in.")
    ] = None,
) -> None:
    """Draw a flow as a picture (SVG) for people who do not code: every step as people see it, and what leads where.

    Any browser opens it and prints it.

    Examples: python -m bot flows draw tell-us --to tell-us.svg, python -m bot flows draw --to pictures
    """
    with failures_told(), workshop_needed():
        from bot.content.library import Libraries
        from bot.workshop.drawing.storyboard import draw_flow

        library = Libraries(read_settings(quiet=True).content_dir).english
        for path, found in _files(flow, library.flows, to or Path()).items():
            _write(path, draw_flow(found, library).svg())
            print(path)


def _files(name: str | None, flows: Mapping[str, Flow], to: Path) -> dict[Path, Flow]:
    """The file that each flow is drawn into.

    Raises:
        QuestionError: no flow is called so, or the folder for several is a file.
    """
    if name is None:
        if to.is_file():
            raise QuestionError(f"{to} is a file. Name a folder: every flow has a picture of its own")
        return {to / f"flow-{each}.svg": flow for each, flow in flows.items()}
    if name not in flows:
        raise QuestionError(f"nobody knows the flow '{name}'; known: {', '.join(flows)}")
    return {to / f"flow-{name}.svg" if to.is_dir() else to: flows[name]}


def _write(path: Path, drawn: str) -> None:
    """Write a picture.

    Raises:
        QuestionError: it cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name another place with --to") from None
