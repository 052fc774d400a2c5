"""Working days in England: Monday to Friday without its bank holidays.

The bank holidays are those of the Banking and Financial Dealings Act 1971, its proclamations and common law (Good Friday, Christmas Day),
as published at https://www.gov.uk/bank-holidays and kept by the package `holidays`, which has to be kept up to date for one-off days.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

_YEAR = 240
"""Fewer working days than any year has."""


def after(day: date, working_days: int) -> date:
    """The day so many working days (at least 1) after another, which itself is not counted: with 3 a Friday gives the Wednesday.

    Raises:
        ValueError: no working days at all.
    """
    if working_days < 1:
        raise ValueError("at least one working day")
    off = [holiday for year in range(day.year, day.year + working_days // _YEAR + 2) for holiday in _bank_holidays(year)]
    return date.fromisoformat(str(np.busday_offset(day, working_days, roll="backward", holidays=off)))


@lru_cache(maxsize=8)
def _bank_holidays(year: int) -> tuple[date, ...]:
    from holidays import country_holidays  # takes longer to load than anything else that a question needs

    return tuple(country_holidays("GB", subdiv="ENG", years=year))
