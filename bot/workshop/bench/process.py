"""Whole processes, from outside: how long they take to be useful, and how much memory they need at most."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from bot.config import CHECKOUT
from bot.workshop.telegram_double.client import Double

RUN = ("-m", "bot", "run")
ECHO = ("-m", "bot.workshop.bench.echo")
KIB_IN_MB = 1024 if sys.platform != "darwin" else 1024 * 1024


@dataclass(slots=True)
class Use:
    """Everything that a finished process used."""

    peak_mb: float = field(default=0.0)


@contextmanager
def process(arguments: tuple[str, ...], **environment: str) -> Iterator[Use]:
    """A Python process for as long as the block lasts; what it used is known after it."""
    use = Use()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"HEARD_DATA_DIR": folder, "HEARD_PORT": "0", "HEARD_LOG_LEVEL": "error", **environment}
        running = subprocess.Popen(  # noqa: S603 - our own interpreter with our own modules
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield use
        finally:
            running.send_signal(signal.SIGTERM)
            _, _, used = os.wait4(running.pid, 0)
            running.returncode = 0  # wait4 has reaped it; Popen must not look for it again
            use.peak_mb = used.ru_maxrss / KIB_IN_MB


def ask_once() -> tuple[float, float]:
    """Seconds from start to answer of `ask`, imports included, and the peak memory in MB."""
    begun = perf_counter()
    running = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--council", "bristol", "do i pay council tax"], cwd=CHECKOUT, stdout=subprocess.DEVNULL
    )
    _, _, used = os.wait4(running.pid, 0)
    running.returncode = 0
    return perf_counter() - begun, used.ru_maxrss / KIB_IN_MB


def first_poll() -> tuple[float, float]:
    """Seconds from start of `run` to its first question for updates, and the peak memory in MB after a few hundred replies."""
    with Double.start() as double:
        begun = perf_counter()
        with process(RUN, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url) as use:
            double.wait("polled")
            seconds = perf_counter() - begun
            _exchange(double, chats=50, rounds=6)
        return seconds, use.peak_mb


def replies_per_second(arguments: tuple[str, ...], chats: int, rounds: int) -> float:
    """Replies a second of a bot process while every chat sends `rounds` messages at once."""
    with Double.start() as double, process(arguments, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url):
        double.wait("polled")
        _exchange(double, chats, rounds=1)
        return chats * rounds / _exchange(double, chats, rounds, before=chats)


def told_per_second(chats: int, rounds: int) -> float:
    """Turns a second while every chat writes `rounds` messages at a step that collects words: each is kept, sealed and answered."""
    with Double.start() as double, process(RUN, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url):
        double.wait("polled")
        before = _begun(double, chats)
        return chats * rounds / _exchange(double, chats, rounds, before, "and the heating has been off since friday")


def tellings_per_second(chats: int) -> float:
    """Whole tellings a second, from the first words to the receipt, whose digest is slow on purpose."""
    with Double.start() as double, process(RUN, TELEGRAM_TOKEN=double.token, TELEGRAM_BASE_URL=double.base_url):
        double.wait("polled")
        sent = _begun(double, chats)
        begun = perf_counter()
        for words, replies in (
            ("the heating is off", 1),
            ("that's all", 1),
            ("skip", 1),
            ("skip", 1),
            ("hide my name", 1),
            ("not here", 1),
            ("send", 2),
        ):
            double.say_each(_people(chats), words)
            sent += chats * replies
            double.wait("sent", count=sent)
        return chats / (perf_counter() - begun)


def _begun(double: Double, chats: int) -> int:
    """Everybody is at the step that collects their idea; how many messages they have been sent."""
    sent = 0
    for words, replies in (("/start council_bristol", 2), ("i have an idea", 2)):
        double.say_each(_people(chats), words)
        sent += chats * replies
        double.wait("sent", count=sent)
    return sent


def _people(chats: int) -> range:
    return range(1000, 1000 + chats)


def _exchange(double: Double, chats: int, rounds: int, before: int = 0, words: str = "wots the deal with council tax im 20") -> float:
    """Seconds until everybody has their replies; `before` were sent earlier."""
    begun = perf_counter()
    for _ in range(rounds):
        double.say_each(_people(chats), words)
    double.wait("sent", count=before + chats * rounds)
    return perf_counter() - begun


def median_of(measured: Callable[[], tuple[float, float]], runs: int) -> tuple[float, float]:
    """Medians of both figures over several runs."""
    first, second = zip(*(measured() for _ in range(runs)), strict=True)
    return statistics.median(first), statistics.median(second)
