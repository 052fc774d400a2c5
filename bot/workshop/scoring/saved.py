"""A run on disk, to hold a later one against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from bot.dialogue.ask import why_not
from bot.errors import QuestionError
from bot.workshop.scoring.result import Result
from bot.workshop.scoring.scores import scores


class _Figure(BaseModel):
    name: str
    right: int
    of: int


class _Run(BaseModel):
    format: Literal[1] = 1
    scores: tuple[_Figure, ...]
    """For people and scripts. A comparison counts anew from the results, so that both sides are counted alike."""
    results: tuple[Result, ...]


def refuse_bad_place(path: Path) -> None:
    """Say before all questions are asked that a run could not be written there.

    Raises:
        QuestionError: there is no such folder, or the path is one.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise QuestionError(f"{path}: no run can be written there. Name a file in a folder that exists")


def save(results: Sequence[Result], path: Path) -> None:
    """Write a run: its scores, and every case with what it got.

    Raises:
        QuestionError: the file cannot be written.
    """
    figures = tuple(_Figure(name=score.name, right=score.right, of=score.of) for score in scores(results))
    try:
        path.write_text(_Run(scores=figures, results=tuple(results)).model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name a file that can be written") from None


def load(path: Path) -> tuple[Result, ...]:
    """The results of a saved run.

    Raises:
        QuestionError: the file cannot be read, or holds no run.
    """
    try:
        return _Run.model_validate_json(path.read_bytes()).results
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name a run that was written with --save") from None
    except (ValidationError, re.error) as error:
        raise QuestionError(f"{path}: this is no saved run: {why_not(error)}. Name a file that was written with --save") from None
