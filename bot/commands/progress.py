"""Progress bars for people who wait; nothing where nobody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

OnProgress = Callable[[int, int | None], object]
"""Called with how many are done, and of how many."""
Bars = Callable[[str], OnProgress]
"""Begins a progress bar under a name."""


@contextmanager
def progress(total: int | None, what: str) -> Iterator[Callable[[], object]]:
    """A progress bar for people; nothing where nobody is watching."""
    with bars() as bar:
        tick, done = bar(what), count(1)
        yield lambda: tick(next(done), total)


@contextmanager
def bars() -> Iterator[Bars]:
    """As many progress bars as are asked for, one under another, each gone when all is done."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:

        def bar(what: str) -> OnProgress:
            task = shown.add_task(what, total=None, visible=False)
            return lambda done, of: shown.update(task, completed=done, total=of, visible=True)

        yield bar
