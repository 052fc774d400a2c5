"""Every exception that Heard raises on purpose, in one place.

The names say what the caller can do: correct the content, correct the settings, wait and try again, or give up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path


class HeardError(Exception):
    """Everything below, for whoever wants to catch all of it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the content, in words its writer understands."""

    file: Path
    line: int
    wrong: str
    mend: str
    warning: bool = False

    def relative_to(self, folder: Path) -> Problem:
        """The same with a shorter path, where the file lies under the folder."""
        return replace(self, file=self.file.relative_to(folder)) if self.file.is_relative_to(folder) else self

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.file}:{self.line}: {kind}{self.wrong}. {self.mend}"


class ContentError(HeardError):
    """Content that cannot be served. Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(HeardError):
    """A setting is missing or makes no sense; the message names it and says what to do."""


class ModelError(HeardError):
    """The sentence encoder cannot be used: its files are missing or broken."""


class QuestionError(HeardError):
    """Something asked on the command line makes no sense; the message names the line or option."""


class StorageUnavailableError(HeardError):
    """The database could not take it (full disk, lost connection): nothing was stored, try again later."""


class SealedError(HeardError):
    """No key opens what was sealed."""


class ConflictError(HeardError):
    """Somebody else changed this session first: read it again."""


class DeliveryError(HeardError):
    """A message did not reach its channel."""


class TryLaterError(DeliveryError):
    """The channel asks to wait, or could not be reached. The message stays where it is."""

    def __init__(self, why: str, wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class UnreachableError(DeliveryError):
    """The person has blocked the assistant or is gone: nothing sent there will arrive."""


class RefusedError(DeliveryError):
    """The channel will never take this message. A mistake of ours, so it shouts."""
