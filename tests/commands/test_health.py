"""`health` as an operator types it, while processes run, have died, or are gone for good."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.model.operation.health import Part, State
from bot.storage.processes.health import SqlProcesses
from tests.databases import opened, sqlite_url


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    for name in ("HEARD_DATABASE_URL", "HEARD_KEYS"):
        monkeypatch.delenv(name, raising=False)


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["health", *arguments])


def beats(folder: Path, kind: str, parts: dict[str, Part], *, dead: bool = False) -> str:
    """A process says how it is; or has said so a minute ago."""

    async def beat() -> str:
        async with opened(sqlite_url(folder)) as database:
            process = SqlProcesses(database, kind)
            await process.beat(parts)
            if dead:
                earlier = f"UPDATE processes SET heard_at = datetime(heard_at, '-1 minute') WHERE id = '{process.id}'"  # noqa: S608  our own
                await database.durably(lambda connection: connection.exec_driver_sql(earlier))
            return process.id

    return asyncio.run(beat())


def test_where_nothing_runs_nothing_is_red() -> None:
    told = typed()
    assert (told.exit_code, told.stdout.splitlines()) == (0, ["green; messages that wait: 0, given up: 0", "no process runs"])


def test_every_process_is_told_with_what_is_red_and_what_waits(tmp_path: Path) -> None:
    worker = beats(tmp_path, "worker", {"telegram": Part(State.RED, "cannot be reached"), "sender-email": Part(State.AMBER, "waiting")})
    told = typed()
    assert told.exit_code == 1
    first, red, waits, process = told.stdout.splitlines()
    assert first.startswith("red; ")
    assert (red, waits) == ("red: telegram: cannot be reached", "waits: sender-email: waiting")
    assert process.startswith(f"worker {worker}, since 20")


def test_one_that_never_comes_back_is_forgotten_when_somebody_says_so_and_no_other(tmp_path: Path) -> None:
    dead, web = beats(tmp_path, "worker", {}, dead=True), beats(tmp_path, "web", {})
    told = typed()
    assert told.exit_code == 1
    assert "red: worker: not heard of for more than 20 seconds" in told.stdout
    assert [line.split(",")[0] for line in told.stdout.splitlines() if line.endswith(", silent")] == [f"worker {dead}"]
    cleared = typed("--clear")
    assert cleared.exit_code == 0
    assert [line.split(",")[0] for line in cleared.stdout.splitlines()[1:]] == [f"web {web}"]
