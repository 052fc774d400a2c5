"""One turn from reading the session to the commit, on a real SQLite; and with words of every kind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from structlog.testing import capture_logs

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.reply import Reply
from bot.dialogue.words.danger import Safety
from bot.errors import ConflictError, StorageUnavailableError
from bot.model.actions import Steered
from bot.model.case import CaseFile, CaseSummary
from bot.model.channel import TELEGRAM
from bot.model.inbound import Attached, Attachment, Commanded, Conversation, Elapsed, Inbound, Left, Pressed, Said, What
from bot.model.outbound import Message, Outbound
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnContext, Unanswered
from bot.run.health import HealthBoard
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.turns.turn import Turns
from tests.cases.officers import telling_over
from tests.databases import keyring_in, opened, sqlite_url
from tests.outbox import waiting

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAM = Conversation("telegram", "1")
TAX = Said("do care leavers pay council tax")


class StillClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Desk:
    """A turn with everything around it within reach."""

    turns: Turns
    store: SqlStore
    database: Database
    health: HealthBoard
    wakes: list[None] = field(default_factory=list)

    async def takes(self, event_id: str, what: What) -> Outcome | None:
        return await self.turns.handle(Inbound(event_id, SAM, what, NOW))

    async def waiting(self) -> list[Outbound]:
        return [row.outbound for row in await waiting(self.store)]

    async def session(self) -> StoredSession:
        found = await self.store.read("no such event", SAM)
        assert found is not None
        return found

    async def records(self) -> list[dict[str, str | None]]:
        def rows(connection: Connection) -> list[dict[str, str | None]]:
            return [dict(row) for row in connection.execute(text("SELECT * FROM turns ORDER BY event_id")).mappings()]

        return await self.database.quickly(rows)


@pytest.fixture
async def desk(dialogue: Dialogue, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(sqlite_url(tmp_path)) as database:
        store, health, wakes = SqlStore(database, keyring_in(tmp_path, "bristol")), HealthBoard(), list[None]()
        telling = await telling_over(store, dialogue, health)
        turns = Turns(dialogue, store, {"telegram": TELEGRAM}, StillClock(), health, telling, lambda: wakes.append(None))
        yield Desk(turns, store, database, health, wakes)


def breaking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Dialogue, what: What, context: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(Dialogue, "respond", broken)


async def test_a_turn_stores_its_session_its_record_and_its_messages_and_wakes_the_sender(desk: Desk) -> None:
    assert await desk.takes("e1", Pressed("in:bristol:council-tax")) is Outcome.SHOWN
    assert await desk.session() == StoredSession(Session(council="bristol", topic="council-tax"), version=1)
    (record,) = await desk.records()
    assert (record["outcome"], record["topic"], record["council"], record["audience"]) == ("shown", "council-tax", "bristol", None)
    assert len(await desk.waiting()) == 1
    assert len(desk.wakes) == 1


async def test_the_session_is_remembered_from_turn_to_turn(desk: Desk) -> None:
    await desk.takes("e1", Commanded("start"))
    await desk.takes("e2", Said("bristol"))
    await desk.takes("e3", Said("I'm a councillor"))
    stored = await desk.session()
    assert (stored.session.council, stored.session.audience, stored.session.run, stored.version) == ("bristol", "councillor", None, 3)
    await desk.takes("e4", Commanded("stop"))
    assert await desk.session() == StoredSession(Session())


async def test_an_event_that_comes_twice_is_handled_once(desk: Desk) -> None:
    assert await desk.takes("e1", TAX) is Outcome.ANSWER
    assert await desk.takes("e1", TAX) is None
    assert (len(await desk.records()), len(await desk.waiting()), len(desk.wakes)) == (1, 1, 1)


async def test_the_same_event_at_the_same_time_is_answered_once(desk: Desk) -> None:
    await asyncio.gather(*(desk.takes("e1", TAX) for _ in range(5)))
    assert (len(await desk.records()), len(await desk.waiting()), (await desk.session()).version) == (1, 1, 1)


class Meddler:
    """Lets somebody else change the session between a turn's reading and its commit, as often as it is told."""

    def __init__(self, desk: Desk, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left, self.commit = times, desk.store.commit
        monkeypatch.setattr(desk.store, "commit", self)

    async def __call__(self, turn: TurnCommit, now: datetime) -> None:
        if self.left:
            self.left -= 1
            other = replace(turn.record, event_id=f"other {self.left}")
            await self.commit(replace(turn, record=other, session=Session(council="bradford"), outbound=()), now)
        await self.commit(turn, now)


async def test_a_session_that_changed_meanwhile_is_read_again_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Meddler(desk, 1, monkeypatch)
    assert await desk.takes("e1", TAX) is Outcome.ANSWER
    assert await desk.session() == StoredSession(Session(council="bradford", topic="council-tax"), version=2)
    (message,) = await desk.waiting()
    assert isinstance(message, Message)
    assert "Bradford" in message.text, "the answer is for the session as it is now"


async def test_a_session_that_changes_every_time_is_left_to_the_caller(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    Meddler(desk, 2, monkeypatch)
    with pytest.raises(ConflictError):
        await desk.takes("e1", TAX)
    assert await desk.waiting() == []
    assert await desk.takes("e1", TAX) is Outcome.ANSWER


async def test_a_dialogue_that_breaks_says_sorry_is_recorded_and_shouts_until_a_turn_works(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.takes("e1", Said("bristol"))
    with monkeypatch.context() as patch, capture_logs() as logs:
        breaking(desk, patch)
        assert await desk.takes("e2", TAX) is Outcome.FAILED
    assert desk.health.parts == {"turn": "ZeroDivisionError"}
    assert "secret" not in str(logs)
    assert TAX.text not in str(logs)
    assert [record["outcome"] for record in await desk.records()] == ["settings", "failed"]
    assert "Something went wrong on our side" in str((await desk.waiting())[-1])
    assert (await desk.session()).session.council == "bristol"
    assert await desk.takes("e2", TAX) is None, "it is passed, or it would stand in everybody's way"
    assert await desk.takes("e3", TAX) is Outcome.ANSWER
    assert desk.health.parts == {}


@pytest.mark.parametrize(
    "what", [Said("i want to kill myself"), Said("i feel like hurting myself"), Said("i need help now"), Pressed("topic:help-now")]
)
async def test_help_goes_before_what_waits_and_that_is_held_until_the_person_acts(desk: Desk, what: What) -> None:
    await desk.takes("e1", TAX)
    await desk.takes("e2", what)
    assert [(each.help, each.held) for each in await waiting(desk.store)] == [(True, False), (False, True)]
    await desk.takes("e3", Elapsed())
    assert [each.held for each in await waiting(desk.store)] == [False, True], "that time has passed is nothing that they did"
    await desk.takes("e4", Said("hello"))
    assert [(each.help, each.held) for each in await waiting(desk.store)] == [(True, False), (False, False), (False, False)]


async def test_help_after_help_lets_nothing_go(desk: Desk) -> None:
    await desk.takes("e1", TAX)
    await desk.takes("e2", Said("i want to kill myself"))
    await desk.takes("e3", Pressed("topic:help-now"))
    assert [(each.help, each.held) for each in await waiting(desk.store)] == [(True, False), (True, False), (False, True)]


async def test_a_safety_check_that_fails_turns_health_red_and_keeps_the_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Safety, message: object) -> None:
        raise RecursionError

    monkeypatch.setattr(Safety, "check", broken)
    with capture_logs() as logs:
        for number in range(3):
            assert await desk.takes(f"e{number}", TAX) is Outcome.ANSWER
    assert desk.health.parts == {"safety": "check-failed"}
    assert [entry["event"] for entry in logs].count("health_red") == 1, "one alarm, not one for each message"
    assert {record["safety_category"] for record in await desk.records()} == {"check-failed"}


@pytest.mark.parametrize("method", ["read", "commit"])
async def test_a_store_that_cannot_be_had_is_the_callers_to_wait_for(desk: Desk, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    async def unavailable(*_: object) -> None:
        raise StorageUnavailableError("SQLITE_FULL")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, method, unavailable)
        with pytest.raises(StorageUnavailableError):
            await desk.takes("e1", TAX)
    assert (await desk.records(), await desk.waiting(), desk.wakes) == ([], [], [])
    assert await desk.takes("e1", TAX) is Outcome.ANSWER


async def test_who_leaves_gets_nothing_that_still_waits(desk: Desk) -> None:
    await desk.takes("e1", TAX)
    assert await desk.takes("e2", Left()) is Outcome.STOPPED
    assert await desk.waiting() == []
    assert await desk.session() == StoredSession(Session())


async def test_while_it_is_off_a_turn_is_counted_and_answered_and_moves_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def turned_off(event_id: str, conversation: Conversation) -> StoredSession | None:
        read = await reads(event_id, conversation)
        return read and replace(read, off=True)

    await desk.takes("e1", Pressed("in:bristol:council-tax"))
    before = (await desk.session()).session
    reads = desk.store.read
    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "read", turned_off)
        assert await desk.takes("e2", TAX) is Outcome.OFF
        assert await desk.takes("e3", Said("i want to kill myself")) is Outcome.CRISIS
    assert (await desk.session()).session == before
    assert [record["outcome"] for record in await desk.records()] == ["shown", "off", "crisis"]
    assert len(await desk.waiting()) == 3
    assert await desk.takes("e4", TAX) is Outcome.ANSWER


# Questions without an answer

PETS = Said("can i have a dog")
DANGER = Finding(Category.SUICIDE, Severity.CONCERN)


def unanswerable(monkeypatch: pytest.MonkeyPatch, words: str = PETS.text, finding: Finding | None = None) -> None:
    """A dialogue that never has an answer."""

    def respond(self: Dialogue, what: What, context: TurnContext) -> Reply:
        return Reply(Outcome.NO_ANSWER, context.session, finding=finding, unanswered=words)

    monkeypatch.setattr(Dialogue, "respond", respond)


async def agreed(desk: Desk, keep: str = "yes") -> None:
    await desk.takes("council", Pressed("in:bristol:council-tax"))
    await desk.takes("agreed", Pressed(f"choose:settings:keep-questions:{keep}"))


async def test_who_has_agreed_has_a_question_without_an_answer_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await agreed(desk)
    unanswerable(monkeypatch, "can i have\na dog? ring 07700 900123")
    with capture_logs() as logs:
        await desk.takes("e1", PETS)
    assert await desk.store.unanswered(NOW.date()) == [Unanswered(NOW.date(), "can i have a dog? ring «phone»", "bristol", None, "en")]
    assert "dog" not in str(logs)


@pytest.mark.parametrize(
    ("keep", "what", "finding"),
    [
        (None, PETS, None),
        ("no", PETS, None),
        ("yes", PETS, DANGER),
        ("yes", replace(PETS, forwarded=True), None),
        ("yes", Attached(Attachment.PHOTO, PETS.text), None),
        ("yes", Commanded("start", PETS.text), None),
    ],
    ids=["never asked", "said no", "danger", "forwarded", "a caption", "a command"],
)
async def test_nothing_else_is_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, keep: str | None, what: What, finding: Finding | None
) -> None:
    if keep:
        await agreed(desk, keep)
    unanswerable(monkeypatch, finding=finding)
    assert await desk.takes("e1", what) is Outcome.NO_ANSWER
    assert await desk.store.unanswered(NOW.date()) == []


async def test_a_yes_can_be_taken_back_and_is_forgotten_with_the_person(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await agreed(desk)
    await desk.takes("e1", Pressed("choose:settings:keep-questions:no"))
    assert (await desk.session()).session.keep_questions is False
    await desk.takes("e2", Pressed("choose:settings:keep-questions:yes"))
    await desk.takes("e3", Commanded("stop"))
    unanswerable(monkeypatch)
    await desk.takes("e4", PETS)
    assert await desk.store.unanswered(NOW.date()) == []


# Words of every kind, against the content that people get


class MemoryStore(SqlStore):
    """Keeps the last turn in memory: as much of a store as a turn needs, and fast."""

    def __init__(self) -> None:
        self.stored = StoredSession(Session())
        self.last: TurnCommit | None = None

    async def read(self, event_id: str, conversation: Conversation) -> StoredSession | None:
        return self.stored

    async def commit(self, turn: TurnCommit, now: datetime) -> None:
        self.last = turn
        self.stored = StoredSession(turn.session or Session(), self.stored.version + 1 if turn.session else 0)

    async def case(self, case: str, conversation: Conversation) -> CaseFile | None:
        return None

    async def case_by_receipt(self, digest: str, conversation: Conversation) -> CaseFile | None:
        return None

    async def cases_of(self, conversation: Conversation) -> list[CaseSummary]:
        return []

    async def tries(self, conversation: Conversation, since: datetime) -> tuple[int, int]:
        return 0, 0

    async def shown(self, conversation: Conversation, since: datetime) -> list[str]:
        return []

    async def salt(self) -> bytes:
        return b"salt"


PIECES = st.sampled_from(
    [
        *("\ud800", "\udfff", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufe0f", "\u0301" * 40, "﷽", "𝕔𝕠𝕦𝕟𝕔𝕚𝕝", "ﬁ", "İ", "ẞ"),
        *(
            "{council}",
            "{phone childline}",
            "{",
            "%s",
            "<b>",
            "</i>",
            "&amp;",
            "[x](y)",
            "**",
            "```",
            "https://a.uk",
            "'; DROP TABLE turns",
        ),
        *(
            "council tax",
            "social worker",
            "kill myself",
            "im 13",
            "a" * 300,
            "1",
            "9" * 400,
            "²",
            "٣",
            "مرحبا",
            "你好",
            "🏳️‍🌈",
            "\n" * 9,
            "\t",
        ),
    ]
)
CHARACTERS = st.text(st.characters(), max_size=80)
"""Any characters, halves of surrogate pairs included."""
SHORT = st.lists(PIECES | CHARACTERS, max_size=8).map("".join)
WORDS = SHORT | st.builds(lambda text, times: (text * times)[:20_000], SHORT, st.integers(100, 3_000))
DOORS = ("feedback", "concern", "complaint", "praise", "question")
PRESSES = (
    "flow:tell-us",
    "flow:add-to-case",
    *(f"choose:tell-us:door:{door}" for door in DOORS),
    *(f"steer:{how}:tell-us:{step}" for how in Steered for step in ("door", "worry", "wish", "hide", "check")),
    *("choose:tell-us:hide:carer", "choose:tell-us:name:hidden", "choose:tell-us:reply:here", "choose:tell-us:where:bristol"),
    *("send:tell-us:00000000", "send:add-to-case:00000000", "case:0", "case:0:all", "act:add:0", "act:reopen:0"),
    *("cases", "hide", "mydata", "mydata:sure", "delete", "delete:sure"),
)
COMMANDS = ("start", "menu", "stop", "settings", "help", "tell", "messages", "hide", "mydata", "delete")
EVENTS: st.SearchStrategy[What] = st.one_of(
    st.builds(Said, WORDS, forwarded=st.booleans()),
    st.builds(Pressed, WORDS | st.sampled_from(PRESSES)),
    st.builds(
        Commanded,
        st.sampled_from(COMMANDS) | SHORT,
        WORDS,
    ),
    st.builds(Attached, st.sampled_from(Attachment), WORDS),
)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    with asyncio.Runner() as runner:
        yield runner.get_loop()


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=st.lists(EVENTS, min_size=1, max_size=4))
@example(events=[Said("😀" * 20_000)])
@example(events=[Commanded("start"), Said("\ud83d" * 20_000)])
@example(events=[Said("do care leavers pay council tax " * 600)])
@example(events=[Attached(Attachment.PHOTO, "a " * 10_000)])
def test_no_words_of_any_kind_make_a_turn_fail(real: Dialogue, loop: asyncio.AbstractEventLoop, events: list[What]) -> None:
    store, health = MemoryStore(), HealthBoard()
    telling = loop.run_until_complete(telling_over(store, real, health))
    turns = Turns(real, store, {"telegram": TELEGRAM}, StillClock(), health, telling, lambda: None)
    for number, what in enumerate(events):
        outcome = loop.run_until_complete(turns.handle(Inbound(str(number), SAM, what, NOW)))
        assert outcome is not Outcome.FAILED
        assert health.parts == {}
        assert store.last is not None
        assert store.last.outbound, "they are never left without a reply"
        for message in store.last.outbound:
            assert isinstance(message, Message)
            assert 0 < len(message.text.encode("utf-16-le")) // 2 <= 4_096
