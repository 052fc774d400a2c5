"""The terminal as a channel: the same turns as on Telegram, with numbers for buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TextIO

from bot.model.inbound import Commanded, Conversation, Pressed, Said, What
from bot.model.outbound import Button, HideChat, LeaveGroup, Message, Outbound

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""ANSI: to the top, clear the screen, clear what has scrolled away."""


@dataclass(slots=True)
class TerminalChannel:
    """Prints messages, and remembers which number stands for which button."""

    out: TextIO
    name: str = "terminal"
    _buttons: list[Button] = field(default_factory=list)

    async def send(self, conversation: Conversation, outbound: Outbound) -> None:
        """Print a message. The terminal never fails and never waits."""
        match outbound:
            case Message():
                self._print(outbound)
            case HideChat():
                self._clear()
            case LeaveGroup():
                pass

    def _clear(self) -> None:
        self._buttons = []
        if self.out.isatty():
            self.out.write(CLEAR)
            self.out.flush()

    def _print(self, message: Message) -> None:
        self.out.write(f"\n{message.text}\n")
        self._buttons = [button for row in message.buttons for button in row]
        for number, button in enumerate(self._buttons, start=1):
            self.out.write(f"  {number}. {button.label}{f' → {button.url}' if button.url else ''}\n")
        self.out.flush()

    def understand(self, line: str) -> What:
        """The meaning of a typed line: a button's number, a command, or words."""
        typed = line.strip()
        if typed.isdecimal() and typed.isascii() and 1 <= int(typed[:4]) <= len(self._buttons):
            action = self._buttons[int(typed[:4]) - 1].action
            if action:
                return Pressed(action)
        if typed.startswith("/") and typed[1:2].isalpha():
            name, _, argument = typed[1:].partition(" ")
            return Commanded(name.lower(), argument.strip())
        return Said(line)
