"""Locks between processes. The system itself frees them when their holder ends, however it ends: none is ever left behind."""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from bot.errors import StorageUnavailableError
from bot.storage.faults import named_faults
from bot.storage.processes.line import Line

_LOOKS = timedelta(seconds=3)
"""So often the holder of a file's lock looks whether the file is still there."""


class Lock(Protocol):
    """Something that one process at a time has."""

    settles: timedelta
    """How long whoever has waited for it must leave the one before to notice that it has lost it."""

    async def take(self) -> bool:
        """Take it, unless another has it.

        Raises:
            StorageUnavailableError: nobody can say who has it.
        """
        ...

    async def lost(self) -> None:
        """Wait until it is lost, which may be for ever. What is done under it must end then."""
        ...

    async def free(self) -> None:
        """Give it back, where it is not lost."""
        ...


class FileLock:
    """A lock on a file beside the database: the kernel frees it with the process."""

    settles = timedelta()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    async def take(self) -> bool:
        """Take it, unless another has it."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageUnavailableError(f"the lock file cannot be used: {error.strerror}") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        if not self._is_there():  # somebody has taken it away since it was opened, and another may lock a new one
            await self.free()
        return self._file is not None

    async def lost(self) -> None:
        """Wait until somebody takes the file away: a second process would make a new one, and lock that."""
        while self._is_there():  # noqa: ASYNC110  nothing tells of it
            await asyncio.sleep(_LOOKS.total_seconds())

    async def free(self) -> None:
        """Give it back. The file stays: another may have it open already."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _is_there(self) -> bool:
        with suppress(OSError):
            return self._file is not None and os.path.samestat(os.fstat(self._file), self._path.stat())
        return False


class AdvisoryLock:
    """A lock of PostgreSQL's on a connection that is there for nothing else: the server frees it with the connection."""

    settles = timedelta(seconds=1)

    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        self._key = int.from_bytes(sha256(f"heard {name}".encode()).digest()[:8], "big", signed=True)
        self._broken: asyncio.Event | None = None

    async def take(self) -> bool:
        """Take it, unless another has it."""
        with named_faults():
            taken, broken = await self._line.ask("SELECT pg_try_advisory_lock($1)", self._key)
        self._broken = broken if taken else None
        return bool(taken)

    async def lost(self) -> None:
        """Wait until its connection breaks."""
        if self._broken is not None:
            await self._broken.wait()

    async def free(self) -> None:
        """Give it back, if it was not lost: the connection may be another by now, and hold nothing."""
        broken, self._broken = self._broken, None
        if broken is not None and not broken.is_set():
            with suppress(StorageUnavailableError), named_faults():
                await self._line.ask("SELECT pg_advisory_unlock($1)", self._key)
