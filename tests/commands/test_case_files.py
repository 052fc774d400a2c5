"""`case fetch` as a lead for files types it, on a real database, with the files on a server that stands in for Telegram."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.cases.office import NO_SUCH_CASE, TOOK_FILES
from bot.commands.case_files import BEFORE_YOU_LOOK, LIES_THERE
from bot.model.case import CaseState, KeptFrom, Role, StatementKind
from bot.model.inbound import Attachment
from bot.model.session import FileReference
from bot.workshop.telegram_double import Double, updates
from tests.commands.casework import CASE, NUMBER, People, done, refused, typed

pytestmark = pytest.mark.usefixtures("settings")

KINDS = (Attachment.VOICE, Attachment.PHOTO, Attachment.VIDEO, Attachment.DOCUMENT)
FILES = tuple(FileReference(kind, "telegram", updates.file_id(kind.value)) for kind in KINDS)
NAMES = [f"{NUMBER}-1.oga", f"{NUMBER}-2.jpg", f"{NUMBER}-3.mp4", f"{NUMBER}-4.bin"]
CONTENTS = [updates.file_content(file.reference) for file in FILES]


@pytest.fixture
def telegram(double: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    """A Telegram that keeps the files."""
    monkeypatch.setenv("TELEGRAM_TOKEN", double.token)
    monkeypatch.setenv("TELEGRAM_BASE_URL", double.base_url)
    return double


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they go."""
    return tmp_path / "files"


def fetch(folder: Path, number: str = NUMBER) -> list[str]:
    """What the command says to the lead, who gets all they want."""
    return done("fetch", number, "--to", str(folder), who="leo").splitlines()


def contents(folder: Path) -> dict[str, bytes]:
    """What lies there."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def notes(people: People) -> list[str]:
    """What officers have noted."""
    return [words for kind, _, words in people.statements() if kind is StatementKind.NOTE]


def test_a_lead_gets_all_files_named_by_case_and_kind_alone(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES)
    said = fetch(folder)
    assert said == [*(str(folder / name) for name in NAMES), *BEFORE_YOU_LOOK.splitlines()]
    assert contents(folder) == dict(zip(NAMES, CONTENTS, strict=True))
    assert people.statements() == [(StatementKind.SEEN, "leo", ""), (StatementKind.NOTE, "leo", TOOK_FILES)]
    assert (people.case().case.state, len(people.hears())) == (CaseState.SEEN, 1)
    assert f"Leo Pretend noted, for officers only\n    {TOOK_FILES}" in done("show", NUMBER)


def test_nobody_but_their_owner_may_read_them(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES[:1])
    fetch(folder)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / NAMES[0])] == [0o700, 0o600]


@pytest.mark.parametrize("number", [CASE, CASE[:11].upper()])
def test_they_are_called_the_same_however_the_number_was_typed(people: People, telegram: Double, folder: Path, number: str) -> None:
    people.tell(files=FILES)
    fetch(folder, number)
    assert sorted(contents(folder)) == NAMES


def test_what_lies_there_is_never_overwritten_nor_fetched_again(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES[:2])
    folder.mkdir()
    (folder / NAMES[0]).write_bytes(b"mine")
    elsewhere = folder.parent / "elsewhere"
    (folder / NAMES[1]).symlink_to(elsewhere)
    assert fetch(folder)[:2] == [f"{LIES_THERE}{folder / name}" for name in NAMES[:2]]
    assert ((folder / NAMES[0]).read_bytes(), elsewhere.exists()) == (b"mine", False)
    assert telegram.calls() == []


def test_who_is_no_lead_is_refused(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES)
    assert "only Leo Pretend (lead for files) may fetch the files" in refused("fetch", NUMBER, "--to", str(folder))
    assert (people.statements(), people.case().case.state, contents(folder)) == ([], CaseState.RECEIVED, {})
    assert telegram.calls() == []


def test_a_lead_who_must_not_see_a_case_finds_none(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES, kept_from=KeptFrom(frozenset({Role.MANAGER})))
    assert refused("fetch", NUMBER, "--to", str(folder), who="leo") == f"{NO_SUCH_CASE}\n"
    assert (people.statements(), telegram.calls()) == ([], [])


def test_without_files_nothing_is_noted(people: People, telegram: Double, folder: Path) -> None:
    people.tell()
    assert "no files in this case" in refused("fetch", NUMBER, "--to", str(folder), who="leo")
    assert people.statements() == []


def test_without_a_token_nothing_is_noted(people: People, folder: Path) -> None:
    people.tell(files=FILES)
    assert "TELEGRAM_TOKEN is not set" in refused("fetch", NUMBER, "--to", str(folder), who="leo")
    assert (people.statements(), folder.exists()) == ([], False)


@pytest.mark.parametrize("where", ["taken", "taken/files", "missing/files"])
def test_a_folder_that_cannot_be_written_into_is_refused_before_anything_else(
    people: People, telegram: Double, tmp_path: Path, where: str
) -> None:
    people.tell(files=FILES)
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert "Nothing was done" in refused("fetch", NUMBER, "--to", str(tmp_path / where), who="leo")
    assert (people.statements(), telegram.calls()) == ([], [])


def test_what_does_not_come_is_told_and_the_others_come(people: People, telegram: Double, folder: Path) -> None:
    lost = FileReference(Attachment.VOICE, "telegram", "AwADlost")
    foreign = FileReference(Attachment.PHOTO, "terminal", "a photo")
    people.tell(files=(lost, FILES[0], foreign, FILES[1]))
    result = typed("fetch", NUMBER, "--to", str(folder), who="leo")
    came = {f"{NUMBER}-2.oga": CONTENTS[0], f"{NUMBER}-4.jpg": CONTENTS[1]}
    assert contents(folder) == came
    assert result.stdout.splitlines() == [*(str(folder / name) for name in came), *BEFORE_YOU_LOOK.splitlines()]
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{NUMBER}-1.oga: Telegram does not have it now")
    assert first.endswith("Try again later")
    assert second.startswith(f"{NUMBER}-3.jpg: it did not come through telegram")
    assert (result.exit_code, last) == (2, "2 of 4 files could not be fetched")
    assert notes(people) == [TOOK_FILES]
    assert lost.reference not in result.output


def test_one_that_did_not_come_comes_later(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES[:2])
    telegram.flood(37, method="getFile")
    telegram.drop(after=True, method="file")
    said = refused("fetch", NUMBER, "--to", str(folder), who="leo")
    assert f"{NAMES[0]}: too many requests. Try again in 37 seconds" in said
    assert f"{NAMES[1]}: " in said
    assert contents(folder) == {}, "not even half of one"
    fetch(folder)
    assert contents(folder) == dict(zip(NAMES[:2], CONTENTS[:2], strict=True))
    assert notes(people) == [TOOK_FILES] * 2


def test_one_that_is_too_big_never_comes(people: People, telegram: Double, folder: Path) -> None:
    people.tell(files=FILES[:1])
    telegram.refuse(400, "Bad Request: file is too big", method="getFile")
    said = refused("fetch", NUMBER, "--to", str(folder), who="leo")
    assert f"{NAMES[0]}: it is larger than 20 MB" in said
    assert "To try again will not help" in said


def test_a_full_disk_leaves_nothing_that_passes_for_a_file(
    people: People, telegram: Double, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.tell(files=FILES[:1])
    monkeypatch.setattr("bot.commands.case_files.os.fdopen", _full)
    assert f"{NAMES[0]}: it could not be written (No space left on device)" in refused("fetch", NUMBER, "--to", str(folder), who="leo")
    assert contents(folder) == {}


_OPEN = os.fdopen


def _full(handle: int, mode: str, *more: Any, **named: Any) -> Any:
    """The disk is full for whatever is written; content is read all the same."""
    if mode != "wb":
        return _OPEN(handle, mode, *more, **named)
    os.close(handle)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
