"""Values as rows of the tables, and rows as values."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.model.content import Audience
from bot.model.inbound import Conversation
from bot.model.session import Session
from bot.model.turn import OutboxRow, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.storage import payload
from bot.storage.statements import SESSION_FIELDS
from bot.storage.tables import WAITING


def place(conversation: Conversation) -> dict[str, str]:
    """What the statements look a conversation up by."""
    return {"the_channel": conversation.channel, "the_address": conversation.address}


def stored_session(row: Row[Any]) -> StoredSession:
    """The session in a row of `statements.READ`; a new one where the row holds none."""
    if row.version is None:
        return StoredSession(Session())
    fields = {name: getattr(row, name) for name in SESSION_FIELDS}
    return StoredSession(Session(**{**fields, "audience": _audience(row.audience)}), row.version)


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


def of_unanswered(question: Unanswered) -> dict[str, Any]:
    """The row of a question without an answer."""
    return {
        "id": secrets.randbits(63),  # in no order, so that it says nothing of when
        "day": question.day,
        "words": question.words,
        "council": question.council,
        "audience": question.audience,
        "language": question.language,
    }


def unanswered(row: Row[Any]) -> Unanswered:
    """The question in a row of `statements.UNANSWERED`."""
    return Unanswered(row.day, row.words, row.council, _audience(row.audience), row.language)


def of_outbound(turn: TurnCommit, now: datetime) -> list[dict[str, Any]]:
    """The messages of a turn, in order, due at once."""
    return [
        {
            "channel": turn.conversation.channel,
            "address": turn.conversation.address,
            "payload": payload.to_text(outbound),
            "key": f"{turn.record.event_id}#{number}",
            "attempts": 0,
            "due_at": now,
            "created_at": now,
            "state": WAITING,
        }
        for number, outbound in enumerate(turn.outbound)
    ]


def outbox_row(row: Row[Any]) -> OutboxRow | None:
    """The message in a row of `statements.DUE`; None where this version of the program cannot read it."""
    outbound = payload.from_text(row.payload)
    if outbound is None:
        return None
    return OutboxRow(row.id, Conversation(row.channel, row.address), outbound, row.attempts, row.created_at)
