"""Replies made by hand, so that every figure can be counted on fingers."""

from __future__ import annotations

from typing import Any

from bot.dialogue.ask import Asked, Question
from bot.dialogue.reply import Reply
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.safety import Finding
from bot.model.session import Session
from bot.model.turn import Outcome
from bot.workshop.scoring.evaluate import evaluate
from bot.workshop.scoring.result import Result

Case = dict[str, Any]


def replied(
    outcome: Outcome,
    *suggestions: str,
    finding: Finding | None = None,
    answer: str = "",
    share: float | None = None,
    limit: str | None = None,
    ms: float = 1.0,
) -> Asked:
    """A reply; its first suggestion is its topic where the outcome gives or offers one."""
    topic = suggestions[0] if suggestions and outcome in (Outcome.ANSWER, Outcome.CHOOSE, Outcome.FLOW, Outcome.CRISIS) else None
    said = (Message((Block(BlockKind.PARAGRAPH, (Span(answer),)),)),) if answer else ()
    reply = Reply(outcome, Session(), said, topic=topic, suggestions=suggestions, finding=finding, share=share, limit=limit)
    return Asked(Question(text=""), reply, ms, {"answer": answer})


def results(*pairs: tuple[Case, Asked]) -> tuple[Result, ...]:
    """What comes of cases with the reply that each gets. Cases without a text are called q0, q1, …"""
    replies = iter([reply for _, reply in pairs])
    cases = [{"text": f"q{number}", **case} for number, (case, _) in enumerate(pairs)]
    return evaluate(cases, lambda question: next(replies))
