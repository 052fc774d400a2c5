"""What the store promises, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, StatementError

from bot.errors import ConflictError
from bot.model.content.topics import Audience
from bot.model.inbound import Conversation
from bot.model.limits import HELD_FOR
from bot.model.outbound import Block, BlockKind, Button, HideChat, LeaveGroup, Message, Outbound, Span
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Session
from bot.model.turn import Outcome, Rating, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.storage.engine import Database
from bot.storage.store import SqlStore
from bot.storage.tables import outbox, sessions, turns, unanswered
from tests.outbox import waiting, waiting_words

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SOON = timedelta(seconds=30)
TODAY = NOW.date()
SAM = Conversation("telegram", "1")
JO = Conversation("telegram", "2")
KIT = Conversation("telegram", "3")


def message(words: str) -> Message:
    return Message((Block(BlockKind.PARAGRAPH, (Span(words),)),))


def turn(event_id: str, conversation: Conversation = SAM, *words: str, read: StoredSession | None = None) -> TurnCommit:
    record = TurnRecord(event_id, NOW, conversation.channel, Outcome.ANSWER)
    return TurnCommit(conversation, record, read or StoredSession(Session()), Session(), tuple(message(one) for one in words))


async def take(store: SqlStore, event_id: str, conversation: Conversation, *words: str) -> None:
    """A turn as the program takes it: read, then commit."""
    read = await store.read(event_id, conversation)
    assert read is not None
    await store.commit(turn(event_id, conversation, *words, read=read), NOW)


def verbs(asked: list[str]) -> list[str]:
    """The first word of each statement."""
    return [statement.split()[0] for statement in asked]


async def stored(store: SqlStore, conversation: Conversation) -> StoredSession:
    read = await store.read("an event that is new", conversation)
    assert read is not None
    return read


async def help_for(store: SqlStore, event_id: str, conversation: Conversation, *words: str, now: datetime = NOW) -> None:
    """A turn in which danger was found."""
    await store.commit(replace(turn(event_id, conversation, *words, read=await stored(store, conversation)), help=True), now)


async def arrives(store: SqlStore) -> str:
    """The next message on Telegram arrives."""
    row, *_ = await store.due("telegram", NOW, 1)
    await store.sent(row, None, NOW)
    assert isinstance(row.outbound, Message)
    return row.outbound.text


async def words_due(store: SqlStore, now: datetime = NOW, limit: int = 100) -> list[str]:
    """Of what could go on Telegram now, of each conversation the next."""
    return [row.outbound.text for row in await store.due("telegram", now, limit) if isinstance(row.outbound, Message)]


async def test_somebody_new_has_a_new_session(store: SqlStore) -> None:
    assert await store.read("e1", SAM) == StoredSession(Session(), version=0)


async def test_a_session_comes_back_as_it_was_stored(store: SqlStore) -> None:
    session = Session("bristol", Audience.CARE_LEAVER, "so", "council-tax", keep_questions=True)
    await store.commit(replace(turn("e1"), session=session), NOW)
    assert await store.read("e2", SAM) == StoredSession(session, version=1)
    assert await store.read("e2", JO) == StoredSession(Session(), version=0)


@pytest.mark.parametrize("keep", [None, False, True])
async def test_a_yes_a_no_and_never_asked_are_told_apart(store: SqlStore, keep: bool | None) -> None:
    await store.commit(replace(turn("e1"), session=Session(keep_questions=keep)), NOW)
    read = await store.read("e2", SAM)
    assert read is not None
    assert read.session.keep_questions is keep


async def test_the_record_of_a_turn_is_kept_whole(store: SqlStore, database: Database) -> None:
    finding = Finding(Category.MISSING_OR_UNSAFE_TONIGHT, Severity.IMMEDIATE)
    here = datetime(2026, 7, 5, 13, tzinfo=timezone(timedelta(hours=1)))
    record = TurnRecord("e1", here, "telegram", Outcome.CRISIS, "moving-home", "bristol", Audience.CHILD_IN_CARE, finding)
    await store.commit(replace(turn("e1"), record=record), NOW)
    row = await database.quickly(lambda connection: connection.execute(select(turns)).one())
    assert tuple(row) == (
        *("e1", datetime(2026, 7, 5, 12, tzinfo=UTC), "telegram", "crisis", "moving-home", "bristol", "child-in-care"),
        *("missing-or-unsafe-tonight", "immediate"),
    )
    assert row.at.tzinfo is UTC


async def test_an_event_handled_before_is_not_read_again(store: SqlStore) -> None:
    await take(store, "e1", SAM, "hello")
    assert await store.read("e1", SAM) is None


async def test_an_event_committed_twice_changes_nothing(store: SqlStore) -> None:
    first = turn("e1", SAM, "hello")
    await store.commit(first, NOW)
    await store.commit(replace(first, session=Session("bradford"), outbound=(message("again"),)), NOW)
    assert await words_due(store) == ["hello"]
    assert await store.read("e2", SAM) == StoredSession(Session(), version=1)


@pytest.mark.parametrize("known", [False, True], ids=["the first turns of a session", "later turns"])
async def test_of_two_turns_at_once_one_wins_and_the_other_is_told(store: SqlStore, known: bool) -> None:
    if known:
        await take(store, "e0", SAM)
    read = await store.read("e1", SAM)
    both = [store.commit(turn(event_id, SAM, event_id, read=read), NOW) for event_id in ("e1", "e2")]
    results = await asyncio.gather(*both, return_exceptions=True)
    loser, winner = ("e1", "e2") if isinstance(results[0], ConflictError) else ("e2", "e1")
    assert {type(result) for result in results} == {ConflictError, type(None)}
    assert await words_due(store) == [winner]
    await take(store, loser, SAM, loser)
    assert await waiting_words(store) == [winner, loser]


async def test_the_same_event_twice_at_once_is_handled_once(store: SqlStore) -> None:
    await asyncio.gather(*(store.commit(turn("e1", SAM, "hello"), NOW) for _ in range(4)))
    assert await words_due(store) == ["hello"]


async def test_a_person_can_be_forgotten(store: SqlStore, database: Database) -> None:
    await take(store, "e1", SAM, "hello")
    await take(store, "e2", JO, "hello to you")
    read = await store.read("e3", SAM)
    await store.commit(replace(turn("e3", read=read), session=None, drop_outbox=True), NOW)
    assert await store.read("e4", SAM) == StoredSession(Session(), version=0)
    assert await words_due(store) == ["hello to you"]
    assert await database.quickly(lambda connection: connection.execute(select(sessions.c.address)).scalars().all()) == [JO.address]


@pytest.mark.parametrize("version", [0, 1])
async def test_forgetting_loses_against_a_change_meanwhile(store: SqlStore, version: int) -> None:
    await take(store, "e1", SAM)
    await take(store, "e2", SAM)
    with pytest.raises(ConflictError):
        await store.commit(replace(turn("e3", read=StoredSession(Session(), version)), session=None), NOW)
    assert await store.read("e3", SAM) == StoredSession(Session(), version=2)


async def test_forgetting_nobody_is_no_conflict(store: SqlStore) -> None:
    await store.commit(replace(turn("e1", SAM), session=None), NOW)
    assert await store.read("e1", SAM) is None


async def test_a_goodbye_goes_out_after_what_waited_was_dropped(store: SqlStore) -> None:
    await take(store, "e1", SAM, "hello")
    read = await store.read("e2", SAM)
    await store.commit(replace(turn("e2", SAM, "goodbye", read=read), drop_outbox=True), NOW)
    assert await words_due(store) == ["goodbye"]


RICH = Message(
    (
        Block(BlockKind.HEADING, (Span("Money", bold=True), Span(" – ", italic=True), Span("more", url="https://example.org"))),
        Block(BlockKind.NUMBERED, (Span("\u202b نص \U0001f600 </b>"),), number=3),
    ),
    ((Button("Menu", action="menu"), Button("Open", url="https://example.org")), (Button("Back", action="back"),)),
)


@pytest.mark.parametrize("outbound", [RICH, Message(()), LeaveGroup(), HideChat(("7", "8"))], ids=["rich", "empty", "leave", "hide"])
async def test_a_message_waits_as_it_was_written(store: SqlStore, outbound: Outbound) -> None:
    await store.commit(replace(turn("e1"), outbound=(outbound,)), NOW)
    (row,) = await store.due("telegram", NOW, 10)
    assert (row.outbound, row.conversation, row.attempts, row.created_at) == (outbound, SAM, 0, NOW)


async def test_half_a_character_stops_no_message(store: SqlStore) -> None:
    await take(store, "e1", SAM, "you wrote: hi \ud83d", "and \ud83d\ude00")
    assert await waiting_words(store) == ["you wrote: hi \ufffd", "and \U0001f600"]


async def test_of_each_conversation_the_next_message_is_due_the_oldest_first(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await take(store, "e2", JO, "c")
    await take(store, "e3", SAM, "d")
    await take(store, "e4", KIT, "e")
    assert await waiting_words(store) == ["a", "b", "c", "d", "e"]
    assert await words_due(store) == ["a", "c", "e"]
    assert await words_due(store, limit=2) == ["a", "c"]
    assert await words_due(store, now=NOW - timedelta(microseconds=1)) == []


async def test_who_is_busy_is_left_out(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await take(store, "e2", JO, "b")
    assert [row.conversation for row in await store.due("telegram", NOW, 9, [SAM])] == [JO]
    assert await store.due("telegram", NOW, 9, [JO, SAM]) == ()


async def test_what_has_arrived_is_gone(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await store.sent((await store.due("telegram", NOW, 1))[0], None, NOW)
    assert await words_due(store) == ["b"]
    assert await store.waiting() == 1


async def test_a_postponed_message_holds_back_its_own_conversation_only(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await take(store, "e2", JO, "c")
    await store.postpone((await store.due("telegram", NOW, 1))[0], NOW + SOON, "busy")
    assert await words_due(store) == ["c"]
    assert await words_due(store, now=NOW + SOON) == ["a", "c"]
    assert [row.attempts for row in await store.due("telegram", NOW + SOON, 2)] == [1, 0]


async def test_a_channel_that_another_process_serves_is_left_to_it(store: SqlStore) -> None:
    await take(store, "e1", Conversation("page", SAM.address), "x")
    await take(store, "e2", SAM, "a")
    assert [row.conversation.channel for row in await store.due("telegram", NOW, 9)] == ["telegram"]
    assert [row.conversation.channel for row in await store.due("page", NOW, 9)] == ["page"]
    assert await store.due("email", NOW, 9) == ()


async def test_help_goes_before_everything_that_waits(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await take(store, "e2", JO, "c")
    await help_for(store, "e3", KIT, "help for kit", "and more")
    await help_for(store, "e4", SAM, "help for sam")
    assert await words_due(store) == ["help for kit", "help for sam", "c"]
    assert [row.help for row in await store.due("telegram", NOW, 9)] == [True, True, False]
    assert [row.conversation for row in await store.due("telegram", NOW, 9, only_help=True)] == [KIT, SAM]
    assert await words_due(store, limit=1) == ["help for kit"]


async def test_help_that_must_wait_is_passed_by_nothing(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await help_for(store, "e2", SAM, "help")
    await store.postpone((await store.due("telegram", NOW, 1))[0], NOW + SOON, "busy")
    assert await words_due(store) == []
    assert await words_due(store, NOW + SOON) == ["help"]


async def test_what_help_passed_is_held_and_goes_before_the_reply_to_what_its_person_does_next(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await help_for(store, "e2", SAM, "help")
    await arrives(store)
    assert await words_due(store, NOW + timedelta(days=9)) == []
    assert await store.waiting() == 0, "nothing is wrong"
    assert await waiting_words(store) == ["a", "b"], "and nothing lost"
    read = await store.read("e3", SAM)
    assert read is not None
    assert read.held
    await store.commit(replace(turn("e3", SAM, "c", read=read), release=True), NOW)
    assert [await arrives(store) for _ in range(3)] == ["a", "b", "c"]


async def test_what_comes_meanwhile_for_whose_messages_are_held_waits_behind_them(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await help_for(store, "e2", SAM, "help")
    await arrives(store)
    await take(store, "e3", SAM, "you have a message")
    await take(store, "e4", JO, "b")
    assert await words_due(store) == ["b"]
    await store.release_held(NOW + HELD_FOR)
    assert await words_due(store) == ["a", "b"]


async def test_only_what_its_own_person_waits_for_is_held_and_let_go(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await take(store, "e2", JO, "b")
    await help_for(store, "e3", SAM, "help")
    await help_for(store, "e4", JO, "help")
    await store.commit(replace(turn("e5", SAM, read=await stored(store, SAM)), release=True), NOW)
    assert [each.held for each in await waiting(store, SAM, JO) if not each.help] == [False, True]


async def test_nothing_is_held_for_longer_than_a_day_even_where_danger_is_found_again(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await help_for(store, "e2", SAM, "help")
    await help_for(store, "e3", SAM, "help", now=NOW + HELD_FOR / 2)
    await store.release_held(NOW + HELD_FOR - SOON)
    assert [each.held for each in await waiting(store)] == [False, False, True]
    await store.release_held(NOW + HELD_FOR)
    assert [each.held for each in await waiting(store)] == [False, False, False]


async def test_what_is_held_goes_with_the_person_who_leaves(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await help_for(store, "e2", SAM, "help")
    await store.commit(replace(turn("e3", SAM, read=await stored(store, SAM)), session=None, drop_outbox=True), NOW)
    assert await waiting(store) == []
    assert not (await stored(store, SAM)).held


async def test_a_message_given_up_is_kept_aside_and_holds_nothing_back(store: SqlStore, database: Database) -> None:
    await take(store, "e1", SAM, "a", "b")
    await store.give_up((await store.due("telegram", NOW, 1))[0], "too long")
    assert await words_due(store) == ["b"]
    assert (await store.waiting(), await store.given_up()) == (1, 1)
    row = await database.quickly(lambda connection: connection.execute(select(outbox).where(outbox.c.state == "given_up")).one())
    assert (row.why, row.attempts) == ("too long", 1)


async def test_what_waits_for_somebody_who_is_gone_can_be_dropped(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await take(store, "e2", JO, "c")
    await store.give_up((await store.due("telegram", NOW, 1))[0], "refused")
    await store.unreachable((await store.due("telegram", NOW, 1))[0], NOW)
    assert await words_due(store) == ["c"]
    assert await store.given_up() == 1


async def test_what_is_said_to_somebody_after_they_could_not_be_reached_stays(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a")
    await store.unreachable((await store.due("telegram", NOW, 1))[0], NOW - timedelta(microseconds=1))
    assert await words_due(store) == ["a"]


async def test_a_message_that_nobody_can_read_any_more_stops_no_other(store: SqlStore, database: Database) -> None:
    await take(store, "e1", SAM, "a", "b")
    broken = update(outbox).where(outbox.c.key == "e1#0").values(payload='{"kind": "song"}')
    await database.durably(lambda connection: connection.execute(broken))
    assert await words_due(store) == ["b"]
    assert (await store.waiting(), await store.given_up()) == (1, 1)


async def test_an_id_never_comes_again(store: SqlStore) -> None:
    """A late `sent` of a message that was dropped meanwhile would else delete somebody's newer one."""
    await take(store, "e1", SAM, "a")
    (old,) = await store.due("telegram", NOW, 1)
    await store.unreachable(old, NOW)
    await take(store, "e2", SAM, "b")
    await store.sent(old, None, NOW)
    assert await words_due(store) == ["b"]


async def test_a_turn_is_one_statement_to_read_and_one_short_transaction(store: SqlStore, asked: list[str]) -> None:
    await take(store, "e1", SAM)
    asked.clear()
    await take(store, "e2", SAM, "a", "b", "c")
    assert verbs(asked) == ["SELECT", "INSERT", "UPDATE", "INSERT"]


async def test_a_conflict_leaves_nothing_behind(store: SqlStore) -> None:
    await take(store, "e1", SAM)
    with pytest.raises(ConflictError):
        await store.commit(turn("e2", SAM, "lost"), NOW)
    assert await words_due(store) == []
    assert await store.read("e2", SAM) is not None


async def test_a_row_that_the_tables_refuse_is_not_called_an_outage(store: SqlStore, database: Database) -> None:
    await take(store, "e1", SAM, "a")
    await database.durably(lambda connection: connection.execute(update(outbox).values(key="e2#0")))
    with pytest.raises(IntegrityError) as caught:
        await take(store, "e2", SAM, "secret words")
    assert "secret words" not in str(caught.value)
    assert await store.read("e2", SAM) == StoredSession(Session(), version=1)


async def test_many_people_at_once(store: SqlStore) -> None:
    people = [Conversation("telegram", str(number)) for number in range(30)]
    await asyncio.gather(*(take(store, f"e{person.address}", person, person.address) for person in people))
    assert sorted(await words_due(store)) == sorted(person.address for person in people)


async def test_a_turn_cancelled_in_the_middle_leaves_the_store_usable(store: SqlStore) -> None:
    for number in range(10):
        task = asyncio.create_task(store.commit(turn(f"c{number}", JO, "x"), NOW))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await take(store, "e1", SAM, "hello")
    assert (await words_due(store))[-1] == "hello"


async def test_a_moment_without_an_offset_is_a_mistake_and_no_outage(store: SqlStore) -> None:
    with pytest.raises(StatementError, match="without an offset"):
        await store.commit(turn("e1", SAM, "x"), NOW.replace(tzinfo=None))


async def test_forgetting_takes_away_what_was_given_up_too(store: SqlStore) -> None:
    await take(store, "e1", SAM, "a", "b")
    await take(store, "e2", JO, "c")
    await store.give_up((await store.due("telegram", NOW, 1))[0], "refused")
    read = await store.read("e3", SAM)
    assert read is not None
    await store.commit(replace(turn("e3", read=read), session=None, drop_outbox=True), NOW)
    assert (await store.waiting(), await store.given_up()) == (1, 0)


def question(words: str, day: date = TODAY, council: str | None = "bristol") -> Unanswered:
    return Unanswered(day, words, council, Audience.CARE_LEAVER, "so")


async def keep(store: SqlStore, *questions: Unanswered) -> None:
    for one in questions:
        await store.commit(replace(turn(f"about {one.words}", Conversation("telegram", one.words)), unanswered=one), NOW)


async def test_a_question_without_an_answer_comes_back_as_it_was_kept(store: SqlStore) -> None:
    kept = [question("are pets \U0001f415 allowed"), Unanswered(TODAY, "can i have a tattoo", None, None, "en")]
    await keep(store, *kept)
    assert await store.unanswered(TODAY) == kept
    assert await store.unanswered(TODAY, "bristol") == kept[:1]
    assert await store.unanswered(TODAY + timedelta(days=1)) == []


async def test_a_question_is_kept_with_its_turn_or_not_at_all(store: SqlStore) -> None:
    kept = question("are pets allowed")
    await take(store, "e1", SAM)
    with pytest.raises(ConflictError):
        await store.commit(replace(turn("e2"), unanswered=kept), NOW)
    assert await store.unanswered(TODAY) == []
    await keep(store, kept)
    await keep(store, kept)
    assert await store.unanswered(TODAY) == [kept], "the same event again keeps nothing twice"


async def test_what_is_kept_of_a_question_leads_to_nobody(store: SqlStore, database: Database) -> None:
    """No address, no event, no time; and not by the order of the rows either."""
    await keep(store, *(question(str(number)) for number in range(12)))
    stored = select(unanswered).order_by(unanswered.c.id)
    found = await database.quickly(lambda connection: connection.execute(stored).all())
    assert set(unanswered.c.keys()) == {"id", "day", "words", "council", "audience", "language"}
    assert [row.words for row in found] != [str(number) for number in range(12)]
    assert type(found[0].day) is date


async def test_forgetting_a_person_leaves_the_questions_that_lead_to_nobody(store: SqlStore) -> None:
    await store.commit(replace(turn("e1"), unanswered=question("are pets allowed")), NOW)
    read = await store.read("e2", SAM)
    assert read is not None
    await store.commit(replace(turn("e2", read=read), session=None, drop_outbox=True), NOW)
    assert await store.unanswered(TODAY) == [question("are pets allowed")]


async def test_old_questions_are_forgotten(store: SqlStore) -> None:
    old, new = question("old", TODAY - timedelta(days=1)), question("new")
    await keep(store, old, new)
    await store.forget_unanswered(old.day)
    assert await store.unanswered(date.min) == [old, new]
    await store.forget_unanswered(new.day)
    assert await store.unanswered(date.min) == [new]


async def test_votes_are_counted_by_topic(store: SqlStore) -> None:
    votes = [
        ("pets", Outcome.HELPED, NOW),
        ("pets", Outcome.NOT_HELPED, NOW),
        ("pets", Outcome.NOT_HELPED, NOW),
        ("pets", Outcome.ANSWER, NOW),
        ("money", Outcome.HELPED, NOW),
        ("money", Outcome.HELPED, NOW - SOON),
        ("rent", Outcome.SHOWN, NOW),
    ]
    for number, (topic, outcome, at) in enumerate(votes):
        record = TurnRecord(f"e{number}", at, "telegram", outcome, topic)
        await store.commit(replace(turn(f"e{number}", Conversation("telegram", str(number))), record=record), NOW)
    assert await store.rated(NOW) == [Rating("money", 1, 0), Rating("pets", 1, 2)]
    assert await store.rated(NOW - SOON) == [Rating("money", 2, 0), Rating("pets", 1, 2)]
