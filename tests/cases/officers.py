"""Invented officers, who get what people tell, and the telling that a turn needs, for tests."""

from __future__ import annotations

from bot.cases.notices import Notices
from bot.cases.receipts import ReceiptPool
from bot.dialogue.dialogue import Dialogue
from bot.model.case import CaseKind, Role
from bot.model.inbound import Conversation
from bot.model.ports import Health
from bot.model.routes import Officer, Route, Routes
from bot.storage.store import SqlStore
from bot.turns.casework import Casework
from tests.cases.naming import NAMING

COUNCILS = frozenset({"bristol", "bath-and-north-east-somerset", "bradford", "north-somerset"})
OLIVE_HEARS = Conversation("telegram", "9999999999999901")
IVY_HEARS = Conversation("email", "ivy@example.org")
LEE_HEARS = Conversation("email", "lee@example.org")

OLIVE = Officer("olive", "Olive Example", Role.PARTICIPATION_OFFICER, COUNCILS, (OLIVE_HEARS,), sees_files=True)
IVY = Officer("ivy", "Ivy Placeholder", Role.SOCIAL_WORKER, COUNCILS, (IVY_HEARS,))
LEE = Officer("lee", "Lee Fallback", Role.MANAGER, COUNCILS, (LEE_HEARS,), is_fallback=True)
ROUTES = Routes(
    officers={officer.id: officer for officer in (OLIVE, IVY, LEE)},
    routes=(Route(COUNCILS, frozenset(CaseKind) - {CaseKind.PRAISE}, ("olive",), cover=("ivy",)),),
    fallback=("lee",),
    naming=NAMING,
)
"""Everything goes to Olive, and to Ivy where Olive may not see it; praise fits no route."""


async def telling_over(store: SqlStore, dialogue: Dialogue, health: Health, routes: Routes = ROUTES) -> Casework:
    """What a turn needs to read cases, and to tell officers of them."""
    english = dialogue.library("en")
    pool = ReceiptPool(english.receipt_words, await store.salt(), size=1)
    return Casework(store, routes, pool, Notices(english), health)
