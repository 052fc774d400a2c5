"""Notices that cannot arrive: somebody else hears of the case, and whoever runs this hears of whom it could not reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.model.ports import Health
from bot.model.turn import Notice, OutboxRow

log = structlog.get_logger(__name__)

Instead = Callable[[OutboxRow], Awaitable[Sequence[Notice]]]
"""The notices that go to others in the place of one that will never arrive."""


async def nobody_else(row: OutboxRow) -> Sequence[Notice]:
    """Where nothing is known of officers nobody hears instead."""
    return ()


def part_of(officer: str, channel: str) -> str:
    """What health calls the way to an officer."""
    return f"notices to {officer} by {channel}"


def shout(health: Health, row: OutboxRow, channel: str, *, heard: bool) -> None:
    """Name the officer by their id and the case by its number; never a word, never an address."""
    after = "others were told" if heard else "nobody else is left to tell"
    if row.about is None or row.about.officer is None:
        health.red("notices", f"a notice cannot arrive, and {after}")
        return
    number = row.about.case[:8]
    log.error("notice_lost", officer=row.about.officer, case=number, channel=channel, heard=heard)
    health.red(part_of(row.about.officer, channel), f"a notice of case {number} cannot arrive, and {after}")
