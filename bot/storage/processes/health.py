"""Processes say how they are, where every other can read it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from bot.model.operation.health import Part, Process, State
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.processes.moment import Moment
from bot.storage.tables import parts, processes

_MINE = processes.c.id == bindparam("the_id")
_BEAT = update(processes).where(_MINE).values(heard_at=Moment())
"""No row at the first time, and where somebody has taken this process for dead."""
_BEGIN = insert(processes).values(id=bindparam("the_id"), kind=bindparam("the_kind"), since=Moment(), heard_at=Moment())
_FORGET = tuple(
    delete(column.table).where(column.in_(bindparam("the_ids", expanding=True))) for column in (parts.c.process, processes.c.id)
)
_FORGET_PARTS = delete(parts).where(parts.c.process == bindparam("the_id"))
_SAY = insert(parts)
_EVERYONE = (
    select(processes, Moment().label("now"), parts.c.part, parts.c.state, parts.c.why)
    .outerjoin(parts, parts.c.process == processes.c.id)
    .order_by(processes.c.since, processes.c.id, parts.c.part)
)


class SqlProcesses:
    """All processes of a service, and this one. Every method raises `StorageUnavailableError` where the database cannot be had."""

    def __init__(self, database: Database, kind: str) -> None:
        """`kind`: the command that this process was started with."""
        self._database, self._kind = database, kind
        self._said: Mapping[str, Part] = {}
        self.id = secrets.token_hex(8)

    async def beat(self, now: Mapping[str, Part]) -> None:
        """Say that this process lives, and what of it is not green. As long as that is the same it is one small statement."""
        with named_faults():
            if now == self._said and await self._database.quickly(self._alone):
                return
            await self._database.durably(lambda connection: self._all(connection, now))
        self._said = dict(now)

    async def leave(self) -> None:
        """Take this process away: it has stopped as it should."""
        await self.forget([self.id])

    async def forget(self, ids: Collection[str]) -> None:
        """Take processes away with all that they have said. One that lives after all comes back with its next beat."""
        with named_faults():
            await self._database.durably(lambda connection: [connection.execute(each, {"the_ids": list(ids)}) for each in _FORGET])

    async def everyone(self) -> list[Process]:
        """Every process that has not stopped as it should, the oldest first."""
        with named_faults():
            return _read(await self._database.beside(lambda connection: connection.execute(_EVERYONE).all()))

    def _alone(self, connection: Connection) -> bool:
        return bool(connection.execute(_BEAT, {"the_id": self.id}).rowcount)

    def _all(self, connection: Connection, now: Mapping[str, Part]) -> None:
        me = {"the_id": self.id}
        if not connection.execute(_BEAT, me).rowcount:
            connection.execute(_BEGIN, {**me, "the_kind": self._kind})
        connection.execute(_FORGET_PARTS, me)
        if now:
            said = [{"process": self.id, "part": name, "state": part.state.value, "why": part.why} for name, part in now.items()]
            connection.execute(_SAY, said)


def _read(rows: Sequence[Row[Any]]) -> list[Process]:
    heads = {row.id: row for row in rows}
    said: dict[str, dict[str, Part]] = {each: {} for each in heads}
    for row in rows:
        if row.part is not None:
            said[row.id][row.part] = Part(State(row.state), row.why)
    return [Process(row.id, row.kind, row.since, row.now - row.heard_at, said[row.id]) for row in heads.values()]
