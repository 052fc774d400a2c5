"""The program itself, `python -m bot run`, as a process of its own: started, asked, told to stop, killed."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from bot.workshop.telegram_double.client import PATIENCE, ROOT

Json = dict[str, Any]


def environment(data: Path, content: Path, **more: str) -> dict[str, str]:
    """What the program is told; nothing of what is set around the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HEARD_", "TELEGRAM_", "PORT", "PYTHON"))}
    return {**kept, "HEARD_DATA_DIR": str(data), "HEARD_CONTENT_DIR": str(content), "HEARD_PORT": "0", **more}


def run_to_end(env: Mapping[str, str], *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The program where it ends by itself: what it wrote, and its exit code. Bytes that are no UTF-8 go in and out as Python escapes them."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=dict(env),
        input=typed,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=PATIENCE * 2,
        check=False,
    )


class Service:
    """One process of the program. Its log is read as it comes, so that a test can wait for what it says."""

    def __init__(self, env: Mapping[str, str], command: str = "run", **pace: float) -> None:
        """`pace`: seconds, by the names in `bot.run.pace.Pace`."""
        self._lines: list[str] = []
        self._more = threading.Condition()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                *(["tests.end_to_end.paced"] if pace else ["bot"]),
                command,
                *(f"{name}={s}" for name, s in pace.items()),
            ],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        print(self.output)  # pytest shows it where a test fails

    @property
    def output(self) -> str:
        """Everything it has written so far."""
        with self._more:
            return "\n".join(self._lines)

    def wait_for_log(self, event: str, **fields: object) -> Json:
        """The first line of the log about that event with those fields, as soon as it is there."""
        with self._more:
            self._more.wait_for(lambda: self._logged(event, fields), PATIENCE)
            found = self._logged(event, fields)
        assert found, f"no {event} {fields} in:\n{self.output}"
        return found[0]

    def health(self) -> tuple[int, Json]:
        """The status and the body of its health page, but for the list of processes."""
        status, body = self.page()
        return status, {name: value for name, value in body.items() if name != "processes"}

    def page(self) -> tuple[int, Json]:
        """The status and the whole body of its health page."""
        address = urlsplit(str(self.wait_for_log("health.page")["address"]))
        connection = http.client.HTTPConnection(address.netloc, timeout=PATIENCE)
        try:
            connection.request("GET", address.path)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def settled(self) -> Json:
        """Its health as soon as nothing waits to be sent: a message that has arrived is marked a moment later."""
        deadline = time.monotonic() + PATIENCE
        while True:
            _, body = self.health()
            if body["waiting"] == 0:
                return body
            assert time.monotonic() < deadline, body

    def shows(self, so: Callable[[Json], bool]) -> Json:
        """Its whole health page as soon as it is so."""
        deadline = time.monotonic() + PATIENCE
        while True:
            _, body = self.page()
            if so(body):
                return body
            assert time.monotonic() < deadline, body

    def stop(self) -> int:
        """Ask it to end (SIGTERM) and wait until it has; its exit code."""
        self._process.terminate()
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def kill(self) -> None:
        """End it at once (SIGKILL), if it still runs."""
        self._process.kill()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._more:
                    self._lines.append(line.rstrip("\n"))
                    self._more.notify_all()

    def _logged(self, event: str, fields: Json) -> list[Json]:
        entries = [json.loads(line) for line in self._lines if line.startswith("{")]
        return [entry for entry in entries if entry["event"] == event and fields.items() <= entry.items()]
