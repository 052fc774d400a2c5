"""Faults of a database, told as the two things a caller can do about it: wait, or mend a mistake of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]  # it comes without types
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from bot.errors import StorageUnavailableError

# asyncpg's own errors and the socket's come through bare while a connection is being made.
_UNAVAILABLE = (SQLAlchemyError, PostgresError, InterfaceError, OSError)


@contextmanager
def named_faults() -> Iterator[None]:
    """Run a piece of database work.

    Raises:
        StorageUnavailableError: whatever the database could not do now; its text is a code, never a value of a statement.
        IntegrityError, DataError, StatementError: a row that the tables refuse or a value that they cannot hold. Waiting
            does not help, so it is not called unavailable.
    """
    try:
        yield
    except _UNAVAILABLE as error:
        if _is_mistake(error):
            raise
        raise StorageUnavailableError(f"the database is not available: {_code(error)}") from error


def _is_mistake(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        return isinstance(error, (IntegrityError, DataError))
    return isinstance(error, StatementError)


def _code(error: BaseException) -> str:
    """SQLite's name of the error, PostgreSQL's five letters, or the name of the exception."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        return _code(error.orig)
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return str(code or type(error).__name__)
