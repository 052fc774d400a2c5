"""`off`, `on` and `audit` as an operator types them."""

from __future__ import annotations

import getpass
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

WHY = "wrong numbers in three answers"
TIME = r"\d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2} UTC"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    for name in ("HEARD_OFFICER", "HEARD_DATABASE_URL", "HEARD_KEYS"):
        monkeypatch.delenv(name, raising=False)


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def recorded() -> list[str]:
    """The record, without the times."""
    return [re.sub(TIME, "TIME", line) for line in typed("audit").stdout.splitlines()]


def test_off_and_on_are_recorded_with_who_and_why() -> None:
    off, on = typed("off", "--why", WHY, "--as", "dana"), typed("on", "--why", "mended", "--as", "eli")
    assert (off.exit_code, on.exit_code) == (0, 0)
    assert recorded() == [f"off TIME by dana: {WHY}", "on  TIME by eli: mended"]


def test_nothing_was_ever_turned() -> None:
    assert recorded() == []


def test_turning_it_the_way_it_is_says_since_when_by_whom_and_why_and_changes_nothing() -> None:
    assert "on already. Nothing was changed" in typed("on", "--as", "eli").stdout
    typed("off", "--why", WHY, "--as", "dana")
    again = typed("off", "--why", "another reason", "--as", "eli")
    assert again.exit_code == 0
    assert re.search(rf"off already, since {TIME} by dana: {WHY}\. Nothing was changed", again.stdout)
    assert recorded() == [f"off TIME by dana: {WHY}"]


@pytest.mark.parametrize(
    ("option", "officer", "name"),
    [(["--as", "dana"], "eli", "dana"), ([], "eli", "eli"), ([], "", "sam"), (["--as", " "], "", "sam"), (["--as", "da\nna"], "", "da na")],
)
def test_who_it_was(monkeypatch: pytest.MonkeyPatch, option: list[str], officer: str, name: str) -> None:
    """The option, else the setting, else the name in the system."""
    monkeypatch.setattr(getpass, "getuser", lambda: "sam")
    monkeypatch.setenv("HEARD_OFFICER", officer)
    typed("off", "--why", WHY, *option)
    assert recorded() == [f"off TIME by {name}: {WHY}"]


def test_somebody_whom_the_system_has_no_name_for_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", nameless)
    refused = typed("off", "--why", WHY)
    assert (refused.exit_code, "--as" in refused.stderr) == (2, True)
    assert recorded() == []


@pytest.mark.parametrize("arguments", [["off"], ["off", "--why", ""], ["off", "--why", " \n\x1b "]])
def test_nobody_turns_it_off_without_saying_why(arguments: list[str]) -> None:
    refused = typed(*arguments, "--as", "dana")
    assert (refused.exit_code, "--why" in refused.stderr) == (2, True)
    assert recorded() == []


def test_it_can_be_turned_on_without_a_reason() -> None:
    typed("off", "--why", WHY, "--as", "dana")
    assert typed("on", "--as", "dana").exit_code == 0
    assert recorded()[-1] == "on  TIME by dana"
