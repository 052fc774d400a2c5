"""`bench`: measures everything, telling what it is doing, and prints one table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.content.library import Libraries
from bot.encoder.learned import load
from bot.run.wiring import build_encoder
from bot.workshop.bench import asking
from bot.workshop.bench.process import (
    ECHO,
    RUN,
    ask_once,
    double_of_tests,
    first_poll,
    median_of,
    replies_per_second,
    tellings_per_second,
    told_per_second,
)

if TYPE_CHECKING:  # the server double belongs to the tests: only a checkout has it
    from bot.workshop.telegram_double.client import Double

RUNS = 5
CHATS = 50
ROUNDS = 10
SIZES = (1, 10, 100)


def bench(settings: Settings, today: date, say: Callable[[str], object]) -> Iterator[str]:
    """The lines of the report, each as soon as it is measured; `say` is told what is being measured.

    Processes come first: a child's peak memory is never less than its parent's was at the fork.
    """
    say("starting ask")
    seconds, memory = median_of(ask_once, RUNS)
    yield f"ask, start to answer: {seconds:.2f} s; peak memory {memory:.0f} MB (median of {RUNS})"
    server = double_of_tests()
    say("starting run")
    seconds, memory = median_of(lambda: first_poll(server), RUNS)
    yield f"run, start to first poll: {seconds:.2f} s; peak memory {memory:.0f} MB (median of {RUNS})"
    yield from _through_telegram(server, say)
    yield from _asked(settings, today, say)


def _through_telegram(server: type[Double], say: Callable[[str], object]) -> Iterator[str]:
    """Replies and flow turns a second beside the bare bot's, in one run: each round measures all three."""
    ours, told, bare = [], [], []
    for run in range(RUNS):
        say(f"replies a second, run {run + 1} of {RUNS}")
        ours.append(replies_per_second(server, RUN, CHATS, ROUNDS))
        bare.append(replies_per_second(server, ECHO, CHATS, ROUNDS))
        told.append(told_per_second(server, CHATS, ROUNDS))
    yield _beside("replies a second", ours, bare)
    yield _beside("turns a second through the tell-us flow", told, bare)
    say("whole tellings")
    yield f"whole tellings a second, {CHATS} chats, receipt included: {tellings_per_second(server, CHATS):.1f}"


def _beside(what: str, ours: list[float], bare: list[float]) -> str:
    ratios = [100 * mine / echo for mine, echo in zip(ours, bare, strict=True)]
    return (
        f"{what}, {CHATS} chats: {statistics.median(ours):.0f}; bare echo bot {statistics.median(bare):.0f}; "
        f"{statistics.median(ratios):.0f} in 100 (median of {RUNS} pairs, {min(ratios):.0f} to {max(ratios):.0f})"
    )


def _asked(settings: Settings, today: date, say: Callable[[str], object]) -> Iterator[str]:
    """In this process: one question with today's topics, and what ten and a hundred times as many make of it."""
    library, encoder, learned = Libraries(settings.content_dir).english, build_encoder(settings), load().learned
    first: asking.Times | None = None
    for times in SIZES:
        say(f"asking, {times} times the topics")
        larger = asking.grown(library, times)
        dialogue = asking.dialogue_over(larger, encoder, learned)
        spent = asking.asking(dialogue, today)
        ratio = f"; {spent.p50 / first.p50:.1f} times as long" if first else ""
        yield f"ask in process, {len(larger.topics)} topics: p50 {spent.p50:.1f} ms, p99 {spent.p99:.1f} ms{ratio}"
        if first is None:
            first = spent
            alone = asking.reading(dialogue, encoder)
            yield f"the encoder's part of it: p50 {alone.p50:.1f} ms; {100 * alone.p50 / spent.p50:.0f} in 100"
