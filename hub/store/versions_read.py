"""A past state as rows: the versions that held on a day and were known at an instant, in the shape of their model.

Rights are those on the row as it stands today, and the place in the tree is today's. What was not published then, or is
not now, stays with those who may read it anyway; what today's rights hide stays hidden in every version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, case, null, or_, select, true

from hub.domain.access import Sensitivity
from hub.store.dialect import table_of
from hub.store.models.base import Base, meaning_of
from hub.store.models.version import VERSIONS
from hub.store.plan import Past
from hub.store.slots import bound
from hub.store.versions import TODAYS


@dataclass(frozen=True, kw_only=True)
class Today:
    """The rows as they stand, and what a caller may see of them."""

    rows: Any  # an alias of the model
    seen: ColumnElement[bool]
    seen_anyway: ColumnElement[bool]
    opens: Callable[[Sensitivity], ColumnElement[bool]]


def stood(model: type[Base], past: Past, today: Today) -> Subquery:
    """The rows of a past state that a caller may read, under the names of the model's own columns."""
    version = VERSIONS[model].alias()
    names = [one.name for one in table_of(model).columns]
    chosen = [_column(name, model, version, today).label(name) for name in names]
    access = model.access
    published = None if access is None or access.is_open else access.published
    return (
        select(*chosen)
        .join_from(version, today.rows, today.rows.id == version.c.id)
        .where(
            holds(version, past),
            today.seen,
            version.c.deleted_at.is_(None) if "deleted_at" in names else true(),
            true() if published is None else or_(version.c[published].is_(true()), today.seen_anyway),
        )
        .subquery()
    )


def holds(version: FromClause, past: Past) -> ColumnElement[bool]:
    """The versions that held on the day, as they were known."""
    day = bound(past.on, version.c.holds_from)
    return and_(
        known(version, past),
        or_(version.c.holds_from.is_(None), version.c.holds_from <= day),
        or_(version.c.holds_to.is_(None), version.c.holds_to > day),
    )


def known(version: FromClause, past: Past) -> ColumnElement[bool]:
    """The versions that were known at the instant, or are known now, whatever the day for which they hold."""
    if past.known_at is None:
        return version.c.known_to.is_(None)
    instant = bound(past.known_at, version.c.known_from)
    still = or_(version.c.known_to.is_(None), version.c.known_to > instant)
    return and_(version.c.known_from <= instant, still)


def _column(name: str, model: type[Base], version: FromClause, today: Today) -> ColumnElement[Any]:
    """A column as it was, as far as today's rights let it be seen."""
    then, now = version.c[name], getattr(today.rows, name)
    if name in TODAYS:
        found: ColumnElement[Any] = now
        return found
    if name in _publishing(model):
        return and_(then.is_(true()), now.is_(true()))
    meaning = meaning_of(model.__mapper__.columns[name])
    if meaning is None or meaning.sensitivity is Sensitivity.OPEN:
        return then
    ways = [today.opens(meaning.sensitivity), today.opens(Sensitivity.WORK)]  # work opens the masked form only
    if meaning.unless is not None:
        ways.append(and_(version.c[meaning.unless].is_(true()), getattr(today.rows, meaning.unless).is_(true())))
    return case((or_(*ways), then), else_=null())


def _publishing(model: type[Base]) -> frozenset[str]:
    """The columns that open a row or another column to everybody."""
    meanings = [meaning_of(one) for one in model.__mapper__.columns]
    opening = {one.unless for one in meanings if one is not None and one.unless is not None}
    published = None if model.access is None else model.access.published
    return frozenset(opening if published is None else {*opening, published})
