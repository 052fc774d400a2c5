"""How well the real finder does on questions whose writer saw nothing of the content (tests/questions/unseen.jsonl).

The floors stand a little under what docs/finding.md tells. Nobody writes example questions or chooses numbers by these
questions: whoever mends a single one of them makes the figures worth less.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.dialogue.find.search import OFFERED, Finder, SearchResult
from bot.model.content.topics import Audience
from bot.model.normalise import normalise
from tests.conftest import HERE

QUESTIONS = HERE / "questions" / "unseen.jsonl"


@dataclass(frozen=True, slots=True)
class Heard:
    """A question and what the finder makes of it."""

    expect: frozenset[str]
    style: str
    found: SearchResult


@pytest.fixture(scope="module")
def heard(real_finder: Finder) -> list[Heard]:
    entries: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [
        Heard(
            frozenset(entry["expect"]),
            entry["style"],
            real_finder.find(normalise(entry["text"]), Audience(entry["audience"]) if entry["audience"] else None, entry["council"]),
        )
        for entry in entries
    ]


Counts = Callable[[Heard], bool]


def of_a_topic(case: Heard) -> bool:
    return bool(case.expect)


def of_nothing_known(case: Heard) -> bool:
    return not case.expect


def near(case: Heard) -> bool:
    """About nothing Heard knows, but close by: a council's other services, other people's children."""
    return case.style == "near"


def far(case: Heard) -> bool:
    return case.style == "far"


def right_first(case: Heard) -> bool:
    return case.found.offer and case.found.best in case.expect


def right_among_three(case: Heard) -> bool:
    return case.found.offer and bool(case.expect & set(case.found.topics[:OFFERED]))


def confident(case: Heard) -> bool:
    return case.found.confident


def confident_but_wrong(case: Heard) -> bool:
    return case.found.confident and case.found.best not in case.expect


def offered(case: Heard) -> bool:
    return case.found.offer and not case.found.confident


@pytest.mark.parametrize(
    ("what", "among", "least", "most"),
    [
        (right_first, of_a_topic, 80, 100),
        (right_among_three, of_a_topic, 90, 100),
        (confident_but_wrong, of_a_topic, 0, 12),
        (confident, near, 0, 12),
        (confident, far, 0, 4),
        (offered, of_nothing_known, 0, 20),
    ],
)
def test_of_a_hundred_unseen_questions(heard: list[Heard], what: Counts, among: Counts, least: float, most: float) -> None:
    counted = [what(case) for case in heard if among(case)]
    share = 100 * sum(counted) / len(counted)
    assert least <= share <= most, f"{share:.1f} in 100 of {len(counted)}"
