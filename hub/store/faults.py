"""What the database's own errors mean to a caller."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from hub.errors import BadRequest, HubFault, TooMuch, Unavailable

_CANCELLED = "57014"  # PostgreSQL: query_canceled, which is what a statement timeout is
TOO_SLOW = "QUERY_TOO_SLOW"
"""The code of what was stopped because it took too long."""

_INTERRUPTED = "interrupted"  # what SQLite says of a statement that was stopped


def store_fault(problem: BaseException) -> HubFault | None:
    """The fault to tell the caller of, or None when the problem is not the database's."""
    if isinstance(problem, DBAPIError) and _was_stopped(problem.orig):
        return too_slow()
    if isinstance(problem, DataError):
        return BadRequest(
            "BAD_VALUE", "有参数值超出数据库可表示的范围", "a value lies outside what the database can hold"
        )
    if isinstance(problem, (OperationalError, InterfaceError, PoolTimeout)):
        return Unavailable(
            "STORE_BUSY", "数据库暂时不可用，请稍后重试", "the database does not answer just now; try again later"
        )
    return None


def _was_stopped(problem: BaseException | None) -> bool:
    return getattr(problem, "sqlstate", None) == _CANCELLED or str(problem) == _INTERRUPTED


def too_slow() -> TooMuch:
    """The fault of a query that was stopped because it took too long."""
    return TooMuch(
        TOO_SLOW,
        "查询超时，请缩小范围或分页查询",
        "the query took too long; narrow it or ask for smaller pages",
    )
