"""`routes who` as somebody types it who keeps the file of officers. Everybody here is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.conftest import HERE

pytestmark = pytest.mark.usefixtures("settings")
OTHER_FILE = str(HERE / "cases" / "names_officers.yaml")


def typed(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["routes", "who", *arguments], input=given)


def means(*arguments: str, given: str | bytes | None = None) -> list[list[str] | str]:
    found = typed(*arguments, given=given)
    assert found.exit_code == 0, found.output
    return [json.loads(line)["means"] for line in found.stdout.splitlines()]


def test_words_are_made_out_with_the_officers_in_use() -> None:
    assert means("Olive") == [["olive"]]
    assert means("my nan") == ["outsider"]
    assert means("nobody") == ["nobody"]
    assert means("him") == ["unclear"]


def test_words_are_read_from_the_input_so_that_no_list_of_processes_shows_them() -> None:
    assert means(given="mrs example\n") == [["olive"]]
    assert means(given="") == ["nobody"]


def test_a_file_of_answers_has_a_line_for_each_in_order(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"written": written, "hand": 1}) + "\n" for written in ("Leo", "my nan", "no", "Олив"))
    (tmp_path / "names.jsonl").write_text(lines, encoding="utf-8")
    found = [["leo"], "outsider", "nobody", "unclear"]
    assert means("--batch", str(tmp_path / "names.jsonl")) == found
    assert means("--batch", "-", given=lines) == found


def test_another_file_of_officers_can_be_asked() -> None:
    assert means("kate", "--routes", OTHER_FILE) == [["kate", "katherine"]]
    assert means("olive", "--routes", OTHER_FILE, "--council", "bristol") == ["outsider"]


@pytest.mark.parametrize(
    ("arguments", "given", "says"),
    [
        (("olive", "--batch", "names.jsonl"), None, "give words, or name a file of them"),
        (("--batch", "nowhere.jsonl"), None, "nowhere.jsonl: No such file"),
        (("--batch", "-"), '{"written": "Quill"}\n{"name": "Quill"}\n', "-:2: this is no answer"),
        (("--batch", "-"), "Quill\n", "-:1: this is no answer"),
        (("olive", "--council", "atlantis"), None, "no council is called 'atlantis'"),
    ],
)
def test_what_cannot_be_read_is_said_without_a_word_of_it(arguments: tuple[str, ...], given: str | None, says: str) -> None:
    found = typed(*arguments, given=given)
    assert (found.exit_code, says in found.stderr, "Quill" in found.stderr) == (2, True, False)


def test_the_help_has_an_example() -> None:
    assert 'python -m bot routes who "kate my pa"' in " ".join(typed("--help").stdout.split())
