"""Which of the studios that live and are on file did anything in a period, by who owes the report on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, literal_column, or_, select

from hub.domain.report_definition import SHAPES
from hub.domain.rollup_rates import Share
from hub.domain.rollup_words import FactKind, Owes
from hub.domain.words import LIVING
from hub.store.dialect import chunks, table_of
from hub.store.models.body import Body
from hub.store.models.studio import Studio
from hub.store.rollup_records import MODELS
from hub.store.session import Reader
from hub.store.unfiled import unfiled

_STUDIO, _BODY = table_of(Studio), table_of(Body)
_ONE: ColumnElement[int] = literal_column("1")
_NONE: ColumnElement[int] = literal_column("0")
_KEY = {Owes.STUDIO: "id", Owes.COMMITTEE: "committee_id"}


async def covered(reader: Reader, owed: Sequence[RowMapping], period: RowMapping) -> Mapping[str, Share]:
    """Of each obligation: its studios with a record of the period, of those that lived on its last day on file.

    No document lets a studio be named as idle in a report, so that there is no explicit nil to count.
    """
    owes = Owes.of(str(period["owes"]))
    wanted: dict[str, list[str]] = defaultdict(list)
    if owes in _KEY:
        name = "studio_id" if owes is Owes.STUDIO else "committee_id"
        for row in owed:
            wanted[row[name]].append(row["id"])
    else:
        holder = await _holders(reader, [row["body_id"] for row in owed], whole=bool(period["by_section"]))
        mine = {row["body_id"]: row["id"] for row in owed}
        for body, unit in holder.items():
            wanted[body].append(mine[unit])
    found: dict[str, Share] = {row["id"]: Share() for row in owed}
    key = _STUDIO.c[_KEY.get(owes, "owner_body_id")]
    for some in chunks(sorted(wanted)):
        for row in await reader.all(_counted(key, period).where(key.in_(some)).group_by(key)):
            share = Share(part=int(row["part"]), whole=int(row["whole"]))
            for identifier in wanted[row["key"]]:
                found[identifier] += share
    return found


async def _holders(reader: Reader, units: Sequence[str], *, whole: bool) -> Mapping[str, str]:
    """Each body whose studios a unit reports, with the unit: its branch, or itself alone."""
    if not whole:
        return {unit: unit for unit in units}
    top = _BODY.alias()
    inside = and_(_BODY.c.position >= top.c.position, _BODY.c.position <= top.c.last)
    found: dict[str, str] = {}
    for some in chunks(units):
        chosen = select(_BODY.c.id, top.c.id.label("unit")).join(top, inside).where(top.c.id.in_(some))
        found |= {row["id"]: row["unit"] for row in await reader.all(chosen)}
    return found


def _counted(key: Any, period: RowMapping) -> Any:  # a column of identifiers; a select of several types
    studio = _STUDIO.c
    begun = func.coalesce(studio.approved_on, studio.plaqued_on, studio.opened_on)
    first, last = period["starts_on"], period["ends_on"]
    return select(
        key.label("key"),
        func.count().label("whole"),
        func.sum(case((or_(*(_did(kind, first, last) for kind in _FACTS)), _ONE), else_=_NONE)).label("part"),
    ).where(
        studio.counts_as_studio.is_(True),
        studio.deleted_at.is_(None),
        or_(studio.status.in_(sorted(LIVING)), studio.ended_on > last),
        or_(begun.is_(None), begun <= last),
        studio.id.not_in(unfiled()),
    )


_FACTS = tuple(kind for kind in FactKind if SHAPES[kind].day is not None)


def _did(kind: FactKind, first: Any, last: Any) -> ColumnElement[bool]:
    """Whether a studio has a record of a kind that is dated in the period."""
    fact = table_of(MODELS[kind]).alias()
    day = fact.c[str(SHAPES[kind].day)]
    here = select(_ONE).where(fact.c.studio_id == _STUDIO.c.id, day >= first, day <= last, fact.c.deleted_at.is_(None))
    return here.correlate_except(fact).exists()
