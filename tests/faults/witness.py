"""A table in the tested database into which the database itself copies every message that a turn commits, before it is sent and deleted.

So what people should have got is known from outside the program. The copies are sealed like the messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from bot.channels.telegram.outbound import keyboard, to_html
from bot.model.outbound import Message
from bot.storage import payload
from bot.storage.engine import Database
from bot.storage.seal.keys import Keyring
from bot.storage.tables import HELP

Json = dict[str, Any]
_TABLE = "CREATE TABLE witness (id BIGINT PRIMARY KEY, channel TEXT, address TEXT, payload TEXT, key TEXT, council TEXT, rank INTEGER)"
_COPY = "INSERT INTO witness VALUES (NEW.id, NEW.channel, NEW.address, NEW.payload, NEW.key, NEW.council, NEW.rank)"
_SQLITE = (f"CREATE TRIGGER witnessed AFTER INSERT ON outbox WHEN NEW.state = 'waiting' BEGIN {_COPY}; END",)
_POSTGRES = (
    f"CREATE FUNCTION witnessed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_COPY}; RETURN NEW; END $$",
    "CREATE TRIGGER witnessed AFTER INSERT ON outbox FOR EACH ROW WHEN (NEW.state = 'waiting') EXECUTE FUNCTION witnessed()",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was committed."""

    row: int
    chat: int
    key: str
    message: Json | None
    """As the double would keep it; None for what is no message."""
    help: bool = False
    """Whether it goes before what waits."""

    @property
    def by_turn(self) -> int | None:
        """The update whose turn said it, to whoever did something; None for what somebody else's act has them told."""
        event, hash_sign, _ = self.key.partition("#")
        parts = event.split(":")
        return int(parts[1]) if hash_sign and parts[0] == "telegram" else None


async def place(database: Database) -> None:
    """Put it up, where the tables are there."""

    def create(connection: Connection) -> None:
        triggers = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRES
        for statement in (_TABLE, *triggers):
            connection.execute(text(statement))

    await database.durably(create)


async def count(database: Database) -> int:
    """How many messages were committed so far; the number of the newest, which is as good."""
    return int(
        await database.quickly(lambda connection: connection.execute(text("SELECT coalesce(max(id), 0) FROM witness")).scalar()) or 0
    )


async def everything(database: Database, keyring: Keyring) -> list[Said]:
    """All of it, in the order of the rows, opened."""
    rows = await database.quickly(lambda connection: connection.execute(text("SELECT * FROM witness ORDER BY id")).all())
    return [Said(row.id, int(row.address), row.key, _as_arrives(keyring.open(row.council, row.payload)), row.rank == HELP) for row in rows]


def _as_arrives(written: str) -> Json | None:
    said = payload.from_text(written)
    if not isinstance(said, Message):
        return None
    buttons = keyboard(said.buttons)
    return {"html": to_html(said.blocks), "text": said.text, "buttons": buttons.to_dict()["inline_keyboard"] if buttons else []}
