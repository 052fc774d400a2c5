"""`bench`: measures everything, telling what it is doing, and prints one table."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from functools import partial
from typing import Any, TypeVar

from bot.config import Settings
from bot.content.library import Libraries
from bot.encoder.learned import load
from bot.run.wiring import build_encoder
from bot.workshop.bench import asking, waiting
from bot.workshop.bench.process import (
    ECHO,
    RUN,
    ask_once,
    first_poll,
    median_of,
    replies_per_second,
    tellings_per_second,
    told_per_second,
)
from bot.workshop.telegram_double.client import Double

T = TypeVar("T")

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
    say("starting run")
    seconds, memory = median_of(first_poll, RUNS)
    yield f"run, start to first poll: {seconds:.2f} s; peak memory {memory:.0f} MB (median of {RUNS})"
    yield from _through_telegram(say)
    yield from _waits(say)
    yield from _asked(settings, today, say)


def _through_telegram(say: Callable[[str], object]) -> Iterator[str]:
    """Replies and flow turns a second beside the bare bot's, in one run: each round measures all three."""
    ours, told, bare = [], [], []
    for run in range(RUNS):
        say(f"replies a second, run {run + 1} of {RUNS}")
        ours.append(replies_per_second(RUN, CHATS, ROUNDS))
        bare.append(replies_per_second(ECHO, CHATS, ROUNDS))
        told.append(told_per_second(CHATS, ROUNDS))
    yield _beside("replies a second", ours, bare)
    yield _beside("turns a second through the tell-us flow", told, bare)
    say("whole tellings")
    yield f"whole tellings a second, {CHATS} chats, receipt included: {tellings_per_second(CHATS):.1f}"


def _waits(say: Callable[[str], object]) -> Iterator[str]:
    """The time that replies wait beside what is slow, and without it, in one run."""
    say("replies beside a silent mail server")
    silent, alone = (_over_double(partial(waiting.beside_mail, silent=so)) for so in (True, False))
    yield f"a reply's wait, 1 a second, beside a mail server that says nothing: {waiting.shown(silent)}; without it {waiting.shown(alone)}"
    say("a crisis reply beside slow chats")
    slow, none = (_over_double(partial(waiting.beside_slow_chats, slow=count)) for count in (waiting.SLOW, 0))
    yield (
        f"a crisis reply's wait beside {waiting.SLOW} chats that take {waiting.SLOW_FOR:.0f} s each: "
        f"{1000 * slow:.0f} ms; without them {1000 * none:.0f} ms"
    )
    say("a crisis reply behind others to the same chat")
    before, seconds = _over_double(waiting.behind_own_replies)
    yield f"a crisis reply behind {waiting.QUEUE} to the same chat, which takes 1 a second: {before} come before it; {seconds:.1f} s"


def _over_double(measured: Callable[[Double], Coroutine[Any, Any, T]]) -> T:
    with Double.start() as double:
        double.allow_strangers()
        return asyncio.run(measured(double))


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
