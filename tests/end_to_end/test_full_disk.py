"""A full disk: nothing is confirmed that is not stored, it shows, and with room again everybody is answered once.

In this process, because only a connection's own user can tell SQLite how large a file may become.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.poller import Pace, Poller
from bot.config import Settings
from bot.run.health_page import health_page
from bot.run.overview import Overview
from bot.run.wiring import Parts, assembled, build_dialogue, helping_unstored
from bot.storage import engine
from bot.storage.engine import Database
from bot.workshop.telegram_double import Double

SAM, JO = 42, 43
PACE = Pace(
    first=timedelta(milliseconds=5), longest=timedelta(milliseconds=20), storage=timedelta(milliseconds=20), long_poll=timedelta(seconds=5)
)


@dataclass
class Running:
    """The assistant in this process, with its database within reach."""

    parts: Parts
    database: Database
    file: Path

    async def limit(self, pages: int) -> None:
        """Let the file have so many pages more than it has."""

        def set_it(connection: Connection) -> None:
            has = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {has + pages}")

        await self.database.durably(set_it)

    async def health(self) -> httpx.Response:
        """What the health page answers."""
        overview = Overview(self.parts.store, self.parts.switch, self.parts.processes, self.parts.health)
        page = httpx.ASGITransport(health_page(overview))
        async with httpx.AsyncClient(transport=page, base_url="http://heard") as client:
            return await client.get("/health")


@pytest.fixture
async def running(double: Double, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    opened: list[Database] = []
    open_database = engine.open_database

    def open_within_reach(url: str) -> Database:
        opened.append(open_database(url))
        return opened[-1]

    monkeypatch.setattr(engine, "open_database", open_within_reach)
    settings = Settings(data_dir=tmp_path / "data", content_dir=content, telegram_token=None)
    channel = TelegramChannel(double.token, double.base_url)
    async with assembled(settings, build_dialogue(settings), [channel]) as parts, loops(parts, channel):
        yield Running(parts, opened[0], settings.data_dir / "heard.db")


@asynccontextmanager
async def loops(parts: Parts, channel: TelegramChannel) -> AsyncIterator[None]:
    """Poller and sender, told to stop at the end."""
    stop = asyncio.Event()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(Poller(channel, helping_unstored(channel, parts).handle, parts.health, parts.clock, PACE).run(stop))
            group.create_task(parts.senders.run(stop))
            yield
            stop.set()
    finally:
        await channel.close()


@pytest.fixture
def content(content: Path) -> Path:
    """One answer is too long for what is free in the pages that the file has."""
    path = content / "knowledge" / "england" / "what-can-you-do.md"
    paragraphs = [f"Paragraph {number} " + "extraordinarily " * 40 for number in range(12)]
    path.write_text(path.read_text(encoding="utf-8") + "\n## Details\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path.parents[2]


async def test_what_cannot_be_stored_is_not_confirmed_and_answered_once_there_is_room(double: Double, running: Running) -> None:
    await asyncio.to_thread(double.say, SAM, "/help")
    await double.until("sent", chat=SAM)
    assert (await running.health()).status_code == 200

    await running.limit(0)
    asked = len(double.calls("getUpdates"))
    await asyncio.to_thread(double.press, SAM, "more:what-can-you-do")
    await asyncio.to_thread(double.say, SAM, "bye")
    await double.until("calls", method="getUpdates", count=asked + 5)
    red = await running.health()
    assert (red.status_code, red.json()["red"]) == (503, {"storage": "unavailable"})
    assert double.settings()["waiting"] == 2, "neither is confirmed"
    assert len(double.sent(SAM)) == 1

    await running.limit(1_000)
    await double.until("confirmed")
    await double.until("sent", chat=SAM, count=4)
    said = double.texts(SAM)[1:]
    assert "extraordinarily" in said[0]
    assert said[-1].startswith("Bye for now")
    assert len(said) == len(set(said)), "each came once"
    assert (await running.health()).json()["red"] == {}


async def test_danger_is_answered_where_nothing_can_be_stored_once_and_again_with_its_turn(double: Double, running: Running) -> None:
    await asyncio.to_thread(double.say, SAM, "/help")
    await double.until("sent", chat=SAM)
    await running.limit(0)
    await asyncio.to_thread(double.press, SAM, "more:what-can-you-do")
    await double.until("calls", method="getUpdates", count=len(double.calls("getUpdates")) + 3)
    await asyncio.to_thread(double.say, JO, "i want to kill myself")
    await double.until("sent", chat=JO)
    asked = len(double.calls("getUpdates"))
    await double.until("calls", method="getUpdates", count=asked + 5)
    first, *others = double.texts(JO)
    assert "999" in first
    if "can't keep anything" in first:
        assert not others or "can't keep anything" not in others[0], "it is said once"
    await running.limit(1_000)
    await double.until("confirmed")


async def test_danger_is_answered_while_somebody_else_has_locked_the_database(double: Double, running: Running) -> None:
    await asyncio.to_thread(double.say, SAM, "/help")
    await double.until("sent", chat=SAM)
    with closing(sqlite3.connect(running.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await asyncio.to_thread(double.say, JO, "i want to kill myself")
        await double.until("sent", chat=JO)
        await asyncio.to_thread(double.say, SAM, "i want to die")
        await double.until("sent", chat=SAM, count=2)
        assert "can't keep anything" in double.texts(JO)[0]
        assert "can't keep anything" in double.texts(SAM)[1]
        assert double.settings()["waiting"] == 2, "neither is confirmed"
        other.execute("ROLLBACK")
    await double.until("confirmed")
    await double.until("sent", chat=JO, count=2)
    assert "can't keep anything" not in double.texts(JO)[1]
