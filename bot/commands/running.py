"""The part that every command does alike: read the settings, and say in one clear text what went wrong."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
import typer

from bot.config import Settings, load
from bot.errors import ContentError, HeardError, QuestionError


@contextmanager
def failures_told() -> Iterator[None]:
    """The failure, in one clear text instead of a traceback."""
    try:
        yield
        sys.stdout.flush()
    except ContentError as error:
        print("The content cannot be served:", file=sys.stderr)
        for problem in error.problems:
            print(problem.relative_to(Path.cwd()), file=sys.stderr)
        raise typer.Exit(1) from None
    except HeardError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    except BrokenPipeError:  # whoever read the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


@contextmanager
def workshop_needed() -> Iterator[None]:
    """Says what is missing where a command of the workshop runs without it.

    Raises:
        QuestionError: the workshop, or a library that only it needs, is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = error.name or ""
        what = (
            "the workshop is not part of this installation" if missing.startswith("bot.workshop") else f"the library {missing} is missing"
        )
        raise QuestionError(f"{what}. In a checkout of the project, run: make setup (or: pip install -e '.[workshop]')") from None


def read_settings(*, quiet: bool = False) -> Settings:
    """The settings, with the log set up by them; `quiet` leaves only warnings in it.

    Raises:
        SettingsError: one of them makes no sense.
    """
    settings = load()
    level = "warning" if quiet else settings.log_level
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    return settings
