"""What a turn's pure part comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.dialogue.answer import Answer
from bot.model.outbound import Block, Message, Outbound
from bot.model.safety import Finding
from bot.model.session import Session
from bot.model.turn import Outcome


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, what came of it, and where the person is now."""

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

    def under_it(self, blocks: tuple[Block, ...]) -> Reply:
        """The same with more text at the end of the last message, above its source."""
        if not blocks or not self.messages or not isinstance(self.messages[-1], Message):
            return self
        last = self.messages[-1]
        body = [block for block in last.blocks if block.kind != "source"]
        source = [block for block in last.blocks if block.kind == "source"]
        return replace(self, messages=(*self.messages[:-1], replace(last, blocks=(*body, *blocks, *source))))
