"""The command line as scripts and people use it, over the small content: a process of its own where that is what matters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Settings, variable
from bot.workshop.telegram_double.client import ROOT
from tests.commands.here import run_here
from tests.end_to_end.service import environment, run_to_end

Json = dict[str, Any]
TAX = "do care leavers pay council tax"
RECORD = ["text", "outcome", "topic", "suggestions", "answer", "sources", "flow", "safety", "ms", "why"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Path:
    """A content folder that no test changes."""
    return make_content(tmp_path_factory.mktemp("cli") / "content")


@pytest.fixture
def env(shared: Path, tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path / "data", shared)


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., str]:
    """Writes a batch file."""

    def write(*lines: str | Json) -> str:
        path = tmp_path / "batch.jsonl"
        path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8")
        return str(path)

    return write


def test_a_question_is_answered_in_words(env: dict[str, str], shared: Path) -> None:
    asked = run_to_end(env, "ask", "--council", "bristol", TAX)
    assert asked.returncode == 0
    assert asked.stdout.startswith("Bristol's 2021 to 2023 plan said")
    phrases = yaml.safe_load((shared / "knowledge" / "phrases.yaml").read_text(encoding="utf-8"))["phrases"]
    assert f"[{phrases['button-more']}]" in asked.stdout
    assert asked.stderr == ""


def test_the_record_is_the_contract(env: dict[str, str]) -> None:
    record = json.loads(run_here(env, "ask", "--json", "--council", "bristol", "--audience", "care-leaver", "--locale", "en", TAX).stdout)
    assert list(record) == RECORD
    assert (record["text"], record["outcome"], record["topic"]) == (TAX, "answer", "council-tax")
    assert record["suggestions"][0] == "council-tax"
    assert "Each council makes its own rule" in record["answer"], "details included"
    assert record["sources"][0].keys() == {"id", "title", "period"}
    assert (record["sources"][0]["id"], record["sources"][0]["period"]) == ("bristol-epic-2021", "2021 to 2023")
    assert (record["flow"], record["safety"]) == (None, None)
    assert type(record["ms"]) is float


def test_danger_stands_in_the_record(env: dict[str, str]) -> None:
    record = json.loads(run_here(env, "ask", "--json", "i want to kill myself").stdout)
    assert (record["outcome"], record["safety"]) == ("crisis", {"category": "suicide", "severity": "urgent"})


def test_a_batch_comes_out_a_record_a_line_in_order(env: dict[str, str], batch: Callable[..., str]) -> None:
    """Keys that are not ours are let pass, and so are empty lines, as at the end of a file."""
    file = batch(
        {"text": TAX, "council": "bristol", "audience": "care-leaver", "expect": ["council-tax"]},
        {"text": "hello", "council": None, "audience": None},
        "",
        {"text": "", "council": "england"},
        {"text": "who is my social worker", "council": "bristol", "locale": "en"},
        {"text": "\ud800 \u202e"},
    )
    done = run_here(env, "ask", "--batch", file)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [record["text"] for record in records] == [TAX, "hello", "", "who is my social worker", "\ud800 \u202e"]
    assert [record["outcome"] for record in records] == ["answer", "chat", "no_answer", "answer", "no_answer"]
    assert all(list(record) == RECORD for record in records)


WRONG = [
    ('{"text": "hi", "council": "atlantis"}', "nobody knows the council 'atlantis'; known: bristol"),
    ('{"text": "hi", "audience": "pirate"}', "'audience'"),
    ('{"council": "bristol"}', "'text'"),
    ('{"text": 5}', "'text'"),
    ("[]", "no question"),
    ("text", "no question"),
]


@pytest.mark.parametrize(("line", "said"), WRONG, ids=[line for line, _ in WRONG])
def test_a_line_that_is_no_question_is_named_with_its_place(env: dict[str, str], batch: Callable[..., str], line: str, said: str) -> None:
    file = batch({"text": "hello"}, "", line)
    done = run_here(env, "ask", "--batch", file)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1, "what came before it is answered"
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"{file}:3: ")
    assert said in told


def test_a_batch_file_that_cannot_be_read_is_named(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"text": "café"}'.encode("latin-1"))
    for name, said in (("nothing.jsonl", "No such file"), ("latin.jsonl", "no UTF-8"), (".", "directory")):
        done = run_here(env, "ask", "--batch", str(tmp_path / name))
        assert done.returncode == 2
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "--council", "atlantis", "hello"], "known: bristol, bath-and-north-east-somerset, bradford, north-somerset, england"),
        (["ask"], "--batch"),
        (["ask", "--batch", "x.jsonl", "hello"], "--batch"),
        (["ask", "--audience", "pirate", "hello"], "care-leaver"),
        (["chat", "--council", "atlantis"], "known: bristol"),
        (["eval", "nothing.jsonl"], "nothing.jsonl"),
        (["words", "pseudo", "klingon"], "en_XA"),
        (["dance"], "No such command"),
    ],
)
def test_what_makes_no_sense_says_what_would(env: dict[str, str], arguments: list[str], said: str) -> None:
    done = run_here(env, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("many", [False, True], ids=["one", "batch"])
def test_a_reader_who_has_had_enough_is_no_error(env: dict[str, str], batch: Callable[..., str], many: bool) -> None:
    arguments = ["--batch", batch(*[{"text": TAX}] * 200)] if many else [TAX]
    command = [sys.executable, "-m", "bot", "ask", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        if many:
            process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_check_says_file_line_what_is_wrong_and_what_to_do(env: dict[str, str], content: Path) -> None:
    assert run_here(env, "check", str(content)).returncode == 0
    topic = content / "knowledge" / "england" / "council-tax.md"
    topic.write_text(topic.read_text(encoding="utf-8").replace("[entitlements]", "[no-such-topic]"), encoding="utf-8")
    done = run_here({**env, "HEARD_CONTENT_DIR": str(content)}, "check")
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if "no-such-topic" in line]
    assert line.startswith(f"{topic}:10: ")
    assert done.stderr.startswith("1 to mend")


def test_eval_gives_figures_and_what_went_wrong(env: dict[str, str], batch: Callable[..., str]) -> None:
    file = batch({"text": TAX, "expect": ["council-tax"]}, {"text": "hello", "expect": ["entitlements"]})
    done = run_here(env, "eval", file)
    assert done.returncode == 0
    assert "right topic first: 50.0 in 100 (1 of 2)" in done.stdout
    assert "'hello' wanted ['entitlements'], got chat" in done.stdout


def test_every_setting_is_listed_by_run_help(env: dict[str, str]) -> None:
    listed = run_here(env, "run", "--help").stdout
    assert [name for name in Settings.model_fields if f"{variable(name)}: " not in listed] == []
    assert "HEARD_PORT" in listed


def test_a_conversation_in_the_terminal(env: dict[str, str]) -> None:
    """A number presses a button; the next time the council is known, and the hello is not said again."""
    first = run_here(env, "chat", typed=f"1\n\n{TAX}\n")
    assert first.returncode == 0
    assert "I'm Heard" in first.stdout
    assert "And who are you?" in first.stdout
    assert "Bristol's 2021 to 2023 plan" in first.stdout
    second = run_here(env, "chat", typed=f"{TAX}\n")
    assert "I'm Heard" not in second.stdout
    assert "Bristol's 2021 to 2023 plan" in second.stdout


def test_a_conversation_begins_where_the_options_say(env: dict[str, str]) -> None:
    done = run_here(env, "chat", "--council", "north-somerset", "--audience", "councillor", typed="/settings\n")
    assert done.returncode == 0
    assert "Your council: North Somerset. You are: a councillor." in done.stdout


def test_bytes_that_are_no_words_and_a_terminal_that_shows_few_end_no_conversation(env: dict[str, str]) -> None:
    done = run_to_end({**env, "PYTHONIOENCODING": "ascii"}, "chat", "--council", "bristol", typed=f"\udcff\udcfe é\n{TAX}\n")
    assert done.returncode == 0
    assert "From:" in done.stdout
    assert done.stderr == ""
