"""One question without any state: the record that scripts read, and the text that people read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from time import perf_counter
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.dialogue.say import answer as answers
from bot.errors import QuestionError
from bot.model.channel import TERMINAL
from bot.model.content.topics import ENGLAND, Audience
from bot.model.inbound import Said
from bot.model.outbound import Message, plain
from bot.model.session import DEFAULT_LANGUAGE, Session
from bot.model.turn import TurnContext


class Question(BaseModel):
    """One line of a batch. Keys beside these are let pass, so that question files can be asked as they are."""

    model_config = ConfigDict(extra="ignore")

    text: str
    council: str | None = None
    audience: Audience | None = None
    locale: str = DEFAULT_LANGUAGE


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's reply and how long it took."""

    question: Question
    reply: Reply
    ms: float
    record: dict[str, Any]
    """The command-line contract's record (DESIGN section 6)."""

    @property
    def text(self) -> str:
        """The reply as a person reads it in the terminal, with what could be pressed."""
        said = "\n\n".join(message.text for message in self.reply.messages if isinstance(message, Message))
        return said + "\n\n" + " ".join(f"[{label}]" for label in _labels(self.reply))


def ask(dialogue: Dialogue, question: Question, today: date) -> Asked:
    """Ask one question. `ms` is the whole of normalise, safety, search and render."""
    begun = perf_counter()
    session = Session(council=question.council, audience=question.audience, language=question.locale)
    reply = dialogue.respond(
        Said(question.text), TurnContext(session, new=True, channel=TERMINAL, now=datetime.combine(today, time(12), UTC))
    )
    whole = _whole(dialogue, reply, session, today)
    ms = (perf_counter() - begun) * 1000
    why = dialogue.why(question.text, reply.topic) if reply.topic else ()
    return Asked(question, reply, ms, _record(question, reply, whole, ms, why))


def _whole(dialogue: Dialogue, reply: Reply, session: Session, today: date) -> str:
    """Everything a person could read: the messages, and what *Tell me more* would add."""
    said = "\n\n".join(message.text for message in reply.messages if isinstance(message, Message))
    if reply.answer is None:
        return "\n".join([said, *(f"[{label}]" for label in _labels(reply))])
    if reply.answer.whole:
        return said
    return said + "\n\n" + plain(answers.details_message(dialogue.wording(session, today), reply.answer).blocks)


def _labels(reply: Reply) -> list[str]:
    messages = [message for message in reply.messages if isinstance(message, Message)]
    return [button.label for message in messages for row in message.buttons for button in row]


def _record(question: Question, reply: Reply, whole: str, ms: float, why: tuple[str, ...]) -> dict[str, Any]:
    citations = reply.answer.citations if reply.answer else ()
    documents = {citation.source.id: citation.source for citation in citations}
    return {
        "text": question.text,
        "outcome": reply.outcome.value,
        "topic": reply.topic,
        "suggestions": list(reply.suggestions),
        "answer": whole,
        "sources": [{"id": source.id, "title": source.title, "period": source.period} for source in documents.values()],
        "flow": reply.flow,
        "safety": {"category": reply.finding.category.value, "severity": reply.finding.severity.value} if reply.finding else None,
        "ms": round(ms, 3),
        "why": list(why),
    }


def questions(lines: Iterable[str], file: str, dialogue: Dialogue) -> Iterator[Question]:
    """The questions of a batch file. Empty lines are none.

    Raises:
        QuestionError: a line is not a JSON object with a `text`, or names a council that nobody knows.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate(json.loads(line))
            known_council(dialogue, question.council)
        except (ValueError, QuestionError) as error:
            raise QuestionError(
                f'{file}:{number}: this line is no question: {why_not(error)}. Write {{"text": "…", "council": "bristol"}}'
            ) from None
        yield question


def why_not(error: Exception) -> str:
    """The faults of a question, in a line."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    return " ".join(["".join(f"'{part}':" for part in first["loc"]), first["msg"]]).strip()


def known_council(dialogue: Dialogue, council: str | None) -> str | None:
    """The council if Heard serves it (England for the national answer).

    Raises:
        QuestionError: nobody knows it; the message lists those that are known.
    """
    councils = dialogue.library(DEFAULT_LANGUAGE).councils
    if council is None or council == ENGLAND or council in councils:
        return council
    raise QuestionError(f"nobody knows the council '{council}'; known: {', '.join([*councils, ENGLAND])}")
