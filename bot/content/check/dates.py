"""Rules for truth over time: every figure has a date, every text a day by which somebody reads it again, every number a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.content import schema
from bot.content.files import LISTS, Manuscript, TopicFile
from bot.content.reading import content_text
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.content.topics import SHOWABLE, Mark, Section

_FIGURE = re.compile(
    r"£\s?\d+(?:[.,]\d+)*|\b\d+(?:[.,]\d+)*\s?(?:%|per cent\b)|(?<![\w,.£/])\d{1,3}(?:,\d{3})+\b|(?<![\w,.£/-])\d{3,}(?![\w%/-]|,\d)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\{(?:date|amount) ")
_NOT_FIGURES = re.compile(
    r"\b(?:19|20)\d\d\b(?:[-–/]\d{2,4}\b)?|\b0\d[\d ]{6,}\b|\{[^}]*\}|\]\([^)]*\)"
    r"|\b(?:section|sections|regulation|regulations|paragraph|article|priority|key stage|EC|s\.|reg\.)\s?\d+\w*"
    r"|\*\*?(?:999|111|101|112|116 123)\*\*?|\b(?:999|111|101|112|116 123|116 000|85258|800 1111)\b",
    re.IGNORECASE,
)


def dates_problems(manuscript: Manuscript, today: date) -> list[Problem]:
    """Everything that breaks a rule about dates, with warnings where a date has passed or a number is not checked."""
    problems: list[Problem] = []
    for file in manuscript.topics:
        problems += _review(file, today)
        for section in file.sections:
            problems += _undated(file, section)
    if set(manuscript.lists) == set(LISTS):
        problems += [*_contacts(manuscript), *_helplines(manuscript)]
    return problems


def _review(file: TopicFile, today: date) -> Iterator[Problem]:
    front = file.front
    if front.review_by <= front.checked:
        yield Problem(file.path, line_in(file.path, "review_by"), "'review_by' is not after 'checked'", "Set the day of the next check")
    if front.checked > today:
        yield Problem(
            file.path, line_in(file.path, "checked"), f"'checked' lies in the future ({front.checked})", "Set the day of the last check"
        )
    if front.review_by < today:
        mend = "Hold the text against its sources again, then set 'checked' and 'review_by'"
        yield Problem(file.path, line_in(file.path, "review_by"), f"the review was due on {front.review_by}", mend, warning=True)


def _undated(file: TopicFile, section: Section) -> Iterator[Problem]:
    """A figure needs a year in its paragraph, list or table, in the paragraph before that, or in the heading above."""
    heading = before = ""
    for paragraph in section.paragraphs:
        if paragraph.startswith("#"):
            heading, _, paragraph = paragraph.partition("\n")
            before = ""
        figure = _FIGURE.search(_NOT_FIGURES.sub(" ", paragraph))
        if figure and not any(_YEAR.search(part) for part in (paragraph, before, heading)):
            line = _line_with(file, section, figure[0])
            mend = "Say which year it is from, in the same sentence, list or table, or use {amount ID} from amounts.yaml"
            yield Problem(file.path, line, f"the figure '{figure[0].strip()}' has no date", mend)
        before = paragraph


def _line_with(file: TopicFile, section: Section, figure: str) -> int:
    lines = content_text(file.path).splitlines()
    return next((n for n, line in enumerate(lines[section.line - 1 :], start=section.line) if figure.strip() in line), section.line)


def _contacts(manuscript: Manuscript) -> Iterator[Problem]:
    """Council numbers that young people are not given: editors must know which to check."""
    path = manuscript.lists["councils"].path
    for n, council in enumerate(manuscript.entries("councils", schema.CouncilsFile).councils):
        for purpose, contact in council.contacts.items():
            if contact.mark not in SHOWABLE or not contact.phone:
                line = line_in(path, "councils", n, "contacts", purpose)
                wrong = f"{council.short_name}'s {purpose} number is {contact.mark}: people get '{contact.instead}' instead"
                yield Problem(path, line, wrong, "Check it on the council's own page, then set 'phone', 'mark' and 'seen'", warning=True)


def _helplines(manuscript: Manuscript) -> Iterator[Problem]:
    path = manuscript.lists["sources"].path
    for n, line in enumerate(manuscript.entries("sources", schema.SourcesFile).helplines):
        if line.check or line.mark in (Mark.GENERAL_KNOWLEDGE, Mark.CONFLICTING, Mark.UNVERIFIED):
            wrong = f"the number of {line.name} is {line.mark}{', to be checked' if line.check else ''} (seen {line.seen})"
            yield Problem(path, line_in(path, "helplines", n), wrong, "Check it on the helpline's own page before release", warning=True)
