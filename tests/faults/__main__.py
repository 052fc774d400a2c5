"""`python -m tests.faults --kills 200 --database sqlite --database postgresql --seed 7`: the long trial of "never lost, never doubled"."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from bot.config import CHECKOUT
from tests.databases import postgres_database, postgres_server, sqlite_url
from tests.faults.report import lines
from tests.faults.trial import Plan, drawn, tried
from tests.faults.verdict import violations

EVERY = 60.0
"""Seconds between two lines of progress."""


class Progress:
    """Tells how far it is, once a minute."""

    def __init__(self, database: str, kills: int) -> None:
        self._told = 0.0
        self._of = f"{database}, of {kills} kills"

    def __call__(self, line: str) -> None:
        if time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            print(f"{time.strftime('%H:%M')} {self._of}: {line}", file=sys.stderr, flush=True)


@asynccontextmanager
async def _new(database: str, folder: Path) -> AsyncIterator[str]:
    """The address of a new database."""
    if database == "sqlite":
        (folder / "data").mkdir()
        yield sqlite_url(folder / "data")
        return
    with postgres_server() as server:
        async with postgres_database(server) as url:
            yield url


async def _tried(database: str, asked: argparse.Namespace) -> bool:
    """Whether the promise was kept over one database; what is left of it stays where it was not."""
    folder = Path(tempfile.mkdtemp(prefix=f"faults-{database}-"))
    plan = Plan(
        drawn(asked.kills, asked.seed),
        people=asked.people,
        first=asked.people // 2,
        thinks=(0.2, 2.0),
        works=(5, 80),
        lasts=(0.1, 1.5),
        pause=1.0,
        patience=900.0,
        seed=asked.seed,
    )
    async with _new(database, folder) as url:
        outcome = await tried(plan, url, folder, asked.content, Progress(database, asked.kills))
    for line in lines(database, outcome):
        print(line, flush=True)
    if violations(outcome.evidence):
        print(f"  data and keys: {folder}", flush=True)
        return False
    shutil.rmtree(folder)
    return True


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults", description="Kill the program again and again while people tell things."
    )
    parser.add_argument("--kills", type=int, default=20, help="how often, over each database (default: 20)")
    parser.add_argument("--database", action="append", choices=["sqlite", "postgresql"], help="which; given twice: both (default: sqlite)")
    parser.add_argument("--people", type=int, default=40, help="how many talk to it (default: 40)")
    parser.add_argument(
        "--seed", type=int, default=7, help="by which everybody's choices are drawn; the moments of the machine stay its own"
    )
    parser.add_argument("--content", type=Path, default=CHECKOUT, help="the content (default: that which people get)")
    return parser.parse_args()


def main() -> None:
    """Try, report, and fail where the promise was not kept."""
    asked = _asked()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    kept = [asyncio.run(_tried(database, asked)) for database in asked.database or ["sqlite"]]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
