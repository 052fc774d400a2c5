"""The command line in this process: what it says is the same, and the program need not be started anew for each test."""

from __future__ import annotations

import os
from collections.abc import Mapping
from subprocess import CompletedProcess

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.workshop.telegram_double.client import ROOT


def run_here(env: Mapping[str, str], *arguments: str, typed: str = "") -> CompletedProcess[str]:
    """What `tests.end_to_end.service.run_to_end` would give, where nothing depends on streams, signals or the process itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        for name in os.environ.keys() - env.keys():
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        ended = CliRunner().invoke(app, arguments, input=typed)
    if ended.exception and not isinstance(ended.exception, SystemExit):
        raise ended.exception
    return CompletedProcess(arguments, ended.exit_code, ended.stdout, ended.stderr)
