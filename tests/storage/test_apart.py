"""Who has told a case stands apart from it: without the keys a database says nobody's words, and joins no case to a chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model.case import CaseState, FileCase, KeptFrom, MarkRead, StatementKind, Told, Tried
from bot.model.inbound import Attachment, Conversation
from bot.model.session import Answer, FileReference, Item, Opened, Run, Session
from tests.storage.cases.told import CASE, LOOK_BY, NEWS, NOW, Desk, added, new_case, said
from tests.storage.seal.test_reseal import files_with

MARK = "Quokka"
ADDRESS = "4711000999"
SECRETS = [MARK.lower(), ADDRESS]
SAM = Conversation("telegram", ADDRESS)
FILE = FileReference(Attachment.PHOTO, "telegram", f"{MARK}-file")
WHEN = NOW + timedelta(minutes=17, microseconds=4711)

WITH_ADDRESSES = {"sessions", "outbox"}
"""They say who somebody is, and nothing of what they have told."""


@pytest.fixture
async def full(desk: Desk) -> Desk:
    """Somebody has filed a case, said more, had an answer, read it, tried a receipt, and is in the middle of another flow."""
    new = new_case(name=MARK, told=(Told("what", f"about {MARK}?", f"it was {MARK}"),), kept_from=KeptFrom(names=(MARK,)), files=(FILE,))
    await desk.turn("e1", FileCase(new, LOOK_BY), who=SAM, now=WHEN, message="17", outbound=(NEWS,))
    (row,) = await desk.store.due("telegram", WHEN, 10)
    await desk.store.sent(row, "18", WHEN)
    await desk.moves(said(words=f"we saw {MARK}"), said(StatementKind.NOTE, f"is it {MARK}?"), now=WHEN)
    (notice,) = await desk.store.due("telegram", WHEN, 10)
    await desk.store.give_up(notice, "refused")
    unread = (await desk.found(who=SAM)).unread
    await desk.turn("e2", MarkRead(CASE, tuple(each.id for each in unread)), Tried(), who=SAM, now=WHEN)
    run = Run("r1", "tell-us", "what", (Answer("what", (Item(MARK, file=FILE),)),), case=CASE)
    await desk.turn("e3", who=SAM, now=WHEN, session=Session("bristol", run=run, shelf=(run,), opened=Opened(CASE, WHEN)))
    await desk.contributes("e4", CaseState.RECEIVED, added(f"the {MARK} again", files=(FILE,)), now=WHEN, who=SAM)
    return desk


def plain(value: Any) -> str:
    return str(value).lower()


async def test_nobodys_words_stand_in_plain_and_no_address_beside_a_case(full: Desk, tmp_path: Path) -> None:
    tables = await full.rows()
    assert all(tables[name] for name in tables if name not in {"unanswered", "audit", "keys", "processes", "parts"}), (
        "each has something to hide"
    )
    for name, rows in tables.items():
        found = [value for row in rows for value in row.values()]
        secrets = SECRETS[:1] if name in WITH_ADDRESSES else SECRETS
        assert not [value for value in found if any(secret in plain(value) for secret in secrets)], name
    assert files_with(MARK, tmp_path) == []


async def test_nothing_that_stands_beside_a_case_stands_beside_an_address(full: Desk) -> None:
    """Neither a name for both, nor the very moment."""
    tables = await full.rows()

    def telling(*names: str) -> set[Any]:
        values = {value for name in names for row in tables[name] for value in row.values()}
        return {value for value in values if isinstance(value, (str, datetime)) and value not in {"bristol", "so"}}

    beside_a_case = telling("cases", "statements", "quarantine", "links")
    assert len(beside_a_case) > 20
    assert CASE in beside_a_case
    assert beside_a_case & telling("sessions") == set()
    assert not [value for value in telling("outbox") if CASE in plain(value)]


async def test_with_the_keys_all_of_it_is_there(full: Desk) -> None:
    file = await full.found(who=SAM)
    assert file.linked
    assert (file.case.name, file.case.files, file.case.kept_from.names) == (MARK, (FILE,), (MARK,))
    assert file.case.state is CaseState.RECEIVED
    assert [replace(each, id=0).words for each in file.statements] == [f"we saw {MARK}", f"is it {MARK}?", f"the {MARK} again"]
    assert await full.store.shown(SAM, NOW) == ["17", "18"]
