"""Libraries with something changed."""

from __future__ import annotations

from dataclasses import replace

from bot.model.content.library import Library
from bot.model.content.topics import Command


def with_commands(library: Library, *commands: Command) -> Library:
    """The same content with only these commands."""
    return replace(library, commands=commands)
