"""Receipts: five easy words that open a case again from anywhere, and the digest by which it is looked up.

The words are never stored. Their digest is slow to compute on purpose, so that a stolen database without the salt, or a patient stranger,
does not find them: 512 words, five of them, are 45 bits.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Sequence

from bot.dialogue.words.receipt import COUNT
from bot.model.turn import Receipt

Choose = Callable[[Sequence[str]], str]
"""Picks one of several, so that nobody can foresee which."""

_COST, _BLOCK, _LANES = 2**15, 8, 1
"""The cost of scrypt: 32 MiB and about a fifteenth of a second."""
_MEMORY = 2 * 128 * _COST * _BLOCK


def make(words: Sequence[str], choose: Choose) -> tuple[str, ...]:
    """The words of a new receipt. One may come twice: each is as likely as any other."""
    return tuple(choose(words) for _ in range(COUNT))


def digest(words: Sequence[str], salt: bytes) -> str:
    """The digest by which a case is looked up. Slow: never on the event loop."""
    plain = " ".join(word.strip().casefold() for word in words).encode()
    return hashlib.scrypt(plain, salt=salt, n=_COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=32).hex()


class ReceiptPool:
    """Keeps a few receipts made ahead, so that nobody waits for theirs. Each is handed out once, and forgotten with the process."""

    def __init__(self, words: Sequence[str], salt: bytes, size: int = 4, choose: Choose = secrets.choice) -> None:
        self._words, self._salt, self._size, self._choose = tuple(words), salt, size, choose
        self._ready: deque[Receipt] = deque()
        self._filling: asyncio.Task[None] | None = None

    async def take(self) -> Receipt:
        """A new receipt. More are made in a thread, for those who come next."""
        receipt = self._ready.popleft() if self._ready else await asyncio.to_thread(self._new)
        if self._filling is None or self._filling.done():
            self._filling = asyncio.create_task(self.fill())
            self._filling.add_done_callback(_noticed)
        return receipt

    async def fill(self) -> None:
        """Make as many as are kept ready."""
        while len(self._ready) < self._size:
            self._ready.append(await asyncio.to_thread(self._new))

    async def digest(self, words: Sequence[str]) -> str:
        """The digest by which the case of a receipt is looked up."""
        return await asyncio.to_thread(digest, words, self._salt)

    def _new(self) -> Receipt:
        words = make(self._words, self._choose)
        return Receipt(words, digest(words, self._salt))


def _noticed(task: asyncio.Task[None]) -> None:
    """Whatever goes wrong while making them ahead is raised where one is taken, which makes its own then."""
    if not task.cancelled():
        task.exception()
