"""How long one question takes, with today's topics and with many times as many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from bot.config import CHECKOUT
from bot.dialogue.ask import Question, ask, questions
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder, Learned
from bot.errors import QuestionError
from bot.model.content.library import Library
from bot.model.content.topics import Topic
from bot.model.normalise import normalise
from bot.model.ports import Encoder
from bot.model.vectors import Vectors

ASKED = CHECKOUT / "tests" / "questions" / "unseen.jsonl"
"""Questions as people write them, misspelt words and all: of topics, and of nothing that Heard knows."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long one of many questions took, in milliseconds."""

    p50: float
    p99: float

    @classmethod
    def of(cls, spent: Sequence[float]) -> Times:
        """The middle one, and the one that 99 in 100 stay under."""
        rising = sorted(spent)
        return cls(rising[len(rising) // 2], rising[len(rising) * 99 // 100])


class _Copies:
    """Vectors of texts that stand there many times over, each looked up once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.encode = encoder.encode

    def known(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, copied where it stands there again."""
        places = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        return self._encoder.known(tuple(places))[[places[text] for text in texts]]


def grown(library: Library, times: int) -> Library:
    """A library with so many times the topics: copies under other ids, of whose words nothing was learned."""
    copies = (_copy(topic, n) for n in range(times) for topic in library.topics.values())
    return replace(library, topics={topic.id: topic for topic in copies})


def _copy(topic: Topic, n: int) -> Topic:
    return replace(topic, id=f"{topic.id}-{n}") if n else topic


def dialogue_over(library: Library, encoder: Encoder, learned: Learned) -> Dialogue:
    """The dialogue over a library in English, however often its texts stand in it."""
    return Dialogue(lambda code: library, Finder(library.topics.values(), library.limits, _Copies(encoder), learned))


def asked(dialogue: Dialogue) -> list[Question]:
    """The questions that are asked.

    Raises:
        QuestionError: this is no checkout.
    """
    if not ASKED.is_file():
        raise QuestionError("bench asks the questions in tests/questions/: run it from a checkout")
    return list(questions(ASKED.read_text(encoding="utf-8").splitlines(), str(ASKED), dialogue))


def asking(dialogue: Dialogue, today: date) -> Times:
    """Ask all of them."""
    return Times.of([ask(dialogue, question, today).ms for question in asked(dialogue)])


def reading(dialogue: Dialogue, encoder: Encoder) -> Times:
    """The encoder alone, over the same questions: the largest part of it."""
    return Times.of(list(_spent(encoder, [normalise(question.text).searched for question in asked(dialogue)])))


def _spent(encoder: Encoder, texts: Sequence[str]) -> Iterator[float]:
    for text in texts:
        begun = perf_counter()
        encoder.encode([text])
        yield (perf_counter() - begun) * 1000
