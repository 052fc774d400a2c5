"""What time brings: flows that wait are told of it, what is old goes, promises are looked at; whatever fails meanwhile."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.cases.retention import ClosedCases, Retention
from bot.delivery.scheduler import Clears, Keeps, Pace, Scheduler, Waiting
from bot.dialogue.dialogue import Dialogue
from bot.errors import ConflictError, SealedError, StorageUnavailableError
from bot.model.actions import Choose, OpenFlow, write
from bot.model.case import CaseKind, CaseState, OfficerMove
from bot.model.channel import TELEGRAM
from bot.model.inbound import Conversation, Elapsed, Inbound, Pressed, Said
from bot.model.limits import QUESTIONS_KEPT
from bot.model.safety import Category, Finding, Severity
from bot.model.turn import Outcome
from bot.run.health import HealthBoard
from bot.storage.cases.desk import SqlCases
from bot.storage.store import SqlStore
from bot.turns.turn import Turns
from tests.cases.officers import telling_over
from tests.databases import keyring_in, opened, sqlite_url
from tests.storage.cases.told import Desk

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SAM, JO, KIT = (Conversation("telegram", address) for address in ("1", "2", "3"))
ELSEWHERE = Conversation("terminal", "here")
BUSY = StorageUnavailableError("SQLITE_BUSY")
WORDS = LookupError("the plainly invented words")
ALL_DONE = ["due_runs", "held", "messages", "waiting", "shown", "tries", "unanswered", "clear"]


def fulfils(store: SqlStore, cases: SqlCases, retention: Retention) -> tuple[Keeps, Waiting, ClosedCases, Clears]:
    """What mypy proves."""
    return store, cases, cases, retention


@dataclass
class World:
    """Clock, store, cases, retention and turn in one, all in the test's hands: takes down what it is asked, and fails as it is told."""

    moment: datetime = NOW
    due: list[Conversation] = field(default_factory=list)
    late: int = 0
    old: int = 0
    unfiled: int = 0
    fails: dict[str, Exception] = field(default_factory=dict)
    breaks: set[Conversation] = field(default_factory=set)
    asked: list[tuple[str, datetime | date]] = field(default_factory=list)
    handed: list[Inbound] = field(default_factory=list)
    on_asked: Callable[[str], None] = lambda _: None
    hangs: str = ""

    def now(self) -> datetime:
        return self.moment

    async def due_runs(self, now: datetime, limit: int) -> Sequence[Conversation]:
        await self._ask("due_runs", now)
        return self.due[:limit]

    async def release_held(self, now: datetime) -> None:
        await self._ask("held", now)

    async def waiting_since(self, moment: datetime) -> int:
        await self._ask("messages", moment)
        return self.old

    async def forget_shown(self, before: datetime) -> None:
        await self._ask("shown", before)

    async def forget_tries(self, before: datetime) -> None:
        await self._ask("tries", before)

    async def forget_unanswered(self, before: date) -> None:
        await self._ask("unanswered", before)

    async def cases_waiting(self, before: date) -> int:
        await self._ask("waiting", before)
        return self.late

    async def clear(self, now: datetime) -> int:
        await self._ask("clear", now)
        return self.unfiled

    async def handle(self, inbound: Inbound) -> Outcome | None:
        self.handed.append(inbound)
        if error := self.fails.get(inbound.conversation.address):
            raise error
        if inbound.conversation in self.breaks:
            return Outcome.FAILED
        self.due.remove(inbound.conversation)
        return Outcome.IGNORED

    async def _ask(self, what: str, when: datetime | date) -> None:
        self.asked.append((what, when))
        self.on_asked(what)
        if error := self.fails.get(what):
            raise error
        if self.hangs == what:
            await asyncio.Event().wait()

    def times(self) -> dict[str, int]:
        """How often each was asked since the last time."""
        counts: dict[str, int] = defaultdict(int)
        for what, _ in self.asked:
            counts[what] += 1
        self.asked.clear()
        return dict(counts)

    def to(self) -> list[Conversation]:
        """To whom events were handed in since the last time."""
        to = [inbound.conversation for inbound in self.handed]
        self.handed.clear()
        return to


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def health() -> HealthBoard:
    return HealthBoard()


def scheduler_of(world: World, health: HealthBoard, **pace: Any) -> Scheduler:
    return Scheduler(world, world, world, world.handle, ["telegram"], world, health, Pace(**pace))


@pytest.fixture
def scheduler(world: World, health: HealthBoard) -> Scheduler:
    return scheduler_of(world, health)


async def later(scheduler: Scheduler, world: World, wait: timedelta = MINUTE) -> None:
    world.moment += wait
    await scheduler.round()


# Open flows


async def test_a_conversation_that_is_due_is_told_that_time_has_passed_by_an_event_like_any_other(
    scheduler: Scheduler, world: World, health: HealthBoard
) -> None:
    world.due = [SAM, JO]
    await scheduler.round()
    assert [(inbound.conversation, inbound.what, inbound.at) for inbound in world.handed] == [(SAM, Elapsed(), NOW), (JO, Elapsed(), NOW)]
    assert all(inbound.event_id.startswith("clock:") for inbound in world.handed)
    assert len({inbound.event_id for inbound in world.handed}) == 2
    assert health.parts == {}


async def test_those_on_channels_of_another_process_are_left_to_it_and_stand_in_nobodys_way(world: World, health: HealthBoard) -> None:
    world.due = [*(Conversation("terminal", str(number)) for number in range(5)), SAM, JO]
    await scheduler_of(world, health, batch=2).round()
    assert world.to() == [SAM, JO]
    assert len(world.due) == 5
    assert health.parts == {}


async def test_all_that_are_due_come_in_one_round_however_many(world: World, health: HealthBoard) -> None:
    world.due = [Conversation("telegram", f"chat {number}") for number in range(11)]
    everybody = list(world.due)
    await scheduler_of(world, health, batch=2).round()
    assert world.to() == everybody
    assert world.due == []


@pytest.mark.parametrize(
    "error", [ConflictError("somebody's words"), SealedError("somebody's words"), WORDS], ids=lambda e: type(e).__name__
)
async def test_one_that_fails_holds_up_nobody_and_is_tried_again_in_the_next_round(
    world: World, health: HealthBoard, error: Exception
) -> None:
    scheduler = scheduler_of(world, health, batch=1)
    world.due, world.fails = [SAM, JO, KIT], {SAM.address: error}
    await scheduler.round()
    assert world.to() == [SAM, JO, KIT]
    assert health.parts == {"scheduler": f"open flows: {type(error).__name__}"}
    world.fails.clear()
    await later(scheduler, world)
    assert world.to() == [SAM]
    assert health.parts == {}


async def test_without_a_database_the_others_wait_for_the_next_round(scheduler: Scheduler, world: World, health: HealthBoard) -> None:
    world.due, world.fails = [SAM, JO], {SAM.address: BUSY}
    await scheduler.round()
    assert world.to() == [SAM]
    assert health.parts == {"scheduler": "SQLITE_BUSY"}
    world.fails.clear()
    await later(scheduler, world)
    assert world.to() == [SAM, JO]
    assert health.parts == {}


async def test_somebody_whose_turn_breaks_hears_of_it_once_a_day_and_not_every_minute(
    scheduler: Scheduler, world: World, health: HealthBoard
) -> None:
    world.due, world.breaks = [SAM, JO], {SAM}
    await scheduler.round()
    for _ in range(60):
        await later(scheduler, world)
    assert world.to() == [SAM, JO]
    assert health.parts == {"scheduler": "open flows: failed"}
    await later(scheduler, world, DAY)
    assert world.to() == [SAM]
    world.breaks.clear()
    await later(scheduler, world, DAY)
    assert world.to() == [SAM]
    assert health.parts == {}


async def test_whoever_went_on_by_themselves_is_not_held_to_what_broke_before(scheduler: Scheduler, world: World) -> None:
    world.due, world.breaks = [SAM], {SAM}
    await scheduler.round()
    world.due, world.breaks = [], set()
    await later(scheduler, world)
    world.due = [SAM]
    await later(scheduler, world)
    assert world.to() == [SAM, SAM]


# Jobs


async def test_at_the_start_everything_is_done_with_the_right_moments(scheduler: Scheduler, world: World) -> None:
    await scheduler.round()
    assert dict(world.asked) == {
        "due_runs": NOW,
        "held": NOW,
        "messages": NOW - timedelta(minutes=30),
        "waiting": NOW.date(),
        "shown": NOW - timedelta(hours=48),
        "tries": NOW - DAY,
        "unanswered": NOW.date() - QUESTIONS_KEPT,
        "clear": NOW,
    }


async def test_then_flows_every_minute_promises_every_hour_and_deletion_every_day(scheduler: Scheduler, world: World) -> None:
    await scheduler.round()
    world.times()
    for _ in range(48 * 60):
        await later(scheduler, world)
    rounds = 48 * 60
    assert world.times() == {
        "due_runs": rounds,
        "held": rounds,
        "messages": rounds,
        "waiting": 48,
        "shown": 48,
        "tries": 48,
        "unanswered": 2,
        "clear": 2,
    }


@pytest.mark.parametrize("error", [BUSY, WORDS], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize(
    ("job", "part"),
    [
        ("due_runs", "scheduler"),
        ("held", "release-held"),
        ("messages", "waiting"),
        ("waiting", "cases"),
        ("shown", "forget-shown"),
        ("tries", "forget-tries"),
        ("unanswered", "forget-unanswered"),
        ("clear", "retention"),
    ],
)
async def test_one_that_fails_stops_no_other_shouts_once_without_words_and_is_tried_again_soon(
    scheduler: Scheduler, world: World, health: HealthBoard, job: str, part: str, error: Exception
) -> None:
    world.fails = {job: error}
    with capture_logs() as logs:
        await scheduler.round()
        assert [what for what, _ in world.asked] == ALL_DONE
        world.times()
        for _ in range(10):
            await later(scheduler, world)
    code = "SQLITE_BUSY" if error is BUSY else "LookupError"
    assert logs == [{"event": "health_red", "part": part, "why": code, "log_level": "error"}]
    assert health.parts == {part: code}
    assert world.times()[job] == (10 if job in ("due_runs", "held", "messages") else 2)
    world.fails.clear()
    for _ in range(5):
        await later(scheduler, world)
    assert health.parts == {}


async def test_one_that_never_ends_is_cut_short_and_stops_no_other(world: World, health: HealthBoard) -> None:
    world.hangs = "waiting"
    await scheduler_of(world, health, patience=timedelta()).round()
    assert [what for what, _ in world.asked] == ALL_DONE
    assert health.parts == {"cases": "TimeoutError"}


@pytest.mark.parametrize(("late", "why"), [(1, "1 case has waited longer than promised"), (2, "2 cases have waited longer than promised")])
async def test_a_promise_that_was_not_kept_shouts_until_somebody_has_looked(
    scheduler: Scheduler, world: World, health: HealthBoard, late: int, why: str
) -> None:
    world.late = late
    await scheduler.round()
    assert health.parts == {"cases": why}
    world.late = 0
    await later(scheduler, world, HOUR - MINUTE)
    assert health.parts == {"cases": why}
    await later(scheduler, world)
    assert health.parts == {}


@pytest.mark.parametrize(("unfiled", "are"), [(1, "1 case is"), (2, "2 cases are")])
async def test_what_must_be_filed_before_it_may_go_shouts_until_it_is(
    scheduler: Scheduler, world: World, health: HealthBoard, unfiled: int, are: str
) -> None:
    world.unfiled = unfiled
    await scheduler.round()
    assert health.parts == {"retention": f"{are} due to be deleted and not filed in the council's record"}
    world.unfiled = 0
    await later(scheduler, world, DAY)
    assert health.parts == {}


async def test_a_clock_that_was_wrong_and_is_put_back_delays_nothing(scheduler: Scheduler, world: World) -> None:
    world.moment, world.due, world.breaks = NOW + 1000 * DAY, [SAM], {SAM}
    await scheduler.round()
    world.moment = NOW
    world.times()
    await scheduler.round()
    assert list(world.times()) == ALL_DONE
    assert world.to() == [SAM, SAM]


# The loop


async def test_the_loop_goes_on_round_after_round_whatever_fails_until_it_is_stopped(world: World, health: HealthBoard) -> None:
    stop = asyncio.Event()
    world.fails = dict.fromkeys(ALL_DONE, WORDS)
    world.on_asked = lambda _: stop.set() if len([what for what, _ in world.asked if what == "due_runs"]) == 3 else None
    async with asyncio.timeout(10):
        await scheduler_of(world, health, round=timedelta()).run(stop)
    assert world.times()["due_runs"] == 3


async def test_what_another_process_commits_brings_a_round_at_once(world: World, health: HealthBoard) -> None:
    """By itself the next one would come in an hour."""
    stop = asyncio.Event()
    scheduler = scheduler_of(world, health, round=HOUR, least=timedelta())

    def heard(what: str) -> None:
        if what == "clear":
            scheduler.wake()
        elif what == "due_runs" and len(world.asked) > len(ALL_DONE):
            stop.set()

    world.on_asked = heard
    async with asyncio.timeout(10):
        await scheduler.run(stop)
    assert world.times()["due_runs"] == 2


async def test_an_officer_who_looks_ends_the_shouting_and_only_what_they_can_mend_is_looked_at_again(
    scheduler: Scheduler, world: World, health: HealthBoard
) -> None:
    world.late, world.unfiled = 1, 1
    await scheduler.round()
    assert set(health.parts) == {"cases", "retention"}
    world.late = 0
    world.times()
    scheduler.wake()
    await scheduler.round()
    assert set(health.parts) == {"retention"}
    assert world.times() == {"due_runs": 1, "waiting": 1}
    scheduler.wake()
    await scheduler.round()
    assert world.times() == {"due_runs": 1}


async def test_the_end_of_the_program_is_not_waited_for(scheduler: Scheduler, world: World) -> None:
    stop = asyncio.Event()
    world.on_asked = lambda what: stop.set() if what == "clear" else None
    async with asyncio.timeout(10):
        await scheduler.run(stop)
    assert [what for what, _ in world.asked] == ALL_DONE


async def test_once_it_is_stopped_nothing_more_is_begun(world: World) -> None:
    stop = asyncio.Event()
    world.due = [SAM, JO]

    async def last(inbound: Inbound) -> Outcome | None:
        stop.set()
        return await world.handle(inbound)

    async with asyncio.timeout(10):
        await Scheduler(world, world, world, last, ["telegram"], world, HealthBoard()).run(stop)
    assert world.to() == [SAM]
    assert [what for what, _ in world.asked] == ["due_runs"]


# With a real store


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(sqlite_url(tmp_path)) as database:
        keyring = keyring_in(tmp_path, "bristol")
        yield Desk(SqlStore(database, keyring), SqlCases(database, keyring), database)


async def test_what_somebody_has_not_sent_is_reminded_of_once_and_then_gone_by_the_turn_that_everybody_has(
    desk: Desk, world: World, health: HealthBoard, dialogue: Dialogue
) -> None:
    turns = Turns(
        dialogue, desk.store, {"telegram": TELEGRAM}, world, health, await telling_over(desk.store, dialogue, health), lambda: None
    )
    await turns.handle(Inbound("e1", SAM, Said("bristol"), NOW))
    await turns.handle(Inbound("e2", SAM, Pressed(write(OpenFlow("tell-us"))), NOW))
    await turns.handle(Inbound("e3", SAM, Pressed(write(Choose("tell-us", "door", "feedback"))), NOW))
    await turns.handle(Inbound("e4", SAM, Said("plainly invented words"), NOW))
    scheduler = Scheduler(desk.store, desk.cases, world, turns.handle, ["telegram"], world, health)
    said = []
    for _ in range(17):
        await later(scheduler, world, DAY)
        stored = await desk.store.read("no such event", SAM)
        assert stored is not None
        said.append((await desk.store.waiting(), stored.session.run is not None))
    before = said[0][0]
    assert said == [(before, True)] * 12 + [(before + 1, True)] + [(before + 1, False)] * 4
    assert set(health.parts) == {"waiting"}, "nothing sends them here"


KEEP = dict(zip(CaseKind, (30, 90, 200, 30, 60, 365), strict=True))
"""Days, in the order of the kinds."""
URGENT = Finding(Category.MISSING_OR_UNSAFE_TONIGHT, Severity.URGENT)
WORRY = Finding(Category.THIRD_PARTY_WORRY, Severity.CONCERN)


@dataclass(frozen=True)
class Story:
    """A case, what officers do in it by the day, and the day on which it goes."""

    name: str
    kind: CaseKind
    acts: dict[int, dict[str, Any]]
    goes: int | None
    finding: Finding | None = None


CLOSE: dict[str, Any] = {"state": CaseState.CLOSED}
STORIES = [
    Story("feedback", CaseKind.FEEDBACK, {5: CLOSE}, 35),
    Story("feedback, a worry", CaseKind.FEEDBACK, {5: CLOSE}, 35, WORRY),
    Story("feedback, danger", CaseKind.FEEDBACK, {5: CLOSE}, None, URGENT),
    Story("feedback, danger, filed in between", CaseKind.FEEDBACK, {5: CLOSE, 6: {"filed": True}}, 370, URGENT),
    Story("feedback, never closed", CaseKind.FEEDBACK, {5: {"state": CaseState.ANSWERED}}, None),
    Story("concern", CaseKind.CONCERN, {0: CLOSE, 1: {"filed": True}}, 90),
    Story("concern, filed late", CaseKind.CONCERN, {0: CLOSE, 200: {"filed": True}}, 200),
    Story("complaint", CaseKind.COMPLAINT, {100: {**CLOSE, "filed": True}}, 300),
    Story("complaint, not filed", CaseKind.COMPLAINT, {100: CLOSE}, None),
    Story("complaint, too young", CaseKind.COMPLAINT, {200: {**CLOSE, "filed": True}}, None),
    Story("question, closed twice", CaseKind.QUESTION, {0: CLOSE, 20: {"state": CaseState.WORKING}, 50: CLOSE}, 80),
    Story("praise", CaseKind.PRAISE, {0: CLOSE}, 60),
    Story("praise, on hold", CaseKind.PRAISE, {0: CLOSE, 59: {"hold": True}}, None),
    Story("praise, held for a while", CaseKind.PRAISE, {0: CLOSE, 59: {"hold": True}, 300: {"hold": False}}, 300),
    Story("safeguarding", CaseKind.SAFEGUARDING, {10: {**CLOSE, "filed": True}}, 375, URGENT),
    Story("safeguarding, on hold", CaseKind.SAFEGUARDING, {10: {**CLOSE, "filed": True, "hold": True}}, None, URGENT),
]
UNFILED = [(370, 400), (90, 200), (300, 400)]
"""From and until which day one is due and not filed: the danger, the concern, the complaint."""


async def test_in_four_hundred_days_exactly_the_right_cases_go_each_on_its_day(desk: Desk, world: World, health: HealthBoard) -> None:
    ids = [f"{number:016}" for number in range(len(STORIES))]
    for case, story in zip(ids, STORIES, strict=True):
        await desk.filed(case, kind=story.kind, finding=story.finding, now=NOW - DAY)
    scheduler = Scheduler(world, world, Retention(desk.cases, KEEP), world.handle, ["telegram"], world, health)
    for day in range(400):
        world.moment = NOW + day * DAY
        for case, story in zip(ids, STORIES, strict=True):
            if act := story.acts.get(day):
                await desk.cases.move(OfficerMove(await desk.case(case), "dana", **act), None, world.moment - HOUR)
        await scheduler.round()
        there = {case.id for case in await desk.cases.all_cases(["bristol"])}
        assert [story.name for case, story in zip(ids, STORIES, strict=True) if case in there] == [
            story.name for story in STORIES if story.goes is None or story.goes > day
        ]
        unfiled = sum(since <= day < until for since, until in UNFILED)
        assert health.parts.get("retention", "")[:2].strip() == (str(unfiled) if unfiled else "")


@pytest.mark.parametrize(("number", "why"), [(1, "1 message has waited"), (7, "7 messages have waited")])
async def test_messages_that_wait_for_too_long_shout_until_they_are_gone(
    scheduler: Scheduler, world: World, health: HealthBoard, number: int, why: str
) -> None:
    world.old = number
    await scheduler.round()
    assert health.parts["waiting"].startswith(why)
    world.old = 0
    await later(scheduler, world)
    assert "waiting" not in health.parts


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
async def test_promises_are_looked_at_by_the_days_of_people_here(scheduler: Scheduler, world: World, moment: datetime, day: date) -> None:
    world.moment = moment
    await scheduler.round()
    assert ("waiting", day) in world.asked
