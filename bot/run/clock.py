"""The real time."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The moment now."""
        return datetime.now(UTC)
