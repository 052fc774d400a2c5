"""The result of one case of a question file: what was wanted, and what was got. Everything that is counted is counted from these."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.dialogue.ask import Asked, Question
from bot.model.safety import Category, Severity
from bot.model.turn import Outcome

CONFIDENT = frozenset({Outcome.ANSWER, Outcome.FLOW})
TOPICAL = CONFIDENT | {Outcome.CHOOSE, Outcome.CRISIS}

NOTHING, LIMIT = "nothing", "limit"
"""The outcome of a message without a topic: no answer, or the reply to one of the subjects that Heard says it does not know."""

Key = tuple[str, str | None, str | None]
"""By what the same case is known in two runs: text, council, audience."""


class _Labels(Question):
    """A case with what it wants; any of the labels may be missing."""

    expect: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    category: Category | None = None
    severity: Severity | None = None


def checked(case: dict[str, Any]) -> dict[str, Any]:
    """The case as it is, if it is one.

    Raises:
        ValueError: it is none, or lacks what it should be scored by.
        re.error: a pattern of its `must` is none.
    """
    labels = _Labels.model_validate(case)
    if not {"expect", "must", "category"} & case.keys():
        raise ValueError("a case needs 'expect', 'must' or 'category'")
    if case.get("category") and "severity" not in case:
        raise ValueError("a case with a 'category' needs a 'severity'")
    for pattern in labels.must:
        re.compile(pattern)
    return case


class Result(BaseModel):
    """A case and the reply that it got."""

    model_config = ConfigDict(frozen=True)

    case: Annotated[dict[str, Any], AfterValidator(checked)]
    outcome: Outcome
    topic: str | None = None
    suggestions: tuple[str, ...] = ()
    """The first three."""
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    """How likely the search found its first topic, from 0 to 1."""
    limit: bool = False
    """True if the reply said what Heard does not know."""
    category: Category | None = None
    severity: Severity | None = None
    facts: bool = True
    """True if all that the answer must hold stood in it."""
    ms: float

    @property
    def expect(self) -> frozenset[str] | None:
        """The topics that would be right; empty where none is, and None where the case is not about topics."""
        if "expect" not in self.case or self.case.get("category") is not None:
            return None
        return frozenset(self.case["expect"])

    @property
    def first(self) -> str | None:
        """The topic that came first, answered or offered."""
        return self.topic if self.outcome in TOPICAL else None

    @property
    def key(self) -> Key:
        """By what the case is known again."""
        return self.case["text"], self.case.get("council"), self.case.get("audience")

    @property
    def message(self) -> str:
        """The message on one line, in quotes."""
        return repr(self.case["text"])

    @property
    def wanted(self) -> str:
        """The outcome that the case wants, for people."""
        return str(self.case.get("category") or self.case.get("must") or self.case.get("expect") or NOTHING)

    @property
    def got(self) -> str:
        """The outcome that it got, for people."""
        if self.category:
            return f"{self.category}/{self.severity}"
        return " ".join((LIMIT if self.limit else self.outcome, *self.suggestions))


def result(case: dict[str, Any], asked: Asked) -> Result:
    """The result of a case that was asked."""
    reply = asked.reply
    return Result(
        case=case,
        outcome=reply.outcome,
        topic=reply.topic,
        suggestions=reply.suggestions[:3],
        share=reply.share,
        limit=asked.reply.limit is not None,
        category=reply.finding.category if reply.finding else None,
        severity=reply.finding.severity if reply.finding else None,
        facts=all(re.search(pattern, asked.record["answer"], re.IGNORECASE) for pattern in case.get("must", ())),
        ms=asked.ms,
    )
