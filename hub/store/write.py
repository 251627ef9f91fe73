"""The one write door: rows, audit, notices and totals of a change commit together or not at all (decision 6)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.ids import is_plain
from hub.domain.term import Term
from hub.store import audit, findings, outbox, totals, versions
from hub.store.bulk import insert_many, update_many
from hub.store.dialect import table_of
from hub.store.models.base import Base


class Action(Term):
    """What was done to a row, as audit entries and topics word it."""

    RECORDED = "recorded", "新增", "recorded"
    CHANGED = "changed", "变更", "changed"
    WITHDRAWN = "withdrawn", "撤回", "withdrawn by its source"
    RESTORED = "restored", "恢复", "restored by its source"


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who writes, when, and into which chain; `key` makes the digests of values unguessable."""

    actor: str
    client: str | None = None
    stream: str
    request_id: str | None = None
    at: datetime
    key: bytes = field(repr=False)
    bundled: bool = False
    """One notice for each kind of row, action and body instead of one for each row: for bulk writers."""


@dataclass(frozen=True, kw_only=True)
class Insert:
    """A new row; columns that are left out take their defaults."""

    model: type[Base]
    values: Mapping[str, Any]  # column values of any type
    action: str = Action.RECORDED.value

    @property
    def id(self) -> str:
        """The identifier of the row."""
        return str(self.values["id"])


@dataclass(frozen=True, kw_only=True)
class Update:
    """New values of an existing row; `before` is the row as it was read in this transaction."""

    model: type[Base]
    before: Mapping[str, Any]
    values: Mapping[str, Any]
    action: str = Action.CHANGED.value
    unaudited: frozenset[str] = frozenset()
    """Columns that say where the value came from; written, but no change of their own."""
    beside: tuple[str, ...] = ()
    """Names of relationships that change with it."""
    valid_from: date | None = None
    """The day from which it holds; the business day unless it is said."""

    @property
    def id(self) -> str:
        """The identifier of the row."""
        return str(self.before["id"])


@dataclass(frozen=True, kw_only=True)
class Links:
    """All far ends of a row in a linking table, in place of those it had; goes with an Insert or Update of the row."""

    table: Table
    near: str
    far: str
    id: str
    ids: tuple[str, ...]


Change = Insert | Update | Links


async def write(connection: AsyncConnection, changes: Sequence[Change], *, author: Author) -> None:
    """Write the changes of one caller, at most one Insert or Update for each row, with audit, notices and totals."""
    inserts = [change for change in changes if isinstance(change, Insert)]
    updates = [change for change in changes if isinstance(change, Update)]
    links = [change for change in changes if isinstance(change, Links)]
    steps = await _steps(connection, inserts, updates)
    await _insert(connection, inserts)
    await _update(connection, updates)
    await _link(connection, links)
    told: list[Insert | Update] = [*inserts, *updates]
    if not told:
        return
    entries = [_entry(change, author=author) for change in told]
    chain = await audit.append(connection, entries, stream=author.stream, at=author.at)
    notices = _bundled(told, author=author) if author.bundled else [_notice(change) for change in told]
    await outbox.post(connection, notices, at=author.at, seed=chain)
    await totals.follow(connection, steps)
    await versions.follow(connection, inserts, updates, at=author.at)
    await findings.follow(connection, changes, at=author.at)


def owner_of(change: Insert | Update) -> str | None:
    """The body whose row it is, after the change."""
    access = change.model.access
    column = next((name for name in access.owners if "." not in name), None) if access is not None else None
    if column is None:
        return None
    held = change.before.get(column) if isinstance(change, Update) else None
    owner = change.values.get(column, held)
    return None if owner is None else str(owner)


async def _steps(
    connection: AsyncConnection, inserts: Sequence[Insert], updates: Sequence[Update]
) -> list[totals.Step]:
    """What totals see of the changes, from the rows as they stand before them."""
    moving: dict[type[Base], list[Update]] = defaultdict(list)
    for change in updates:
        if change.values.keys() & totals.watched(change.model):
            moving[change.model].append(change)
    steps = [totals.Step(model=change.model, after=change.values) for change in inserts]
    for model in sorted(moving, key=lambda one: one.__tablename__):
        held = await totals.standing(connection, model, [change.id for change in moving[model]])
        known = ((held[change.id], change) for change in moving[model] if change.id in held)
        steps += [totals.Step(model=model, before=row, after={**row, **change.values}) for row, change in known]
    return steps


async def _insert(connection: AsyncConnection, inserts: Sequence[Insert]) -> None:
    groups: dict[tuple[type[Base], frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for change in inserts:
        if not is_plain(change.id):  # compiled reads write it into their answers as it is
            raise ValueError(f"an identifier of {change.model.__name__} holds more than letters, digits and low lines")
        groups[change.model, frozenset(change.values)].append(dict(change.values))
    for (model, _), rows in groups.items():
        await insert_many(connection, table_of(model), rows)


async def _update(connection: AsyncConnection, updates: Sequence[Update]) -> None:
    groups: dict[tuple[type[Base], frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for change in updates:
        groups[change.model, frozenset(change.values)].append({**change.values, "id": change.id})
    for (model, _), rows in groups.items():
        await update_many(connection, table_of(model), rows)


async def _link(connection: AsyncConnection, links: Sequence[Links]) -> None:
    for change in links:
        near, far = change.near, change.far
        await connection.execute(delete(change.table).where(change.table.c[near] == change.id))
        rows = [{near: change.id, far: id} for id in dict.fromkeys(change.ids)]
        if rows:
            await connection.execute(insert(change.table), rows)


def _entry(change: Insert | Update, *, author: Author) -> audit.Entry:
    before = change.before if isinstance(change, Update) else None
    changed = _changed(change)
    return audit.Entry(
        actor=author.actor,
        client=author.client,
        body_id=owner_of(change),
        action=f"{change.model.__tablename__}.{change.action}",
        object_id=change.id,
        changed=(*changed, *change.beside) if isinstance(change, Update) else changed,
        before_hash=None if before is None else audit.digest({k: before.get(k) for k in changed}, key=author.key),
        after_hash=audit.digest({k: change.values[k] for k in changed}, key=author.key),
        request_id=author.request_id,
    )


def _changed(change: Insert | Update) -> tuple[str, ...]:
    silent = change.unaudited if isinstance(change, Update) else frozenset({"id"})
    return tuple(sorted(change.values.keys() - silent))


def _notice(change: Insert | Update) -> outbox.Notice:
    return outbox.Notice(
        topic=f"{change.model.__tablename__}.{change.action}",
        object_id=change.id,
        body_id=owner_of(change),
        detail={"changed": list(_changed(change))},
    )


def _bundled(changes: Sequence[Insert | Update], *, author: Author) -> list[outbox.Notice]:
    counted = Counter((change.model.__tablename__, change.action, owner_of(change)) for change in changes)
    return [
        outbox.Notice(
            topic=f"{table}.{action}", object_id=author.request_id or author.actor, body_id=body, detail={"rows": rows}
        )
        for (table, action, body), rows in counted.items()
    ]
