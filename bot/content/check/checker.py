"""`check`: everything at once, in the order of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.content import schema
from bot.content.check.dates import dates_problems
from bot.content.check.examples import example_problems
from bot.content.check.languages import languages_read
from bot.content.check.plain_yaml import plain_yaml_problems
from bot.content.check.structure import structure_problems
from bot.content.check.text import text_problems
from bot.content.check.translations import translation_problems
from bot.content.files import Manuscript, read
from bot.content.routes import is_sample, routes_problems, sample_routes
from bot.content.sources.coverage import coverage_problems
from bot.errors import ContentError, Problem


def check(root: Path, today: date, routes: Path | None = None) -> list[Problem]:
    """Every problem of a content folder, warnings too; reading ages and translations included. `routes`: as for `refuse_bad_content`."""
    from bot.content.check.reading_age import reading_problems  # its library carries a dictionary that nothing else needs

    manuscript = read(root)
    problems = [*_all_but_reading(manuscript, today, routes), *plain_yaml_problems(root, routes), *translation_problems(root)]
    if not any(not problem.warning for problem in manuscript.problems):
        problems += reading_problems(manuscript)
    return sorted(problems)


def for_production(problems: Iterable[Problem], routes: Path | None, root: Path) -> list[Problem]:
    """The same problems, with what is fine for a trial only: warnings count as errors, and the sample's officers are invented."""
    strict = [replace(problem, warning=False) for problem in problems]
    path = routes or sample_routes(root)
    if is_sample(path):
        strict.append(
            Problem(path, 1, "the officers are the sample's, who are invented", "Write your own file, and set HEARD_ROUTES to it")
        )
    return sorted(strict)


def refuse_bad_content(root: Path, today: date, routes: Path | None = None) -> None:
    """Stop a start on content that `check` refuses; all its rules but those that take longer than a start may.

    Those are reading ages, translations, and YAML that other programs read otherwise: the assistant can be served without them.

    `routes`: the file with the officers, if it is not the sample in the folder.

    Raises:
        ContentError: with every problem.
    """
    problems = [problem for problem in _all_but_reading(read(root), today, routes) if not problem.warning]
    if problems:
        raise ContentError(sorted(problems))


def _all_but_reading(manuscript: Manuscript, today: date, routes: Path | None) -> list[Problem]:
    return [
        *manuscript.problems,
        *structure_problems(manuscript),
        *coverage_problems(manuscript),
        *text_problems(manuscript),
        *example_problems(manuscript),
        *dates_problems(manuscript, today),
        *languages_read(manuscript),
        *_routes(manuscript, routes),
    ]


def _routes(manuscript: Manuscript, path: Path | None) -> list[Problem]:
    """The faults of the officers and routes; nothing where the councils cannot be read, which was said then."""
    if "councils" not in manuscript.lists:
        return []
    councils = [council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils]
    return routes_problems(path or sample_routes(manuscript.root), councils)
