"""Values as rows of the tables, and rows as values."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row

from bot.errors import SealedError
from bot.model.content.topics import ENGLAND, Audience
from bot.model.inbound import Conversation
from bot.model.outbound import LeaveGroup, Outbound
from bot.model.session import Album, Amendment, Noted, Opened, Parked, Run, Sent, Session
from bot.model.turn import About, Notice, OutboxRow, Purpose, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.storage import payload
from bot.storage.seal.keys import Keyring
from bot.storage.statements import SESSION_FIELDS
from bot.storage.tables import HELP, ORDINARY, WAITING
from bot.storage.written import Written

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What of a session was told by the person, or leads to it."""

    run: Run | None = None
    shelf: tuple[Run, ...] = ()
    opened: Opened | None = None
    sent: Sent | None = None
    noted: tuple[Noted, ...] = ()
    amendment: Amendment | None = None
    parked: Parked | None = None
    album: Album | None = None
    rated: tuple[str, ...] = ()


_NOTHING = _Sealed()
_TOLD = Written(_Sealed)
_ABOUT = Written(About)


def place(conversation: Conversation) -> dict[str, str]:
    """What the statements look a conversation up by."""
    return {"the_channel": conversation.channel, "the_address": conversation.address}


def stored_session(row: Row[Any], keyring: Keyring) -> StoredSession:
    """The session in a row of `statements.READ`; a new one where the row holds none, one without an open flow where no key opens it."""
    if row.version is None:
        return StoredSession(Session(), off=bool(row.off), held=bool(row.held))
    fields = {name: getattr(row, name) for name in SESSION_FIELDS}
    told = _told(row, keyring)
    own = {field.name: getattr(told, field.name) for field in fields_of(_Sealed)}
    session = Session(**{**fields, "audience": audience(row.audience), **own})
    return StoredSession(session, row.version, bool(row.off), bool(row.held))


def _told(row: Row[Any], keyring: Keyring) -> _Sealed:
    if row.run is None:
        return _NOTHING
    try:
        told = _TOLD.value(keyring.open(row.holder, row.run))
    except SealedError as error:
        log.error("session.sealed", why=str(error))
        return _NOTHING
    if told is None:
        log.error("session.unreadable")
    return told or _NOTHING


def audience(name: str | None) -> Audience | None:
    """The audience of that name; None where nobody has said."""
    return None if name is None else Audience(name)


def of_session(session: Session, now: datetime, keyring: Keyring) -> dict[str, Any]:
    """What a turn changes in a stored session."""
    fields = {name: getattr(session, name) for name in SESSION_FIELDS}
    return {**fields, **_of_told(session, keyring), "updated_at": now.replace(hour=0, minute=0, second=0, microsecond=0)}


def _of_told(session: Session, keyring: Keyring) -> dict[str, Any]:
    told = _Sealed(**{field.name: getattr(session, field.name) for field in fields_of(_Sealed)})
    if told == _NOTHING:
        return {"run": None, "holder": None, "due_at": None}
    holder = keyring.holder(session.council)
    return {"run": keyring.seal(holder, _TOLD.text(told)), "holder": holder, "due_at": session.due}


def of_new_session(conversation: Conversation, fields: dict[str, Any]) -> dict[str, Any]:
    """The row of a conversation's first session."""
    return {**fields, "channel": conversation.channel, "address": conversation.address, "version": 1}


def of_turn(record: TurnRecord) -> dict[str, Any]:
    """The record of a turn."""
    return {
        "event_id": record.event_id,
        "at": record.at,
        "channel": record.channel,
        "outcome": record.outcome,
        "topic": record.topic,
        "council": record.council,
        "audience": record.audience,
        "safety_category": record.finding and record.finding.category,
        "safety_severity": record.finding and record.finding.severity,
    }


def of_unanswered(question: Unanswered, keyring: Keyring) -> dict[str, Any]:
    """The row of a question without an answer. Of a council without a key, which the content no longer has, nothing is told."""
    holder = keyring.holder(question.council)
    return {
        "id": secrets.randbits(63),  # in no order, so that it says nothing of when
        "day": question.day,
        "words": keyring.seal(holder, question.words),
        "council": None if holder == ENGLAND else holder,
        "audience": question.audience,
        "language": question.language,
    }


def unanswered(row: Row[Any], keyring: Keyring) -> Unanswered:
    """The question in a row of `statements.UNANSWERED`.

    Raises:
        SealedError: no key opens it.
    """
    return Unanswered(row.day, keyring.open(row.council or ENGLAND, row.words), row.council, audience(row.audience), row.language)


def of_outbound(turn: TurnCommit, now: datetime, keyring: Keyring) -> list[dict[str, Any]]:
    """The messages of a turn, in order, due at once: the person's own, then those to others."""
    event, council, rank = turn.record.event_id, turn.record.council, HELP if turn.help else ORDINARY
    own = enumerate(turn.outbound)
    return [
        *({**of_message(f"{event}#{n}", turn.conversation, council, outbound, now, keyring), "rank": rank} for n, outbound in own),
        *of_notices(f"{event}!", turn.notices, now, keyring),
    ]


def of_notices(key: str, notices: Sequence[Notice], now: datetime, keyring: Keyring) -> list[dict[str, Any]]:
    """Messages to officers, due at once."""
    return [
        of_message(f"{key}{n}", notice.to, notice.council, notice.message, now, keyring, Purpose.NOTICE, notice.about)
        for n, notice in enumerate(notices)
    ]


def of_message(
    key: str,
    to: Conversation,
    council: str | None,
    outbound: Outbound,
    now: datetime,
    keyring: Keyring,
    purpose: Purpose = Purpose.REPLY,
    about: About | None = None,
) -> dict[str, Any]:
    """A message, due at once."""
    holder = keyring.holder(council)
    return {
        "channel": to.channel,
        "address": to.address,
        "payload": keyring.seal(holder, payload.to_text(outbound)),
        "key": key,
        "attempts": 0,
        "due_at": now,
        "created_at": now,
        "state": WAITING,
        "council": holder,
        "rank": ORDINARY,
        "purpose": Purpose.LEAVING if isinstance(outbound, LeaveGroup) else purpose,
        "about": keyring.seal(holder, _ABOUT.text(about)) if about else None,
    }


def outbox_row(row: Row[Any], keyring: Keyring) -> OutboxRow | None:
    """The message in a row of `statements.DUE`; None where this version of the program cannot read it.

    Raises:
        SealedError: no key opens it.
    """
    outbound = payload.from_text(keyring.open(row.council, row.payload))
    if outbound is None:
        return None
    about = _ABOUT.value(keyring.open(row.council, row.about)) if row.about else None
    purpose = Purpose(row.purpose)
    return OutboxRow(
        row.id, Conversation(row.channel, row.address), outbound, row.attempts, row.created_at, row.rank == HELP, purpose, about
    )
