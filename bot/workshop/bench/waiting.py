"""How long replies wait beside what is slow: the real store and senders in this process, over the server double."""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.channels.email import EmailChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.delivery.pace import Pace
from bot.delivery.senders import Senders
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Outbound, Span
from bot.model.ports import Channel
from bot.model.session import Session
from bot.model.turn import Outcome, TurnCommit, TurnRecord
from bot.run.clock import SystemClock
from bot.run.health import HealthBoard
from bot.storage.engine import open_database
from bot.storage.migrations import upgrade
from bot.storage.seal.keys import load_keys
from bot.storage.store import SqlStore
from bot.workshop.telegram_double.client import Double

REPLIES = 20
LETTERS = 20
SLOW, SLOW_FOR = Pace().places, 8.0
"""Chats, as many as there are places and one more than an ordinary reply may take, whose messages take so many seconds."""
QUEUE = 40
STRANGER = 999


class Timed:
    """Telegram, with the moment at which each message was taken."""

    name = "telegram"

    def __init__(self, channel: TelegramChannel) -> None:
        self._channel = channel
        self.taken: dict[str, list[float]] = {}
        self.order: list[str] = []
        self.begun = 0
        self.news = asyncio.Event()

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        """Send it, and note when."""
        self.begun += 1
        self.news.set()
        called = await self._channel.send(conversation, outbound)
        assert isinstance(outbound, Message)  # noqa: S101  nothing else is said here
        self.taken.setdefault(conversation.address, []).append(perf_counter())
        self.order.append(outbound.text)
        self.news.set()
        return called

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        while not so():
            self.news.clear()
            await self.news.wait()


@dataclass
class Delivery:
    """A store with senders that run."""

    store: SqlStore
    senders: Senders
    telegram: Timed
    double: Double
    said: int = field(default=0)

    async def say(self, to: Conversation, *words: str, helps: bool = False) -> float:
        """Commit a turn that says this; when."""
        self.said += 1
        event, now = f"bench:{self.said}", datetime.now(UTC)
        read = await self.store.read(event, to)
        assert read is not None  # noqa: S101  every event is new
        record = TurnRecord(event, now, to.channel, Outcome.CRISIS if helps else Outcome.ANSWER)
        outbound = tuple(Message((Block(BlockKind.PARAGRAPH, (Span(each),)),)) for each in words)
        await self.store.commit(TurnCommit(to, record, read, Session(), outbound, help=helps), now)
        self.senders.wake()
        return perf_counter()

    async def waited(self, chat: int, words: str = "a reply", *, helps: bool = False) -> float:
        """Seconds from the commit of the first message to a chat until Telegram has it."""
        said = await self.say(Conversation("telegram", str(chat)), words, helps=helps)
        await self.telegram.until(lambda: str(chat) in self.telegram.taken)
        return self.telegram.taken[str(chat)][0] - said


@asynccontextmanager
async def _delivering(double: Double, mail_port: int | None = None) -> AsyncIterator[Delivery]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = open_database(f"sqlite:///{folder / 'heard.db'}")
        stack.push_async_callback(database.close)
        await upgrade(database)
        telegram = TelegramChannel(double.token, double.base_url)
        stack.push_async_callback(telegram.close)
        timed = Timed(telegram)
        channels: list[Channel] = [timed]
        if mail_port:
            channels.append(EmailChannel("127.0.0.1", mail_port, "heard@example.org", security="none"))
        store = SqlStore(database, load_keys(None, folder / "keys.json", (), known=()))
        senders = Senders(store, channels, SystemClock(), HealthBoard(), chance=random.Random(1))  # noqa: S311  nothing secret
        running = asyncio.create_task(senders.run(asyncio.Event()))
        try:
            yield Delivery(store, senders, timed, double)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def beside_mail(double: Double, *, silent: bool) -> list[float]:
    """The time that replies wait, one a second, while a mail server takes connections and says nothing; or without it."""
    server = await asyncio.start_server(_say_nothing, "127.0.0.1", 0)
    async with server, _delivering(double, server.sockets[0].getsockname()[1] if silent else None) as delivery:
        for number in range(LETTERS if silent else 0):
            await delivery.say(Conversation("email", f"officer{number % 5}@example.org"), "Something waits")
        waits = []
        for number in range(REPLIES):
            waits.append(await delivery.waited(1000 + number))
            await asyncio.sleep(max(0.0, 1 - waits[-1]))
        return waits


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def beside_slow_chats(double: Double, slow: int) -> float:
    """The time that somebody's crisis reply waits while so many other chats take long."""
    async with _delivering(double) as delivery:
        for number in range(slow):
            await asyncio.to_thread(double.delay, SLOW_FOR, chat=1000 + number)
            await delivery.say(Conversation("telegram", str(1000 + number)), "a reply that takes long")
        await delivery.telegram.until(lambda: delivery.telegram.begun >= min(slow, SLOW - 1))
        return await delivery.waited(STRANGER, "help", helps=True)


async def behind_own_replies(double: Double) -> tuple[int, float]:
    """How many messages come before help, and how long it waits, behind replies to the same chat that takes one a second."""
    async with _delivering(double) as delivery:
        here = Conversation("telegram", str(STRANGER))
        await asyncio.to_thread(double.limit, STRANGER, 1.0)
        await delivery.say(here, *(f"reply {number}" for number in range(QUEUE)))
        await delivery.telegram.until(lambda: len(delivery.telegram.order) > 1)
        before = len(delivery.telegram.order)
        said = await delivery.say(here, "help", helps=True)
        await delivery.telegram.until(lambda: "help" in delivery.telegram.order)
        place = delivery.telegram.order.index("help")
        return place - before, delivery.telegram.taken[str(STRANGER)][place] - said


def shown(waits: list[float]) -> str:
    """The middle one and the longest."""
    return f"{1000 * statistics.median(waits):.0f} ms, at most {1000 * max(waits):.0f} ms"
