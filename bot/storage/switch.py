"""The switch of the conversation, and the record of who turned it. The last entry of that record is the state: there is no second truth."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Insert, Row, Text, bindparam, insert, select, text

from bot.errors import SealedError
from bot.model.content.topics import ENGLAND
from bot.model.operation.switch import Switched, Turned
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.seal.keys import Keyring
from bot.storage.statements import IS_OFF
from bot.storage.tables import UtcDateTime, audit

log = structlog.get_logger(__name__)

_COLUMNS = ("at", "who", "did", "why")
_ENTRIES = select(*(audit.c[name] for name in _COLUMNS)).where(audit.c.did.in_([Turned.OFF, Turned.ON]))
_HISTORY = _ENTRIES.order_by(audit.c.id)
_LAST = _ENTRIES.order_by(audit.c.id.desc()).limit(1)

# Readers go on. SQLite has one writer at a time in any case.
_ONE_AT_A_TIME = text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE")


def _turn(did: Turned) -> Insert:
    """Adds an entry, unless the conversation is turned that way already."""
    values = select(
        bindparam("the_moment", type_=UtcDateTime),
        *(bindparam(name, type_=Text) for name in ("the_who", "the_did", "the_why")),
    )
    return insert(audit).from_select(_COLUMNS, values.where(~IS_OFF if did is Turned.OFF else IS_OFF))


_TURN = {did: _turn(did) for did in Turned}


class SqlSwitch:
    """Fulfils `bot.model.ports.Switch`, and turns it. Every method raises `StorageUnavailableError` where the database cannot be had."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database, self._keyring = database, keyring

    async def turn_off(self, who: str, why: str, now: datetime) -> bool:
        """End the conversation from the next turn on. False where it is off already: nothing was changed."""
        return await self._turned(Turned.OFF, who, why, now)

    async def turn_on(self, who: str, why: str, now: datetime) -> bool:
        """Let the conversation go on from the next turn on. False where it is on already: nothing was changed."""
        return await self._turned(Turned.ON, who, why, now)

    async def state(self) -> Switched | None:
        """The last time somebody turned it; None where nobody ever did, and it is on."""
        with named_faults():
            row = await self._database.beside(lambda connection: connection.execute(_LAST).one_or_none())
        return None if row is None else self._switched(row)

    async def history(self) -> list[Switched]:
        """Each time somebody turned it, the oldest first."""
        with named_faults():
            rows = await self._database.beside(lambda connection: connection.execute(_HISTORY).all())
        return [self._switched(row) for row in rows]

    async def _turned(self, did: Turned, who: str, why: str, now: datetime) -> bool:
        entry = {"the_moment": now, "the_who": who, "the_did": did.value, "the_why": self._keyring.seal(ENGLAND, why)}
        with named_faults():
            return await self._database.durably(_adding(did, entry))

    def _switched(self, row: Row[Any]) -> Switched:
        try:
            why = self._keyring.open(ENGLAND, row.why)
        except SealedError:  # that it is off must be known even then
            log.error("audit.unreadable", did=row.did)
            why = ""
        return Switched(row.at, row.who, Turned(row.did), why)


def _adding(did: Turned, entry: dict[str, Any]) -> Callable[[Connection], bool]:
    def add(connection: Connection) -> bool:
        if connection.dialect.name != "sqlite":
            connection.execute(_ONE_AT_A_TIME)
        return connection.execute(_TURN[did], entry).rowcount == 1

    return add
