"""The tables. What they hold is little on purpose: words are sealed; turns and kept words lead to nobody, cases to nobody without a key."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

WAITING = "waiting"
GIVEN_UP = "given_up"

HELP, ORDINARY, AFTER = 0, 1, 2
"""The ranks of a message that waits: help goes before everything else, and news that could not be delivered stands in nothing's way."""

# Names that both databases and every migration agree on, so that a constraint can be changed later by its name.
_NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and aware when read; SQLite itself keeps no offset, so a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC.

        Raises:
            ValueError: the moment says no offset.
        """
        if value is not None and value.utcoffset() is None:
            raise ValueError("a moment without an offset cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts rows by itself only where the key's type is exactly INTEGER.
_Key = BigInteger().with_variant(Integer(), "sqlite")

sessions = Table(
    "sessions",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("council", Text),
    Column("audience", Text),
    Column("language", Text, nullable=False),
    Column("topic", Text),
    Column("keep_questions", Boolean),
    # A day: the time would be that of the case that was filed then.
    Column("updated_at", UtcDateTime, nullable=False),
    # Sealed: the open flow with its answers, and the case that is open in the chat. With whose key, and when the flow is due.
    Column("run", Text),
    Column("holder", Text),
    Column("due_at", UtcDateTime),
    UniqueConstraint("channel", "address"),
    # Which open flows are to be reminded of, or forgotten?
    Index(None, "due_at"),
)

# Also the list of events handled. Neither an address nor a session's id stands here: what is counted leads to nobody.
turns = Table(
    "turns",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("channel", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("topic", Text),
    Column("council", Text),
    Column("audience", Text),
    Column("safety_category", Text),
    Column("safety_severity", Text),
)

# Questions without an answer, of people who agreed. A day and no time, and an id by chance and not in order: neither can be
# held against the times in the other tables.
unanswered = Table(
    "unanswered",
    metadata,
    Column("id", _Key, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("words", Text, nullable=False),  # sealed
    Column("council", Text),
    Column("audience", Text),
    Column("language", Text, nullable=False),
    # Which are too old?
    Index(None, "day"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("payload", Text, nullable=False),  # sealed
    Column("key", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text),
    # With whose key the payload is sealed.
    Column("council", Text, nullable=False, server_default="england"),
    Column("rank", Integer, nullable=False, server_default=str(ORDINARY)),
    # Until when it is held at most, because help was sent past it. Nothing while it is not held.
    Column("held_until", UtcDateTime),
    # What becomes of it where it cannot arrive; and the case and officer that it is about, sealed: beside an address no case may stand.
    Column("purpose", Text, nullable=False, server_default="reply"),
    Column("about", Text),
    UniqueConstraint("key"),
    CheckConstraint(f"state IN ('{WAITING}', '{GIVEN_UP}')", name="state"),
    # Does another message of this conversation go first? Asked for every message that could go.
    Index(None, "channel", "address", "rank", "id"),
    # Which go first on this channel?
    Index(None, "channel", "rank", "id"),
    # An id must never come again: a sender that marks a message as sent after it was dropped would else delete a newer one.
    sqlite_autoincrement=True,
)

# Who turned the conversation off and on, and why. Never swept: it leads to operators, not to people who ask.
audit = Table(
    "audit",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("why", Text, nullable=False),  # sealed
    # What was done last of a kind? Asked in every turn.
    Index(None, "did", "id"),
    # The newest must always have the highest id.
    sqlite_autoincrement=True,
)

# No keys: of each council's its name, sealed, by which the right key is told from a wrong one.
keys = Table(
    "keys",
    metadata,
    Column("council", Text, primary_key=True),
    Column("canary", Text, nullable=False),
)

# What somebody told us. Who it was stands nowhere here: `links` knows, and without the keys it tells nobody.
cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("council", Text, nullable=False),
    Column("audience", Text),
    Column("language", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("way_back", Text, nullable=False),
    Column("safety_category", Text),
    Column("safety_severity", Text),
    Column("received_at", UtcDateTime, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("look_by", Date, nullable=False),
    Column("claimed_by", Text),
    Column("filed", Boolean, nullable=False),
    Column("hold", Boolean, nullable=False),
    Column("digest", Text, nullable=False),
    Column("words", Text, nullable=False),  # sealed: what was told, who must not see it, the name
    # With whose key, here and in the tables below.
    Column("holder", Text, nullable=False),
    UniqueConstraint("digest"),
    # Which of a council's are open?
    Index(None, "council", "state"),
    # Which has nobody looked at in time?
    Index(None, "state", "look_by"),
)

statements = Table(
    "statements",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("words", Text, nullable=False),  # sealed
    Column("read", Boolean, nullable=False),
    Column("holder", Text, nullable=False),
    Index(None, "case_id"),
    # An id must never come again: who was told of one would else count as told of a newer one.
    sqlite_autoincrement=True,
)

# Files that somebody sent: what the channel calls them, never what is in them.
quarantine = Table(
    "quarantine",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("case_id", Text, nullable=False),
    # Empty for those that the case was filed with.
    Column("statement_id", _Key),
    Column("kind", Text, nullable=False),
    Column("reference", Text, nullable=False),  # sealed: the channel, too
    Column("at", UtcDateTime, nullable=False),
    Column("holder", Text, nullable=False),
    Index(None, "case_id"),
)

# Which chat a case was told in, where the person wants to hear back there. `place` finds a chat's cases without saying which
# chat it is: it is made of the address and a secret, and is no way back to it.
links = Table(
    "links",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("address", Text, nullable=False),  # sealed: the channel, too
    # Whether a notice was sent since the person last read what stands in the case.
    Column("notified", Boolean, nullable=False),
    # Whether that notice could not be delivered.
    Column("undelivered", Boolean, nullable=False, server_default=false()),
    Column("holder", Text, nullable=False),
    Index(None, "place"),
)

# What counts for a limit, for a day: receipts that were tried and open nothing; and how many cases were sent on a day from a chat whose
# person has left since, one row each with no more than the day, under a place of its own. Else whoever leaves would begin anew.
tries = Table(
    "tries",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("place", Text),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "at"),
)

# What the channel calls the messages of a chat, for two days, so that they can be taken out of it. A place and no address:
# an address with a time would say who has filed the case of that moment.
shown = Table(
    "shown",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("place", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "place", "at"),
)

# Secrets that what is looked up is mixed with.
salts = Table(
    "salts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("salt", Text, nullable=False),  # sealed
)

# Which processes run, and when each was last heard of. Times are the database's own: clocks of two machines differ.
processes = Table(
    "processes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("heard_at", UtcDateTime, nullable=False),
)

# What of a process does not work, or waits, and why: a code or a short reason, never anyone's words.
parts = Table(
    "parts",
    metadata,
    Column("process", Text, primary_key=True),
    Column("part", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("why", Text, nullable=False),
)
