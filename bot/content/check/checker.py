"""`check`: everything at once, in the order of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.content.check.dates import dates_problems
from bot.content.check.examples import example_problems
from bot.content.check.structure import structure_problems
from bot.content.check.text import text_problems
from bot.content.check.translations import translation_problems
from bot.content.coverage import coverage_problems
from bot.content.files import Manuscript, read
from bot.errors import ContentError, Problem


def check(root: Path, today: date) -> list[Problem]:
    """Every problem of a content folder, warnings too; reading ages and translations included."""
    from bot.content.check.reading import reading_problems  # its library carries a dictionary that nothing else needs

    manuscript = read(root)
    problems = [*_all_but_reading(manuscript, today), *translation_problems(root)]
    if not any(not problem.warning for problem in manuscript.problems):
        problems += reading_problems(manuscript)
    return sorted(problems)


def refuse_bad_content(root: Path, today: date) -> None:
    """Stop a start on content that `check` refuses; all its rules but those that take longer than a start may: reading ages, translations.

    Raises:
        ContentError: with every problem.
    """
    problems = [problem for problem in _all_but_reading(read(root), today) if not problem.warning]
    if problems:
        raise ContentError(sorted(problems))


def _all_but_reading(manuscript: Manuscript, today: date) -> list[Problem]:
    return [
        *manuscript.problems,
        *structure_problems(manuscript),
        *coverage_problems(manuscript),
        *text_problems(manuscript),
        *example_problems(manuscript),
        *dates_problems(manuscript, today),
    ]
