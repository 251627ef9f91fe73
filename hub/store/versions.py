"""Versions follow every change in its transaction: what the hub knew is closed, what it knows now is opened.

A change holds from its business day on unless it says from which day; the days before keep what they said. A row with
a first or last day of its own holds on these days only, and a change of them reaches back to the earlier one. All of it
is done by a few statements for each table, however many rows change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    FromClause,
    Table,
    and_,
    case,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.dialect import chunks, table_of
from hub.store.kinds import Instant
from hub.store.models.base import Base
from hub.store.models.version import DAYS, REFERENCE, VERSIONS, Days

if TYPE_CHECKING:
    from hub.store.write import Insert, Update

ALWAYS = datetime(1, 1, 1, tzinfo=UTC)
"""Since when the hub knows what comes with it."""

TODAYS = frozenset({"position", "last"})
"""Columns that place a row in today's tree; a version is placed by the row as it stands."""

_ZONE = ZoneInfo("Asia/Shanghai")
_DAY, _INSTANT = Date(), Instant()


async def follow(
    connection: AsyncConnection, inserts: Iterable[Insert], updates: Iterable[Update], *, at: datetime
) -> None:
    """Let the versions follow changes that have just been written."""
    new: dict[type[Base], list[str]] = defaultdict(list)
    for made in inserts:
        if made.model in VERSIONS:
            new[made.model].append(made.id)
    for model, ids in new.items():
        await _each(connection, ids, partial(_opening, model, at=at))
    changed: dict[tuple[type[Base], date | None, frozenset[str]], list[str]] = defaultdict(list)
    for change in updates:
        if change.model in VERSIONS and not change.values.keys() <= change.unaudited:
            day = holding_from(change, business_day(at))
            changed[change.model, day, frozenset(change.values)].append(change.id)
    for (model, day, names), ids in changed.items():
        make = partial(_changing, model, day=day, names=names, at=at)
        await _each(connection, ids, make)


async def catch_up(connection: AsyncConnection, *, at: datetime) -> None:
    """Let the versions of the reference follow its tables, after a load that wrote them by itself.

    What comes with the first load has always been known; later loads are learned when they come.
    """
    for model in REFERENCE:
        table, versions = table_of(model), VERSIONS[model]
        is_first = (await connection.execute(select(func.count()).select_from(versions))).scalar_one() == 0
        gone = ~select(table.c.id).where(table.c.id == versions.c.id).exists()
        await connection.execute(update(versions).where(versions.c.known_to.is_(None), gone).values(known_to=at))
        changed = (await connection.execute(_different(model))).scalars().all()
        day = None if DAYS[model].whole else business_day(at)
        await _each(connection, changed, partial(_changing, model, day=day, names=_names(model), at=at))
        fresh = ~select(versions.c.id).where(versions.c.id == table.c.id, versions.c.known_to.is_(None)).exists()
        await connection.execute(_copy(model, fresh, known=literal(ALWAYS if is_first else at, _INSTANT)))


def backfill(*, at: datetime) -> list[Executable]:
    """The statements that give every row which has no version its first one; for a migration of tables in use."""
    made: list[Executable] = []
    for model, versions in VERSIONS.items():
        table = table_of(model)
        known: Any = literal(ALWAYS if model in REFERENCE else at, _INSTANT)
        if "recorded_at" in table.c:
            known = table.c.recorded_at
        made.append(_copy(model, ~select(versions.c.id).where(versions.c.id == table.c.id).exists(), known=known))
    return made


def business_day(at: datetime) -> date:
    """The day of an instant in Asia/Shanghai."""
    return at.astimezone(_ZONE).date()


def holding_from(change: Update, today: date) -> date | None:
    """The day from which a change holds; None where it holds for all days of its row."""
    days = DAYS[change.model]
    if days.whole or (days.moves and _differ(days.first, change.before, change.values)):
        return None
    day = change.valid_from or today
    if days.last is None:
        return day
    ended = change.before.get(days.last)
    if _differ((days.last,), change.before, change.values):
        return min(one for one in (day, ended, change.values[days.last]) if one is not None)
    return None if ended is not None and ended <= day else day  # of a row that has ended, all days are corrected


def _opening(model: type[Base], ids: Sequence[str], *, at: datetime) -> list[Executable]:
    """The statement that gives new rows their first version."""
    return [_copy(model, table_of(model).c.id.in_(ids), known=literal(at, _INSTANT))]


def _differ(names: Iterable[str], before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(name in after and after[name] != before.get(name) for name in names)


def _changing(
    model: type[Base], ids: Sequence[str], *, day: date | None, names: frozenset[str], at: datetime
) -> list[Executable]:
    """The statements that close what was known of changed rows from a day on and open what is known now."""
    versions = VERSIONS[model]
    here = and_(versions.c.id.in_(ids), versions.c.known_to.is_(None))
    known, new = literal(at, _INSTANT), table_of(model).c.id.in_(ids)
    if day is None:
        return [update(versions).where(here).values(known_to=at), _copy(model, new, known=known)]
    reaches = or_(versions.c.holds_to.is_(None), versions.c.holds_to > day)
    starts = or_(versions.c.holds_from.is_(None), versions.c.holds_from < day)
    before = (known, null(), versions.c.holds_from, literal(day, _DAY))
    # The days before the change keep what they said; these rows end on the day, so that they are not closed next.
    kept = _into(model, _columns(versions, model), before, versions, here, reaches, starts)
    closed = update(versions).where(here, reaches).values(known_to=at)
    if DAYS[model].last in names:
        return [kept, closed, _copy(model, new, known=known, since=day)]
    # What else changed since that day stays as it is: each stretch of days takes over the changed columns alone. Their
    # rows wait under an end that no other row has, since the next statement closes all that has none.
    again = _changed_alone(model, names, (known, literal(ALWAYS, _INSTANT)), here, reaches, day=day)
    waiting = and_(versions.c.id.in_(ids), versions.c.known_to == literal(ALWAYS, _INSTANT))
    return [kept, again, closed, update(versions).where(waiting).values(known_to=null())]


def _changed_alone(
    model: type[Base], names: frozenset[str], known: Sequence[Any], *where: ColumnElement[bool], day: date
) -> Executable:
    """The known versions from a day on, with the changed columns as the rows have them now."""
    table, versions = table_of(model), VERSIONS[model]
    start = case((versions.c.holds_from > day, versions.c.holds_from), else_=literal(day, _DAY))
    chosen = [(table if one.name in names else versions).c[one.name] for one in table.columns]
    joined = versions.join(table, table.c.id == versions.c.id)
    return _into(model, chosen, (*known, start, versions.c.holds_to), joined, *where)


def _copy(
    model: type[Base], where: ColumnElement[bool], *, known: ColumnElement[datetime], since: date | None = None
) -> Executable:
    """Rows as they stand, as versions that hold from a day on, within the days of the row."""
    table, days = table_of(model), DAYS[model]
    first, last = _first(table, days), _last(table, days)
    start: ColumnElement[Any] = first
    if since is not None:
        day = literal(since, _DAY)
        start = case((first > day, first), else_=day) if days.first else day
    is_some = true() if days.last is None else or_(last.is_(None), start.is_(None), last > start)
    return _into(model, _columns(table, model), (known, null(), start, last), table, where, is_some)


def _into(
    model: type[Base],
    columns: Sequence[Any],
    bounds: Sequence[Any],
    source: FromClause,
    *where: ColumnElement[bool],
) -> Executable:
    """An insert of versions from a selection: the columns of the model, then the bounds."""
    names = [one.name for one in table_of(model).columns]
    chosen = select(*columns, *bounds).select_from(source).where(*where)
    return insert(VERSIONS[model]).from_select([*names, "known_from", "known_to", "holds_from", "holds_to"], chosen)


def _columns(source: Table, model: type[Base]) -> list[Any]:
    return [source.c[one.name] for one in table_of(model).columns]


def _names(model: type[Base]) -> frozenset[str]:
    return frozenset(one.name for one in table_of(model).columns)


def _first(table: Table, days: Days) -> ColumnElement[Any]:
    columns = [table.c[name] for name in days.first]
    if not columns:
        return null()
    return columns[0] if len(columns) == 1 else func.coalesce(*columns)


def _last(table: Table, days: Days) -> ColumnElement[Any]:
    return null() if days.last is None else table.c[days.last]


def _different(model: type[Base]) -> Any:  # a selection of identifiers
    """The rows of a table whose newest version says something else."""
    table, versions = table_of(model), VERSIONS[model]
    newest = true() if DAYS[model].whole else versions.c.holds_to.is_(None)
    names = [one.name for one in table.columns if one.name not in TODAYS]
    moved = or_(false(), *(table.c[name].is_distinct_from(versions.c[name]) for name in names))
    joined = table.join(versions, versions.c.id == table.c.id)
    return select(table.c.id).select_from(joined).where(versions.c.known_to.is_(None), newest, moved)


async def _each(connection: AsyncConnection, ids: Sequence[str], made: Any) -> None:  # made: identifiers → statements
    for some in chunks(ids):
        for statement in made(some):
            await connection.execute(statement)
