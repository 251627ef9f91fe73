"""The two arguments by which a list is read in a past state, the same for every noun that has versions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import strawberry

from hub.errors import BadRequest
from hub.store.models.base import Base
from hub.store.models.version import VERSIONS
from hub.store.plan import Past

_ZONE = ZoneInfo("Asia/Shanghai")

AS_OF: dict[str, Any] = {
    "as_of": Annotated[
        date | None,
        strawberry.argument(
            description="rows as they were on this day; what is read below them is of the same state; rights are "
            "today's · 按该日的情况查询，下层同此；权限以今日为准"
        ),
    ],
    "as_known_at": Annotated[
        datetime | None,
        strawberry.argument(
            description="rows as the hub knew them at this instant; without asOf, for the day of the instant · "
            "按该时刻已知的情况查询；未给 asOf 时取该时刻所在之日"
        ),
    ],
}
"""The arguments by their Python names; both may be left out."""


def has_past(model: type[Base]) -> bool:
    """Whether a model's rows can be read in a past state."""
    return model in VERSIONS


def past_of(on: date | None, known_at: datetime | None) -> Past | None:
    """The state that the two arguments ask for, or None for the present one."""
    if not known_at:
        return Past(on=on) if on else None
    instant, day = _instant(known_at)
    return Past(on=on or day, known_at=instant)


def _instant(moment: datetime) -> tuple[datetime, date]:
    """An instant in UTC and its business day."""
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), moment.astimezone(_ZONE).date()
    except OverflowError:
        pass
    raise BadRequest(
        "BAD_INSTANT",
        "asKnownAt 须为带时区的时刻，如 2026-03-01T08:00:00+08:00",
        "asKnownAt must be an instant with its zone, such as 2026-03-01T08:00:00+08:00",
        at="asKnownAt",
    )
