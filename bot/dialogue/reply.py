"""The reply that a turn's pure part comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.dialogue.asked import Asked
from bot.dialogue.say.answer import Answer
from bot.model.case import Effect
from bot.model.outbound import Block, Button, Message, Outbound
from bot.model.safety import Finding
from bot.model.session import Session
from bot.model.turn import Outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """The things said, their outcome, and where the person is now."""

    outcome: Outcome
    session: Session | None
    """None to forget the person."""
    messages: tuple[Outbound, ...] = ()
    topic: str | None = None
    suggestions: tuple[str, ...] = ()
    """Topics that may be meant, best first."""
    answer: Answer | None = None
    finding: Finding | None = None
    flow: str | None = None
    """The flow that was begun, or that the topic offers."""
    drop_outbox: bool = False
    effects: tuple[Effect, ...] = ()
    """The effects on cases."""
    share: float | None = None
    """How likely the search finds it that the first of the suggestions was meant, from 0 to 1."""
    limit: str | None = None
    """The group of things Heard does not know that the message was about, where the reply is that group's."""
    unanswered: str | None = None
    """The words of a question without an answer, for editors: kept only if the person has agreed."""
    then: Asked | None = None
    """The topic or flow that the turn goes on with. The dialogue acts on it."""

    def followed_by(self, then: Reply) -> Reply:
        """The reply that this one comes to, together with what it went on with."""
        outcome = then.outcome if self.outcome is Outcome.FLOW else self.outcome
        return replace(
            then,
            outcome=outcome,
            messages=(*self.messages, *then.messages),
            topic=self.topic or then.topic,
            suggestions=self.suggestions or then.suggestions,
            flow=then.flow if outcome in (Outcome.FLOW, Outcome.CASE) else None,
            effects=(*self.effects, *then.effects),
        )

    def under_it(self, blocks: tuple[Block, ...]) -> Reply:
        """The same with more text at the end of the last message, above its source."""
        if not blocks or not self.messages or not isinstance(self.messages[-1], Message):
            return self
        last = self.messages[-1]
        body = [block for block in last.blocks if block.kind != "source"]
        source = [block for block in last.blocks if block.kind == "source"]
        return replace(self, messages=(*self.messages[:-1], replace(last, blocks=(*body, *blocks, *source))))

    def with_buttons_below(self, rows: Iterable[tuple[Button, ...]]) -> Reply:
        """The same with more rows of buttons at the bottom of the last message's."""
        if not self.messages or not isinstance(self.messages[-1], Message):
            return self
        last = self.messages[-1]
        return replace(self, messages=(*self.messages[:-1], replace(last, buttons=(*last.buttons, *rows))))

    def with_buttons(self, rows: Iterable[tuple[Button, ...]]) -> Reply:
        """The same with more rows of buttons at the top of the last message's."""
        if not self.messages or not isinstance(self.messages[-1], Message):
            return self
        last = self.messages[-1]
        return replace(self, messages=(*self.messages[:-1], replace(last, buttons=(*rows, *last.buttons))))
