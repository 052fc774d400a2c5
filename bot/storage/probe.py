"""The proof that something could be stored now: a row is stored and taken away again in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, delete, insert

from bot.model.content.topics import ENGLAND
from bot.storage.tables import GIVEN_UP, outbox

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_ROW = {
    "channel": "health",
    "address": "health",
    # Larger than a page of either database, so that it asks for new room, too.
    "payload": "x" * 8_192,
    "key": "health",
    "attempts": 0,
    "due_at": _LONG_AGO,
    "created_at": _LONG_AGO,
    "state": GIVEN_UP,
    "council": ENGLAND,
}
_IN = insert(outbox)
_OUT = delete(outbox).where(outbox.c.key == bindparam("the_key"))


def probe(connection: Connection) -> None:
    """Store a row and take it away. Nobody outside the transaction ever sees it."""
    connection.execute(_IN, _ROW)
    connection.execute(_OUT, {"the_key": _ROW["key"]})
