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
    topic: str | None = None
    """The last topic that was answered, so that "and how much?" can be understood."""
    keep_questions: bool | None = None
    """Whether questions without an answer may be kept for those who write the answers; None while nobody has asked."""
