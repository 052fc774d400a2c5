"""One turn, the same for every channel: read, respond, store. Delivery comes after.

The pure part decides what is said; everything that lasts goes into one transaction with it, so that an event is
handled once or not at all. What is to be sent waits in the outbox.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.dialogue import pieces
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.redaction.redact import kept
from bot.dialogue.reply import Reply
from bot.dialogue.say.cut import cut
from bot.errors import ConflictError, SealedError
from bot.model.channel import ChannelRules
from bot.model.content.phrases import Phrase
from bot.model.ids import HELP_NOW
from bot.model.inbound import Attached, Commanded, Elapsed, Inbound, Left, Said
from bot.model.outbound import Message
from bot.model.ports import Clock, Health, Store
from bot.model.safety import Category
from bot.model.turn import Loaded, Needs, Outcome, StoredSession, TurnCommit, TurnContext, TurnRecord, Unanswered
from bot.turns.casework import Casework

log = structlog.get_logger()

TRIES = 2
"""A turn whose session somebody else changed meanwhile is done once more from the start."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Handles inbound events."""

    dialogue: Dialogue
    store: Store
    channels: Mapping[str, ChannelRules]
    clock: Clock
    health: Health
    casework: Casework
    wake_sender: Callable[[], None]

    async def handle(self, inbound: Inbound) -> Outcome | None:
        """One event, from reading the session to the commit. None for an event that was handled before.

        Raises:
            StorageUnavailableError: nothing was stored; hand the same event in again later.
        """
        for attempt in range(1, TRIES + 1):
            read = await self.store.read(inbound.event_id, inbound.conversation)
            if read is None:
                return None
            if pieces.is_over(read.session.parked, inbound):
                await self.handle(Inbound(f"{inbound.event_id}:parked", inbound.conversation, Elapsed(parked=True), inbound.at))
                read = await self.store.read(inbound.event_id, inbound.conversation) or read
            reply = await self._reply(inbound, read, await self._found(inbound, read))
            try:
                await self.store.commit(self._commit(inbound, read, reply), self.clock.now())
            except ConflictError:
                if attempt == TRIES:
                    raise
                continue
            self.health.green("storage")
            if reply.outcome is not Outcome.FAILED:
                self.health.green("turn")
            self.wake_sender()
            return reply.outcome
        raise AssertionError("unreachable: the last try returns or raises")

    async def _found(self, inbound: Inbound, read: StoredSession) -> Loaded:
        """What the reply needs. What no key opens is as if it were not there, and it shouts."""
        needs = Needs() if inbound.edited else self.dialogue.needs(inbound.what, read.session)
        try:
            loaded = await self.casework.find(needs, inbound.conversation, self.clock.now())
        except SealedError as error:
            log.error("case_sealed", event_id=inbound.event_id, why=str(error))
            self.health.red("keys", "a case cannot be opened")
            return Loaded()
        if needs.shown and inbound.message:  # what was just written is stored only with this turn
            return replace(loaded, shown=(*loaded.shown, inbound.message))
        return loaded

    async def _reply(self, inbound: Inbound, read: StoredSession, loaded: Loaded) -> Reply:
        """Words are searched, which takes milliseconds: in a thread, so that others are served meanwhile. A press takes none."""
        if isinstance(inbound.what, Said | Attached | Commanded) or read.session.parked:
            return await asyncio.to_thread(self._respond, inbound, read, loaded)
        return self._respond(inbound, read, loaded)

    def _respond(self, inbound: Inbound, read: StoredSession, loaded: Loaded) -> Reply:
        """The dialogue's reply; an apology where the dialogue breaks, so that one bad event never blocks the queue."""
        channel, run = self.channels[inbound.conversation.channel], secrets.token_hex(8)
        context = TurnContext(
            read.session,
            read.version == 0,
            channel,
            self.clock.now(),
            read.off,
            run,
            loaded,
            message=inbound.message,
            edited=inbound.edited,
            at=inbound.at,
            group=inbound.group,
            answers=inbound.answers,
        )
        try:
            reply = self.dialogue.respond(inbound.what, context)
        except Exception as error:  # noqa: BLE001 - whatever broke, the person is told and the operator hears of it
            log.error("turn_failed", event_id=inbound.event_id, kind=type(inbound.what).__name__, error=type(error).__name__)
            self.health.red("turn", type(error).__name__)
            if isinstance(inbound.what, Elapsed) and not read.session.parked:  # nobody has asked for anything, so nobody is told
                return Reply(Outcome.FAILED, read.session)
            sorry = self.dialogue.wording(read.session, context.today).say(Phrase.FAILED)
            return Reply(Outcome.FAILED, replace(read.session, parked=None), (Message(sorry),))
        if self.dialogue.leads_nowhere(inbound.what) and not reply.finding:
            log.warning("link_leads_nowhere", event_id=inbound.event_id)  # not what stands in it: it may be anything that somebody typed
        if reply.finding and reply.finding.category is Category.CHECK_FAILED:
            self.health.red("safety", "check-failed")
        return reply

    def _commit(self, inbound: Inbound, read: StoredSession, reply: Reply) -> TurnCommit:
        rules = self.channels[inbound.conversation.channel]
        session = reply.session or read.session
        helps, waited = _is_help(reply), isinstance(inbound.what, Elapsed)
        return TurnCommit(
            conversation=inbound.conversation,
            record=TurnRecord(
                event_id=inbound.event_id,
                at=inbound.at,
                channel=inbound.conversation.channel,
                outcome=reply.outcome,
                topic=reply.topic,
                council=session.council,
                audience=session.audience,
                finding=reply.finding,
            ),
            read=read,
            session=reply.session,
            outbound=tuple(part for message in reply.messages for part in cut(message, rules.text_limit)),
            help=helps,
            release=read.held and not helps and reply.outcome is not Outcome.IGNORED and (not waited or read.session.parked is not None),
            drop_outbox=reply.drop_outbox,
            keep_news=isinstance(inbound.what, Left),
            unanswered=self._unanswered(inbound, reply),
            effects=reply.effects,
            notices=self.casework.notices(reply.effects),
            message=inbound.message,
        )

    def _unanswered(self, inbound: Inbound, reply: Reply) -> Unanswered | None:
        """What is kept for editors, of what the person wrote here themselves, and only with their yes; never where danger was loaded."""
        session, what = reply.session, inbound.what
        if not reply.unanswered or reply.finding or session is None or session.keep_questions is not True:
            return None
        if not isinstance(what, Said) or what.forwarded:  # who wrote a forwarded message agreed to nothing
            return None
        words = kept(reply.unanswered)
        return Unanswered(self.clock.now().date(), words, session.council, session.audience, session.language) if words else None


def _is_help(reply: Reply) -> bool:
    """Whether it is said to danger, or is what somebody gets who asks for help now: no other message may stand before it."""
    return reply.finding is not None or reply.topic == HELP_NOW
