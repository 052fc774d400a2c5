"""Scores for question files: how often the right topic comes first, among three, and how often silence where nothing fits.

One file format each (see docs/finding.md): `expect` (acceptable topics; empty where nothing fits), `must` (patterns that the
answer has to match), or `category` and `severity` (what the safety stage must find, or null).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.ask import Asked, Question, why_not
from bot.errors import QuestionError
from bot.model.turn import Outcome

CONFIDENT = frozenset({Outcome.ANSWER, Outcome.FLOW})
TOPICAL = CONFIDENT | {Outcome.CHOOSE, Outcome.CRISIS}

Ask = Callable[[Question], Asked]


@dataclass(slots=True)
class Score:
    """How many of how many, with the cases that failed."""

    name: str
    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)
    lower_is_better: bool = False

    def count(self, ok: bool, case: str) -> None:
        """Count one case. For a score that should be low, `ok` is what is counted and listed."""
        self.of += 1
        self.right += ok
        if ok is self.lower_is_better:
            self.wrong.append(case)

    def __str__(self) -> str:
        share = f"{100 * self.right / self.of:.1f} in 100" if self.of else "none"
        return f"{self.name}: {share} ({self.right} of {self.of})"


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one file and the time each question took."""

    scores: tuple[Score, ...]
    milliseconds: tuple[float, ...]

    def lines(self) -> Iterable[str]:
        """The report: figures first, then every case that went wrong."""
        yield from (str(score) for score in self.scores)
        ordered = sorted(self.milliseconds)
        if ordered:
            yield f"time: p50 {_percentile(ordered, 50):.1f} ms, p99 {_percentile(ordered, 99):.1f} ms"
        for score in self.scores:
            if score.wrong:
                yield f"\n{score.name}, what went wrong:"
                yield from (f"  {case}" for case in score.wrong)


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a question file, one JSON object a line.

    Raises:
        QuestionError: the file or a line of it cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise QuestionError(f"{path}: {error.strerror}. Name a file of questions, one JSON object a line") from None
    except UnicodeDecodeError:
        raise QuestionError(f"{path}: this is no UTF-8. Save the file as UTF-8") from None
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            cases.append(_case(line))
        except (ValueError, re.error) as error:
            raise QuestionError(f"{path}:{number}: this line is no case: {why_not(error)}") from None
    return cases


def _case(line: str) -> dict[str, Any]:
    case = json.loads(line)
    Question.model_validate(case)
    if not {"expect", "must", "category"} & case.keys():
        raise ValueError("a case needs 'expect', 'must' or 'category'")
    if case.get("category") and "severity" not in case:
        raise ValueError("a case with a 'category' needs a 'severity'")
    for pattern in case.get("must", ()):
        re.compile(pattern)
    checked: dict[str, Any] = case
    return checked


def evaluate(cases: Sequence[dict[str, Any]], ask: Ask, tick: Callable[[], object] = lambda: None) -> Report:
    """Ask every case and score it. `tick` is called after each, for whoever shows progress."""
    first = Score("right topic first")
    three = Score("right topic among three")
    rejected = Score("out of scope, not answered with a topic")
    offered = Score("out of scope, topics offered all the same", lower_is_better=True)
    false = Score("answered with confidence but wrong", lower_is_better=True)
    facts = Score("fact in the answer")
    danger = Score("danger found")
    kind = Score("category right where danger was found")
    severity = Score("severity right where danger was found")
    calm = Score("ordinary message raised as danger", lower_is_better=True)
    times = []
    for case in cases:
        asked = ask(Question.model_validate(case))
        times.append(asked.ms)
        told = _told(case, asked)
        if "expect" in case and case.get("category") is None:
            _score_topic(case["expect"], asked, told, (first, three, rejected, offered, false))
        if "must" in case:
            facts.count(all(re.search(p, asked.record["answer"], re.IGNORECASE) for p in case["must"]), told)
        if "category" in case:
            _score_safety(case, asked, told, (danger, kind, severity, calm))
        tick()
    scores = (first, three, rejected, offered, false, facts, danger, kind, severity, calm)
    return Report(tuple(score for score in scores if score.of), tuple(times))


def _score_topic(expect: list[str], asked: Asked, told: str, scores: tuple[Score, ...]) -> None:
    first, three, rejected, offered, false = scores
    outcome = asked.reply.outcome
    confident = outcome in CONFIDENT
    if not expect:
        rejected.count(not confident, told)
        offered.count(outcome is Outcome.CHOOSE, told)
        false.count(confident, told)
        return
    first.count(outcome in TOPICAL and asked.reply.topic in expect, told)
    three.count(outcome in TOPICAL and bool(set(asked.reply.suggestions[:3]) & set(expect)), told)
    false.count(confident and asked.reply.topic not in expect, told)


def _score_safety(case: dict[str, Any], asked: Asked, told: str, scores: tuple[Score, ...]) -> None:
    danger, kind, severity, calm = scores
    found = asked.reply.finding
    if case["category"] is None:
        calm.count(found is not None, told)
        return
    danger.count(found is not None, told)
    if found:
        kind.count(found.category == case["category"], told)
        severity.count(found.severity == case["severity"], told)


def _told(case: dict[str, Any], asked: Asked) -> str:
    reply = asked.reply
    wanted = case.get("category") or case.get("must") or case.get("expect") or "nothing"
    got = f"{reply.finding.category}/{reply.finding.severity}" if reply.finding else f"{reply.outcome} {' '.join(reply.suggestions[:3])}"
    return f"{case['text']!r} wanted {wanted}, got {got}"


def _percentile(ordered: Sequence[float], percent: int) -> float:
    """Nearest rank."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
