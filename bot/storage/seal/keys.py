"""Words at rest are sealed: with a key of their council, or with England's. Only here anything is encrypted or opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SealedError, SettingsError
from bot.model.content.topics import ENGLAND
from bot.storage.seal.key_source import EnvironmentKeys, KeyFile, Keys, KeySource

T = TypeVar("T")

log = structlog.get_logger(__name__)

SEALED = "gAAAAAAAAAAA"
"""How everything sealed begins: Fernet's version and its time, which is always zero here. A question that was kept must not say when."""
_NO_KEY = (InvalidToken, KeyError, ValueError)  # a wrong one, none, or no token at all
LOOK_AGAIN = 1.0
"""Seconds for which keys once read are taken for the newest."""


class Keyring:
    """Seals and opens words. Notices when the keys were changed beside it. For one event loop."""

    def __init__(self, source: KeySource, now: Callable[[], float] = time.monotonic) -> None:
        self.source = source
        self._now = now
        self._looked = now()
        self._newest: Mapping[str, Fernet] = {}
        self._rings: Mapping[str, MultiFernet] = {}
        self._take(source.read())

    @property
    def councils(self) -> Collection[str]:
        """The councils that have keys, England among them."""
        return self._rings.keys()

    def holder(self, council: str | None) -> str:
        """Under whose key words for a council go: its own, or England's where it has none."""
        return council if council is not None and council in self._rings else ENGLAND

    def seal(self, council: str, text: str) -> str:
        """The text as only the newest key of the council opens it. The council must have one."""
        if self._now() - self._looked >= LOOK_AGAIN:
            self.refresh()
        return self._newest[council].encrypt_at_time(text.encode(errors="surrogatepass"), 0).decode()

    def open(self, council: str, token: str) -> str:
        """The text that was sealed. What was stored before anything was sealed comes back as it is.

        Raises:
            SealedError: none of the council's keys opens it.
        """
        return self._with_newer_keys(council, lambda: self._opened(council, token))

    def reseal(self, council: str, token: str) -> str | None:
        """The same text under the council's newest key; None where it is so already.

        Raises:
            SealedError: none of the council's keys opens it.
        """
        if not token.startswith(SEALED):
            return self.seal(council, token)
        return self._with_newer_keys(council, lambda: self._resealed(council, token))

    def refresh(self) -> None:
        """Read the keys again where they have changed; those known before go on where that cannot be done."""
        self._looked = self._now()
        if not self.source.changed():
            return
        try:
            keys = self.source.read()
        except SettingsError as error:
            log.error("keys.unreadable", why=str(error))
            return
        if lost := sorted(self._rings.keys() - keys.keys()):
            log.error("keys.unreadable", why=f"{self.source.name}: there is no key for {', '.join(lost)} any more")
            return
        self._take(keys)

    def _take(self, keys: Keys) -> None:
        fernets = {council: [Fernet(key) for key in own] for council, own in keys.items()}
        self._newest = {council: own[0] for council, own in fernets.items()}
        self._rings = {council: MultiFernet(own) for council, own in fernets.items()}

    def _with_newer_keys(self, council: str, work: Callable[[], T]) -> T:
        """Do it; where no key fits, once more with the keys as they are now."""
        try:
            return work()
        except _NO_KEY:
            self.refresh()
        try:
            return work()
        except _NO_KEY:
            raise SealedError(f"no key of {council} in {self.source.name} opens this") from None

    def _opened(self, council: str, token: str) -> str:
        if not token.startswith(SEALED):
            return token
        return self._rings[council].decrypt(token).decode(errors="surrogatepass")

    def _resealed(self, council: str, token: str) -> str | None:
        try:
            self._newest[council].decrypt(token)
        except InvalidToken:
            return self._rings[council].rotate(token).decode()
        return None


def load_keys(given: str | None, file: Path, councils: Collection[str], known: Collection[str]) -> Keyring:
    """The keys that are given (JSON), else those of the file; keys that are still missing are made and put into the file.

    `known` are the councils for which something is sealed already: for them a key is never made.

    Raises:
        SettingsError: a key is missing, or the keys cannot be read; it says what to do.
    """
    source: KeySource = KeyFile(file) if given is None else EnvironmentKeys(given)
    source.add({ENGLAND, *councils, *known}, known)
    return Keyring(source)
