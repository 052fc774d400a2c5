"""Flows for people who do not read their files: drawn as pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.running import failures_told, read_settings, workshop_needed
from bot.errors import QuestionError

if TYPE_CHECKING:  # content is read only by a command that runs
    from bot.model.content.flow import Flow
    from bot.model.content.library import Library
    from bot.workshop.drawing.picture import Picture

app = typer.Typer(help="Guided conversations.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _flows() -> None:
    """Makes it a group, though it has one command."""


@app.command()
def draw(
    flow: Annotated[str | None, typer.Argument(help="A flow's id, e.g. tell-us; left out: every flow.")] = None,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="The file to write, or a folder for flow-ID.svg and flow-ID-map.svg; left out: the folder you are in."),
    ] = None,
) -> None:
    """Draw a flow for people who do not code, as two pictures (SVG): a storyboard of every step as people see it, and a map of what leads where.

    The map stands beside the storyboard, in a file that ends in -map.svg. Any browser opens them and prints them.

    Examples: python -m bot flows draw tell-us --to tell-us.svg, python -m bot flows draw --to pictures
    """
    with failures_told(), workshop_needed():
        from bot.content.library import Libraries
        from bot.workshop.drawing.storyboard import draw_flow

        library = Libraries(read_settings(quiet=True).content_dir).english
        draw_map = _maps()
        for path, found in _files(flow, library.flows, to or Path()).items():
            _write(path, draw_flow(found, library))
            if draw_map:
                _write(path.with_name(f"{path.stem}-map{path.suffix}"), draw_map(found, library))
        if not draw_map:
            typer.echo("No maps: they need pygraphviz, which `pip install pygraphviz` brings; the storyboards are drawn.", err=True)


def _maps() -> Callable[[Flow, Library], Picture] | None:
    """The function that draws maps, where Graphviz is installed: only people who draw need it, and it is large."""
    try:
        from bot.workshop.drawing.map import draw_map
    except ModuleNotFoundError as error:
        if error.name != "pygraphviz":
            raise
        return None
    return draw_map


def _files(name: str | None, flows: Mapping[str, Flow], to: Path) -> dict[Path, Flow]:
    """The file that each flow's storyboard is drawn into.

    Raises:
        QuestionError: no flow is called so, or the folder for several is a file.
    """
    if name is None:
        if to.is_file():
            raise QuestionError(f"{to} is a file. Name a folder: every flow has pictures of its own")
        return {to / f"flow-{each}.svg": flow for each, flow in flows.items()}
    if name not in flows:
        raise QuestionError(f"nobody knows the flow '{name}'; known: {', '.join(flows)}")
    return {to / f"flow-{name}.svg" if to.is_dir() else to: flows[name]}


def _write(path: Path, drawn: Picture) -> None:
    """Write a picture, and say where.

    Raises:
        QuestionError: it cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn.svg(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name another place with --to") from None
    print(path)
