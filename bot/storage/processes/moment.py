"""The database's own time: clocks of two machines differ, and this one they share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.storage.tables import UtcDateTime


class Moment(FunctionElement[datetime]):
    """The moment at which the database does this statement."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(Moment)
def _of_postgresql(element: Moment, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
    return "clock_timestamp()"


@compiles(Moment, "sqlite")
def _of_sqlite(element: Moment, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
    return "strftime('%Y-%m-%d %H:%M:%f', 'now')"
