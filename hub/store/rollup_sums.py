"""What the units of a period state together: claimed, gross and net of each figure, and the lines that are shared.

The versions that count are the newest received ones of the obligations within reach. Gross adds up what each unit is
credited with; net adds up what each owns, so that everything counts once (I5). The difference of the two is that of the
lines that are shared and of no others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, func, select

from hub.auth.caller import Caller
from hub.store.dialect import chunks, table_of
from hub.store.models.rollup import RollupLine
from hub.store.rollup_cells import number
from hub.store.rollup_standing import newest_received, period_held, seen_obligations, versions_of
from hub.store.session import Reader

_LINE = table_of(RollupLine)
_PLACE = ("indicator", "first_key", "second_key")
_SUMMED = ("claimed", "gross", "net")

Place = tuple[str, str, str]
"""Indicator, first key and second key."""


@dataclass(frozen=True, kw_only=True)
class PeriodSum:
    """A figure of all units together; `shared` are the lines that make gross and net differ."""

    place: Place
    units: int
    claimed: int
    gross: int
    net: int
    shared: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PeriodSums:
    """The figures of a period over the units within reach that have reported."""

    units: int
    reported: int
    figures: Sequence[PeriodSum]


async def read_sums(reader: Reader, caller: Caller, period: str) -> PeriodSums | None:
    """The figures of a period; None where there is no such period."""
    if await period_held(reader, period) is None:
        return None
    owed = await seen_obligations(reader, caller, period)
    versions = await versions_of(reader, [row["id"] for row in owed])
    counted = [one["id"] for row in owed if (one := newest_received(versions.get(row["id"], ()))) is not None]
    sums: dict[Place, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("units", *_SUMMED), 0))
    shared: dict[Place, list[str]] = defaultdict(list)
    for some in chunks(sorted(counted)):
        for row in await reader.all(_summed(some)):
            into = sums[_place(row)]
            for name in into:
                into[name] += int(row[name] or 0)
        for row in await reader.all(_shared(some)):
            shared[_place(row)].append(row["id"])
    return PeriodSums(
        units=len(owed),
        reported=len(counted),
        figures=[PeriodSum(place=place, **sums[place], shared=shared[place]) for place in sorted(sums)],
    )


def _summed(versions: Sequence[str]) -> Any:  # a selection
    columns = [_LINE.c[name] for name in _PLACE]
    return (
        select(
            *columns,
            func.count(_LINE.c.version_id.distinct()).label("units"),
            *(func.sum(number(_LINE.c[name])).label(name) for name in _SUMMED),
        )
        .where(_LINE.c.version_id.in_(versions))
        .group_by(*columns)
    )


def _shared(versions: Sequence[str]) -> Any:  # a selection
    columns = [_LINE.c[name] for name in ("id", *_PLACE)]
    here = _LINE.c.version_id.in_(versions), _LINE.c.is_shared.is_(True)
    return select(*columns).where(*here).order_by(_LINE.c.id)


def _place(row: RowMapping) -> Place:
    return str(row["indicator"]), str(row["first_key"]), str(row["second_key"])
