"""The one composition root: here, and nowhere else, concrete adapters meet.

Adapters are imported where they are used, so that a question in the terminal does not wait for a database or Telegram.
"""

from __future__ import annotations

import asyncio
import gc
import re
import sys
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from socket import socket
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from bot.config import Settings
from bot.content.library import Libraries
from bot.dialogue.dialogue import START, Dialogue
from bot.dialogue.search import Finder
from bot.errors import QuestionError
from bot.health import HealthBoard
from bot.learning.encoder import Encoder
from bot.learning.learned import load
from bot.learning.remembered import RememberingEncoder, Told
from bot.model.actions import Choose, write
from bot.model.case import Case
from bot.model.channel import TELEGRAM, TERMINAL
from bot.model.content import Audience
from bot.model.flow import Setting
from bot.model.inbound import Commanded, Conversation, Inbound, Pressed, What
from bot.model.outbound import Message
from bot.model.phrases import Phrase
from bot.model.ports import Channel, FileSource, Store
from bot.model.routes import Routes
from bot.model.turn import KEPT, Rating, Unanswered
from bot.notices import Notices
from bot.receipts import ReceiptPool
from bot.telling import Telling
from bot.turn import Turns

if TYPE_CHECKING:  # storage and sender bring the database with them: half a second that one question does not need
    from bot.channels.email import EmailChannel
    from bot.channels.telegram.channel import TelegramChannel
    from bot.office import Office
    from bot.scheduler import Scheduler
    from bot.sender import Sender
    from bot.storage.cases import SqlCases
    from bot.storage.engine import Database
    from bot.storage.keys import Keyring
    from bot.storage.sealing import Resealed
    from bot.storage.store import SqlStore
    from bot.storage.switch import SqlSwitch

log = structlog.get_logger()

CHANNELS = {rules.name: rules for rules in (TELEGRAM, TERMINAL)}


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """The moment now."""
        return datetime.now(UTC)


def build_dialogue(settings: Settings, told: Told | None = None) -> Dialogue:
    """The dialogue over the content folder.

    Raises:
        ContentError: the content cannot be served.
        ModelError: the encoder, or what was learned, cannot be read.
    """
    with _nothing_thrown_away():
        libraries = Libraries(settings.content_dir)
        english = libraries.english
        finder = Finder(english.topics.values(), english.limits, build_encoder(settings, told), load())
        try:
            return Dialogue(libraries.into, finder, settings.web_address, timedelta(days=settings.draft_days))
        except re.error:
            libraries.refuse_broken_patterns()
            raise


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Without the garbage collector: reading the content makes many objects and hardly any garbage, and looking for it takes a fifth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def build_routes(settings: Settings, councils: Collection[str]) -> Routes:
    """The officers, and who gets what.

    Raises:
        ContentError: the file of routes cannot be used.
    """
    from bot.content.routes import load_routes

    return load_routes(settings.route_file, councils)


def build_encoder(settings: Settings, told: Told | None = None) -> RememberingEncoder:
    """The sentence encoder. `told` hears how far it is where many new texts of the content have to be read.

    Raises:
        ModelError: the encoder cannot be read.
    """
    return RememberingEncoder(Encoder(), settings.data_dir, told)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running assistant is made of."""

    dialogue: Dialogue
    store: SqlStore
    cases: SqlCases
    switch: SqlSwitch
    sender: Sender
    turns: Turns
    health: HealthBoard
    clock: SystemClock


@asynccontextmanager
async def _unlocked(settings: Settings, councils: Collection[str] = ()) -> AsyncIterator[tuple[Database, Keyring]]:
    """The database brought up to date, and its keys, those councils' among them; closed again at the end."""
    from bot.storage.engine import open_database
    from bot.storage.migrations import upgrade
    from bot.storage.unlock import unlock

    database = open_database(settings.database)
    try:
        await upgrade(database)
        given = settings.keys.get_secret_value() if settings.keys else None
        yield database, await unlock(database, given, settings.key_file, councils)
    finally:
        await database.close()


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[SqlStore]:
    """The store alone."""
    from bot.storage.store import SqlStore

    async with _unlocked(settings) as (database, keyring):
        yield SqlStore(database, keyring)


@asynccontextmanager
async def opened_switch(settings: Settings) -> AsyncIterator[SqlSwitch]:
    """What turns the conversation off and on, alone.

    Raises:
        SettingsError: the database or the keys make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.storage.switch import SqlSwitch

    async with _unlocked(settings) as (database, keyring):
        yield SqlSwitch(database, keyring)


@asynccontextmanager
async def opened_office(settings: Settings) -> AsyncIterator[Office]:
    """What officers do with cases, alone.

    Raises:
        ContentError: the content, or the file of routes, cannot be used.
        SettingsError: the database or the keys make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.office import Office, message_waits
    from bot.storage.cases import SqlCases

    with _nothing_thrown_away():
        libraries = Libraries(settings.content_dir)
        routes = build_routes(settings, libraries.english.councils.keys())

    def notice(case: Case) -> Message:
        return message_waits(libraries.into(case.language), case, clock.now().date())

    clock = SystemClock()
    async with _unlocked(settings) as (database, keyring):
        yield Office(SqlCases(database, keyring), routes, clock, libraries.into, notice)


def fetcher(settings: Settings) -> FileSource:
    """Where files that people sent are fetched from; whoever asks closes it.

    Raises:
        QuestionError: no channel is set up that keeps any.
    """
    channel = _telegram(settings) if settings.telegram_token else None
    if channel is None:
        raise QuestionError("files lie with Telegram, and TELEGRAM_TOKEN is not set. Set it to the token of the bot that they were sent to")
    return channel


async def rotate_keys(settings: Settings, council: str | None, *, finish: bool) -> list[Resealed]:
    """Seal anew under a new key, or drop the old keys: of one council, or of all.

    Raises:
        SealedError: something is under none of the keys.
        SettingsError: the database or the keys make no sense, the council has none, or it is too early to finish.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.storage import sealing

    step = sealing.finish if finish else sealing.rotate
    async with _unlocked(settings) as (database, keyring):
        return await step(database, keyring, council)


@asynccontextmanager
async def assembled(settings: Settings, dialogue: Dialogue, channels: Sequence[Channel]) -> AsyncIterator[Parts]:
    """Everything but the channels' own loops; closed again at the end."""
    from bot.sender import Sender
    from bot.storage.cases import SqlCases
    from bot.storage.store import SqlStore
    from bot.storage.switch import SqlSwitch

    routes = build_routes(settings, dialogue.library("en").councils.keys())
    async with _unlocked(settings, dialogue.library("en").councils.keys()) as (database, keyring):
        store, switch = SqlStore(database, keyring), SqlSwitch(database, keyring)
        health, clock = HealthBoard(), SystemClock()
        sender = Sender(store, {channel.name: channel for channel in channels}, clock, health)
        telling = _telling(store, routes, await store.salt(), dialogue, health)
        turns = Turns(dialogue, store, CHANNELS, clock, health, telling, sender.wake)
        yield Parts(dialogue, store, SqlCases(database, keyring), switch, sender, turns, health, clock)


def _telling(store: Store, routes: Routes, salt: bytes, dialogue: Dialogue, health: HealthBoard) -> Telling:
    english = dialogue.library("en")
    return Telling(store, routes, ReceiptPool(english.receipt_words, salt), Notices(english), health)


async def unanswered(settings: Settings, today: date, days: int | None, council: str | None) -> list[Unanswered]:
    """The questions without an answer that were kept in the last so many days, if there are fewer than `KEPT`; for one council, or all.

    Raises:
        StorageUnavailableError: the database cannot be had now.
    """
    async with _opened(settings) as store:
        return await store.unanswered(today - min(KEPT, timedelta(days=days or KEPT.days)), council)


async def rated(settings: Settings, today: date, days: int | None) -> list[Rating]:
    """Topics that somebody rated in the last so many days, or ever.

    Raises:
        StorageUnavailableError: the database cannot be had now.
    """
    since = today - timedelta(days=days) if days else date(2000, 1, 1)
    async with _opened(settings) as store:
        return await store.rated(datetime.combine(since, time(), UTC))


async def chat(settings: Settings, council: str | None, audience: Audience | None) -> None:
    """A conversation in this terminal, until the end of input."""
    from bot.channels.terminal import TerminalChannel

    dialogue = build_dialogue(settings)
    terminal = TerminalChannel(sys.stdout)
    here = Conversation(TERMINAL.name, "here")
    async with assembled(settings, dialogue, [terminal]) as parts:

        async def take(what: What) -> None:
            await parts.turns.handle(Inbound(f"terminal:{uuid4()}", here, what, parts.clock.now()))
            await parts.sender.deliver_due()

        library = dialogue.library("en")
        sys.stdout.write(library.phrase(Phrase.TERMINAL_HINT) + "\n")
        known = await parts.store.read("terminal:", here)
        for setting, value in ((Setting.COUNCIL, council), (Setting.AUDIENCE, audience)):
            if value:
                await take(Pressed(write(Choose("settings", setting.value, value))))
        if known and not known.version and not (council or audience):
            await take(Commanded(START))
        while line := await _line(library.phrase(Phrase.TERMINAL_PROMPT)):
            await take(terminal.understand(line.rstrip("\n")))


async def _line(prompt: str) -> str:
    """A line from the keyboard; nothing at the end of input."""
    sys.stdout.write(f"\n{prompt}")
    sys.stdout.flush()
    return await asyncio.to_thread(sys.stdin.readline)


async def run(settings: Settings, *, telegram: bool = True, web: bool = True) -> None:
    """Everything that is configured, until a signal ends it: Telegram, the sender, the health page.

    Raises:
        ContentError: the content cannot be served.
        SettingsError: the database, its keys or the host of the health page make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.web import listen

    dialogue = build_dialogue(settings)
    gc.freeze()  # the content never changes: the collector need not walk through it for every few replies
    log.info("content_ready", topics=len(dialogue.library("en").topics))
    channel, mail = (_telegram(settings), _email(settings)) if telegram else (None, None)
    stop = asyncio.Event()
    async with assembled(settings, dialogue, [each for each in (channel, mail) if each]) as parts:
        _say_who_hears(parts.turns.telling.routes, settings, parts.health)
        listening = listen(settings.host, settings.port) if web else None
        try:
            async with asyncio.TaskGroup() as group:
                if channel:
                    group.create_task(_telegram_loops(channel, parts, stop))
                group.create_task(parts.sender.run(stop))
                group.create_task(_scheduler(settings, parts, [channel.name] if channel else []).run(stop))
                group.create_task(_until_told(listening, parts, stop))
        finally:
            if channel:
                await channel.close()


def _say_who_hears(routes: Routes, settings: Settings, health: HealthBoard) -> None:
    """Shout where officers would never hear of a case."""
    if routes.sample:
        log.warning("routes_are_the_sample", file=str(settings.route_file), todo="set HEARD_ROUTES to a file with your own officers")
    elif settings.smtp_host is None and any(place.channel == "email" for each in routes.officers.values() for place in each.notices):
        health.red("routes", "officers hear by e-mail, and HEARD_SMTP_HOST is not set: their notices wait")


def _scheduler(settings: Settings, parts: Parts, channels: Sequence[str]) -> Scheduler:
    from bot.retention import Retention
    from bot.scheduler import Scheduler

    retention = Retention(parts.cases, settings.keep_cases)
    return Scheduler(parts.store, parts.cases, retention, parts.turns.handle, channels, parts.clock, parts.health)


def _email(settings: Settings) -> EmailChannel | None:
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    from bot.channels.email import EmailChannel

    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    place = (settings.smtp_host, settings.smtp_port, settings.mail_from)
    return EmailChannel(*place, user=settings.smtp_user, password=password, security=settings.smtp_security)


def _telegram(settings: Settings) -> TelegramChannel | None:
    if settings.telegram_token is None:
        log.warning("telegram_off", why="TELEGRAM_TOKEN is not set")
        return None
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel(settings.telegram_token.get_secret_value(), settings.telegram_base_url)


async def _telegram_loops(channel: TelegramChannel, parts: Parts, stop: asyncio.Event) -> None:
    """Poll, and beside it tell Telegram our commands in every language."""
    from bot.channels.telegram.poller import Poller

    async with asyncio.TaskGroup() as group:
        registering = group.create_task(_register(channel, parts.dialogue))
        await Poller(channel, parts.turns.handle, parts.health, parts.clock).run(stop)
        registering.cancel()  # where Telegram cannot be reached this may take long, and nothing depends on it


async def _register(channel: TelegramChannel, dialogue: Dialogue) -> None:
    english = dialogue.library("en")
    commands = {}
    for language in english.languages:
        library = dialogue.library(language.code)
        code = "" if library is english else language.code.split("_")[0]
        commands[code] = [(command.name, command.about) for command in library.commands]
    await channel.register(commands, english.phrase(Phrase.BOT_DESCRIPTION), english.phrase(Phrase.BOT_ABOUT))


async def _until_told(listening: socket | None, parts: Parts, stop: asyncio.Event) -> None:
    """Serve the health page (or only wait) until SIGINT or SIGTERM, then stop every loop."""
    from bot.web import serve, wait_for_signal

    try:
        if listening:
            await serve(listening, parts.store, parts.switch, parts.health)
        else:
            await wait_for_signal()
    finally:
        stop.set()
        parts.sender.wake()
