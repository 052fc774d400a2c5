"""Words at rest: nothing of them stands in plain, only the right keys open a database, and keys can be changed under writes."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection, Text, insert, select, text

from bot.errors import SealedError, SettingsError
from bot.model.case import CaseState
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.session import Answer, Run, Session
from bot.model.turn import Outcome, StoredSession, TurnCommit, TurnRecord, Unanswered
from bot.storage import payload
from bot.storage.cases.desk import SqlCases
from bot.storage.engine import Database, open_database
from bot.storage.migrations import upgrade
from bot.storage.seal import reseal as sealing
from bot.storage.seal.key_source import EnvironmentKeys, KeyFile
from bot.storage.seal.keys import Keyring
from bot.storage.seal.reseal import SEALED_COLUMNS, finish, rotate
from bot.storage.seal.unlock import unlock
from bot.storage.store import SqlStore
from bot.storage.switch import SqlSwitch
from bot.storage.tables import metadata, outbox, unanswered
from tests.outbox import waiting_words
from tests.storage.cases.told import VOICE, Desk, added
from tests.storage.cases.told import said as said_by_officer
from tests.storage.test_store import JO, NOW, SAM, SOON, TODAY, message, take, words_due

MARK = "Quokka"
COUNCILS = ["bristol", "bath"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def made(file: Path) -> str:
    """Keys of their own in a file, as its text."""
    KeyFile(file).add(["england", *COUNCILS], known=())
    return file.read_text()


def taken_away(file: Path) -> str:
    """The file's text, of which nothing is left."""
    text = file.read_text()
    file.unlink()
    return text


@pytest.fixture
async def unlocked(database: Database, file: Path) -> Keyring:
    return await unlock(database, None, file, COUNCILS)


def said(event_id: str, words: str, council: str | None = "bristol") -> TurnCommit:
    """A turn in a conversation of its own, that says the words in every part of a message and keeps them as a question."""
    here = Conversation("telegram", event_id)
    block = Block(BlockKind.PARAGRAPH, (Span(words), Span(words, bold=True, url=f"https://example.org/{words}")))
    outbound = Message((block,), ((Button(words, action=words), Button(words, url=f"https://example.org/{words}")),))
    record = TurnRecord(event_id, NOW, "telegram", Outcome.NO_ANSWER, council=council)
    kept = Unanswered(TODAY, words, council, None, "en")
    return TurnCommit(here, record, StoredSession(Session()), Session(council), (outbound,), unanswered=kept)


def everything(connection: Connection) -> list[str]:
    """What stands in any column of text."""
    columns = [column for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, Text)]
    return [value for column in columns for value in connection.execute(select(column)).scalars() if value is not None]


def files_with(mark: str, folder: Path) -> list[str]:
    """The files of a folder in which it stands, in whatever case."""
    return [path.name for path in folder.iterdir() if mark.lower().encode() in path.read_bytes().lower()]


async def test_nobodys_words_stand_in_plain(database: Database, unlocked: Keyring, tmp_path: Path) -> None:
    store, switch = SqlStore(database, unlocked), SqlSwitch(database, unlocked)
    for number, council in enumerate([None, "bristol", "bath", "a council that is gone"]):
        await store.commit(said(f"e{number}", f"{MARK} {number}", council), NOW)
    first, second, *_ = await store.due("telegram", NOW, 10)
    await store.give_up(first, "refused")
    await store.postpone(second, NOW + SOON, "busy")
    await switch.turn_off("dana", f"because of {MARK}", NOW)
    found = await database.quickly(everything)
    assert len(found) > 50
    assert [value for value in found if MARK.lower() in value.lower()] == []
    assert files_with(MARK, tmp_path) == []
    assert len(await words_due(store, NOW + SOON)) == 3
    assert {question.words for question in await store.unanswered(TODAY)} == {f"{MARK} {number}" for number in range(4)}


def test_every_column_of_text_is_sealed_or_known_to_hold_no_words() -> None:
    no_words = {
        "sessions": {"channel", "address", "council", "audience", "language", "topic", "holder"},
        "turns": {"event_id", "channel", "outcome", "topic", "council", "audience", "safety_category", "safety_severity"},
        "unanswered": {"council", "audience", "language"},
        "outbox": {"channel", "address", "key", "state", "why", "council", "purpose"},
        "audit": {"who", "did"},
        "keys": {"council"},
        "cases": {
            *("id", "kind", "state", "council", "audience", "language", "flow", "revision", "way_back", "safety_category"),
            *("safety_severity", "claimed_by", "digest", "holder"),
        },
        "statements": {"case_id", "kind", "by", "holder"},
        "quarantine": {"case_id", "kind", "holder"},
        "links": {"case_id", "place", "holder"},
        "tries": {"place"},
        "shown": {"place", "message"},
        "salts": {"name"},
        "processes": {"id", "kind"},
        "parts": {"process", "part", "state", "why"},
    }
    sealed = {(column.words.table.name, column.words.name) for column in SEALED_COLUMNS}
    found = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns if isinstance(column.type, Text)}
    assert found - sealed == {(table, column) for table, columns in no_words.items() for column in columns}


@pytest.mark.parametrize("given", [False, True], ids=["file", "given"])
async def test_other_keys_do_not_open_it(database: Database, unlocked: Keyring, file: Path, tmp_path: Path, given: bool) -> None:
    await take(SqlStore(database, unlocked), "e1", SAM, "hello")
    other = tmp_path / "elsewhere" / "keys.json"
    theirs, ours = made(other), made(file)
    with pytest.raises(SettingsError, match="does not open this database") as caught:
        await unlock(database, theirs if given else None, other, COUNCILS)
    assert str(caught.value).startswith("HEARD_KEYS" if given else str(other))
    assert await words_due(SqlStore(database, await unlock(database, ours, other, COUNCILS))) == ["hello"]


async def test_one_wrong_key_among_right_ones_is_named(database: Database, unlocked: Keyring, file: Path) -> None:
    mixed = json.loads(made(file)) | {"bath": json.loads(made(file.with_name("other.json")))["bath"]}
    with pytest.raises(SettingsError, match="the key for bath does not open"):
        await unlock(database, json.dumps(mixed), file, COUNCILS)


async def test_without_its_keys_it_stays_shut_and_none_are_made(database: Database, unlocked: Keyring, file: Path) -> None:
    copy = taken_away(file)
    with pytest.raises(SettingsError, match="is missing, and something is sealed with it"):
        await unlock(database, None, file, COUNCILS)
    with pytest.raises(SettingsError, match="is missing"):
        KeyFile(file).read()
    await unlock(database, copy, file, COUNCILS)


async def test_a_council_may_come_later_but_its_key_may_not_go(database: Database, unlocked: Keyring, file: Path) -> None:
    later = await unlock(database, None, file, [*COUNCILS, "bradford"])
    assert "bradford" in later.councils
    with pytest.raises(SettingsError, match="no key for bradford"):
        await unlock(database, made(file).replace("bradford", "leeds"), file, COUNCILS)


async def test_processes_that_start_together_open_it_alike(empty_url: str, file: Path) -> None:
    databases = [open_database(empty_url) for _ in range(3)]
    try:
        await upgrade(databases[0])
        rings = await asyncio.gather(*(unlock(database, None, file, COUNCILS) for database in databases))
        token = rings[0].seal("bath", "hello")
        assert [ring.open("bath", token) for ring in rings] == ["hello"] * 3
    finally:
        await asyncio.gather(*(database.close() for database in databases))


async def test_of_two_machines_with_keys_of_their_own_the_second_is_refused(database: Database, tmp_path: Path) -> None:
    await unlock(database, None, tmp_path / "one" / "keys.json", COUNCILS)
    with pytest.raises(SettingsError, match="is missing"):
        await unlock(database, None, tmp_path / "two" / "keys.json", COUNCILS)


def _from_before(connection: Connection) -> None:
    """Rows as the version before sealing wrote them."""
    row = {"channel": "telegram", "address": "1", "attempts": 0, "due_at": NOW, "created_at": NOW, "state": "waiting"}
    connection.execute(insert(outbox), [{**row, "key": f"e{n}#0", "payload": payload.to_text(message(f"{MARK} {n}"))} for n in range(3)])
    question = {"day": TODAY, "audience": None, "language": "en"}
    told = [(1, f"{MARK}s?", None), (2, f"a {MARK} in bristol", "bristol"), (3, f"a {MARK} elsewhere", "a council that is gone")]
    connection.execute(
        insert(unanswered), [{**question, "id": number, "words": words, "council": council} for number, words, council in told]
    )


async def test_what_an_earlier_version_left_plain_is_sealed_at_the_first_start(database: Database, file: Path, tmp_path: Path) -> None:
    await database.durably(_from_before)
    await database.durably(lambda connection: connection.execute(text("DELETE FROM outbox WHERE key = 'e0#0'")))
    keyring = await unlock(database, None, file, COUNCILS)
    assert not [value for value in await database.quickly(everything) if MARK in value]
    assert files_with(MARK, tmp_path) == [], "not among what was deleted either"
    store = SqlStore(database, keyring)
    assert await waiting_words(store) == [f"{MARK} 1", f"{MARK} 2"]
    assert [(one.words, one.council) for one in await store.unanswered(TODAY)] == [
        (f"{MARK}s?", None),
        (f"a {MARK} elsewhere", "a council that is gone"),
        (f"a {MARK} in bristol", "bristol"),
    ]


async def test_what_an_earlier_version_writes_meanwhile_is_read_as_it_is(database: Database, unlocked: Keyring) -> None:
    await database.durably(_from_before)
    assert await waiting_words(SqlStore(database, unlocked)) == [f"{MARK} {number}" for number in range(3)]


async def test_a_message_that_no_key_opens_waits_for_its_key_and_holds_back_its_conversation_only(
    database: Database, unlocked: Keyring, file: Path
) -> None:
    ahead = Keyring(EnvironmentKeys(_other_keys(file)))
    await take(SqlStore(database, ahead), "e1", SAM, "a")
    store = SqlStore(database, unlocked)
    await take(store, "e2", SAM, "b")
    await take(store, "e3", JO, "c")
    assert await words_due(store) == ["c"]
    assert await words_due(store) == ["c"]
    assert (await store.waiting(), await store.given_up()) == (3, 0)
    assert await words_due(SqlStore(database, Keyring(EnvironmentKeys(_both(ahead, file)))), NOW + 3 * SOON) == ["a", "c"]
    await SqlStore(database, ahead).commit(said("e4", "are pets allowed"), NOW)
    with pytest.raises(SealedError):
        await store.unanswered(TODAY)


def _other_keys(file: Path) -> str:
    return made(file.with_name("other.json"))


def _both(ahead: Keyring, file: Path) -> str:
    new, old = ahead.source.read(), KeyFile(file).read()
    return json.dumps({council: [new[council][0], old[council][0]] for council in old})


@pytest.fixture
async def beside(database: Database, unlocked: Keyring, file: Path) -> tuple[SqlStore, Callable[[], Keyring]]:
    """The store of another process, which looks at the keys each time; and makes the keyring of a command."""
    seconds = count(0, 2)
    running = Keyring(KeyFile(file), lambda: next(seconds))
    return SqlStore(database, running), lambda: Keyring(KeyFile(file))


def an_hour_later(file: Path) -> None:
    os.utime(file, (time.time(), time.time() - 3_600))


async def test_keys_are_changed_while_others_write(
    database: Database, beside: tuple[SqlStore, Callable[[], Keyring]], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    store, command = beside
    before = KeyFile(file).read()

    async def write(part: int) -> None:
        for number in range(12):
            await store.commit(said(f"{part}-{number}", f"words {part} {number}", [None, *COUNCILS][number % 3]), NOW)
            assert len(await store.due("telegram", NOW, 1)) == 1

    await write(0)
    done, *_ = await asyncio.gather(rotate(database, command(), None), write(1), write(2))
    assert [(one.council, one.changed) for one in done] == [("bath", True), ("bristol", True), ("england", True)]
    assert all(one.values > 8 for one in done)
    an_hour_later(file)
    done, _ = await asyncio.gather(finish(database, command(), None), write(3))
    assert all(one.changed for one in done)
    after = KeyFile(file).read()
    assert all(len(own) == 1 and own[0] not in before[council] for council, own in after.items())
    alone = SqlStore(database, await unlock(database, None, file, COUNCILS))
    assert len(await alone.due("telegram", NOW, 100)) == len(await alone.unanswered(TODAY)) == 48
    assert len(await store.due("telegram", NOW, 100)) == 48


async def test_everything_of_a_case_opens_after_its_keys_were_changed(database: Database, unlocked: Keyring, file: Path) -> None:
    def desk(keyring: Keyring) -> Desk:
        return Desk(SqlStore(database, keyring), SqlCases(database, keyring), database)

    before = desk(unlocked)
    await before.filed()
    run = Run("r1", "tell-us", "what", (Answer("what", f"{MARK}s"),))
    await before.contributes("e1", CaseState.RECEIVED, added(files=(VOICE,)))
    await before.turn("e2", session=Session("bath", run=run))
    found, salt = await before.found(), await before.store.salt()
    done = await rotate(database, Keyring(KeyFile(file)), None)
    assert [(one.council, one.values) for one in done] == [
        ("bath", 2),  # an open flow, and the canary
        ("bristol", 7),  # a case, a statement, three files, a link
        ("england", 2),  # the salt
    ]
    an_hour_later(file)
    await finish(database, Keyring(KeyFile(file)), None)
    after = desk(await unlock(database, None, file, COUNCILS))
    assert await after.found() == found
    assert await after.store.salt() == salt
    assert (await after.ready("e3")).read.session.run == run
    await after.moves(said_by_officer())
    assert await after.waiting() == ["You have a message"]


async def test_a_change_that_was_cut_short_is_gone_on_with(database: Database, unlocked: Keyring, file: Path) -> None:
    store = SqlStore(database, unlocked)
    await store.commit(said("e1", "hello", "bath"), NOW)
    unlocked.source.renew("bath")
    (done,) = await rotate(database, Keyring(KeyFile(file)), "bath")
    assert (done.council, done.changed, done.values) == ("bath", False, 3), "a message, a question, and the canary"
    assert len(KeyFile(file).read()["bath"]) == 2
    (done,) = await rotate(database, Keyring(KeyFile(file)), "bath")
    assert done.values == 0


async def test_an_old_key_is_not_dropped_too_early(database: Database, unlocked: Keyring, file: Path) -> None:
    await rotate(database, unlocked, "bath")
    with pytest.raises(SettingsError, match="Try again in"):
        await finish(database, unlocked, "bath")
    assert len(KeyFile(file).read()["bath"]) == 2


async def test_an_old_key_is_not_dropped_while_something_is_under_no_key(database: Database, unlocked: Keyring, file: Path) -> None:
    await SqlStore(database, Keyring(EnvironmentKeys(_other_keys(file)))).commit(said("e1", "hello", "bath"), NOW)
    with pytest.raises(SealedError):
        await rotate(database, unlocked, "bath")
    an_hour_later(file)
    with pytest.raises(SealedError):
        await finish(database, unlocked, "bath")
    assert len(KeyFile(file).read()["bath"]) == 2


async def test_only_the_council_that_was_named_is_changed(database: Database, unlocked: Keyring, file: Path) -> None:
    before = KeyFile(file).read()
    await rotate(database, unlocked, "bath")
    assert {council for council, own in KeyFile(file).read().items() if own != before[council]} == {"bath"}
    with pytest.raises(SettingsError, match=r"leeds has no key. These have: bath, bristol, england"):
        await rotate(database, unlocked, "leeds")


async def test_given_keys_are_changed_by_whoever_gives_them(database: Database, unlocked: Keyring, file: Path) -> None:
    await SqlStore(database, unlocked).commit(said("e1", "hello", "bath"), NOW)
    ahead = Keyring(EnvironmentKeys(_other_keys(file)))
    both = await unlock(database, _both(ahead, file), file, COUNCILS)
    assert [(one.council, one.changed, one.values) for one in await rotate(database, both, "bath")] == [("bath", False, 3)]
    assert [(one.changed, one.values) for one in await finish(database, both, None)] == [(False, 0), (False, 1), (False, 1)]
    assert await words_due(SqlStore(database, await unlock(database, _other_keys(file), file, COUNCILS))) != []
