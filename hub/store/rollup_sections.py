"""The sections of a report: the own level first, then each county of the branch (R-103), as the tree stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import chunks, table_of
from hub.store.models.body import Body

_BODY = table_of(Body)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A body with a section of its own."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Sections:
    """Who has a section, and under whose code each body of the branch is credited."""

    units: tuple[Section, ...]
    unit_of: Mapping[str, str]

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the units by their codes, in order."""
        return {one.code: one.name for one in self.units}

    @property
    def ids(self) -> Mapping[str, str]:
        """The identifiers of the units by their codes."""
        return {one.code: one.id for one in self.units}


async def sections_of(connection: AsyncConnection, body: str, *, by_section: bool) -> Sections:
    """The sections of what a body reports; a body below a county is credited under the county."""
    return (await sections_of_each(connection, [body], by_section=by_section))[body]


async def sections_of_each(
    connection: AsyncConnection, bodies: Collection[str], *, by_section: bool
) -> Mapping[str, Sections]:
    """The sections of what each of some bodies reports."""
    own = _BODY.alias()
    inside = and_(_BODY.c.position >= own.c.position, _BODY.c.position <= own.c.last)
    columns = (_BODY.c.id, _BODY.c.code, _BODY.c.short_name, _BODY.c.position, _BODY.c.last, _BODY.c.reports_to_id)
    branches: dict[str, list[Any]] = {body: [] for body in bodies}
    for some in chunks(sorted(branches)):
        chosen = (
            select(own.c.id.label("top"), *columns)
            .join(own, inside if by_section else _BODY.c.id == own.c.id)
            .where(own.c.id.in_(some))
            .order_by(_BODY.c.position)
        )
        for row in await connection.execute(chosen):
            branches[row.top].append(row)
    return {body: _sections(body, rows) for body, rows in branches.items()}


def _sections(body: str, rows: Sequence[Any]) -> Sections:  # rows of columns of several types
    units = [one for one in rows if one.id == body or one.reports_to_id == body]
    unit_of = {
        row.id: next(unit.code for unit in reversed(units) if unit.position <= row.position <= unit.last)
        for row in rows
    }
    return Sections(
        units=tuple(Section(id=one.id, code=one.code, name=one.short_name) for one in units), unit_of=unit_of
    )


async def named(connection: AsyncConnection, codes: Sequence[str]) -> tuple[Section, ...]:
    """The sections that a version was made with, in their order (I6)."""
    chosen = select(_BODY.c.id, _BODY.c.code, _BODY.c.short_name).where(_BODY.c.code.in_(codes))
    found = {
        row.code: Section(id=row.id, code=row.code, name=row.short_name) for row in await connection.execute(chosen)
    }
    return tuple(found[code] for code in codes if code in found)
