"""Keeps a loop alive: whatever fails in a round turns its part of health red, until a round works again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from traceback import extract_tb

import structlog

from bot.errors import StorageUnavailableError
from bot.model.ports import Health

log = structlog.get_logger(__name__)


class Guard:
    """Watches over one channel's sender. Only what was found broken here is called mended here: others see storage fail, too."""

    def __init__(self, channel: str, health: Health) -> None:
        self._channel, self._health = channel, health
        self._red: set[str] = set()

    async def works(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do it; whether it worked."""
        try:
            await work()
        except StorageUnavailableError as error:
            log.error("sender.storage_unavailable", channel=self._channel, why=str(error))
            return self._failed("storage", str(error))
        except Exception as error:  # noqa: BLE001  the loop never dies: whatever this is, other messages wait
            log.error("sender.failed", channel=self._channel, error=type(error).__name__, at=place_of(error))
            return self._failed("sender", type(error).__name__)
        for part in self._red:
            self._health.green(part)
        self._red.clear()
        return True

    def _failed(self, part: str, why: str) -> bool:
        self._health.red(part, why)
        self._red.add(part)
        return False


def place_of(error: Exception) -> str:
    """File and line where it was raised: a place to look at, and no words of anyone."""
    frames = extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else "unknown"
