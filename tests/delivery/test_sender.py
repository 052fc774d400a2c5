"""The outbox loops, against a real store; the channels and the clock are the test's."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.notices import Instead
from bot.delivery.pace import Pace
from bot.delivery.senders import Senders
from bot.errors import DeliveryError, RefusedError, StorageUnavailableError, TryLaterError, UnreachableError
from bot.model.inbound import Conversation
from bot.model.outbound import Message, Outbound
from bot.model.session import Session
from bot.model.turn import About, Notice, OutboxRow, Outcome, TurnCommit, TurnRecord
from bot.storage.store import SqlStore
from tests.databases import keyring_in, opened, sqlite_url
from tests.outbox import waiting
from tests.outbox_model import message

PACE = Pace(patience=timedelta(milliseconds=20))
ORDINARY = Pace().places - 1
BRISK = Pace(poll=timedelta(milliseconds=1))


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 5, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Lights:
    """What is red, and everything that was said."""

    reds: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def red(self, part: str, why: str) -> None:
        self.reds[part] = why
        self.said.append(f"red {part}")

    def green(self, part: str) -> None:
        self.reds.pop(part, None)
        self.said.append(f"green {part}")


class ScriptedChannel:
    """Fails as it is told to, per address, then takes everything."""

    def __init__(self, name: str = "telegram") -> None:
        self.name = name
        self.fails: dict[str, deque[Exception]] = defaultdict(deque)
        self.down: Exception | None = None
        self.tried: list[str] = []
        self.arrived: list[str] = []
        self.on_arrival: Callable[[], None] = lambda: None
        self.slow: dict[str, asyncio.Event] = {}
        """To whom messages take until this is set."""
        self.in_flight: list[str] = []

    async def send(self, conversation: Conversation, outbound: Outbound) -> str | None:
        assert isinstance(outbound, Message)
        self.tried.append(outbound.text)
        if gate := self.slow.get(conversation.address):
            self.in_flight.append(outbound.text)
            await gate.wait()
            self.in_flight.remove(outbound.text)
        if self.down:
            raise self.down
        if self.fails[conversation.address]:
            raise self.fails[conversation.address].popleft()
        self.arrived.append(outbound.text)
        self.on_arrival()
        return f"id of {outbound.text}"


class FrailStore(SqlStore):
    """Its marks fail as often as it is told."""

    failing = 0

    def __init__(self, *opened: Any) -> None:
        super().__init__(*opened)
        self.marked: list[tuple[str | None, datetime]] = []

    async def sent(self, row: OutboxRow, message: str | None, now: datetime) -> None:
        if self.failing:
            self.failing -= 1
            raise StorageUnavailableError("SQLITE_FULL")
        self.marked.append((message, now))
        await super().sent(row, message, now)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[FrailStore]:
    async with opened(sqlite_url(tmp_path)) as database:
        yield FrailStore(database, keyring_in(tmp_path))


@dataclass
class Bench:
    """A sender with everything around it in the test's hands."""

    store: FrailStore
    clock: HandClock
    lights: Lights
    telegram: ScriptedChannel
    email: ScriptedChannel
    sender: Senders
    turns: int = 0

    async def commit(self, address: str, *words: str, channel: str = "telegram", **how: Any) -> None:
        self.turns += 1
        conversation = Conversation(channel, address)
        read = await self.store.read(f"e{self.turns}", conversation)
        assert read is not None
        outbound = tuple(message(one) for one in words)
        record = TurnRecord(f"e{self.turns}", self.clock.now(), channel, Outcome.ANSWER)
        turn = replace(TurnCommit(conversation, record, read, Session(), outbound), **how)
        await self.store.commit(turn, self.clock.now())

    async def run_until_arrived(self, count: int, then: Callable[[], None] = lambda: None) -> None:
        """The loops, from their start until so many have arrived on Telegram and they have been told to stop."""
        stop = asyncio.Event()

        def look() -> None:
            if len(self.telegram.arrived) >= count:
                stop.set()
                then()

        self.telegram.on_arrival = look
        async with asyncio.timeout(10):
            await self.sender.run(stop)


def made(store: FrailStore, pace: Pace, instead: Instead | None = None) -> Bench:
    clock, lights, telegram, email = HandClock(), Lights(), ScriptedChannel(), ScriptedChannel("email")
    senders = Senders(store, [telegram, email], clock, lights, pace, random.Random(1), instead)
    return Bench(store, clock, lights, telegram, email, senders)


@pytest.fixture
def bench(store: FrailStore) -> Bench:
    return made(store, PACE)


@pytest.fixture
def brisk(store: FrailStore) -> Bench:
    """For the loop itself: it rests for a millisecond only."""
    return made(store, BRISK)


async def test_what_is_due_arrives_in_order_and_once(bench: Bench) -> None:
    await bench.commit("1", "a", "b")
    await bench.commit("2", "c")
    assert await bench.sender.deliver_due() == 3
    assert await bench.sender.deliver_due() == 0
    assert bench.telegram.arrived == ["a", "c", "b"]
    assert bench.lights.said == []


async def test_what_the_channel_calls_a_message_is_kept_with_the_time(bench: Bench) -> None:
    await bench.commit("1", "a", "b")
    await bench.sender.deliver_due()
    assert bench.store.marked == [("id of a", bench.clock.now()), ("id of b", bench.clock.now())]


async def test_a_message_that_must_wait_holds_back_its_own_conversation_only(bench: Bench) -> None:
    bench.telegram.fails["1"].append(TryLaterError("busy"))
    await bench.commit("1", "a", "b")
    await bench.commit("2", "c")
    assert await bench.sender.deliver_due() == 1
    assert await bench.sender.deliver_due() == 0
    bench.clock.forward(1)
    assert await bench.sender.deliver_due() == 2
    assert bench.telegram.arrived == ["c", "a", "b"]


async def _waits(bench: Bench, attempts: int) -> list[float]:
    """The seconds from each attempt to the next."""
    waits = []
    for _ in range(attempts):
        await bench.sender.deliver_due()
        (first, *_) = await waiting(bench.store)
        waits.append((first.due_at - bench.clock.now()).total_seconds())
        bench.clock.forward(waits[-1])
    return waits


@pytest.mark.parametrize(("reached", "longest"), [(True, 300), (False, 30)], ids=["of one person", "of everybody, in an outage"])
async def test_the_waits_double_up_to_the_longest(bench: Bench, reached: bool, longest: int) -> None:
    bench.telegram.fails["1"].extend(TryLaterError("no connection") for _ in range(12))
    await bench.commit("1", "a")
    waits = []
    for number in range(12):
        if reached:
            await bench.commit("2", f"other {number}")
        waits += await _waits(bench, 1)
    expected = [min(2.0**number, longest) for number in range(12)]
    assert all(0.75 * full <= wait <= full for wait, full in zip(waits, expected, strict=True))
    assert len({wait / full for wait, full in zip(waits, expected, strict=True)}) > 6, "attempts are spread by chance"


@pytest.mark.parametrize("seconds", [0.2, 35, 3_600])
async def test_the_wait_that_the_channel_asks_for_wins(bench: Bench, seconds: float) -> None:
    bench.telegram.down = TryLaterError("too many requests", timedelta(seconds=seconds))
    await bench.commit("1", "a")
    assert await _waits(bench, 2) == [seconds, seconds]


async def test_being_asked_to_wait_is_no_outage(bench: Bench) -> None:
    bench.telegram.down = TryLaterError("too many requests", timedelta(seconds=5))
    for number in range(10):
        await bench.commit(str(number), str(number))
    await bench.sender.deliver_due()
    assert len(bench.telegram.tried) == ORDINARY
    assert bench.lights.said == []


async def test_a_channel_that_cannot_be_reached_is_not_burned_through(bench: Bench) -> None:
    bench.telegram.down = TryLaterError("no connection")
    for number in range(10):
        await bench.commit(str(number), str(number))
    await bench.commit("x", "by e-mail", channel="email")
    assert await bench.sender.deliver_due() == 1
    assert bench.telegram.tried == [str(number) for number in range(ORDINARY)], "those that flew when the first failed"
    assert bench.email.arrived == ["by e-mail"]
    assert bench.lights.reds == {"telegram": "cannot be reached"}


async def test_a_channel_that_is_down_is_tried_with_one_message_and_then_goes_on(bench: Bench) -> None:
    bench.telegram.down = TryLaterError("no connection")
    for number in range(10):
        await bench.commit(str(number), str(number))
    await bench.sender.deliver_due()
    assert await bench.sender.deliver_due() == 0
    bench.clock.forward(1)
    assert await bench.sender.deliver_due() == 0
    assert len(bench.telegram.tried) == ORDINARY + 1
    bench.telegram.down = None
    bench.clock.forward(30)
    assert await bench.sender.deliver_due() == 10
    assert bench.lights.said == ["red telegram", "green telegram"]


async def test_one_person_whose_messages_keep_failing_shouts_but_stops_nobody(bench: Bench) -> None:
    bench.telegram.fails["1"].extend(TryLaterError("no connection") for _ in range(3))
    await bench.commit("1", "a")
    for _ in range(3):
        await bench.sender.deliver_due()
        bench.clock.forward(10)
    assert bench.lights.reds == {"telegram": "cannot be reached"}
    await bench.commit("2", "b")
    assert await bench.sender.deliver_due() == 2
    assert bench.lights.reds == {}


async def test_a_channel_that_never_answers_is_waited_for_only_so_long(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    never = asyncio.Event()

    async def hang(conversation: Conversation, outbound: Outbound) -> None:
        await never.wait()

    monkeypatch.setattr(bench.email, "send", hang)
    await bench.commit("1", "a", channel="email")
    await bench.commit("1", "b")
    assert await bench.sender.deliver_due() == 1
    assert bench.telegram.arrived == ["b"]
    assert await bench.store.waiting() == 1


async def test_nothing_waits_for_somebody_who_has_gone(bench: Bench) -> None:
    bench.telegram.fails["1"].append(UnreachableError("blocked"))
    await bench.commit("1", "a", "b")
    await bench.commit("2", "c")
    assert await bench.sender.deliver_due() == 1
    assert bench.telegram.tried == ["a", "c"]
    assert (await bench.store.waiting(), await bench.store.given_up()) == (0, 0)
    assert bench.lights.said == []


@pytest.mark.parametrize("error", [RefusedError("too long"), DeliveryError("odd"), KeyError("a secret"), ValueError("a secret")], ids=repr)
async def test_what_will_never_go_is_set_aside_and_shouts(bench: Bench, error: Exception) -> None:
    bench.telegram.fails["1"].append(error)
    await bench.commit("1", "a secret", "b")
    with capture_logs() as logs:
        assert await bench.sender.deliver_due() == 1
    assert bench.telegram.arrived == ["b"]
    assert await bench.store.given_up() == 1
    assert "outbox" in bench.lights.reds
    (entry,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert (entry["row"], entry["error"]) == (1, type(error).__name__)
    assert "secret" not in str(logs)


async def test_a_row_of_a_channel_that_is_served_elsewhere_is_left_alone(bench: Bench) -> None:
    await bench.commit("1", "x", channel="terminal")
    await bench.commit("1", "a")
    assert await bench.sender.deliver_due() == 1
    assert await bench.store.waiting() == 1


async def test_what_arrived_while_the_disk_was_full_is_not_sent_again(bench: Bench) -> None:
    bench.store.failing = 2
    await bench.commit("1", "a", "b")
    for _ in range(2):
        with pytest.raises(StorageUnavailableError):
            await bench.sender.deliver_due()
    assert bench.telegram.tried == ["a"]
    arrived_at = bench.clock.now()
    bench.clock.forward(60)
    assert await bench.sender.deliver_due() == 1
    assert bench.telegram.arrived == ["a", "b"]
    assert await bench.store.waiting() == 0
    assert bench.store.marked == [("id of a", arrived_at), ("id of b", bench.clock.now())], "its id is not lost either"


async def test_after_a_kill_the_messages_in_flight_are_repeated_and_no_two_of_one_conversation(bench: Bench) -> None:
    for number in range(10):
        await bench.commit(str(number), f"{number} a", f"{number} b")
    bench.store.failing = 100
    with pytest.raises(StorageUnavailableError):
        await bench.sender.deliver_due()
    assert bench.telegram.arrived == [f"{number} a" for number in range(ORDINARY)]
    bench.store.failing = 0
    afterwards = made(bench.store, PACE)
    await afterwards.sender.deliver_due()
    assert sorted(afterwards.telegram.arrived) == sorted(f"{number} {one}" for number in range(10) for one in "ab")


async def test_others_do_not_wait_for_a_message_that_takes_long(brisk: Bench) -> None:
    brisk.telegram.slow["1"] = asyncio.Event()
    await brisk.commit("1", "a", "b")
    await brisk.commit("2", "c", "d")
    await brisk.run_until_arrived(2, then=brisk.telegram.slow["1"].set)
    assert brisk.telegram.arrived[:2] == ["c", "d"]
    assert brisk.telegram.tried.count("a") == 1


async def test_a_channel_does_not_wait_for_another(brisk: Bench) -> None:
    brisk.email.slow["1"] = asyncio.Event()
    for number in range(20):
        await brisk.commit("1", f"letter {number}", channel="email")
    await brisk.commit("1", "a")
    await brisk.run_until_arrived(1, then=brisk.email.slow["1"].set)
    assert brisk.telegram.arrived == ["a"]
    assert brisk.email.arrived == ["letter 0"]


async def test_a_place_is_kept_free_for_help(brisk: Bench) -> None:
    gate = asyncio.Event()
    for number in range(10):
        brisk.telegram.slow[str(number)] = gate
        await brisk.commit(str(number), f"slow {number}")
    await brisk.commit("x", "another")
    await brisk.commit("y", "help", help=True)
    await brisk.run_until_arrived(1, then=gate.set)
    assert brisk.telegram.arrived[0] == "help"
    assert "another" not in brisk.telegram.tried


async def test_help_is_the_very_next_message_in_a_chat_whose_messages_are_asked_to_wait(bench: Bench) -> None:
    bench.telegram.fails["1"].append(TryLaterError("too many requests", timedelta(seconds=1)))
    await bench.commit("1", *(f"reply {number}" for number in range(40)))
    await bench.sender.deliver_due()
    await bench.commit("1", "help", "more help", help=True)
    assert await bench.sender.deliver_due() == 0
    assert bench.telegram.tried == ["reply 0"], "not before the channel has said so"
    bench.clock.forward(1)
    assert await bench.sender.deliver_due() == 2
    assert bench.telegram.arrived == ["help", "more help"], "and nothing pushes it off the screen"


async def test_what_help_has_passed_comes_in_its_order_once_the_person_acts_again(bench: Bench) -> None:
    await bench.commit("1", "a", "b")
    await bench.commit("1", "help", help=True)
    await bench.sender.deliver_due()
    await bench.commit("1", "c", release=True)
    await bench.sender.deliver_due()
    assert bench.telegram.arrived == ["help", "a", "b", "c"]


async def test_several_who_are_asked_to_wait_slow_the_channel_but_not_help(bench: Bench) -> None:
    for number in range(ORDINARY):
        bench.telegram.fails[str(number)].append(TryLaterError("too many requests", timedelta(seconds=30)))
    for number in range(10):
        await bench.commit(str(number), str(number))
    assert await bench.sender.deliver_due() == 0
    await bench.commit("x", "help", help=True)
    assert await bench.sender.deliver_due() == 4
    assert bench.telegram.arrived == ["help", "7", "8", "9"], "where something arrives, all others may try"
    bench.clock.forward(30)
    assert await bench.sender.deliver_due() == ORDINARY


async def test_one_who_is_asked_to_wait_stops_nobody(bench: Bench) -> None:
    bench.telegram.fails["1"].extend(TryLaterError("too many requests", timedelta(seconds=9)) for _ in range(3))
    await bench.commit("1", "a")
    for number in range(3):
        await bench.sender.deliver_due()
        bench.clock.forward(9)
        await bench.commit("2", f"b{number}")
    assert await bench.sender.deliver_due() == 2
    assert bench.telegram.arrived == ["b0", "b1", "a", "b2"]


async def test_the_loop_survives_a_failure_of_storage_and_says_when_it_is_over(brisk: Bench) -> None:
    await brisk.commit("1", "a", "b")
    brisk.store.failing = 2
    await brisk.run_until_arrived(2)
    assert brisk.telegram.arrived == ["a", "b"]
    assert brisk.lights.said == ["red storage", "red storage", "green storage"]


async def test_the_loop_survives_what_nobody_foresaw(brisk: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    errors = [ZeroDivisionError("a secret")]
    due = brisk.store.due

    async def flawed(channel: str, *asked: Any, **how: Any) -> Sequence[OutboxRow]:
        if errors and channel == "telegram":
            raise errors.pop()
        return await due(channel, *asked, **how)

    monkeypatch.setattr(brisk.store, "due", flawed)
    await brisk.commit("1", "a")
    with capture_logs() as logs:
        await brisk.run_until_arrived(1)
    assert brisk.lights.said == ["red sender", "green sender"]
    assert "secret" not in str(logs)


async def test_the_loop_looks_by_itself_for_what_another_process_has_committed(brisk: Bench) -> None:
    running = asyncio.create_task(brisk.run_until_arrived(1))
    await brisk.commit("1", "a")
    await running
    assert brisk.telegram.arrived == ["a"]


async def test_the_loop_is_woken(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its poll is longer than the test may take."""
    bench = made(bench.store, Pace(poll=timedelta(hours=1)))
    idle = asyncio.Event()
    ask = bench.store.due

    async def due(*asked: Any, **how: Any) -> Sequence[OutboxRow]:
        found = await ask(*asked, **how)
        idle.set()
        return found

    monkeypatch.setattr(bench.store, "due", due)  # to know when the loop goes to rest
    running = asyncio.create_task(bench.run_until_arrived(1))
    await idle.wait()
    await bench.commit("1", "a")
    bench.sender.wake()
    await running
    assert bench.telegram.arrived == ["a"]


async def test_a_stop_ends_the_loop_after_the_messages_in_flight(brisk: Bench) -> None:
    await brisk.commit("1", "a", "b", "c")
    await brisk.commit("2", "d", "e")
    await brisk.run_until_arrived(1)
    assert brisk.telegram.arrived == ["a", "d"], "whatever flies is finished"
    assert await brisk.store.waiting() == 3


async def test_what_an_earlier_process_gave_up_shouts_again(brisk: Bench) -> None:
    brisk.telegram.fails["1"].append(RefusedError("too long"))
    await brisk.commit("1", "a")
    await brisk.sender.deliver_due()
    later = made(brisk.store, BRISK)
    later.turns = brisk.turns
    await later.commit("2", "b")
    await later.run_until_arrived(1)
    assert "outbox" in later.lights.reds


OFFICER = Conversation("telegram", "9")
AWAY = [UnreachableError("Forbidden"), RefusedError("refused: 550"), KeyError("a secret")]


@pytest.mark.parametrize("error", AWAY, ids=repr)
@pytest.mark.parametrize("heard", [True, False])
async def test_a_notice_that_cannot_arrive_names_the_officer_and_goes_to_somebody_else(
    store: FrailStore, error: Exception, heard: bool
) -> None:
    other = Notice(Conversation("email", "lee"), message("to lee"), "bristol", About("1a2b3c4d5e", "lee", ("dana",)))

    async def instead(row: OutboxRow) -> tuple[Notice, ...]:
        assert row.about == About("1a2b3c4d5e", "dana")
        return (other,) if heard else ()

    bench = made(store, PACE, instead)
    bench.telegram.fails["9"].append(error)
    await bench.commit("1", "a reply", notices=(Notice(OFFICER, message("a notice"), "bristol", About("1a2b3c4d5e", "dana")),))
    with capture_logs() as logs:
        await bench.sender.deliver_due()
    await bench.sender.deliver_due()
    after = "others were told" if heard else "nobody else is left to tell"
    assert bench.lights.reds["notices to dana by telegram"] == f"a notice of case 1a2b3c4d cannot arrive, and {after}"
    assert bench.email.arrived == ["to lee"] * heard
    assert "secret" not in str(logs) + str(bench.lights.reds)


async def test_the_way_to_an_officer_is_green_once_a_notice_arrives(bench: Bench) -> None:
    bench.telegram.fails["9"].append(UnreachableError("Forbidden"))
    for case in ("1a2b3c4d", "5e6f7a8b"):
        await bench.commit("1", notices=(Notice(OFFICER, message(case), "bristol", About(case, "dana")),))
    await bench.sender.deliver_due()
    assert bench.telegram.arrived == ["5e6f7a8b"]
    assert "notices to dana by telegram" not in bench.lights.reds


async def test_where_it_cannot_be_said_who_else_hears_it_shouts_all_the_same(store: FrailStore) -> None:
    async def broken(row: OutboxRow) -> tuple[Notice, ...]:
        raise KeyError("a secret")

    bench = made(store, PACE, broken)
    bench.telegram.fails["9"].append(UnreachableError("Forbidden"))
    await bench.commit("1", "a reply", notices=(Notice(OFFICER, message("a notice"), "bristol", About("1a2b3c4d", "dana")),))
    await bench.sender.deliver_due()
    assert "notices to dana by telegram" in bench.lights.reds
    assert bench.telegram.arrived == ["a reply"]
