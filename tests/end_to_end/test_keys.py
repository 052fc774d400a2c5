"""Words are sealed while the program runs: its keys are changed under it, lost, and given."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from bot.workshop.telegram_double import Double
from tests.commands.here import run_here
from tests.end_to_end.conftest import Start
from tests.end_to_end.service import Service, run_to_end

SAM = 42


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "keys.json"


def test_keys_are_changed_while_it_runs(double: Double, service: Service, env: dict[str, str], file: Path) -> None:
    before = json.loads(file.read_text())
    assert before.keys() >= {"england", "bristol"}, "every council of the content has a key"
    double.refuse(500, "Internal Server Error", chat=SAM, times=2)
    double.say(SAM, "/start")
    changed = run_here(env, "db", "rotate-key")
    assert (changed.returncode, changed.stderr) == (0, "")
    double.say(SAM, "/menu")
    double.wait("sent", chat=SAM, count=2)
    os.utime(file, (time.time(), time.time() - 3_600))
    finished = run_here(env, "db", "rotate-key", "--finish")
    assert (finished.returncode, finished.stderr) == (0, "")
    double.say(SAM, "/menu")
    double.wait("sent", chat=SAM, count=3)
    after = json.loads(file.read_text())
    assert {council: len(own) for council, own in after.items()} == dict.fromkeys(before, 1)
    assert not {key for own in after.values() for key in own} & {key for own in before.values() for key in own}
    assert service.settled()["status"] == "green"


def test_without_its_keys_it_does_not_start_and_with_a_copy_of_them_it_does(
    double: Double, start: Start, env: dict[str, str], file: Path
) -> None:
    service = start()
    double.say(SAM, "/start")
    double.wait("sent", chat=SAM)
    assert service.stop() == 0
    copy = file.read_text()
    file.unlink()
    refused = run_to_end(env, "run")
    assert refused.returncode == 2
    (line,) = [line for line in refused.stderr.splitlines() if not line.startswith("{")]
    assert str(file) in line
    assert not file.exists()
    env["HEARD_KEYS"] = copy
    start()
    double.say(SAM, "/menu")
    double.wait("sent", chat=SAM, count=2)
    assert not file.exists()


def test_no_key_is_in_the_log(double: Double, service: Service, file: Path) -> None:
    double.say(SAM, "/start")
    double.wait("sent", chat=SAM)
    service.stop()
    assert service.wait_for_log("keys.made")["file"] == str(file)
    assert not [key for own in json.loads(file.read_text()).values() for key in own if key in service.output]
