"""The general reads: rows by identifier, a piece of a list, and the same piece under many parents in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, select
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.store.columns import record, selected
from hub.store.kept_selects import rows_by_id
from hub.store.keyset import beyond, sorting
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.plan import AllOf, ListRead, Past, Piece, Record, Slice
from hub.store.session import Reader
from hub.store.where import Rows, in_force, matches, seen_rows, visible

COUNT_CAP = 10_000


@dataclass(frozen=True, kw_only=True)
class Link:
    """A to-many relationship to read through; `branch` reads it for the parent and all that report to it."""

    parent: type[Base]
    relationship: str
    branch: bool = False


async def by_ids(
    reader: Reader, caller: Caller, *, model: type[Base], ids: Iterable[str], past: Past | None = None
) -> dict[str, Record]:
    """The visible ones among the rows with these identifiers."""
    wanted = sorted({identifier for identifier in ids if identifier})
    statement, values = rows_by_id(caller, model, past, ids=wanted)
    return {row["id"]: record(model, row, past) for row in await reader.all(statement, values)}


async def by_column(
    reader: Reader, caller: Caller, *, model: type[Base], column: str, values: Iterable[str]
) -> dict[str, Record]:
    """The visible row for each value of a column that names at most one row in force."""
    statement = select(*selected(caller, model, model)).where(
        getattr(model, column).in_(sorted(set(values))), visible(caller, model, model), in_force(model, model)
    )
    return {row[column]: record(model, row) for row in await reader.all(statement)}


async def one_list(reader: Reader, caller: Caller, read: ListRead) -> Slice:
    """A piece of the list of all visible rows of a model."""
    model, piece = read.model, read.piece
    rows_of, seen = seen_rows(caller, model, read.past)
    where = and_(seen, matches(read.condition, rows_of, model, caller=caller, past=read.past))
    total = await _count(reader, rows_of, where) if piece.count else None
    if not piece.rows:
        return Slice(total=total)
    steps = sorting(rows_of, read.order, backward=piece.backward)
    statement = (
        select(*selected(caller, rows_of, model))
        .where(where, beyond(rows_of, read.order, piece))
        .order_by(*steps)
        .limit(piece.limit + 1)
    )
    return _cut(read, await reader.all(statement), total)


async def lists_under(
    reader: Reader, caller: Caller, *, link: Link, parents: Sequence[str], read: ListRead
) -> Mapping[str, Slice]:
    """The same piece of the list under each of many parents; one statement for the rows, one for the counts."""
    child, seen = seen_rows(caller, read.model, read.past)
    source, parent_key = joined(link, child)
    where = and_(
        parent_key.in_(sorted(set(parents))),
        seen,
        matches(read.condition, child, read.model, caller=caller, past=read.past),
    )
    totals: dict[str, int] = {}
    if read.piece.count:
        counted = (
            source(select(parent_key.label("parent"), func.count().label("total"))).where(where).group_by(parent_key)
        )
        totals = {row["parent"]: row["total"] for row in await reader.all(counted)}
    found: dict[str, list[RowMapping]] = defaultdict(list)
    if read.piece.rows:
        for row in await reader.all(_windowed(caller, child, source, parent_key, where=where, read=read)):
            found[row["__parent"]].append(row)
    return {parent: _cut(read, found[parent], _capped(totals.get(parent, 0), read.piece)) for parent in parents}


def _windowed(
    caller: Caller, child: Rows, source: Any, parent_key: Any, *, where: ColumnElement[bool], read: ListRead
) -> Select[Any]:
    steps = sorting(child, read.order, backward=read.piece.backward)
    place = func.row_number().over(partition_by=parent_key, order_by=steps).label("__place")
    inner = (
        source(select(*selected(caller, child, read.model), parent_key.label("__parent"), place))
        .where(where, beyond(child, read.order, read.piece))
        .subquery()
    )
    return select(inner).where(inner.c.__place <= read.piece.limit + 1).order_by(inner.c.__parent, inner.c.__place)


def joined(link: Link, child: Rows) -> tuple[Any, Any]:
    """How a statement reaches the children, and the column that names their parent."""
    edge = link.parent.__mapper__.relationships[link.relationship]
    if edge.secondary is not None:
        pair = edge.secondary.alias()
        near = pair.c[str(edge.local_remote_pairs[0][1].key)]
        far = pair.c[str(edge.local_remote_pairs[1][1].key)]
        return (lambda statement: statement.select_from(pair).join(child, child.id == far)), near
    foreign = getattr(child, str(next(iter(edge.remote_side)).key))
    if not link.branch:
        return (lambda statement: statement.select_from(child)), foreign
    top, below = aliased(Body), aliased(Body)
    inside = below.position.between(top.position, top.last)
    return (lambda statement: statement.select_from(top).join(below, inside).join(child, foreign == below.id)), top.id


async def _count(reader: Reader, rows_of: Rows, where: ColumnElement[bool]) -> int | None:
    capped = select(rows_of.id).where(where).limit(COUNT_CAP + 1).subquery()
    rows = await reader.all(select(func.count().label("total")).select_from(capped))
    total: int = rows[0]["total"]
    return total if total <= COUNT_CAP else None


def _capped(total: int, piece: Piece) -> int | None:
    return total if piece.count and total <= COUNT_CAP else None


def _cut(read: ListRead, rows: Sequence[RowMapping], total: int | None) -> Slice:
    piece = read.piece
    more = len(rows) > piece.limit
    kept = [record(read.model, row, read.past) for row in rows[: piece.limit]]
    if piece.backward:
        kept.reverse()
    return Slice(
        rows=kept,
        has_next=piece.before is not None if piece.backward else more,
        has_previous=more if piece.backward else piece.after is not None,
        total=total,
    )


EVERYTHING = AllOf()
