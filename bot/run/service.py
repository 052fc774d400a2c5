"""The service: every loop that is configured, until a signal ends them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from socket import socket
from typing import TYPE_CHECKING

import structlog

from bot.config import Settings
from bot.dialogue.dialogue import Dialogue
from bot.model.content.phrases import Phrase
from bot.model.routes import Routes
from bot.run.duties import Duty, Work
from bot.run.health import HealthBoard
from bot.run.heartbeat import beating
from bot.run.overview import Overview
from bot.run.pace import Pace
from bot.run.wiring import (
    Parts,
    assembled,
    build_dialogue,
    build_scheduler,
    email_channel,
    helping_unstored,
    opened_overview,
    telegram_channel,
)

if TYPE_CHECKING:  # storage and sender bring the database with them: half a second that one question does not need
    from bot.channels.telegram.channel import TelegramChannel
    from bot.delivery.scheduler import Scheduler


log = structlog.get_logger()


async def run(settings: Settings, *, page: bool = True, pace: Pace | None = None) -> None:
    """Everything that is configured, until a signal ends it: Telegram, the senders, the scheduler; and the health page, or not.

    Raises:
        ContentError: the content cannot be served.
        SettingsError: the database, its keys or the host of the health page make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.run.health_page import listening_socket

    kind, pace = "run" if page else "worker", pace or Pace()
    dialogue = build_dialogue(settings)
    gc.freeze()  # the content never changes: the collector need not walk through it for every few replies
    log.info("content_ready", topics=len(dialogue.library("en").topics))
    channel, mail = telegram_channel(settings), email_channel(settings)
    async with assembled(settings, dialogue, [each for each in (channel, mail) if each], kind, pace) as parts:
        _say_who_hears(parts.turns.casework.routes, settings, parts.health)
        listening = listening_socket(settings.host, settings.port) if page else None
        try:
            await _work(settings, parts, channel, listening, pace)
        finally:
            if channel:
                await channel.close()


async def web(settings: Settings, pace: Pace | None = None) -> None:
    """The health page alone, which shows how every process is, until a signal ends it.

    Raises:
        SettingsError: the database, its keys or the host of the page make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.run.health_page import listening_socket, serve

    pace, board = pace or Pace(), HealthBoard()
    async with opened_overview(settings, "web", board, pace) as (overview, processes):
        listening = listening_socket(settings.host, settings.port)
        async with beating(processes, board, pace):
            await serve(listening, overview)


async def _work(settings: Settings, parts: Parts, channel: TelegramChannel | None, listening: socket | None, pace: Pace) -> None:
    """Every loop beside the others, until a signal."""
    stop = asyncio.Event()
    scheduler = build_scheduler(settings, parts, [channel.name] if channel else [], pace)

    def woken() -> None:
        parts.senders.wake()
        scheduler.wake()

    async with beating(parts.processes, parts.health, pace), asyncio.TaskGroup() as group:
        group.create_task(_until_told(listening, parts, stop, pace))  # first: a signal must not come before anybody hears it
        group.create_task(parts.database.listen(woken))
        for name, work in _duties(parts, channel, scheduler):
            group.create_task(Duty(name, parts.database.lock(name), work, parts.health, pace).run(stop))


def _duties(parts: Parts, channel: TelegramChannel | None, scheduler: Scheduler) -> Iterator[tuple[str, Work]]:
    """The work that no second process may do meanwhile. Schedulers that serve other channels are no second ones."""
    if channel:
        yield f"poller-{channel.name}", lambda over: _telegram_loops(channel, parts, over)
    for name, sender in parts.senders.each.items():
        yield f"sender-{name}", sender.run
    yield f"scheduler-{channel.name}" if channel else "scheduler", scheduler.run


def _say_who_hears(routes: Routes, settings: Settings, health: HealthBoard) -> None:
    """Shout where officers would never hear of a case."""
    if routes.sample:
        log.warning("routes_are_the_sample", file=str(settings.route_file), todo="set HEARD_ROUTES to a file with your own officers")
    elif settings.smtp_host is None and any(place.channel == "email" for each in routes.officers.values() for place in each.notices):
        health.red("routes", "officers hear by e-mail, and HEARD_SMTP_HOST is not set: their notices wait")


async def _telegram_loops(channel: TelegramChannel, parts: Parts, stop: asyncio.Event) -> None:
    """Poll, and beside it tell Telegram our commands in every language."""
    from bot.channels.telegram.poller import Poller

    handle = helping_unstored(channel, parts).handle
    async with asyncio.TaskGroup() as group:
        registering = group.create_task(_register(channel, parts.dialogue))
        await Poller(channel, handle, parts.health, parts.clock).run(stop)
        registering.cancel()  # where Telegram cannot be reached this may take long, and nothing depends on it


async def _register(channel: TelegramChannel, dialogue: Dialogue) -> None:
    english = dialogue.library("en")
    commands = {}
    for language in english.languages:
        library = dialogue.library(language.code)
        code = "" if library is english else language.code.split("_")[0]
        commands[code] = [(command.name, command.about) for command in library.commands]
    await channel.register(commands, english.phrase(Phrase.BOT_DESCRIPTION), english.phrase(Phrase.BOT_ABOUT))


async def _until_told(listening: socket | None, parts: Parts, stop: asyncio.Event, pace: Pace) -> None:
    """Serve the health page (or only wait) until SIGINT or SIGTERM, then stop every loop."""
    from bot.run.health_page import serve, wait_for_signal

    try:
        if listening:
            await serve(listening, Overview(parts.store, parts.switch, parts.processes, parts.health, pace.silent))
        else:
            await wait_for_signal()
    finally:
        stop.set()
