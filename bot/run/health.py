"""How the program is: green, or red with the parts that do not work. Codes only, never anyone's words."""

from __future__ import annotations

import structlog

log = structlog.get_logger()


class HealthBoard:
    """Collects what the parts say of themselves. Says each change once in the log: that is the operator's alarm."""

    def __init__(self) -> None:
        self._red: dict[str, str] = {}

    def red(self, part: str, why: str) -> None:
        """The part does not work now."""
        if self._red.get(part) != why:
            log.error("health_red", part=part, why=why)
        self._red[part] = why

    def green(self, part: str) -> None:
        """The part works."""
        if self._red.pop(part, None) is not None:
            log.info("health_green", part=part)

    @property
    def parts(self) -> dict[str, str]:
        """The parts that do not work, and why."""
        return dict(self._red)

    @property
    def is_green(self) -> bool:
        """Whether everything works."""
        return not self._red
