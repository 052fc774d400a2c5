"""Help in danger where nothing can be stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.errors import StorageUnavailableError, TryLaterError
from bot.model.channel import TELEGRAM
from bot.model.inbound import Attached, Attachment, Commanded, Conversation, Inbound, Pressed, Said, What
from bot.model.outbound import Message, Outbound
from bot.model.turn import Outcome
from bot.turns.unstored import Unstored

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAM = Conversation("telegram", "1")
DANGER = Said("i want to kill myself")


class StillClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Away:
    """A storage, and turns over it, that work or do not, or never end."""

    works: bool = False
    hangs: bool = False
    tried: int = 0

    async def handle(self, inbound: Inbound) -> Outcome | None:
        self.tried += 1
        await self._asked()
        return Outcome.ANSWER

    async def healthy(self) -> None:
        await self._asked()

    async def _asked(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if not self.works:
            raise StorageUnavailableError("away")


@dataclass
class Phone:
    """A channel that remembers."""

    name: str = "telegram"
    sent: list[Outbound] = field(default_factory=list)
    fails: int = 0

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        if self.fails:
            self.fails -= 1
            raise TryLaterError("busy")
        self.sent.append(outbound)
        return None


@dataclass
class Place:
    dialogue: Dialogue
    storage: Away = field(default_factory=Away)
    phone: Phone = field(default_factory=Phone)

    def __post_init__(self) -> None:
        self.unstored = Unstored(self.storage, self.storage, self.dialogue, self.phone, TELEGRAM, StillClock(), soon=0.01)

    async def takes(self, event: str, what: What) -> Outcome | None:
        return await self.unstored.handle(Inbound(event, SAM, what, NOW))


@pytest.fixture
def place(real: Dialogue) -> Place:
    return Place(real)


@pytest.mark.parametrize("what", [DANGER, Attached(Attachment.PHOTO, DANGER.text), Commanded("tell", DANGER.text)])
@pytest.mark.parametrize("hangs", [True, False])
async def test_danger_is_answered_once_for_each_event(place: Place, what: What, hangs: bool) -> None:
    place.storage.hangs = hangs
    for event in ("1", "1", "1", "2"):
        with pytest.raises(StorageUnavailableError):
            await place.takes(event, what)
    assert len(place.phone.sent) == 2
    said = place.phone.sent[0]
    assert isinstance(said, Message)
    assert "can't keep anything" in said.text
    assert not said.buttons


@pytest.mark.parametrize("what", [Said("do care leavers pay council tax"), Pressed("menu"), Attached(Attachment.PHOTO), Commanded("tell")])
async def test_nothing_else_is_answered(place: Place, what: What) -> None:
    with pytest.raises(StorageUnavailableError):
        await place.takes("1", what)
    assert not place.phone.sent


async def test_help_that_could_not_be_sent_is_tried_again(place: Place) -> None:
    place.phone.fails = 1
    for _ in range(3):
        with pytest.raises(StorageUnavailableError):
            await place.takes("1", DANGER)
    assert len(place.phone.sent) == 1


async def test_once_storage_is_back_turns_are_taken_again(place: Place) -> None:
    for _ in range(3):
        with pytest.raises(StorageUnavailableError):
            await place.takes("1", DANGER)
    place.storage.works = True
    with pytest.raises(StorageUnavailableError):  # it has only begun to look
        await place.takes("1", DANGER)
    await asyncio.wait_for(asyncio.shield(place.unstored._look()), 5)
    assert await place.takes("1", DANGER) is Outcome.ANSWER
    assert len(place.phone.sent) == 1


async def test_while_storage_is_away_no_turn_waits_for_it(place: Place) -> None:
    for event in map(str, range(20)):
        with pytest.raises(StorageUnavailableError):
            await place.takes(event, DANGER)
    assert place.storage.tried <= 2
