"""Asks the cases of question files, so that `bot/workshop/scoring` can count how often the right topic comes, and silence where nothing fits.

One file format each (see docs/finding.md): `expect` (acceptable topics; empty where nothing fits), `must` (patterns that the
answer has to match), or `category` and `severity` (what the safety stage must find, or null).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.dialogue.ask import Asked, Question, why_not
from bot.errors import QuestionError
from bot.workshop.scoring.result import Result, checked, result

Ask = Callable[[Question], Asked]


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a question file, one JSON object a line.

    Raises:
        QuestionError: the file or a line of it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name a file of questions, one JSON object a line") from None
    except UnicodeDecodeError:
        raise QuestionError(f"{path}: this is no UTF-8. Save the file as UTF-8") from None
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(checked(json.loads(line)))
        except (ValueError, re.error) as error:
            raise QuestionError(f"{path}:{number}: this line is no case: {why_not(error)}") from None
    return cases


def evaluate(cases: Sequence[dict[str, Any]], ask: Ask, tick: Callable[[], object] = lambda: None) -> tuple[Result, ...]:
    """The results of every case. `tick` is called after each."""
    results = []
    for case in cases:
        results.append(result(case, ask(Question.model_validate(case))))
        tick()
    return tuple(results)
