"""A conversation in this terminal: the same turns as everywhere."""

from __future__ import annotations

import asyncio
import sys
from uuid import uuid4

from bot.config import Settings
from bot.model.actions import Choose, write
from bot.model.channel import TERMINAL
from bot.model.content.parts import Setting
from bot.model.content.phrases import Phrase
from bot.model.content.topics import Audience
from bot.model.ids import SETTINGS, START
from bot.model.inbound import Commanded, Conversation, Inbound, Pressed, What
from bot.run.wiring import assembled, build_dialogue


async def chat(settings: Settings, council: str | None, audience: Audience | None) -> None:
    """A conversation in this terminal, until the end of input."""
    from bot.channels.terminal import TerminalChannel

    dialogue = build_dialogue(settings)
    terminal = TerminalChannel(sys.stdout)
    here = Conversation(TERMINAL.name, "here")
    async with assembled(settings, dialogue, [terminal]) as parts:

        async def take(what: What) -> None:
            await parts.turns.handle(Inbound(f"terminal:{uuid4()}", here, what, parts.clock.now()))
            await parts.senders.deliver_due()

        library = dialogue.library("en")
        sys.stdout.write(library.phrase(Phrase.TERMINAL_HINT) + "\n")
        known = await parts.store.read("terminal:", here)
        for setting, value in ((Setting.COUNCIL, council), (Setting.AUDIENCE, audience)):
            if value:
                await take(Pressed(write(Choose(SETTINGS, setting.value, value))))
        if known and not known.version and not (council or audience):
            await take(Commanded(START))
        while line := await _line(library.phrase(Phrase.TERMINAL_PROMPT)):
            await take(terminal.understand(line.rstrip("\n")))


async def _line(prompt: str) -> str:
    """A line from the keyboard; nothing at the end of input."""
    sys.stdout.write(f"\n{prompt}")
    sys.stdout.flush()
    return await asyncio.to_thread(sys.stdin.readline)
