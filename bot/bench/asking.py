"""How long one question takes, with today's topics and with many times as many."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.ask import Question, ask
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.normalise import normalise
from bot.model.content import Topic
from bot.model.library import Library

QUESTIONS = 400


@dataclass(frozen=True, slots=True)
class Asking:
    """Times of one question in milliseconds."""

    topics: int
    p50: float
    p99: float


def measure(library: Library, times: int, today: date) -> Asking:
    """Ask a few hundred questions of a library with `times` as many topics as this one."""
    larger = replace(library, topics={topic.id: topic for topic in _grown(list(library.topics.values()), times)})
    dialogue = Dialogue(lambda code: larger)
    chance = random.Random(1)  # noqa: S311 - the same questions in every run
    asked = chance.choices([question for topic in library.topics.values() for question in topic.questions], k=QUESTIONS)
    councils = [*library.councils, None]
    spent = sorted(ask(dialogue, Question(text=text, council=chance.choice(councils)), today).ms for text in asked)
    return Asking(len(larger.topics), spent[len(spent) // 2], spent[len(spent) * 99 // 100])


def _grown(topics: Sequence[Topic], times: int) -> Iterator[Topic]:
    """The topics, and generated ones: their questions are real questions with made-up words among them."""
    yield from topics
    chance = random.Random(2)  # noqa: S311 - the same topics in every run
    for copy in range(1, times):
        for topic in topics:
            questions = tuple(_reworded(question, chance) for question in topic.questions)
            yield replace(topic, id=f"{topic.id}-{copy}", questions=questions, keywords=())


def _reworded(question: str, chance: random.Random) -> str:
    return " ".join(_word(word, chance) if chance.random() < 0.5 else word for word in normalise(question).words)


def _word(word: str, chance: random.Random) -> str:
    letters = list(word)
    chance.shuffle(letters)
    return "".join(letters)
