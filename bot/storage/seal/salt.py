"""The secret that receipts and chats are mixed with before anything is looked up by them. Made once for a database."""

from __future__ import annotations

import hmac
import json
import secrets

from sqlalchemy import Connection

from bot.model.content.topics import ENGLAND
from bot.model.inbound import Conversation
from bot.storage import statements
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.seal.keys import Keyring

_NAME = "receipt"
_BYTES = 32


class Salt:
    """Reads it once. Its methods raise `SealedError` where no key opens it, `StorageUnavailableError` where the database cannot be had."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring
        self._known: bytes | None = None

    async def value(self) -> bytes:
        """The secret itself."""
        if self._known is None:
            with named_faults():
                sealed = await self._database.quickly(_read) or await self._made()
            self._known = bytes.fromhex(self._keyring.open(ENGLAND, sealed))
        return self._known

    async def place(self, conversation: Conversation) -> str:
        """The pseudonym by which a conversation is found where its address must not stand."""
        named = json.dumps([conversation.channel, conversation.address])
        return hmac.digest(await self.value(), named.encode(), "sha256").hex()

    async def _made(self) -> str:
        """A new one; where another process was first, its one."""
        new = {"name": _NAME, "salt": self._keyring.seal(ENGLAND, secrets.token_hex(_BYTES))}

        def make(connection: Connection) -> str:
            connection.execute(statements.INSERT_SALT, new)
            return _read(connection) or ""

        return await self._database.durably(make)


def _read(connection: Connection) -> str | None:
    return connection.execute(statements.SALT, {"the_name": _NAME}).scalar_one_or_none()
