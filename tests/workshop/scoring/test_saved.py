"""A run on disk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionError
from bot.model.safety import Category, Finding, Severity
from bot.model.turn import Outcome
from bot.workshop.scoring.saved import load, refuse_bad_place, save
from tests.workshop.scoring.replies import replied, results


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    run = results(
        (
            {"text": "ünïcode \u2028 \U0001f600", "council": "bristol", "expect": ["a"], "style": "any"},
            replied(Outcome.ANSWER, "a", "b", share=1 / 3),
        ),
        ({"expect": []}, replied(Outcome.NO_ANSWER, limit="bins")),
        ({"must": ["half"]}, replied(Outcome.ANSWER, "a", answer="All.")),
        ({"category": None, "severity": None}, replied(Outcome.CRISIS, finding=Finding(Category.SUICIDE, Severity.URGENT))),
    )
    save(run, tmp_path / "run.json")
    assert load(tmp_path / "run.json") == run


@given(text=st.text(), share=st.none() | st.floats(0, 1), ms=st.floats(0, 1e6))
def test_any_message_and_any_figures_come_back(tmp_path_factory: pytest.TempPathFactory, text: str, share: float | None, ms: float) -> None:
    run = results(({"text": text, "expect": ["a"]}, replied(Outcome.CHOOSE, "a", share=share, ms=ms)))
    path = tmp_path_factory.getbasetemp() / "any.json"
    save(run, path)
    assert load(path) == run


def test_scripts_read_the_scores_from_a_saved_run(tmp_path: Path) -> None:
    save(results(({"expect": ["a"]}, replied(Outcome.ANSWER, "a")), ({"expect": ["a"]}, replied(Outcome.CHAT))), tmp_path / "run.json")
    written = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert written["scores"][0] == {"name": "right topic first", "right": 1, "of": 2}


BAD_RESULT = {"case": {"text": "a", "expect": []}, "outcome": "answer", "ms": 1.0}
BAD = {
    "no JSON": b"right topic first: 50 in 100",
    "no UTF-8": b'{"format": 1, "scores": [], "results": "\xff"}',
    "empty": b"",
    "something else": b"[]",
    "a question file": b'{"text": "a", "expect": []}\n{"text": "b", "expect": []}\n',
    "another format": b'{"format": 2, "scores": [], "results": []}',
    "unknown outcome": json.dumps({"scores": [], "results": [{**BAD_RESULT, "outcome": "dance"}]}).encode(),
    "a case that is none": json.dumps({"scores": [], "results": [{**BAD_RESULT, "case": {"text": "a"}}]}).encode(),
    "a broken pattern": json.dumps({"scores": [], "results": [{**BAD_RESULT, "case": {"text": "a", "must": ["("]}}]}).encode(),
    "an impossible share": json.dumps({"scores": [], "results": [{**BAD_RESULT, "share": 2}]}).encode(),
}


@pytest.mark.parametrize("written", BAD.values(), ids=BAD.keys())
def test_a_file_that_is_no_run_is_named_in_one_line(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(written)
    with pytest.raises(QuestionError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("attempt", [load, refuse_bad_place, lambda path: save((), path)], ids=["load", "before", "save"])
def test_a_place_that_cannot_be_read_or_written_is_named(tmp_path: Path, attempt: Callable[[Path], object]) -> None:
    for path in (tmp_path / "no folder" / "run.json", tmp_path):
        with pytest.raises(QuestionError, match=re.escape(str(path))):
            attempt(path)


def test_a_run_can_take_the_place_of_an_older_one(tmp_path: Path) -> None:
    for number in (2, 1):
        refuse_bad_place(tmp_path / "run.json")
        save(results(*[({"expect": ["a"]}, replied(Outcome.CHAT))] * number), tmp_path / "run.json")
    assert len(load(tmp_path / "run.json")) == 1
