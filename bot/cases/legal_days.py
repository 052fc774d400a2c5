"""The days that the law sets for complaints. Pure.

A formal complaint of a child in care or a care leaver is answered within 10 working days, 20 where it is hard or an advocate is needed
(Children Act 1989 Representations Procedure (England) Regulations 2006). A complaint about somebody's information is acknowledged within
30 days (Data Protection Act 2018, section 164A).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.cases.working_days import after
from bot.model.case import Case, CaseKind
from bot.model.limits import uk_day

STAGE_ONE, STAGE_ONE_AT_MOST = 10, 20
"""Working days."""
ACKNOWLEDGED = timedelta(days=30)

WAY = "way"
"""The step at which somebody says what kind of complaint it is."""
INFORMAL, DATA = "informal", "data"


@dataclass(frozen=True, slots=True)
class StageOne:
    """When a formal complaint must be answered."""

    by: date
    latest: date


@dataclass(frozen=True, slots=True)
class AboutInformation:
    """When a complaint about somebody's information must be acknowledged."""

    by: date


LegalDays = StageOne | AboutInformation


def legal_days(case: Case) -> LegalDays | None:
    """The days that the law sets for a case.

    A complaint is formal unless it was plainly told as something else: nobody shall miss a day because the flow has changed.
    """
    way = next((told.value for told in case.told if told.step == WAY), "")
    if case.kind is not CaseKind.COMPLAINT or way == INFORMAL:
        return None
    told_on = uk_day(case.received_at)
    if way == DATA:
        return AboutInformation(told_on + ACKNOWLEDGED)
    return StageOne(after(told_on, STAGE_ONE), after(told_on, STAGE_ONE_AT_MOST))
