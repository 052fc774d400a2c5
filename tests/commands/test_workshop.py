"""The workshop is for a checkout: the service's wheel leaves it out, works without it, and says so where somebody asks for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.commands.running import workshop_needed
from bot.config import CHECKOUT
from bot.errors import QuestionError
from tests.end_to_end.service import environment

ALONE = """
import runpy, sys
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
runpy.run_module("bot", run_name="__main__", alter_sys=True)
"""
"""Runs the command line without this checkout, which an editable install would add to what the wheel brought."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service as a wheel brings it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"  # building leaves its own folders behind
    shutil.copytree(CHECKOUT / "bot", source / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    build = ("-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", str(folder), str(source))
    subprocess.run([sys.executable, *build], check=True, cwd=folder, capture_output=True)
    (wheel,) = folder.glob("heard-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def asked(installed: Path, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = environment(data, CHECKOUT) | {"PYTHONPATH": str(installed)}
    return subprocess.run([sys.executable, "-c", ALONE, *words], env=env, cwd=installed, capture_output=True, text=True, check=False)


def test_the_wheel_answers_questions_without_the_workshop(installed: Path, tmp_path: Path) -> None:
    assert not (installed / "bot" / "workshop").exists()
    assert (installed / "bot" / "encoder" / "model" / "encoder.onnx").exists()
    answered = asked(installed, tmp_path, "ask", "--council", "bristol", "do care leavers pay council tax")
    assert answered.returncode == 0, answered.stderr
    assert "Council Tax" in answered.stdout


@pytest.mark.parametrize(
    "command", [("bench",), ("learn", "questions.jsonl"), ("eval", "questions.jsonl"), ("words", "pseudo", "en_XA"), ("flows", "draw")]
)
def test_a_command_of_the_workshop_says_what_is_missing_and_what_to_do(installed: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    told = asked(installed, tmp_path, *command)
    assert told.returncode == 2
    assert told.stderr.count("\n") == 1, told.stderr
    assert "the workshop is not part of this installation" in told.stderr
    assert "make setup" in told.stderr


def test_a_library_that_is_missing_is_named() -> None:
    with pytest.raises(QuestionError, match="the library sklearn is missing"), workshop_needed():
        raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
