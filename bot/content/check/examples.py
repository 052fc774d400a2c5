"""Rules for example questions: answers are found by them, so each leads to one place, and no topic has too few."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content import schema
from bot.content.files import Manuscript, is_national
from bot.content.yaml_text import line_in
from bot.errors import Problem

ENOUGH = 40
"""Example questions from which on a topic is found well: with fewer, others that have more win what is meant for it."""

_PART = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’]")


@dataclass(frozen=True, slots=True)
class _Example:
    """A question, and where it stands."""

    question: str
    owner: str
    path: Path
    place: tuple[str | int, ...]


def example_problems(manuscript: Manuscript) -> list[Problem]:
    """Every breach of the rules for example questions."""
    return [*questions_once(manuscript), *questions_enough(manuscript)]


def questions_once(manuscript: Manuscript) -> Iterator[Problem]:
    """No example question stands twice: in one topic, in two, or in a topic and among what Heard does not know."""
    seen: dict[str, str] = {}
    for example in _examples(manuscript):
        key = " ".join(_PART.findall(_APOSTROPHE.sub("", example.question.casefold())))
        if key and key not in seen:
            seen[key] = example.owner
            continue
        line = line_in(example.path, *example.place)
        if key:
            wrong = f"the example question '{example.question}' stands in {seen[key]} too"
            yield Problem(example.path, line, wrong, "Keep it where it belongs")
        else:
            yield Problem(example.path, line, "an example question has no words", "Write one, or remove the line")


def _examples(manuscript: Manuscript) -> Iterator[_Example]:
    """National topics first, then those of councils, then what Heard does not know: of two that are alike, the later one is told."""
    for file in sorted(manuscript.topics, key=is_national, reverse=True):
        for n, question in enumerate(file.front.questions):
            yield _Example(question, f"{file.layer}/{file.id}", file.path, ("questions", n))
    if "limits" not in manuscript.lists:
        return
    path = manuscript.lists["limits"].path
    for m, limit in enumerate(manuscript.entries("limits", schema.LimitsFile).limits):
        for n, question in enumerate(limit.questions):
            yield _Example(question, f"{path.name} ({limit.id})", path, ("limits", m, "questions", n))


def questions_enough(manuscript: Manuscript) -> Iterator[Problem]:
    """Every topic has enough example questions, those of councils counted in."""
    counted = Counter(file.id for file in manuscript.topics for _ in file.front.questions)
    for file in manuscript.topics:
        if is_national(file) and counted[file.id] < ENOUGH:
            wrong = f"the topic has {counted[file.id]} example questions; to be found well it needs {ENOUGH}"
            mend = "Write more, in other words and other voices (docs/content-guide.md says how)"
            yield Problem(file.path, line_in(file.path, "questions"), wrong, mend, warning=True)
