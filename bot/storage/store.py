"""The store: sessions, the record of turns, questions without an answer, a person's cases, and the outbox, on SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Executable, Row

from bot.errors import ConflictError, SealedError
from bot.model.case import CaseFile, CaseSummary
from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR, LONGEST_WAIT, NEWS_KEPT
from bot.model.session import Sent
from bot.model.turn import Notice, OutboxRow, Purpose, Rating, StoredSession, TurnCommit, Unanswered
from bot.storage import rows, statements
from bot.storage.cases import rows as case_rows
from bot.storage.cases import statements as case_statements
from bot.storage.cases.effects import Effects, Step
from bot.storage.cases.files import CaseFiles
from bot.storage.engine import Database
from bot.storage.faults import named_faults
from bot.storage.probe import probe
from bot.storage.seal.keys import Keyring
from bot.storage.seal.salt import Salt

T = TypeVar("T")
Parameters = Mapping[str, Any]

log = structlog.get_logger(__name__)

_ANOTHER_KEY = timedelta(minutes=1)
"""How long a message rests that no key opens. Another process may have a newer key; and nobody's message is lost for a key that comes back."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """Everything that a turn stores, as rows. Made, and sealed, once: its transaction may be done again."""

    session: dict[str, Any] | None
    outbound: list[dict[str, Any]]
    kept: dict[str, Any] | None
    shown: dict[str, Any] | None
    effects: list[Step]
    place: str | None
    """Of the conversation, where the turn needs it."""
    leaving: tuple[str, list[dict[str, Any]]] | None
    """Everything that still counts of somebody who leaves."""


class SqlStore:
    """Fulfils `bot.model.ports.Store`. Safe to use from many tasks of one event loop."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self._database = database
        self._keyring = keyring
        self._salt = Salt(database, keyring)
        self._files = CaseFiles(database.quickly, keyring)

    async def salt(self) -> bytes:
        """The secret that receipts are mixed with, the same for ever.

        Raises:
            SealedError: no key opens it.
        """
        return await self._salt.value()

    async def read(self, event_id: str, conversation: Conversation) -> StoredSession | None:
        """The session of the conversation (a new one where none is stored); None if the event was handled before."""
        row = await self._one(statements.READ, {"the_event": event_id, **rows.place(conversation)})
        if row.seen:
            return None
        read = rows.stored_session(row, self._keyring)
        return read if read.version else await self._come_back(read, conversation)

    async def commit(self, turn: TurnCommit, now: datetime) -> None:
        """Store a turn whole, in one transaction. An event stored before is left as it is.

        Raises:
            ConflictError: the session, or a case of an effect, has changed since it was read.
            SealedError: an effect needs the salt, and no key opens it.
        """
        ready = await self._ready(turn, now)
        await self._write(lambda connection: _commit(connection, turn, ready, now))
        if ready.outbound:
            self._database.tell()

    async def due(
        self, channel: str, now: datetime, limit: int, busy: Collection[Conversation] = (), *, only_help: bool = False
    ) -> Sequence[OutboxRow]:
        """Messages of a channel to be sent now: help first, then the oldest, and of each conversation that is not busy only the next one.

        A message that this version of the program cannot read is given up, so that it stops nobody else's; one that no key
        opens waits for the key, and its conversation with it.
        """
        asked = {
            "the_channel": channel,
            "now": now,
            "the_longest": now + LONGEST_WAIT,
            "most": limit,
            "the_busy": [each.address for each in busy],
        }
        while found := await self._all(statements.DUE_HELP if only_help else statements.DUE, asked):
            if readable := [message for row in found if (message := await self._read_row(row, now))]:
                return readable
        return ()

    async def sent(self, row: OutboxRow, message: str | None, now: datetime) -> None:
        """The message arrived: forget it, but for what the channel calls it. Not that where the person has left meanwhile."""
        shown = await self._shown(row.conversation, message, now) if message is not None else None
        await self._quickly(lambda connection: _arrived(connection, row, shown))

    async def postpone(self, row: OutboxRow, due_at: datetime, why: str) -> None:
        """Try again at that time, and count the attempt."""
        await self._mark(statements.POSTPONE, {"the_id": row.id, "due_at": due_at, "why": why})

    async def give_up(self, row: OutboxRow, why: str) -> None:
        """Keep the message aside, where an operator can see it."""
        await self._write(lambda connection: _given_up(connection, row, why))

    async def unreachable(self, row: OutboxRow, now: datetime) -> None:
        """Drop the replies that wait in the conversation and were said by then; news of a case is put by until the person is back."""
        await self._write(lambda connection: _unreachable(connection, row, now))

    async def pass_on(self, row: OutboxRow, instead: Sequence[Notice], why: str, now: datetime) -> None:
        """Keep a notice aside, and have these go instead."""
        others = rows.of_notices(f"instead:{row.id}!", instead, now, self._keyring)

        def passed_on(connection: Connection) -> None:
            _given_up(connection, row, why)
            if others:
                connection.execute(statements.INSERT_OUTBOX, others)

        await self._write(passed_on)
        self._database.tell()

    async def release_held(self, now: datetime) -> None:
        """Let go what was held for as long as anything is held."""
        await self._mark(statements.RELEASE_OVERDUE, {"the_moment": now, "the_end": now + HELD_FOR})

    async def waiting(self) -> int:
        """How many messages wait to be sent; not those that are held until their person acts."""
        return await self._count(statements.COUNT_WAITING)

    async def waiting_since(self, moment: datetime) -> int:
        """How many of them were said before then."""
        return int(await self._scalar(statements.COUNT_WAITING_SINCE, {"the_moment": moment}) or 0)

    async def given_up(self) -> int:
        """How many messages were given up on."""
        return await self._count(statements.COUNT_GIVEN_UP)

    async def case(self, case: str, conversation: Conversation) -> CaseFile | None:
        """A case by its id; `linked` says whether it was told in this conversation. None where there is none.

        Raises:
            SealedError: no key opens some of it.
        """
        return await self._files.one(case_statements.CASE, {"the_case": case, "the_place": await self._salt.place(conversation)})

    async def case_by_receipt(self, digest: str, conversation: Conversation) -> CaseFile | None:
        """The case that a receipt opens.

        Raises:
            SealedError: no key opens some of it.
        """
        asked = {"the_digest": digest, "the_place": await self._salt.place(conversation)}
        return await self._files.one(case_statements.CASE_BY_RECEIPT, asked)

    async def cases_of(self, conversation: Conversation) -> Sequence[CaseSummary]:
        """The cases that are linked to this conversation, the oldest first."""
        asked = {"the_place": await self._salt.place(conversation)}
        return [case_rows.summary(row) for row in await self._all(case_statements.CASES_OF, asked)]

    async def tries(self, conversation: Conversation, since: datetime) -> tuple[int, int]:
        """How many receipts that open nothing were tried since then: in this conversation, and by everybody."""
        row = await self._one(statements.TRIES, {"the_place": await self._salt.place(conversation), "the_moment": since})
        return row.here, row.everywhere

    async def forget_tries(self, before: datetime) -> None:
        """Delete what was kept of tries before then."""
        await self._write(lambda connection: connection.execute(statements.FORGET_TRIES, {"the_moment": before}))

    async def shown(self, conversation: Conversation, since: datetime) -> Sequence[str]:
        """The channel's name for the messages of both sides since then, the oldest first, each once."""
        asked = {"the_place": await self._salt.place(conversation), "the_moment": since}
        return list(dict.fromkeys(row.message for row in await self._all(statements.SHOWN, asked)))

    async def forget_shown(self, before: datetime) -> None:
        """Delete what the channels call messages of before then."""
        await self._write(lambda connection: connection.execute(statements.FORGET_SHOWN, {"the_moment": before}))

    async def due_runs(self, now: datetime, limit: int) -> Sequence[Conversation]:
        """Conversations whose open flow is to be reminded of, or forgotten; the longest due first."""
        found = await self._all(statements.DUE_RUNS, {"now": now, "most": limit})
        return [Conversation(row.channel, row.address) for row in found]

    async def unanswered(self, since: date, council: str | None = None) -> list[Unanswered]:
        """The questions without an answer that were kept since that day, the oldest first; with `council` only those for it.

        Raises:
            SealedError: no key opens one of them.
        """
        asked: dict[str, Any] = {"the_day": since}
        statement = statements.UNANSWERED
        if council is not None:
            statement, asked["the_council"] = statements.UNANSWERED_HERE, council
        found = await self._beside(lambda connection: connection.execute(statement, asked).all())
        opened = [rows.unanswered(row, self._keyring) for row in found]
        return sorted(opened, key=lambda question: (question.day, question.words))

    async def forget_unanswered(self, before: date) -> None:
        """Delete the questions without an answer that were kept before that day."""
        await self._write(lambda connection: connection.execute(statements.FORGET_UNANSWERED, {"the_day": before}))

    async def rated(self, since: datetime) -> list[Rating]:
        """Each topic that somebody rated since then."""
        found = await self._beside(lambda connection: connection.execute(statements.RATED, {"the_moment": since}).all())
        return [Rating(row.topic, row.helped, row.not_helped) for row in found]

    async def healthy(self) -> None:
        """Prove that a turn could be stored now.

        Raises:
            StorageUnavailableError: it could not.
        """
        await self._write(probe)

    async def _come_back(self, read: StoredSession, conversation: Conversation) -> StoredSession:
        """A new session, with what still counts of somebody who has left."""
        try:
            asked = {"the_place": await self._salt.place(_sent_from(conversation))}
        except SealedError as error:
            log.error("limits.sealed", why=str(error))
            return read
        found = await self._all(statements.SENT_ON, asked)
        sent = Sent(found[0].at.date(), found[0].times) if found else None
        return replace(read, session=replace(read.session, sent=sent))

    async def _leaving(self, turn: TurnCommit) -> tuple[str, list[dict[str, Any]]]:
        """Everything that still counts of somebody who leaves, as rows, and the place that they are under."""
        place, sent = await self._salt.place(_sent_from(turn.conversation)), turn.read.session.sent
        at = datetime.combine(sent.day, time(), UTC) if sent else None
        return place, [{"place": place, "at": at}] * (sent.times if sent else 0)

    async def _ready(self, turn: TurnCommit, now: datetime) -> _Ready:
        place = await self._salt.place(turn.conversation) if turn.effects or turn.drop_outbox else None
        return _Ready(
            session=rows.of_session(turn.session, now, self._keyring) if turn.session else None,
            outbound=rows.of_outbound(turn, now, self._keyring),
            kept=rows.of_unanswered(turn.unanswered, self._keyring) if turn.unanswered else None,
            shown=await self._shown(turn.conversation, turn.message, now) if turn.message is not None else None,
            effects=Effects(turn, place, now, self._keyring).steps() if place else [],
            place=place,
            leaving=await self._leaving(turn) if turn.drop_outbox else None,
        )

    async def _shown(self, conversation: Conversation, message: str, now: datetime) -> dict[str, Any] | None:
        """A message's name in its channel, as a row. Nobody's message waits for it: where no key opens the salt there is none."""
        try:
            place = await self._salt.place(conversation)
        except SealedError as error:
            log.error("shown.sealed", why=str(error))
            return None
        return {**rows.place(conversation), "the_place": place, "the_message": message, "the_moment": now}

    async def _read_row(self, row: Row[Any], now: datetime) -> OutboxRow | None:
        try:
            message = rows.outbox_row(row, self._keyring)
        except SealedError as error:
            log.error("outbox.sealed", row=row.id, why=str(error))
            await self._mark(statements.POSTPONE, {"the_id": row.id, "due_at": now + _ANOTHER_KEY, "why": "sealed"})
            return None
        if message is None:
            log.error("outbox.unreadable", row=row.id)
            await self._set_aside(row.id, "unreadable")
        return message

    async def _set_aside(self, row_id: int, why: str) -> None:
        await self._write(lambda connection: connection.execute(statements.GIVE_UP, {"the_id": row_id, "why": why}))

    async def _one(self, statement: Executable, parameters: Parameters) -> Row[Any]:
        return await self._quickly(lambda connection: connection.execute(statement, parameters).one())

    async def _all(self, statement: Executable, parameters: Parameters) -> Sequence[Row[Any]]:
        return await self._quickly(lambda connection: connection.execute(statement, parameters).all())

    async def _scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:  # noqa: ANN401  a column's value
        return await self._quickly(lambda connection: connection.execute(statement, parameters).scalar())

    async def _mark(self, statement: Executable, parameters: Parameters) -> None:
        await self._quickly(lambda connection: connection.execute(statement, parameters))

    async def _count(self, statement: Executable) -> int:
        return int(await self._beside(lambda connection: connection.execute(statement).scalar()) or 0)

    async def _beside(self, work: Callable[[Connection], T]) -> T:
        with named_faults():
            return await self._database.beside(work)

    async def _quickly(self, work: Callable[[Connection], T]) -> T:
        with named_faults():
            return await self._database.quickly(work)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        with named_faults():
            return await self._database.durably(work)


def _sent_from(conversation: Conversation) -> Conversation:
    """Everything that the cases are counted under that were sent from a chat: no key leads from it to what else stands under the chat's place."""
    return Conversation(f"sent from {conversation.channel}", conversation.address)


def _commit(connection: Connection, turn: TurnCommit, ready: _Ready, now: datetime) -> None:
    fresh = connection.execute(statements.INSERT_TURN, rows.of_turn(turn.record)).rowcount
    if not fresh:
        return
    _store_session(connection, turn, ready.session)
    for step in ready.effects:
        step(connection)
    if turn.drop_outbox:  # after the effects: once the links are gone nobody adds a notice
        connection.execute(statements.DROP_REPLIES if turn.keep_news else statements.DROP_ALL, rows.place(turn.conversation))
        connection.execute(statements.DROP_SHOWN, {"the_place": ready.place})
    if ready.leaving:
        place, counted = ready.leaving
        connection.execute(statements.DROP_SENT, {"the_place": place})
        if counted:
            connection.execute(statements.INSERT_TRY, counted)
    _hold_or_release(connection, turn, now)
    if ready.kept:
        connection.execute(statements.INSERT_UNANSWERED, ready.kept)
    if ready.outbound:
        connection.execute(statements.INSERT_OUTBOX, ready.outbound)
    if ready.shown:
        connection.execute(statements.INSERT_SHOWN, ready.shown)


def _hold_or_release(connection: Connection, turn: TurnCommit, now: datetime) -> None:
    """Before this turn's own messages are there: what is let go keeps its place before them, and help is not held itself."""
    if turn.help:
        connection.execute(statements.HOLD, {**rows.place(turn.conversation), "the_end": now + HELD_FOR})
    elif turn.release:
        connection.execute(statements.RELEASE, rows.place(turn.conversation))


def _store_session(connection: Connection, turn: TurnCommit, session: dict[str, Any] | None) -> None:
    """Compare and set.

    Raises:
        ConflictError: the session is no longer as it was read.
    """
    version, place, expected = turn.read.version, rows.place(turn.conversation), 1
    if session is None:
        changed = connection.execute(statements.DELETE_SESSION, {**place, "the_version": version})
        expected = 1 if version else 0
    elif version:
        changed = connection.execute(statements.UPDATE_SESSION, {**session, **place, "the_version": version})
    else:
        changed = connection.execute(statements.INSERT_SESSION, rows.of_new_session(turn.conversation, session))
    if changed.rowcount != expected:
        raise ConflictError(f"the session of event {turn.record.event_id} has changed since it was read")


def _arrived(connection: Connection, row: OutboxRow, shown: dict[str, Any] | None) -> None:
    """A message that was dropped meanwhile leaves nothing either."""
    if connection.execute(statements.DELETE_ROW, {"the_id": row.id}).rowcount and shown:
        connection.execute(statements.INSERT_SHOWN, shown)
    _tell_case(connection, row, undelivered=False)


def _given_up(connection: Connection, row: OutboxRow, why: str) -> None:
    connection.execute(statements.GIVE_UP, {"the_id": row.id, "why": why})
    _tell_case(connection, row, undelivered=True, again=True)


def _unreachable(connection: Connection, row: OutboxRow, now: datetime) -> None:
    connection.execute(statements.DROP_WAITING, {**rows.place(row.conversation), "the_moment": now})
    if row.purpose is Purpose.LEAVING:
        connection.execute(statements.DELETE_ROW, {"the_id": row.id})
    if row.purpose is not Purpose.NEWS:
        return
    over = now - row.created_at >= NEWS_KEPT
    connection.execute(
        *((statements.DELETE_ROW, {"the_id": row.id}) if over else (statements.PUT_BY, {"the_id": row.id, "the_end": now + HELD_FOR}))
    )
    _tell_case(connection, row, undelivered=True, again=over)


def _tell_case(connection: Connection, row: OutboxRow, *, undelivered: bool, again: bool = False) -> None:
    """It stands in a case whether its person could be told of the news. `again`: the next news is worth another notice."""
    if row.purpose is not Purpose.NEWS or row.about is None:
        return
    if again:
        connection.execute(case_statements.AWAIT_NEWS, {"the_case": row.about.case})
    connection.execute(case_statements.UNDELIVERED, {"the_case": row.about.case, "the_truth": undelivered})
