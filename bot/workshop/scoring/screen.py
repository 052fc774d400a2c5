"""The report as tables, for people who are watching."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.workshop.scoring.report import Section

FIGURES = frozenset({"in 100", "counted", "of", "times", "cases", "right", "change"})
"""Columns of numbers."""


def show(sections: Iterable[Section], console: Console) -> None:
    """Print every section that has something to say. Messages are shown as they are, whatever brackets they hold."""
    for section in sections:
        if section.rows:
            console.print(_table(section))
        elif section.title and section.note:
            console.print(Text(section.title, style="bold"))
        if section.note:
            console.print(Text(section.note, style="dim"), end="\n\n")


def _table(section: Section) -> Table:
    title = Text(section.title, style="bold") if section.title else None
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for column in section.columns:
        figures = column in FIGURES
        table.add_column(column, justify="right" if figures else "left", no_wrap=figures, overflow="fold")
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
