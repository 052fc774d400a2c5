"""The reading age of what young people read first: Flesch-Kincaid grade plus 5, at most 11."""

from __future__ import annotations

from collections.abc import Iterator

import textstat

from bot.content.check.text import plain_words, young_sections
from bot.content.files import Manuscript
from bot.errors import Problem
from bot.model.content import SectionName
from bot.model.placeholders import fill

OLDEST = 11.0
AGE_IN_FIRST_GRADE = 5
_STAND_IN = {"council": "Bristol", "phone": "0800 1111", "amount": "£2,000", "date": "May 2020", "contact": "Childline: 0800 1111"}


def reading_problems(manuscript: Manuscript) -> Iterator[Problem]:
    """Short answers for young people that ask for an older reader."""
    for file, section in young_sections(manuscript):
        if section.name is not SectionName.SHORT:
            continue
        age = reading_age(fill(plain_words(section), lambda kind, name: _STAND_IN.get(kind)))
        if age > OLDEST:
            yield Problem(
                file.path,
                section.line,
                f"the reading age is {age:.1f}, the most is {OLDEST:.0f}",
                "Use shorter sentences and shorter words",
            )


def reading_age(text: str) -> float:
    """The age at which a text is read with ease: the school grade by Flesch-Kincaid, plus 5."""
    return float(textstat.flesch_kincaid_grade(text)) + AGE_IN_FIRST_GRADE
