"""How this process is: green, or which parts do not work, or wait. Codes only, never anyone's words."""

from __future__ import annotations

import asyncio

import structlog

from bot.model.operation.health import Part, State

log = structlog.get_logger()


class HealthBoard:
    """Collects what the parts say of themselves. Says each change once in the log: that is the operator's alarm."""

    def __init__(self) -> None:
        self._now: dict[str, Part] = {}
        self.changed = asyncio.Event()
        """Set at each change; whoever waits for it clears it."""

    def red(self, part: str, why: str) -> None:
        """The part does not work now."""
        if self._set(part, Part(State.RED, why)):
            log.error("health.red", part=part, why=why)

    def amber(self, part: str, why: str) -> None:
        """The part waits, and nothing is broken."""
        if self._set(part, Part(State.AMBER, why)):
            log.info("health.amber", part=part, why=why)

    def green(self, part: str) -> None:
        """The part works."""
        if self._now.pop(part, None) is not None:
            self.changed.set()
            log.info("health.green", part=part)

    @property
    def now(self) -> dict[str, Part]:
        """The parts that are not green."""
        return dict(self._now)

    @property
    def parts(self) -> dict[str, str]:
        """The parts that do not work, and why."""
        return {name: part.why for name, part in self._now.items() if part.state is State.RED}

    def _set(self, name: str, part: Part) -> bool:
        if self._now.get(name) == part:
            return False
        self._now[name] = part
        self.changed.set()
        return True
