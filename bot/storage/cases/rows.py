"""Cases and what is said in them as rows of the tables, and rows as cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from bot.errors import SealedError
from bot.model.case import (
    Case,
    CaseFile,
    CaseKind,
    CaseState,
    CaseSummary,
    FileCase,
    KeptFrom,
    Statement,
    StatementKind,
    Told,
    WayBack,
)
from bot.model.inbound import Attachment, Conversation
from bot.model.safety import Category, Finding, Severity
from bot.model.session import FileReference
from bot.storage.rows import audience
from bot.storage.seal.keys import Keyring
from bot.storage.written import Written

T = TypeVar("T")
Values = dict[str, Any]
"""A row to be stored."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What is sealed of a case."""

    told: tuple[Told, ...] = ()
    kept_from: KeptFrom = field(default_factory=KeptFrom)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Reference:
    """What is sealed of a file."""

    channel: str
    reference: str


_WORDS = Written(_Words)
_REFERENCE = Written(_Reference)
_ADDRESS = Written(Conversation)


def of_new_case(filed: FileCase, now: datetime, keyring: Keyring) -> Values:
    """A case that is filed now."""
    case = filed.case
    holder = keyring.holder(case.council)
    plain = ("id", "kind", "council", "audience", "language", "flow", "revision", "way_back", "digest")
    return {
        **{name: getattr(case, name) for name in plain},
        "version": 1,
        "state": CaseState.RECEIVED,
        "safety_category": case.finding and case.finding.category,
        "safety_severity": case.finding and case.finding.severity,
        "received_at": now,
        "moved_at": now,
        "look_by": filed.look_by,
        "claimed_by": None,
        "filed": False,
        "hold": False,
        "words": keyring.seal(holder, _WORDS.text(_Words(case.told, case.kept_from, case.name))),
        "holder": holder,
    }


def of_link(case: str, council: str, place: str, conversation: Conversation, keyring: Keyring) -> Values:
    """The link between a case and the chat that it was told in."""
    holder = keyring.holder(council)
    address = keyring.seal(holder, _ADDRESS.text(conversation))
    return {"case_id": case, "place": place, "address": address, "notified": False, "undelivered": False, "holder": holder}


def of_statement(case: Case, statement: Statement, at: datetime, keyring: Keyring) -> Values:
    """A statement that is new in a case."""
    holder = keyring.holder(case.council)
    words = keyring.seal(holder, statement.words)
    return {"case_id": case.id, "kind": statement.kind, "by": statement.by, "at": at, "words": words, "read": False, "holder": holder}


def of_files(case: str, council: str, files: Iterable[FileReference], at: datetime, keyring: Keyring) -> list[Values]:
    """Files that came with a case; with a statement, once its id is put in."""
    holder = keyring.holder(council)
    return [
        {
            "case_id": case,
            "statement_id": None,
            "kind": file.kind,
            "reference": keyring.seal(holder, _REFERENCE.text(_Reference(file.channel, file.reference))),
            "at": at,
            "holder": holder,
        }
        for file in files
    ]


def case(row: Row[Any], files: Iterable[Row[Any]], keyring: Keyring) -> Case:
    """The case in a row of `cases`, with the files that it was filed with.

    Raises:
        SealedError: no key opens it.
    """
    words = _opened(_WORDS, row.holder, row.words, keyring)
    return _case(row, words, tuple(_file(one, keyring) for one in files))


def case_without_words(row: Row[Any]) -> Case:
    """What can be known of a case that no key opens."""
    return _case(row, _Words(), ())


def _case(row: Row[Any], words: _Words, files: tuple[FileReference, ...]) -> Case:
    plain = (
        "id",
        "version",
        "council",
        "language",
        "flow",
        "revision",
        "received_at",
        "moved_at",
        "look_by",
        "claimed_by",
        "filed",
        "hold",
    )
    danger = row.safety_category
    return Case(
        **{name: getattr(row, name) for name in plain},
        kind=CaseKind(row.kind),
        state=CaseState(row.state),
        audience=audience(row.audience),
        told=words.told,
        kept_from=words.kept_from,
        name=words.name,
        way_back=WayBack(row.way_back),
        finding=None if danger is None else Finding(Category(danger), Severity(row.safety_severity)),
        files=files,
    )


def case_file(row: Row[Any], statements: Iterable[Row[Any]], files: Sequence[Row[Any]], keyring: Keyring) -> CaseFile:
    """The case in a row of `case_statements.CASE` with everything said in it, of whose files are given, too.

    Raises:
        SealedError: no key opens some of it.
    """
    own = (file for file in files if file.statement_id is None)
    said = (_statement(one, (file for file in files if file.statement_id == one.id), keyring) for one in statements)
    return CaseFile(case(row, own, keyring), tuple(said), bool(row.linked), bool(row.undelivered))


def summary(row: Row[Any]) -> CaseSummary:
    """The case in a row of `case_statements.CASES_OF`."""
    return CaseSummary(row.id, CaseKind(row.kind), CaseState(row.state), row.received_at, row.unread, bool(row.held))


def address(row: Row[Any], keyring: Keyring) -> Conversation:
    """The chat in a row of `case_statements.LINK`.

    Raises:
        SealedError: no key opens it.
    """
    return _opened(_ADDRESS, row.holder, row.address, keyring)


def _statement(row: Row[Any], files: Iterable[Row[Any]], keyring: Keyring) -> Statement:
    words = keyring.open(row.holder, row.words)
    return Statement(row.id, StatementKind(row.kind), row.by, row.at, words, row.read, tuple(_file(one, keyring) for one in files))


def _file(row: Row[Any], keyring: Keyring) -> FileReference:
    found = _opened(_REFERENCE, row.holder, row.reference, keyring)
    return FileReference(Attachment(row.kind), found.channel, found.reference)


def _opened(written: Written[T], holder: str, token: str, keyring: Keyring) -> T:
    value = written.value(keyring.open(holder, token))
    if value is None:
        raise SealedError("another version of the program has sealed something that this one cannot read")
    return value
