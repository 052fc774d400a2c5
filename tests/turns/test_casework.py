"""From what somebody tells to who hears of it, with the real turn and a real SQLite: nothing in between is made up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cases.working_days import after
from bot.dialogue.dialogue import Dialogue
from bot.model.case import CaseFile, CaseState
from bot.model.channel import TELEGRAM
from bot.model.inbound import Commanded, Conversation, Inbound, Pressed, Said, What
from bot.model.outbound import Message
from bot.model.routes import Routes
from bot.model.turn import Needs, Outcome
from bot.run.health import HealthBoard
from bot.storage.cases.desk import SqlCases
from bot.storage.store import SqlStore
from bot.turns.turn import Turns
from tests.cases.officers import IVY_HEARS, LEE, LEE_HEARS, OLIVE, OLIVE_HEARS, ROUTES, telling_over
from tests.databases import keyring_in, opened, sqlite_url
from tests.outbox import waiting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAM, ALEX = Conversation("telegram", "1"), Conversation("telegram", "2")
TOLD = "the purple kettle"
HIDDEN_HERE = ("anonymous", "tell me here", "send")


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Place:
    """Everything around a turn, within reach."""

    turns: Turns
    store: SqlStore
    cases: SqlCases
    health: HealthBoard
    clock: Clock
    events: int = 0

    async def does(self, what: What, who: Conversation = SAM) -> Outcome | None:
        self.events += 1
        return await self.turns.handle(Inbound(f"e{self.events}", who, what, self.clock.at))

    async def says(self, *texts: str, who: Conversation = SAM) -> None:
        for text in texts:
            await self.does(Commanded(text[1:].partition(" ")[0], text.partition(" ")[2]) if text.startswith("/") else Said(text), who)

    async def sent_to(self, who: Conversation) -> list[Message]:
        """What waits to go to somebody, the oldest first."""
        return [row.outbound for row in await waiting(self.store, who) if isinstance(row.outbound, Message)]

    async def only_case(self) -> CaseFile:
        (case,) = await self.cases.all_cases(["bristol"])
        found = await self.cases.find_case(case.id)
        assert found is not None
        return found

    async def receipt(self) -> str:
        (said,) = [message.text for message in await self.sent_to(SAM) if "Your five words: " in message.text]
        return said.partition("Your five words: ")[2].partition("\n")[0]


@pytest.fixture
async def place(real: Dialogue, tmp_path: Path) -> AsyncIterator[Place]:
    async with opened(sqlite_url(tmp_path)) as database:
        keyring, health, clock = keyring_in(tmp_path, "bristol"), HealthBoard(), Clock()
        store = SqlStore(database, keyring)
        telling = await telling_over(store, real, health)
        turns = Turns(real, store, {"telegram": TELEGRAM}, clock, health, telling, lambda: None)
        yield Place(turns, store, SqlCases(database, keyring), health, clock)


def with_routes(place: Place, routes: Routes) -> Place:
    place.turns = replace(place.turns, casework=replace(place.turns.casework, routes=routes))
    return place


async def tells(place: Place, *words: str, door: str = "worried", keep_from: tuple[str, ...] = ("skip",), who: Conversation = SAM) -> None:
    await place.says("/start council_bristol", "/tell", door, *words, "that's all", "skip", *keep_from, *HIDDEN_HERE, who=who)


async def test_whoever_the_route_names_hears_of_it_and_reads_no_word(place: Place) -> None:
    await tells(place, TOLD)
    (notice,) = await place.sent_to(OLIVE_HEARS)
    number = (await place.only_case()).case.number
    assert number in notice.text
    assert "kettle" not in notice.text
    assert not notice.buttons
    assert await place.sent_to(IVY_HEARS) == []
    assert place.health.parts == {}


async def test_danger_makes_the_notice_urgent(place: Place) -> None:
    await tells(place, TOLD)
    await tells(place, "i want to kill myself", who=ALEX)
    calm, urgent = await place.sent_to(OLIVE_HEARS)
    assert "URGENT" not in calm.text
    assert "URGENT" in urgent.text


@pytest.mark.parametrize("keep_from", [("Olive", "done"), ("olive exmple", "done"), ("mrs example", "done")])
async def test_who_must_not_see_it_hears_nothing_and_the_cover_does(place: Place, keep_from: tuple[str, ...]) -> None:
    await tells(place, TOLD, keep_from=keep_from)
    assert await place.sent_to(OLIVE_HEARS) == []
    assert len(await place.sent_to(IVY_HEARS)) == 1


async def test_what_fits_no_route_goes_to_the_fallback_and_shouts(place: Place) -> None:
    with capture_logs() as logs:
        await tells(place, TOLD, door="good news")
    (notice,) = await place.sent_to(LEE_HEARS)
    assert "URGENT" not in notice.text
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["case_to_fallback"]
    assert "kettle" not in str(logs)


async def test_danger_is_urgent_at_the_fallback_too(place: Place) -> None:
    await tells(place, "i want to kill myself", keep_from=("him", "done"))
    (notice,) = await place.sent_to(LEE_HEARS)
    assert "URGENT" in notice.text
    assert "it isn't clear who must not see it" in notice.text


async def test_where_nobody_may_see_it_it_is_kept_and_health_is_red(place: Place) -> None:
    nobody = replace(ROUTES, officers={"lee": replace(LEE, away=True)}, routes=())
    await tells(with_routes(place, nobody), TOLD)
    assert (await place.only_case()).case.state is CaseState.RECEIVED
    assert "routes" in place.health.parts


async def test_the_invented_officers_of_the_sample_get_nothing_and_it_shouts(place: Place) -> None:
    await tells(with_routes(place, replace(ROUTES, sample=True)), TOLD)
    assert await place.sent_to(OLIVE_HEARS) == []
    assert "routes" in place.health.parts


async def test_the_receipt_opens_it_from_another_chat(place: Place) -> None:
    await tells(place, TOLD)
    await place.says(await place.receipt(), who=ALEX)
    case = (await place.only_case()).case.id
    await place.does(Pressed(f"case:{case}:all"), ALEX)
    assert TOLD in (await place.sent_to(ALEX))[-1].text


async def test_wrong_receipts_are_counted_for_an_hour_and_then_forgiven(place: Place) -> None:
    await tells(place, TOLD)
    words = await place.receipt()
    await place.says(*["acorn actor agree airport album"] * 5, words, who=ALEX)
    assert "too many tries" in (await place.sent_to(ALEX))[-1].text
    place.clock.at += timedelta(hours=1, seconds=1)
    await place.says(words, who=ALEX)
    assert "A worry, sent on" in (await place.sent_to(ALEX))[-1].text


async def test_one_chats_wrong_tries_shut_out_nobody_else(place: Place) -> None:
    await tells(place, TOLD)
    await place.says(*["acorn actor agree airport album"] * 6, who=ALEX)
    await place.says(await place.receipt())
    assert "A worry, sent on" in (await place.sent_to(SAM))[-1].text


async def test_where_somebody_tries_them_out_nobody_else_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.turns.casework.TRIES_OF_ALL", 3)
    await tells(place, TOLD)
    words = await place.receipt()
    await place.says(*["acorn actor agree airport album"] * 6, who=ALEX)
    await place.says("acorn actor agree airport album", words)
    assert "A worry, sent on" in (await place.sent_to(SAM))[-1].text


async def test_leaving_does_not_forget_the_tries(place: Place) -> None:
    await tells(place, TOLD)
    words = await place.receipt()
    await place.says(*["acorn actor agree airport album"] * 5, who=ALEX)
    await place.does(Pressed("stop:sure"), ALEX)
    await place.says(words, who=ALEX)
    assert "too many tries" in (await place.sent_to(ALEX))[-1].text


async def test_what_is_added_goes_to_whoever_has_it_or_to_the_route(place: Place) -> None:
    await tells(place, TOLD)
    await place.says("/messages")
    await place.does(Pressed(f"act:add:{(await place.only_case()).case.id}"))
    await place.says("and the toaster", "that's all", "send")
    _, more = await place.sent_to(OLIVE_HEARS)
    assert "toaster" not in more.text
    assert [each.words for each in (await place.only_case()).statements] == ["and the toaster"]


async def test_deleting_takes_back_what_nobody_has_read(place: Place) -> None:
    await tells(place, TOLD)
    await place.says("/delete")
    await place.does(Pressed("delete:sure"))
    assert await place.cases.all_cases(["bristol"]) == []


async def test_a_telling_that_is_sent_twice_is_one_case(place: Place) -> None:
    await tells(place, TOLD)
    send = Inbound(f"e{place.events}", SAM, Said("send"), NOW)
    assert await place.turns.handle(send) is None
    await place.says("send")
    assert (await place.only_case()).case.told


async def test_no_word_of_a_whole_telling_is_in_a_log(place: Place) -> None:
    with capture_logs() as logs:
        await tells(place, TOLD, "i want to kill myself", keep_from=("Dave Testman", "done"))
        await place.says("acorn actor agree airport album", await place.receipt())
    told = str(logs)
    assert not [word for word in ("kettle", "purple", "kill", "Dave", "Testman", "acorn") if word in told]


def test_the_officers_of_these_tests_are_there(real: Dialogue) -> None:
    assert OLIVE.councils >= set(real.library("en").councils)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), date(2026, 11, 30)),
    ],
)
async def test_a_promise_is_for_the_day_that_it_is_here(place: Place, moment: datetime, day: date) -> None:
    found = await place.turns.casework.find(Needs(), SAM, moment)
    assert found.look_by == after(day, place.turns.casework.routes.first_look)
