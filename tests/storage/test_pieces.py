"""Pieces of a text survive whatever happens between them, on both databases; each time another process goes on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.dialogue.dialogue import Dialogue
from bot.model.channel import TELEGRAM
from bot.model.inbound import Attached, Attachment, Conversation, Elapsed, Inbound, Pressed, Said, What
from bot.model.limits import PIECES_WITHIN
from bot.model.session import Session
from bot.model.turn import Outcome
from bot.run.health import HealthBoard
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.turns.turn import Turns
from tests.cases.officers import telling_over
from tests.databases import keyring_in
from tests.outbox import waiting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAM = Conversation("telegram", "1")
TEXT = "purple umbrellas and nothing else at all. " * 120
HEAD, TAIL = TEXT[:4_096], TEXT[4_096:]


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


class World:
    """What lasts; each event is handled by a process of its own, as after a kill."""

    def __init__(self, database: Database, dialogue: Dialogue, folder: Path) -> None:
        self.database, self.dialogue, self.folder, self.clock = database, dialogue, folder, Clock()

    @property
    def store(self) -> SqlStore:
        return SqlStore(self.database, keyring_in(self.folder, "bristol"))

    async def takes(self, event: str, what: What, after: timedelta = timedelta(), message: str | None = None) -> Outcome | None:
        self.clock.at = NOW + after
        store, health = self.store, HealthBoard()
        telling = await telling_over(store, self.dialogue, health)
        turns = Turns(self.dialogue, store, {"telegram": TELEGRAM}, self.clock, health, telling, lambda: None)
        return await turns.handle(Inbound(event, SAM, what, self.clock.at, message))

    async def session(self) -> Session:
        found = await self.store.read("no such event", SAM)
        assert found is not None
        return found.session

    async def collected(self) -> list[str]:
        run = (await self.session()).run
        values = [answer.value for answer in run.answers] if run else []
        return [item.words for value in values if isinstance(value, tuple) for item in value]


@pytest.fixture
async def world(database: Database, real: Dialogue, tmp_path: Path) -> World:
    world = World(database, real, tmp_path)
    await world.takes("before", Said("bristol"))
    await world.takes("begun", Pressed("choose:tell-us:door:concern"))
    run = (await world.session()).run
    assert run
    assert run.flow == "tell-us"
    return world


async def test_a_piece_that_is_parked_is_sealed(world: World) -> None:
    await world.takes("1", Said(HEAD))
    stored = await world.database.quickly(lambda connection: str(connection.execute(text("SELECT * FROM sessions")).all()))
    assert "umbrellas" not in stored
    assert not await world.collected()


async def test_the_rest_is_joined_by_whichever_process_gets_it(world: World) -> None:
    await world.takes("1", Said(HEAD))
    await world.takes("2", Said(TAIL), timedelta(seconds=1))
    assert await world.collected() == [TEXT.strip()]
    await world.takes("2", Said(TAIL), timedelta(seconds=1))
    assert await world.collected() == [TEXT.strip()], "an update that comes again is known"


async def test_where_the_rest_never_comes_the_clock_answers_what_came(world: World) -> None:
    await world.takes("1", Said(HEAD))
    assert not await world.store.due_runs(NOW + timedelta(seconds=1), 5)
    assert list(await world.store.due_runs(NOW + PIECES_WITHIN, 5)) == [SAM]
    await world.takes("clock", Elapsed(), PIECES_WITHIN)
    assert await world.collected() == [HEAD.strip()]


@pytest.mark.parametrize("later", [Said("something else"), Pressed("steer:leave:tell-us:worry"), Attached(Attachment.PHOTO, "", "a photo")])
async def test_whatever_comes_later_is_no_part_of_it(world: World, later: What) -> None:
    await world.takes("1", Said(HEAD))
    await world.takes("2", later, PIECES_WITHIN + timedelta(seconds=1))
    assert (await world.session()).parked is None
    assert HEAD.strip() in await world.collected()


async def test_danger_in_a_piece_that_is_parked_is_answered_before_the_rest_comes(world: World) -> None:
    before = len(await waiting(world.store))
    assert await world.takes("1", Said("i want to kill myself tonight. " + HEAD[:4_060])) is Outcome.CRISIS
    rows = await waiting(world.store)
    assert len(rows) > before
    assert any(row.help for row in rows)
