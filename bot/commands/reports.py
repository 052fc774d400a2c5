"""Reports: everything that people's questions and votes say about the answers, for those who write them."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from bot.dialogue.ask import Question, ask
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.model.normalise import normalise
from bot.model.ports import Encoder
from bot.model.session import DEFAULT_LANGUAGE
from bot.model.turn import Rating, Unanswered
from bot.model.vectors import Vectors

ALIKE = 0.6
"""From which cosine on two messages ask the same: of messages about different things (limits.yaml) one pair in 7,000 lies as near."""
SHOWN = 5
"""How many messages of a group are shown."""
NEAREST = 3
"""How many topics are named."""


@dataclass(slots=True)
class Group:
    """Messages that ask the same. The first is the one most often written of them."""

    messages: list[str]
    questions: list[Unanswered] = field(default_factory=list)


OnProgress = Callable[[int, int], object]
"""Hears how many messages are read, and of how many."""


def gaps(
    questions: Sequence[Unanswered], encoder: Encoder, dialogue: Dialogue, today: date, on_progress: OnProgress | None = None
) -> Iterator[str]:
    """Questions that had no answer, like with like, the largest group first: how many, some of them, and what is nearest today."""
    groups = grouped(questions, encoder, on_progress)
    yield f"questions without an answer: {len(questions)}; groups: {len(groups)}"
    for group in groups:
        example = group.questions[0]
        reply = _replied(example, dialogue, today)
        yield ""
        yield f"{len(group.questions)} × {_spread(question.council or 'no council' for question in group.questions)}"
        yield from (f"    {message}" for message in group.messages[:SHOWN])
        if len(group.messages) > SHOWN:
            yield f"    … and {len(group.messages) - SHOWN} more"
        yield f"  today: {reply.outcome.value}; nearest: {', '.join(reply.suggestions[:NEAREST]) or 'nothing'}"
        yield f"  try: {_command(example)}"


def grouped(questions: Iterable[Unanswered], encoder: Encoder, on_progress: OnProgress | None = None) -> list[Group]:
    """Like with like, the largest group first. A message joins the group whose first message is nearest, if near enough."""
    asked: dict[str, list[Unanswered]] = {}
    for question in questions:
        asked.setdefault(normalise(question.words).sentence, []).append(question)
    texts = sorted(asked, key=lambda text: -len(asked[text]))
    rows = _encoded([normalise(asked[text][0].words).searched for text in texts], encoder, on_progress)
    groups: list[Group] = []
    firsts: list[int] = []
    for n, text in enumerate(texts):
        near = rows[firsts] @ rows[n]
        group = groups[int(near.argmax())] if firsts and near.max() >= ALIKE else None
        if group is None:
            group = Group([])
            groups.append(group)
            firsts.append(n)
        group.messages.append(asked[text][0].words)
        group.questions += asked[text]
    return sorted(groups, key=lambda group: -len(group.questions))


def _encoded(texts: Sequence[str], encoder: Encoder, on_progress: OnProgress | None, step: int = 100) -> Vectors:
    parts = [encoder.encode([])]
    for begin in range(0, len(texts), step):
        parts.append(encoder.encode(texts[begin : begin + step]))
        if on_progress:
            on_progress(min(begin + step, len(texts)), len(texts))
    return np.concatenate(parts)


def _replied(kept: Unanswered, dialogue: Dialogue, today: date) -> Reply:
    """Today's reply to a question that had no answer when it was asked."""
    question = Question(text=kept.words, council=kept.council, audience=kept.audience, locale=kept.language)
    return ask(dialogue, question, today).reply


def _spread(names: Iterable[str]) -> str:
    """Names with how often each stands there: "bristol 3, bradford 1"."""
    return ", ".join(f"{name} {times}" for name, times in Counter(names).most_common())


def _command(question: Unanswered) -> str:
    """The command that asks it again. The words are somebody else's, so they are quoted for the shell."""
    language = None if question.language == DEFAULT_LANGUAGE else question.language
    options = (("--council", question.council), ("--audience", question.audience), ("--locale", language))
    given = [part for name, value in options if value for part in (name, value)]
    return shlex.join(["python", "-m", "bot", "ask", *given, "--", question.words])


def helpful(ratings: Sequence[Rating]) -> Iterator[str]:
    """Topics by what people said under their answers, the worst first."""
    if not ratings:
        yield "nobody has said yet whether an answer helped"
        return
    wide = max(len(rating.topic) for rating in ratings)
    yield f"{'topic':{wide}}  helped  did not  share"
    for rating in sorted(ratings, key=lambda rating: (_standing(rating), rating.topic)):
        share = rating.helped / (rating.helped + rating.not_helped)
        yield f"{rating.topic:{wide}}  {rating.helped:6}  {rating.not_helped:7}  {share:5.0%}"


def _standing(rating: Rating) -> float:
    """The share whom it helped, as if two more had voted, one each way: a single bad vote is no worse than 20 of 30."""
    return (rating.helped + 1) / (rating.helped + rating.not_helped + 2)
