"""Libraries with something changed."""

from __future__ import annotations

from dataclasses import replace

from bot.model.content import Command
from bot.model.library import Library


def with_commands(library: Library, *commands: Command) -> Library:
    """The same content with only these commands."""
    return replace(library, commands=commands)
