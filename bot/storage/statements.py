"""Every statement, built once. They are the same for both databases."""

from __future__ import annotations

from sqlalchemy import (
    ScalarSelect,
    Table,
    Text,
    TextClause,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    update,
)

from bot.model.turn import Outcome, Purpose
from bot.storage.tables import (
    AFTER,
    GIVEN_UP,
    HELP,
    WAITING,
    UtcDateTime,
    audit,
    keys,
    outbox,
    salts,
    sessions,
    shown,
    tries,
    turns,
    unanswered,
)

SESSION_FIELDS = ("council", "audience", "language", "topic", "keep_questions")

# Every name that is no column's begins with "the_": SQLAlchemy keeps the columns' own names for itself in INSERT and UPDATE.
_SESSION_HERE = and_(sessions.c.channel == bindparam("the_channel"), sessions.c.address == bindparam("the_address"))
_OUTBOX_HERE = and_(outbox.c.channel == bindparam("the_channel"), outbox.c.address == bindparam("the_address"))
# Written out, not bound: the planner sees it.
_WAITS = outbox.c.state == literal_column(f"'{WAITING}'")
_IS_HELP, _IS_NO_HELP = outbox.c.rank == literal_column(str(HELP)), outbox.c.rank != literal_column(str(HELP))
_IS_REPLY, _IS_NO_NOTICE = outbox.c.purpose == Purpose.REPLY.value, outbox.c.purpose != Purpose.NOTICE.value

_ANYWAY = select(literal(1).label("one")).subquery("anyway")


def _last(did: str) -> ScalarSelect[int]:
    return select(func.max(audit.c.id)).where(audit.c.did == literal_column(f"'{did}'")).scalar_subquery()


IS_OFF = func.coalesce(_last("off"), 0) > func.coalesce(_last("on"), 0)
"""Whether the conversation is turned off."""

READ = select(
    exists().where(turns.c.event_id == bindparam("the_event")).label("seen"),
    IS_OFF.label("off"),
    exists().where(_OUTBOX_HERE, outbox.c.held_until.is_not(None)).label("held"),
    sessions.c.version,
    *(sessions.c[name] for name in (*SESSION_FIELDS, "run", "holder")),
).select_from(_ANYWAY.outerjoin(sessions, _SESSION_HERE))
"""One row always: whether the event was handled, whether messages are held, and the session or nulls."""


def insert_unless_there(table: Table, *left_out: str) -> TextClause:
    """Adds a row, unless one of the same key is there. Both databases spell it alike."""
    # SQLAlchemy's own construct for it is compiled anew at each call.
    columns = [column for column in table.columns if column.name not in left_out]
    names, places = ", ".join(column.name for column in columns), ", ".join(f":{column.name}" for column in columns)
    sql = f"INSERT INTO {table.name} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608  names of our own tables
    return text(sql).bindparams(*(bindparam(column.name, type_=column.type) for column in columns))


INSERT_TURN = insert_unless_there(turns)
"""No row where the event was handled before."""

INSERT_SESSION = insert_unless_there(sessions, "id")
"""No row where somebody else stored one first."""

UPDATE_SESSION = (
    update(sessions).where(_SESSION_HERE, sessions.c.version == bindparam("the_version")).values(version=sessions.c.version + 1)
)
"""Sets the columns it is given, too. No row where somebody else changed the session first."""

DELETE_SESSION = delete(sessions).where(_SESSION_HERE, or_(sessions.c.version == bindparam("the_version"), bindparam("the_version") == 0))
"""Version 0 means that none was there: a row that goes all the same is somebody else's change."""

DUE_RUNS = (
    select(sessions.c.channel, sessions.c.address)
    .where(sessions.c.due_at <= bindparam("now"))
    .order_by(sessions.c.due_at, sessions.c.id)
    .limit(bindparam("most"))
)
"""Conversations that wait for time to pass."""

INSERT_SALT = insert_unless_there(salts)
"""No row where there is one of that name."""
SALT = select(salts.c.salt).where(salts.c.name == bindparam("the_name"))

_AT_PLACE = bindparam("the_place", type_=Text)
_MARK = select(*(bindparam(name, type_=kind) for name, kind in (("the_place", Text), ("the_message", Text), ("the_moment", UtcDateTime))))
INSERT_SHOWN = insert(shown).from_select(["place", "message", "at"], _MARK.where(exists().where(_SESSION_HERE)))
"""Only where there is a session: of who has left nothing stays, not even that the goodbye arrived."""
SHOWN = select(shown.c.message).where(shown.c.place == _AT_PLACE, shown.c.at >= bindparam("the_moment")).order_by(shown.c.at, shown.c.id)
DROP_SHOWN = delete(shown).where(shown.c.place == _AT_PLACE)
FORGET_SHOWN = delete(shown).where(shown.c.at < bindparam("the_moment"))

INSERT_TRY = insert(tries)
TRIES = select(func.count().filter(tries.c.place == _AT_PLACE).label("here"), func.count().label("everywhere")).where(
    tries.c.at >= bindparam("the_moment")
)
SENT_ON = (
    select(tries.c.at, func.count().label("times"))
    .where(tries.c.place == _AT_PLACE)
    .group_by(tries.c.at)
    .order_by(tries.c.at.desc())
    .limit(1)
)
"""The last day of those that were noted for a place, and how many cases were sent on it."""
DROP_SENT = delete(tries).where(tries.c.place == _AT_PLACE)
FORGET_TRIES = delete(tries).where(tries.c.at < bindparam("the_moment"))

INSERT_CANARY = insert_unless_there(keys)
"""No row where the council has one."""

INSERT_UNANSWERED = insert(unanswered)
FORGET_UNANSWERED = delete(unanswered).where(unanswered.c.day < bindparam("the_day"))
UNANSWERED = (
    select(*(unanswered.c[name] for name in ("day", "words", "council", "audience", "language")))
    .where(unanswered.c.day >= bindparam("the_day"))
    .order_by(unanswered.c.day)
)
UNANSWERED_HERE = UNANSWERED.where(unanswered.c.council == bindparam("the_council"))

RATED = (
    select(
        turns.c.topic,
        func.count().filter(turns.c.outcome == Outcome.HELPED).label("helped"),
        func.count().filter(turns.c.outcome == Outcome.NOT_HELPED).label("not_helped"),
    )
    .where(
        turns.c.outcome.in_([Outcome.HELPED, Outcome.NOT_HELPED]),
        turns.c.topic.is_not(None),
        turns.c.at >= bindparam("the_moment"),
    )
    .group_by(turns.c.topic)
    .order_by(turns.c.topic)
)
"""What came of *Was this helpful?*, by topic."""

INSERT_OUTBOX = insert(outbox)
DROP_WAITING = delete(outbox).where(_OUTBOX_HERE, _WAITS, _IS_REPLY, outbox.c.created_at <= bindparam("the_moment"))
DROP_ALL = delete(outbox).where(_OUTBOX_HERE, _IS_NO_NOTICE)
"""What waits and what was given up: nothing of somebody who is forgotten stays."""
DROP_REPLIES = delete(outbox).where(_OUTBOX_HERE, _IS_REPLY)

_ahead = outbox.alias("ahead")
_IS_NEXT = ~exists().where(
    _ahead.c.channel == outbox.c.channel,
    _ahead.c.address == outbox.c.address,
    _ahead.c.state == literal_column(f"'{WAITING}'"),
    tuple_(_ahead.c.rank, _ahead.c.id) < tuple_(outbox.c.rank, outbox.c.id),
)
"""Whether no other message of the same conversation goes first. One that is held, or must wait, still does; help passes it."""

DUE = (
    select(
        *(
            outbox.c[name]
            for name in ("id", "channel", "address", "payload", "council", "attempts", "created_at", "rank", "purpose", "about")
        )
    )
    .where(
        outbox.c.channel == bindparam("the_channel"),
        _WAITS,
        or_(outbox.c.due_at <= bindparam("now"), outbox.c.due_at > bindparam("the_longest", type_=UtcDateTime)),
        outbox.c.held_until.is_(None),
        outbox.c.address.not_in(bindparam("the_busy", expanding=True)),
        _IS_NEXT,
    )
    .order_by(outbox.c.rank, outbox.c.id)
    .limit(bindparam("most"))
)
"""The next message of each conversation that could go now."""
DUE_HELP = DUE.where(_IS_HELP)

HOLD = (
    update(outbox)
    .where(_OUTBOX_HERE, _WAITS, _IS_NO_HELP)
    .values(held_until=func.coalesce(outbox.c.held_until, bindparam("the_end", type_=UtcDateTime)))
)
"""Whoever is in danger twice has nothing held for longer."""
RELEASE = update(outbox).where(_OUTBOX_HERE, outbox.c.held_until.is_not(None)).values(held_until=None)
RELEASE_OVERDUE = (
    update(outbox)
    .where(or_(outbox.c.held_until <= bindparam("the_moment"), outbox.c.held_until > bindparam("the_end", type_=UtcDateTime)))
    .values(held_until=None)
)
"""Also what is held for longer than anything is: its clock was wrong."""

_THIS = outbox.c.id == bindparam("the_id")
DELETE_ROW = delete(outbox).where(_THIS)
POSTPONE = update(outbox).where(_THIS).values(attempts=outbox.c.attempts + 1, due_at=bindparam("due_at"), why=bindparam("why"))
PUT_BY = (
    update(outbox)
    .where(_THIS)
    .values(attempts=outbox.c.attempts + 1, why="unreachable", rank=AFTER, held_until=bindparam("the_end", type_=UtcDateTime))
)
"""News waits for its person to come back, and stands in the way of nothing that they are told then."""
GIVE_UP = update(outbox).where(_THIS).values(state=GIVEN_UP, attempts=outbox.c.attempts + 1, why=bindparam("why"))
COUNT_WAITING = select(func.count()).where(_WAITS, outbox.c.held_until.is_(None))
"""Without what is held: that waits for the person, and nothing is wrong."""
COUNT_WAITING_SINCE = COUNT_WAITING.where(outbox.c.created_at < bindparam("the_moment"))
COUNT_GIVEN_UP = select(func.count()).where(outbox.c.state == literal_column(f"'{GIVEN_UP}'"))
