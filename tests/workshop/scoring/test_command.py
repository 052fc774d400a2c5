"""`eval` as people use it, over the small content."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.here import run_here
from tests.end_to_end.service import environment

TAX = "do care leavers pay council tax"


@pytest.fixture
def env(tmp_path: Path, make_content: Callable[[Path], Path]) -> dict[str, str]:
    return environment(tmp_path / "data", make_content(tmp_path / "content"))


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    """Writes a question file: messages and the topics they want."""

    def write(name: str, **expect: list[str]) -> str:
        path = tmp_path / name
        path.write_text("".join(json.dumps({"text": text, "expect": topics}) + "\n" for text, topics in expect.items()), encoding="utf-8")
        return str(path)

    return write


def test_a_run_of_several_files_is_saved_and_the_next_is_held_against_it(
    env: dict[str, str], file: Callable[..., str], tmp_path: Path
) -> None:
    asked = (file("tax.jsonl", **{TAX: ["entitlements"]}), file("hello.jsonl", hello=[]))
    run = str(tmp_path / "run.json")
    first = run_here(env, "eval", *asked, "--save", run)
    assert (first.returncode, first.stderr) == (0, "")
    assert "right topic first: 0.0 in 100 (0 of 1)" in first.stdout
    assert f"1 × entitlements → council-tax, e.g. '{TAX}'" in first.stdout
    file("tax.jsonl", **{TAX: ["council-tax"]})
    second = run_here(env, "eval", *asked, "--compare", run)
    assert "right topic first: 0.0 → 100.0 in 100 (+100.0, 1 cases)" in second.stdout
    assert "mended: 1" in second.stdout
    assert "broken" not in second.stdout


@pytest.mark.parametrize("option", ["--compare", "--save"])
def test_a_run_that_cannot_be_read_or_written_is_said_before_anything_is_asked(
    env: dict[str, str], file: Callable[..., str], option: str
) -> None:
    run = str(Path("no such folder") / "run.json")
    done = run_here(env, "eval", file("tax.jsonl", **{TAX: ["council-tax"]}), option, run)
    assert (done.returncode, done.stdout) == (2, "")
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"{run}: ")
