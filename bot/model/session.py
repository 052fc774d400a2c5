"""Where a person is in the conversation: the little that is remembered between two turns."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.content import Audience

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Session:
    """A person's settings, and the open flow with the step they are at. Never a word they wrote."""

    council: str | None = None
    audience: Audience | None = None
    language: str = DEFAULT_LANGUAGE
    flow: str | None = None
    step: str | None = None
