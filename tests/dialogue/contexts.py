"""A person in a conversation, for tests of the dialogue: does things, and remembers the session between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.model.channel import TELEGRAM, ChannelRules
from bot.model.inbound import Attached, Attachment, Commanded, Pressed, Said, What
from bot.model.outbound import Button, Message
from bot.model.session import Session
from bot.model.turn import Needs, TurnContext
from tests.conftest import TODAY
from tests.dialogue.cases_at_hand import CasesAtHand
from tests.pressing import name

NOON = datetime.combine(TODAY, time(12), UTC)


def offered(reply: Reply) -> dict[str, Button]:
    """Every button under a reply, by its name (see tests/pressing.py); the last of a name."""
    rows = [row for message in reply.messages if isinstance(message, Message) for row in message.buttons]
    return {name(button): button for row in rows for button in row}


def text(reply: Reply) -> str:
    """Everything that a reply says."""
    return "\n\n".join(message.text for message in reply.messages if isinstance(message, Message))


@dataclass
class Person:
    """Somebody who talks to a dialogue."""

    dialogue: Dialogue
    session: Session = field(default_factory=Session)
    new: bool = True
    channel: ChannelRules = TELEGRAM
    last: Reply | None = None
    off: bool = False
    """Whether the conversation is turned off."""
    now: datetime = NOON
    cases: CasesAtHand = field(default_factory=lambda: CasesAtHand(TODAY + timedelta(days=3)))
    runs: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    wrote: list[tuple[str, What]] = field(default_factory=list)
    """The messages that they wrote, each with its number."""

    group: str | None = None
    """The album that they send."""

    def does(self, what: What) -> Reply:
        """One turn. What is written has a number, by which it can be edited later."""
        number = next(self.runs)
        message = str(number) if isinstance(what, Said | Commanded | Attached) else None
        if message:
            self.wrote.append((message, what))
        return self._turn(what, number, message)

    def edits(self, message: str, what: What) -> Reply:
        """Changes an earlier message, by its number."""
        return self._turn(what, next(self.runs), message, edited=True)

    def _turn(self, what: What, number: int, message: str | None, *, edited: bool = False) -> Reply:
        found = self.cases.found(Needs() if edited else self.dialogue.needs(what, self.session))
        run = f"{number:016x}"
        context = TurnContext(self.session, self.new, self.channel, self.now, self.off, run, found, message, edited, group=self.group)
        reply = self.dialogue.respond(what, context)
        self.cases.store(reply.effects, self.now)
        self.session, self.new, self.last = reply.session or Session(), reply.session is None, reply
        return reply

    def context(self, what: What) -> TurnContext:
        """Everything that a turn knows, with what it needs."""
        found = self.cases.found(self.dialogue.needs(what, self.session))
        return TurnContext(self.session, self.new, self.channel, self.now, self.off, f"{next(self.runs):016x}", found)

    def says(self, words: str) -> Reply:
        """Types."""
        return self.does(Said(words))

    def commands(self, name: str, argument: str = "") -> Reply:
        """Sends a slash command."""
        return self.does(Commanded(name, argument))

    def sends(self, kind: Attachment, caption: str = "") -> Reply:
        """Sends something that is not words."""
        return self.does(Attached(kind, caption, reference=f"a {kind}"))

    def presses(self, called: str) -> Reply:
        """Presses a button of the last reply, by its name."""
        assert self.last is not None, "nothing was said yet"
        shown = offered(self.last)
        assert called in shown, f"no button {called!r}; shown are {', '.join(shown)}"
        action = shown[called].action
        assert action is not None, f"{called} opens a page"
        return self.does(Pressed(action))
