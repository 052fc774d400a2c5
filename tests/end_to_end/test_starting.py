"""What stops `run` before it has begun: content that cannot be served, settings that make no sense. Each says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.here import run_here
from tests.end_to_end.service import run_to_end

TOPIC = "knowledge/england/council-tax.md"
NEAR = 4
"""A flow's step is named by its first line, broken YAML by the line where it could not be read on."""
BROKEN = [
    (TOPIC, "keywords: [council tax]", "keywords: [council tax", "the YAML is broken"),
    (TOPIC, "local-government-finance-act-1992", "no-such-act", "no source is called 'no-such-act'"),
    (TOPIC, "Ask your PA.", "Ask {phone nobody}.", "nobody knows '{phone nobody}'"),
    ("flows/start.yaml", "next: ready", "next: nowhere", "no step is called 'nowhere'"),
]


@pytest.mark.parametrize(("file", "good", "bad", "wrong"), BROKEN, ids=[bad for _, _, bad, _ in BROKEN])
def test_bad_content_stops_it_with_file_line_and_what_to_do(
    env: dict[str, str], content: Path, file: str, good: str, bad: str, wrong: str
) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8").replace(good, bad, 1)
    path.write_text(text, encoding="utf-8")
    line = text[: text.index(bad)].count("\n") + 1
    ended = run_here(env, "run")
    assert ended.returncode == 1
    first, *problems = ended.stderr.splitlines()
    assert first == "The content cannot be served:"
    (told,) = [told for told in problems if wrong in told]
    assert told.startswith(f"{path}:")
    assert abs(int(told.removeprefix(f"{path}:").partition(":")[0]) - line) <= NEAR
    assert told.partition(". ")[2], "it says what to do"


ODD = [
    ("HEARD_PORT", "eighty", "HEARD_PORT"),
    ("HEARD_HOST", "no such host", "HEARD_HOST"),
    ("HEARD_DATABASE_URL", "nonsense", "database"),
    ("HEARD_DATABASE_URL", "mysql://somewhere/heard", "sqlite or postgresql"),
    ("HEARD_DATA_DIR", "/proc/nowhere", "/proc/nowhere"),
    ("TELEGRAM_BASE_URL", "api.telegram.org/bot", "TELEGRAM_BASE_URL"),
]


@pytest.mark.parametrize(("name", "value", "said"), ODD, ids=[f"{name}={value}" for name, value, _ in ODD])
def test_an_odd_setting_stops_it_with_one_clear_line(env: dict[str, str], name: str, value: str, said: str) -> None:
    del env["HEARD_PORT"]
    ended = run_here({**env, name: value}, "run")
    assert ended.returncode == 2
    (line,) = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert said in line


def test_a_content_folder_that_is_not_there_is_named(env: dict[str, str], tmp_path: Path) -> None:
    ended = run_to_end({**env, "HEARD_CONTENT_DIR": str(tmp_path / "nothing")}, "run")
    assert ended.returncode == 1
    assert str(tmp_path / "nothing") in ended.stderr
    assert "Traceback" not in ended.stderr
