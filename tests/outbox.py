"""What stands in the outbox, for tests to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from bot.model.inbound import Conversation
from bot.model.outbound import Message, Outbound
from bot.storage import payload
from bot.storage.store import SqlStore
from bot.storage.tables import WAITING, outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits."""

    conversation: Conversation
    outbound: Outbound
    due_at: datetime
    attempts: int
    help: bool
    held: bool


async def waiting(store: SqlStore, *to: Conversation) -> list[Waiting]:
    """All that wait, in the order in which they would go, held or not; to these people, or to all."""

    def read(connection: Connection) -> Sequence[Row[tuple[object, ...]]]:
        return connection.execute(select(outbox).where(outbox.c.state == WAITING).order_by(outbox.c.rank, outbox.c.id)).all()

    rows = await store._database.quickly(read)
    found = [_waiting(store, row) for row in rows]
    return [each for each in found if not to or each.conversation in to]


async def waiting_words(store: SqlStore, *to: Conversation) -> list[str]:
    """The words of all that wait."""
    return [each.outbound.text for each in await waiting(store, *to) if isinstance(each.outbound, Message)]


def _waiting(store: SqlStore, row: Row[tuple[object, ...]]) -> Waiting:
    outbound = payload.from_text(store._keyring.open(row.council, row.payload))
    assert outbound is not None
    to = Conversation(row.channel, row.address)
    return Waiting(to, outbound, row.due_at, row.attempts, row.rank == 0, row.held_until is not None)
