"""Values as text: whatever somebody wrote comes back, and what another version wrote is not taken for something else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model.case import KeptFrom, Role
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Answer, FileReference, Item, Run
from bot.storage.written import Written
from tests.storage.cases.told import PHOTO

RUN = Run(
    "r1",
    "tell-us",
    "what",
    (
        Answer("what", (Item("they sold my bike \ud83d"), Item(choice="both"), Item("\x00", file=PHOTO)), done=False),
        Answer("when", "2026-01-02"),
        Answer("code", "0042"),
        Answer("how often", 7),
        Answer("never", 0),
        Answer("nothing", ()),
        Answer("skipped", None),
    ),
    finding=Finding(Category.SELF_HARM, Severity.URGENT),
    due=datetime(2026, 1, 5, 12, 0, 0, 1, tzinfo=UTC),
)


def test_answers_of_every_kind_come_back_as_they_were() -> None:
    written = Written(Run)
    back = written.value(written.text(RUN))
    assert back == RUN
    assert [type(answer.value) for answer in back.answers] == [type(answer.value) for answer in RUN.answers]


def test_sets_come_back() -> None:
    written, kept = Written(KeptFrom), KeptFrom(frozenset(Role), ("Mr Example", ""))
    assert written.value(written.text(kept)) == kept


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"kind": "photo", "channel": 1, "reference": []}', '{"kind": "song"}'])
def test_what_cannot_be_read_is_nothing(text: str) -> None:
    assert Written(FileReference).value(text) is None


def test_a_value_of_a_wrong_kind_says_no_words(recwarn: pytest.WarningsRecorder) -> None:
    """Pydantic would say the value itself in its warning."""
    wrong: Any = "secret words"
    Written(FileReference).text(FileReference(wrong, "telegram", "1"))
    assert [str(warning.message) for warning in recwarn] == []
