"""What a turn reads of cases before it can reply, and whom it tells of a case afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import structlog

from bot.cases.notices import NoticeKind, Notices
from bot.cases.receipts import ReceiptPool
from bot.cases.routing import Routed, recipients, visible_to
from bot.cases.working_days import after
from bot.model.case import Case, CaseKind, Contribute, Effect, FileCase, KeptFrom, NewCase
from bot.model.inbound import Conversation
from bot.model.limits import HIDEABLE_FOR, TRIES_COUNTED_FOR, TRIES_OF_A_CHAT, TRIES_OF_ALL, TRIES_WHILE_MANY, uk_day
from bot.model.ports import Health, Store
from bot.model.routes import Officer, Routes
from bot.model.turn import Loaded, Needs, Notice

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Casework:
    """Reads what a turn needs of cases, and says who hears of one."""

    store: Store
    routes: Routes
    receipts: ReceiptPool
    notice: Notices
    health: Health

    async def find(self, needs: Needs, conversation: Conversation, now: datetime) -> Loaded:
        """What a reply needs, read or made.

        Raises:
            StorageUnavailableError: nothing can be read now.
        """
        look_by = after(uk_day(now), self.routes.first_look)
        if needs.receipt is not None:
            return await self._by_receipt(needs.receipt, conversation, now, look_by)
        return Loaded(
            case=await self.store.case(needs.case, conversation) if needs.case else None,
            cases=tuple(await self.store.cases_of(conversation)) if needs.cases else (),
            shown=tuple(await self.store.shown(conversation, now - HIDEABLE_FOR)) if needs.shown else (),
            receipt=await self.receipts.take() if needs.new_receipt else None,
            look_by=look_by,
        )

    async def _by_receipt(self, words: tuple[str, ...], conversation: Conversation, now: datetime, look_by: date) -> Loaded:
        own, everybody = await self.store.tries(conversation, now - TRIES_COUNTED_FOR)
        if own >= (TRIES_OF_A_CHAT if everybody < TRIES_OF_ALL else TRIES_WHILE_MANY):
            log.warning("receipts_tried_too_often", everybody=everybody)
            return Loaded(tried_too_often=True, look_by=look_by)
        found = await self.store.case_by_receipt(await self.receipts.digest(words), conversation)
        return Loaded(case=found, look_by=look_by)

    def notices(self, effects: Iterable[Effect]) -> tuple[Notice, ...]:
        """Whoever must hear of what a turn does with cases, in words that tell nothing of them."""
        return tuple(notice for effect in effects for notice in self._notices(effect))

    def _notices(self, effect: Effect) -> Iterable[Notice]:
        if self.routes.sample and isinstance(effect, FileCase | Contribute):
            log.error("case_without_officers", case=effect.case.id, todo="set HEARD_ROUTES to a file with your own officers")
            self.health.red("routes", "the officers are the invented ones of the sample: nobody hears of a case")
            return ()
        match effect:
            case FileCase(case, look_by):
                routed = self.routed(case.council, case.kind, case.kept_from, urgent=case.urgent)
                why = (NoticeKind.URGENT if case.urgent else NoticeKind.NEW, *([NoticeKind.FALLBACK] if routed.by == "fallback" else []))
                self._shout(routed, case)
                return self.notice.of(why, routed.officers, case, look_by)
            case Contribute(case, finding=finding):
                kind = NoticeKind.URGENT if finding and finding.urgent else NoticeKind.MORE
                return self.notice.of((kind,), self._in_charge(case), case, case.look_by)
        return ()

    def _in_charge(self, case: Case) -> tuple[Officer, ...]:
        """Who has taken the case, if they are there and may see it; else whoever it goes to."""
        officer = self.routes.officers.get(case.claimed_by or "")
        if officer and not officer.away and visible_to(officer, self.routes, case.kept_from, case.council):
            return (officer,)
        routed = self.routed(case.council, case.kind, case.kept_from, urgent=case.urgent)
        self._shout(routed, case)
        return routed.officers

    def routed(self, council: str, kind: CaseKind, kept_from: KeptFrom, *, urgent: bool) -> Routed:
        """Who gets a case."""
        return recipients(self.routes, council=council, kind=kind, kept_from=kept_from, urgent=urgent)

    def _shout(self, routed: Routed, case: NewCase | Case) -> None:
        """What nobody is there for must be noticed by whoever runs this."""
        if routed.by == "fallback":
            log.error("case_to_fallback", case=case.id, council=case.council, kind=case.kind)
        if routed.by == "nobody":
            log.error("case_to_nobody", case=case.id, council=case.council, kind=case.kind)
            self.health.red("routes", "a case has nobody who may see it")
