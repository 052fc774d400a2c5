"""The one composition root: here, and nowhere else, concrete adapters meet.

Adapters are imported where they are used, so that a question in the terminal does not wait for a database or Telegram.
"""

from __future__ import annotations

import gc
import re
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.cases.notices import Notices
from bot.cases.receipts import ReceiptPool
from bot.config import Settings
from bot.content.library import Libraries
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder, subjects
from bot.encoder.encoder import Encoder
from bot.encoder.learned import best_fitting
from bot.encoder.remembered import OnProgress, RememberingEncoder
from bot.errors import QuestionError
from bot.model.case import Case
from bot.model.channel import TELEGRAM, TERMINAL
from bot.model.limits import QUESTIONS_KEPT, uk_day
from bot.model.outbound import Message
from bot.model.ports import Channel, FileSource, Store
from bot.model.routes import Routes
from bot.model.turn import Rating, Unanswered
from bot.run.clock import SystemClock
from bot.run.health import HealthBoard
from bot.run.overview import Overview
from bot.run.pace import Pace
from bot.turns.casework import Casework
from bot.turns.turn import Turns
from bot.turns.unstored import Unstored

if TYPE_CHECKING:  # storage and sender bring the database with them: half a second that one question does not need
    from bot.cases.office import Office
    from bot.channels.email import EmailChannel
    from bot.channels.telegram.channel import TelegramChannel
    from bot.delivery.scheduler import Scheduler
    from bot.delivery.senders import Senders
    from bot.storage.cases.desk import SqlCases
    from bot.storage.engine import Database
    from bot.storage.processes.health import SqlProcesses
    from bot.storage.seal.keys import Keyring
    from bot.storage.seal.reseal import Resealed
    from bot.storage.store import SqlStore
    from bot.storage.switch import SqlSwitch

log = structlog.get_logger()

CHANNELS = {rules.name: rules for rules in (TELEGRAM, TERMINAL)}


def build_dialogue(settings: Settings, on_progress: OnProgress | None = None) -> Dialogue:
    """The dialogue over the content folder.

    Raises:
        ContentError: the content cannot be served.
        ModelError: the encoder, or what was learned, cannot be read.
    """
    with _nothing_thrown_away():
        libraries = Libraries(settings.content_dir)
        english = libraries.english
        topics, limits = english.topics.values(), english.limits
        files = best_fitting(subjects(topics, limits), settings.data_dir)
        finder = Finder(topics, limits, build_encoder(settings, on_progress), files.learned)
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
    from bot.content.naming import load_naming
    from bot.content.routes import load_routes

    return load_routes(settings.route_file, councils, load_naming(settings.content_dir))


def build_encoder(settings: Settings, on_progress: OnProgress | None = None) -> RememberingEncoder:
    """The sentence encoder. `told` hears how far it is where many new texts of the content have to be read.

    Raises:
        ModelError: the encoder cannot be read.
    """
    return RememberingEncoder(Encoder(), settings.data_dir, on_progress)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running assistant is made of."""

    dialogue: Dialogue
    store: SqlStore
    cases: SqlCases
    switch: SqlSwitch
    senders: Senders
    turns: Turns
    health: HealthBoard
    clock: SystemClock
    database: Database
    processes: SqlProcesses


@asynccontextmanager
async def _unlocked(settings: Settings, councils: Collection[str] = ()) -> AsyncIterator[tuple[Database, Keyring]]:
    """The database brought up to date, and its keys, those councils' among them; closed again at the end."""
    from bot.storage.engine import open_database
    from bot.storage.migrations import upgrade
    from bot.storage.seal.unlock import unlock

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
    from bot.cases.office import Office, message_waits
    from bot.storage.cases.desk import SqlCases

    with _nothing_thrown_away():
        libraries = Libraries(settings.content_dir)
        routes = build_routes(settings, libraries.english.councils.keys())

    def notice(case: Case) -> Message:
        return message_waits(libraries.into(case.language), case, uk_day(clock.now()))

    clock = SystemClock()
    async with _unlocked(settings) as (database, keyring):
        yield Office(SqlCases(database, keyring), routes, clock, libraries.into, notice)


def fetcher(settings: Settings) -> FileSource:
    """Where files that people sent are fetched from; whoever asks closes it.

    Raises:
        QuestionError: no channel is set up that keeps any.
    """
    channel = telegram_channel(settings) if settings.telegram_token else None
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
    from bot.storage.seal import reseal as sealing

    step = sealing.finish if finish else sealing.rotate
    async with _unlocked(settings) as (database, keyring):
        return await step(database, keyring, council)


@asynccontextmanager
async def assembled(
    settings: Settings, dialogue: Dialogue, channels: Sequence[Channel], kind: str = "chat", pace: Pace | None = None
) -> AsyncIterator[Parts]:
    """Everything but the channels' own loops; closed again at the end. `kind`: the command that was started."""
    from bot.cases.instead import Substitutes
    from bot.delivery.pace import Pace as SenderPace
    from bot.delivery.senders import Senders
    from bot.storage.cases.desk import SqlCases
    from bot.storage.processes.health import SqlProcesses
    from bot.storage.store import SqlStore
    from bot.storage.switch import SqlSwitch

    routes = build_routes(settings, dialogue.library("en").councils.keys())
    async with _unlocked(settings, dialogue.library("en").councils.keys()) as (database, keyring):
        store, switch = SqlStore(database, keyring), SqlSwitch(database, keyring)
        health, clock = HealthBoard(), SystemClock()
        cases, processes = SqlCases(database, keyring), SqlProcesses(database, kind)
        instead = Substitutes(cases, routes).instead
        senders = Senders(store, channels, clock, health, SenderPace(poll=(pace or Pace()).poll), instead=instead)
        telling = _telling(store, routes, await store.salt(), dialogue, health)
        turns = Turns(dialogue, store, CHANNELS, clock, health, telling, senders.wake)
        yield Parts(dialogue, store, cases, switch, senders, turns, health, clock, database, processes)


@asynccontextmanager
async def opened_overview(settings: Settings, kind: str, board: HealthBoard, pace: Pace) -> AsyncIterator[tuple[Overview, SqlProcesses]]:
    """How the whole service is, alone: it needs neither content nor channels.

    Raises:
        SettingsError: the database or the keys make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.storage.processes.health import SqlProcesses
    from bot.storage.store import SqlStore
    from bot.storage.switch import SqlSwitch

    async with _unlocked(settings) as (database, keyring):
        processes = SqlProcesses(database, kind)
        yield Overview(SqlStore(database, keyring), SqlSwitch(database, keyring), processes, board, pace.silent), processes


def _telling(store: Store, routes: Routes, salt: bytes, dialogue: Dialogue, health: HealthBoard) -> Casework:
    english = dialogue.library("en")
    return Casework(store, routes, ReceiptPool(english.receipt_words, salt), Notices(english), health)


async def unanswered(settings: Settings, today: date, days: int | None, council: str | None) -> list[Unanswered]:
    """The questions without an answer that were kept in the last so many days, if there are fewer than `QUESTIONS_KEPT`; for one council, or all.

    Raises:
        StorageUnavailableError: the database cannot be had now.
    """
    async with _opened(settings) as store:
        return await store.unanswered(today - min(QUESTIONS_KEPT, timedelta(days=days or QUESTIONS_KEPT.days)), council)


async def rated(settings: Settings, today: date, days: int | None) -> list[Rating]:
    """Topics that somebody rated in the last so many days, or ever.

    Raises:
        StorageUnavailableError: the database cannot be had now.
    """
    since = today - timedelta(days=days) if days else date(2000, 1, 1)
    async with _opened(settings) as store:
        return await store.rated(datetime.combine(since, time(), UTC))


def build_scheduler(settings: Settings, parts: Parts, channels: Sequence[str], pace: Pace) -> Scheduler:
    """The scheduler of a running service; `channels`: whose conversations it serves."""
    from bot.cases.retention import Retention
    from bot.delivery.scheduler import Pace as SchedulerPace
    from bot.delivery.scheduler import Scheduler

    retention = Retention(parts.cases, settings.keep_cases)
    return Scheduler(
        parts.store, parts.cases, retention, parts.turns.handle, channels, parts.clock, parts.health, SchedulerPace(round=pace.round)
    )


def helping_unstored(channel: Channel, parts: Parts) -> Unstored:
    """The turns of a channel, with help in danger where they cannot be stored."""
    return Unstored(parts.turns, parts.store, parts.dialogue, channel, CHANNELS[channel.name], parts.clock)


def email_channel(settings: Settings) -> EmailChannel | None:
    """E-mail to officers; None where no mail server is set."""
    if settings.smtp_host is None or settings.mail_from is None:
        return None
    from bot.channels.email import EmailChannel

    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    place = (settings.smtp_host, settings.smtp_port, settings.mail_from)
    return EmailChannel(*place, user=settings.smtp_user, password=password, security=settings.smtp_security)


def telegram_channel(settings: Settings) -> TelegramChannel | None:
    """Telegram; None where no token is set."""
    if settings.telegram_token is None:
        log.warning("telegram_off", why="TELEGRAM_TOKEN is not set")
        return None
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel(settings.telegram_token.get_secret_value(), settings.telegram_base_url)
