"""`db rotate-key` as an operator types it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner, Result

from bot.cli import app


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    for name in ("HEARD_DATABASE_URL", "HEARD_KEYS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "keys.json"


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["db", "rotate-key", *arguments])


def test_a_key_is_changed_in_two_steps(file: Path) -> None:
    begun = typed()
    assert begun.exit_code == 0
    assert begun.stdout.startswith("england: a new key")
    assert str(file) in begun.stdout, "it says what to copy"
    assert len(json.loads(file.read_text())["england"]) == 2
    early = typed("--finish")
    assert early.exit_code == 2
    assert "Try again in" in early.stderr
    os.utime(file, (time.time(), time.time() - 3_600))
    assert typed("--finish").stdout.startswith("england: the old key is gone")
    assert len(json.loads(file.read_text())["england"]) == 1


def test_a_council_without_a_key_is_named() -> None:
    refused = typed("--council", "leeds")
    assert refused.exit_code == 2
    assert "leeds has no key. These have: england" in refused.stderr


def test_given_keys_are_the_operators_to_change(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    monkeypatch.setenv("HEARD_KEYS", json.dumps({"england": [old]}))
    assert typed().exit_code == 0
    monkeypatch.setenv("HEARD_KEYS", json.dumps({"england": [new, old]}))
    assert typed().stdout == "england: the first key in HEARD_KEYS is used; values sealed anew: 1\n", "the canary"
    assert "may go from HEARD_KEYS" in typed("--finish").stdout
    monkeypatch.setenv("HEARD_KEYS", json.dumps({"england": [new]}))
    assert typed().exit_code == 0
    monkeypatch.setenv("HEARD_KEYS", json.dumps({"england": [old]}))
    assert typed().exit_code == 2
    assert not file.exists()


def test_a_key_file_that_others_may_look_into_is_refused(file: Path) -> None:
    typed()
    file.chmod(0o644)
    refused = typed()
    assert refused.exit_code == 2
    assert f"chmod 600 {file}" in refused.stderr
