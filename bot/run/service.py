"""The service: every loop that is configured, until a signal ends them."""

from __future__ import annotations

import asyncio
import gc
from socket import socket
from typing import TYPE_CHECKING

import structlog

from bot.config import Settings
from bot.dialogue.dialogue import Dialogue
from bot.model.content.phrases import Phrase
from bot.model.routes import Routes
from bot.run.health import HealthBoard
from bot.run.wiring import Parts, assembled, build_dialogue, build_scheduler, email_channel, telegram_channel

if TYPE_CHECKING:  # storage and sender bring the database with them: half a second that one question does not need
    from bot.channels.telegram.channel import TelegramChannel


log = structlog.get_logger()


async def run(settings: Settings, *, telegram: bool = True, web: bool = True) -> None:
    """Everything that is configured, until a signal ends it: Telegram, the sender, the health page.

    Raises:
        ContentError: the content cannot be served.
        SettingsError: the database, its keys or the host of the health page make no sense.
        StorageUnavailableError: the database cannot be had now.
    """
    from bot.run.health_page import listening_socket

    dialogue = build_dialogue(settings)
    gc.freeze()  # the content never changes: the collector need not walk through it for every few replies
    log.info("content_ready", topics=len(dialogue.library("en").topics))
    channel, mail = (telegram_channel(settings), email_channel(settings)) if telegram else (None, None)
    stop = asyncio.Event()
    async with assembled(settings, dialogue, [each for each in (channel, mail) if each]) as parts:
        _say_who_hears(parts.turns.casework.routes, settings, parts.health)
        listening = listening_socket(settings.host, settings.port) if web else None
        try:
            async with asyncio.TaskGroup() as group:
                if channel:
                    group.create_task(_telegram_loops(channel, parts, stop))
                group.create_task(parts.senders.run(stop))
                group.create_task(build_scheduler(settings, parts, [channel.name] if channel else []).run(stop))
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
    from bot.run.health_page import serve, wait_for_signal

    try:
        if listening:
            await serve(listening, parts.store, parts.switch, parts.health)
        else:
            await wait_for_signal()
    finally:
        stop.set()
        parts.senders.wake()
