"""The reading age of what young people read first: Flesch-Kincaid grade plus 5, at most 11."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import textstat

from bot.content.check.flow.sheet import said
from bot.content.check.text import plain_words, young_sections
from bot.content.files import Manuscript
from bot.errors import Problem
from bot.model.content.fields import paragraphs
from bot.model.content.placeholders import fill
from bot.model.content.topics import SectionName

OLDEST = 11.0
AGE_IN_FIRST_GRADE = 5
_STAND_IN = {
    "council": "Bristol",
    "phone": "0800 1111",
    "amount": "£2,000",
    "date": "May 2020",
    "contact": "Childline: 0800 1111",
    "audience": "a care leaver",
    "language": "English",
    "questions": "not kept",
    "days": "7",
    "promise": "4 May 2020",
    "receipt": "apple boat moon tree cup",
}


def reading_problems(manuscript: Manuscript) -> Iterator[Problem]:
    """Short answers for young people, and steps of flows, that ask for an older reader."""
    for file, section in young_sections(manuscript):
        if section.name is SectionName.SHORT and (age := _age(section.paragraphs)) > OLDEST:
            yield _too_hard(file.path, section.line, age)
    for text in said(manuscript):
        if (age := _age(paragraphs(text.words))) > OLDEST:
            yield _too_hard(text.path, text.line, age)


def _age(words: Iterable[str]) -> float:
    return reading_age(fill(plain_words(words), lambda kind, name: _STAND_IN.get(kind)))


def _too_hard(path: Path, line: int, age: float) -> Problem:
    wrong = f"the reading age is {age:.1f}, the most is {OLDEST:.0f}"
    return Problem(path, line, wrong, "Use shorter sentences and shorter words")


def reading_age(text: str) -> float:
    """The age at which a text is read with ease: the school grade by Flesch-Kincaid, plus 5."""
    return float(textstat.flesch_kincaid_grade(text)) + AGE_IN_FIRST_GRADE
