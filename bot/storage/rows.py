"""Values as rows of the tables, and rows as values."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.model.content import ENGLAND, Audience
from bot.model.inbound import Conversation
from bot.model.session import Session
from bot.model.turn import OutboxRow, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.storage import payload
from bot.storage.keys import Keyring
from bot.storage.statements import SESSION_FIELDS
from bot.storage.tables import WAITING


def place(conversation: Conversation) -> dict[str, str]:
    """What the statements look a conversation up by."""
    return {"the_channel": conversation.channel, "the_address": conversation.address}


def stored_session(row: Row[Any]) -> StoredSession:
    """The session in a row of `statements.READ`; a new one where the row holds none."""
    if row.version is None:
        return StoredSession(Session(), off=bool(row.off))
    fields = {name: getattr(row, name) for name in SESSION_FIELDS}
    return StoredSession(Session(**{**fields, "audience": _audience(row.audience)}), row.version, bool(row.off))


def _audience(name: str | None) -> Audience | None:
    return None if name is None else Audience(name)


def of_session(session: Session, now: datetime) -> dict[str, Any]:
    """What a turn changes in a stored session."""
    return {**{name: getattr(session, name) for name in SESSION_FIELDS}, "updated_at": now}


def of_new_session(conversation: Conversation, session: Session, now: datetime) -> dict[str, Any]:
    """The row of a conversation's first session."""
    return {**of_session(session, now), "channel": conversation.channel, "address": conversation.address, "version": 1}


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
    return Unanswered(row.day, keyring.open(row.council or ENGLAND, row.words), row.council, _audience(row.audience), row.language)


def of_outbound(turn: TurnCommit, now: datetime, keyring: Keyring) -> list[dict[str, Any]]:
    """The messages of a turn, in order, due at once."""
    holder = keyring.holder(turn.record.council)
    return [
        {
            "channel": turn.conversation.channel,
            "address": turn.conversation.address,
            "payload": keyring.seal(holder, payload.to_text(outbound)),
            "key": f"{turn.record.event_id}#{number}",
            "attempts": 0,
            "due_at": now,
            "created_at": now,
            "state": WAITING,
            "council": holder,
        }
        for number, outbound in enumerate(turn.outbound)
    ]


def outbox_row(row: Row[Any], keyring: Keyring) -> OutboxRow | None:
    """The message in a row of `statements.DUE`; None where this version of the program cannot read it.

    Raises:
        SealedError: no key opens it.
    """
    outbound = payload.from_text(keyring.open(row.council, row.payload))
    if outbound is None:
        return None
    return OutboxRow(row.id, Conversation(row.channel, row.address), outbound, row.attempts, row.created_at)
