"""Ages in days: for how long something has been waiting on the business day on which it is read.

No document gives a day by which it has to be over, so that an age is shown and nothing is called late (A-43).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, case, literal, literal_column, select
from sqlalchemy.orm import aliased

from hub.domain.registry_words import TaskStatus
from hub.store.dialect import days_between
from hub.store.models.base import Base
from hub.store.models.studio import Studio
from hub.store.models.task import Task
from hub.store.session import Reader
from hub.store.unfiled import unfiled_days
from hub.store.where import Rows

TODAY = "today"
"""The slot of the business day on which a statement runs."""


class Age(Protocol):
    """How an age follows from a row and the business day; null where the row has none."""

    def __call__(
        self, rows_of: Rows, today: ColumnElement[date], /, *, on_postgresql: bool
    ) -> ColumnElement[int | None]:
        """The age in days."""
        ...


def _open_days(task: Rows, today: ColumnElement[date], *, on_postgresql: bool) -> ColumnElement[int | None]:
    is_open = task.status == literal_column(f"'{TaskStatus.OPEN.value}'")
    return case((is_open, days_between(task.raised_on, today, on_postgresql=on_postgresql)))


AGES: Mapping[tuple[type[Base], str], Age] = {
    (Studio, "unfiled_days"): unfiled_days,
    (Task, "open_days"): _open_days,
}
"""Every age by the model and the name of its field."""


def given_today() -> BindParameter[date]:
    """The business day as a statement takes it that is kept."""
    return bindparam(TODAY, type_=Date(), required=True)


async def read_ages(
    reader: Reader, model: type[Base], name: str, *, ids: Collection[str], on: date
) -> dict[str, int | None]:
    """An age of some rows by identifier, on a day; who may see them has been settled."""
    rows_of: Rows = aliased(model)
    days = AGES[model, name](rows_of, literal(on, Date()), on_postgresql=not reader.is_sqlite)
    found = select(rows_of.id, days.label("days")).where(rows_of.id.in_(sorted(set(ids))))
    return {row["id"]: row["days"] for row in await reader.all(found)}
