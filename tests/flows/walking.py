"""Somebody who goes through a flow of the content that people get; between two turns the session goes through JSON, as a store would have it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from bot.dialogue.flow.sprint import opened
from bot.dialogue.reply import Reply
from bot.model.inbound import Attached, Attachment, Pressed, Said, What
from bot.model.session import Run, Session
from tests.dialogue.contexts import Person, offered, text

_SESSION = TypeAdapter(Session)
LONG_WAY = [
    ("door", "[complaint]"),
    ("way", "[formal]"),
    ("wrong", "my bike was taken"),
    ("wrong", "[done]"),
    ("wish", "give it back"),
    ("hide", "[social-worker]"),
    ("hide", "Dave Testman"),
    ("hide", "[done]"),
    ("name", "[first]"),
    ("first-name", "Sam"),
    ("reply", "[here]"),
    ("check", "[send]"),
]
"""Every step on the longest way of telling us something, with what is done there."""


@dataclass
class Walker(Person):
    """Goes through flows: `[done]` presses a button that was shown, by its name (tests/pressing.py), `(voice)` sends a file, `/tell` is a
    command, anything else is typed.
    """

    shown: dict[str, str] = field(default_factory=dict)

    def does(self, what: What) -> Reply:
        """One turn."""
        return self._remembered(Person.does(self, what))

    def edits(self, message: str, what: What) -> Reply:
        """Changes an earlier message."""
        return self._remembered(Person.edits(self, message, what))

    def _remembered(self, reply: Reply) -> Reply:
        self.shown |= {called: button.action for called, button in offered(reply).items() if button.action}
        self.session = _SESSION.validate_json(_SESSION.dump_json(self.session))
        return reply

    def go(self, *steps: str) -> Reply:
        """Do one thing after another; the reply to the last."""
        return [self.does(self.what(step)) if not step.startswith("/") else self.commands(step[1:]) for step in steps][-1]

    def what(self, step: str) -> What:
        """What is done, as an event."""
        if step.startswith("["):
            assert step[1:-1] in self.shown, f"no button {step} was shown; shown were {', '.join(self.shown)}"
            return Pressed(self.shown[step[1:-1]])
        if step.startswith("("):
            kind, _, caption = step[1:-1].partition(" ")
            return Attached(Attachment(kind), caption, reference=f"a {kind}")
        return Said(step)

    @property
    def step(self) -> str | None:
        """The step that waits; None where no flow is open, or it was stepped aside from."""
        run = self.session.run
        flow = self.dialogue.library(self.session.language).flows.get(run.flow) if run else None
        if run is None or flow is None or run.aside:
            return None
        here = opened(flow, run, self.session).here
        return here.id if here else None

    @property
    def hears(self) -> str:
        """What was said last."""
        assert self.last is not None
        return text(self.last)

    @property
    def draft(self) -> Run:
        """The open flow with its answers."""
        assert self.session.run is not None, "no flow is open"
        return self.session.run

    @property
    def idle(self) -> bool:
        """Whether no flow is open."""
        return self.session.run is None
