"""Every statement about cases, built once. They are the same for both databases.

Whoever changes something of a case locks its row first, then its link: so nobody waits for one another, and a notice and its
reading come one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot.model.case import FOR_THE_PERSON, PERSON, CaseState
from bot.storage.statements import insert_unless_there
from bot.storage.tables import cases, links, quarantine, statements

_THIS = cases.c.id == bindparam("the_case")
_AS_READ = and_(_THIS, cases.c.version == bindparam("the_version"))
_UNREAD = and_(statements.c.kind.in_(sorted(FOR_THE_PERSON)), statements.c.read == false())


def _is(state: CaseState) -> ColumnElement[bool]:
    """Written out, not bound: the planner sees it."""
    return cases.c.state == literal_column(f"'{state}'")


INSERT_CASE = insert_unless_there(cases)
"""No row where the case was filed before, or another has its receipt."""
IS_THERE = select(exists().where(_THIS))
LOCK = select(cases.c.id).where(_THIS).with_for_update()
CHANGE = update(cases).where(_AS_READ).values(version=cases.c.version + 1)
"""Sets the columns it is given, too. No row where somebody else changed the case first."""
DELETE = delete(cases).where(_AS_READ)
_looked_at = exists().where(statements.c.case_id == cases.c.id, statements.c.by != PERSON)
"""Whether an officer has ever done anything in it: one that was opened again is received for a second time."""
WITHDRAW = delete(cases).where(_THIS, _is(CaseState.RECEIVED), cases.c.safety_category.is_(None), cases.c.hold == false(), ~_looked_at)
"""No row where somebody has looked at it, or it must stay."""
BELONGINGS = tuple(delete(table).where(table.c.case_id == bindparam("the_case")) for table in (statements, quarantine, links))

INSERT_STATEMENT = insert(statements)
INSERT_FILES = insert(quarantine)

INSERT_LINK = insert(links)
LINK = select(links.c.address, links.c.holder).where(links.c.case_id == bindparam("the_case"))
UNLINK = delete(links).where(links.c.place == bindparam("the_place"))
NOTIFY = update(links).where(links.c.case_id == bindparam("the_case"), links.c.notified == false()).values(notified=true())
"""No row where the person has not read what the last notice was about."""
AWAIT_NEWS = update(links).where(links.c.case_id == bindparam("the_case")).values(notified=false(), undelivered=false())
UNDELIVERED = update(links).where(links.c.case_id == bindparam("the_case")).values(undelivered=bindparam("the_truth", type_=Boolean))
MARK_READ = (
    update(statements)
    .where(statements.c.case_id == bindparam("the_case"), statements.c.id.in_(bindparam("the_ids", expanding=True)))
    .values(read=true())
)
NEWER_UNREAD = select(exists().where(statements.c.case_id == bindparam("the_case"), _UNREAD, statements.c.id > bindparam("the_last")))

_linked = exists().where(links.c.case_id == cases.c.id, links.c.place == bindparam("the_place"))
_undelivered = exists().where(links.c.case_id == cases.c.id, links.c.undelivered == true()).label("undelivered")
CASE = select(cases, _linked.label("linked"), _undelivered).where(_THIS)
CASE_BY_RECEIPT = select(cases, _linked.label("linked"), _undelivered).where(cases.c.digest == bindparam("the_digest"))
CASE_BY_NUMBER = select(cases, false().label("linked"), _undelivered).where(
    func.substr(cases.c.id, 1, bindparam("the_length")) == bindparam("the_number")
)
STATEMENTS = select(statements).where(statements.c.case_id == bindparam("the_case")).order_by(statements.c.id)
FILES = select(quarantine).where(quarantine.c.case_id == bindparam("the_case")).order_by(quarantine.c.id)

_unread = select(func.count()).where(statements.c.case_id == cases.c.id, _UNREAD).scalar_subquery()
_held = or_(cases.c.safety_category.is_not(None), cases.c.hold == true(), _looked_at)
CASES_OF = (
    select(cases.c.id, cases.c.kind, cases.c.state, cases.c.received_at, _unread.label("unread"), _held.label("held"))
    .join(links, links.c.case_id == cases.c.id)
    .where(links.c.place == bindparam("the_place"))
    .order_by(cases.c.received_at, cases.c.id)
)


@dataclass(frozen=True, slots=True)
class Several:
    """Reads cases, and the files that they were filed with."""

    cases: Select[Any]
    files: Select[Any]


def _several(*which: ColumnElement[bool]) -> Several:
    filed_with = and_(quarantine.c.statement_id.is_(None), quarantine.c.case_id.in_(select(cases.c.id).where(*which)))
    return Several(
        select(cases).where(*which).order_by(cases.c.received_at, cases.c.id),
        select(quarantine).where(filed_with).order_by(quarantine.c.id),
    )


_of_councils = cases.c.council.in_(bindparam("the_councils", expanding=True))
OPEN = _several(_of_councils, ~_is(CaseState.CLOSED))
ALL = _several(_of_councils)
CLOSED_BEFORE = _several(
    _is(CaseState.CLOSED), cases.c.kind == bindparam("the_kind"), cases.c.moved_at < bindparam("the_moment"), cases.c.hold == false()
)

COUNT_WAITING = select(func.count()).select_from(cases).where(_is(CaseState.RECEIVED), cases.c.look_by < bindparam("the_day"))
