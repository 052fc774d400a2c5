"""The program with another pace, as a process of its own: `python -m tests.end_to_end.paced worker poll=3600`, in seconds."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.commands.running import read_settings
from bot.run import service
from bot.run.pace import Pace


def main(command: str, *given: str) -> None:
    pace = Pace(**{name: timedelta(seconds=float(seconds)) for name, _, seconds in (each.partition("=") for each in given)})
    settings = read_settings()
    asyncio.run(service.web(settings, pace) if command == "web" else service.run(settings, page=command == "run", pace=pace))


if __name__ == "__main__":
    main(*sys.argv[1:])
