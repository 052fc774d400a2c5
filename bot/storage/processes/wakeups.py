"""Waking the other processes of one SQLite database: a socket for each in a folder beside it.

Nothing hangs on it. Who is not woken looks for itself every few seconds; so a socket that is missing, full, or left by a process that
was killed is passed over, and nothing that comes in is read as anything but a nudge.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

SOON_S = 0.02
"""Everything that is told within this time is told once: a look into the folder is cheap, and not for nothing in every turn."""
_NUDGE = b"!"
_ROOM = 4_096


class Wakeups:
    """This process's socket, and the way to the others'."""

    def __init__(self, folder: Path, me: str) -> None:
        self._folder, self._me = folder, me
        self._socket: socket.socket | None = None
        self._door: int | None = None
        self._soon: asyncio.TimerHandle | None = None

    def tell(self) -> None:
        """Nudge every other process that listens, in a moment."""
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON_S, self.nudge)

    def nudge(self) -> None:
        """Nudge every other process that listens."""
        self._soon = None
        try:
            others = [name for name in os.listdir(self._folder) if name != self._me]  # noqa: PTH208  names, many times a second
        except OSError:  # nobody has listened yet
            return
        for name in others:
            self._nudge(name)

    def listen(self, woken: Callable[[], None]) -> None:
        """From now on hear the others."""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            mine = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            mine.setblocking(False)
            self._socket = mine
            mine.bind(self._address(self._me))
        except OSError as error:
            log.warning("wakeups.off", why=error.strerror or type(error).__name__, instead="it looks every few seconds")
            self.close()
            return
        asyncio.get_running_loop().add_reader(mine, self._heard, mine, woken)

    def close(self) -> None:
        """Tell what is to be told, and take the socket away."""
        if self._soon is not None:
            self._soon.cancel()
            self.nudge()
        if self._socket is not None:
            with suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
            (self._folder / self._me).unlink(missing_ok=True)
        if self._door is not None:
            os.close(self._door)
            self._door = None

    def _nudge(self, name: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as way:
            way.setblocking(False)
            try:
                way.sendto(_NUDGE, self._address(name))
            except ConnectionRefusedError:  # its process is dead, or it never was a socket
                self._sweep(self._folder / name)
            except OSError:  # it is gone by now, or so full that it wakes anyway
                pass

    def _sweep(self, left: Path) -> None:
        with suppress(OSError):
            if left.is_socket():
                left.unlink()

    def _heard(self, mine: socket.socket, woken: Callable[[], None]) -> None:
        with suppress(OSError):
            while mine.recv(_ROOM):
                pass
        woken()

    def _address(self, name: str) -> str:
        """The socket's name, which may have some hundred letters at most; Linux has a short one for every folder."""
        if not Path("/proc/self/fd").is_dir():
            return str(self._folder / name)
        if self._door is None:
            self._door = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        return f"/proc/self/fd/{self._door}/{name}"
