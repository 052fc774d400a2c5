"""The dialogue for a command that asks it something."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from bot.commands.progress import bars
from bot.config import Settings

if TYPE_CHECKING:  # the content is read only by a command that runs
    from bot.dialogue.dialogue import Dialogue


def built_dialogue(settings: Settings) -> Dialogue:
    """The dialogue, with a progress bar where many new example questions have to be read first."""
    from bot.run.wiring import build_dialogue

    with bars() as bar:
        return build_dialogue(settings, bar("reading new example questions"))


def today() -> date:
    """The day it is."""
    return datetime.now(UTC).date()
