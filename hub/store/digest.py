"""One number for what sources have brought about: equal states have equal digests, however they came to be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.applying import linked
from hub.store.dialect import table_of
from hub.store.models.activity_party import ActivityParty
from hub.store.models.body import Body
from hub.store.models.facts import ActivityKind
from hub.store.models.places import Division, Sector
from hub.store.models.source import QuarantinedRow, RawRecord, Source
from hub.store.models.totals import CELLS
from hub.store.session import Database
from hub.store.shapes import MODELS, shapes

# Identifiers, times of ours and runs differ between equal states; which of several equal contents a row rests on, too.
_OURS = frozenset({"id", "run_id", "recorded_at", "deleted_at"})
_ASIDE = "stream external_id content_hash stage code pointer mapping_version status".split()
_LANDED = "stream external_id has_key content_hash deleted".split()


async def digest(database: Database) -> str:
    """SHA-256 over facts, totals, landed contents and quarantined rows, without identifiers, times of ours and runs."""
    async with database.read() as connection:
        names = await _names(connection)
        lines = [line async for line in _lines(connection, names)]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


async def _names(connection: AsyncConnection) -> dict[str, str]:
    """What each identifier stands for, in words that do not depend on when it was made."""
    names: dict[str, str] = {}
    for model, column in (
        (Body, "code"),
        (Division, "code"),
        (Sector, "name"),
        (ActivityKind, "code"),
        (Source, "code"),
    ):
        table = table_of(model)
        names |= dict((await connection.execute(select(table.c.id, table.c[column]))).all())
    for entity, kind in MODELS.items():
        table = table_of(kind)
        rows = await connection.execute(select(table.c.id, table.c.source_id, table.c.external_id))
        names |= {row.id: f"{names.get(row.source_id)}|{entity}|{row.external_id}" for row in rows.all()}
    return names


async def _lines(connection: AsyncConnection, names: Mapping[str, str]) -> AsyncIterator[str]:
    for entity, model in MODELS.items():
        table = table_of(model)
        rows = [dict(row) for row in (await connection.execute(select(table))).mappings()]
        many = [shape.name for shape in shapes()[entity].fields if shape.many]
        far = {name: await linked(connection, model, [row["id"] for row in rows], relationship=name) for name in many}
        for row in rows:
            row.pop("content_hash")
            ends = {name: sorted(names[id] for id in found.get(row["id"], ())) for name, found in far.items()}
            yield _line(entity, {**_told(row, names), **ends, "withdrawn": row["deleted_at"] is not None})
    for party in (await connection.execute(select(table_of(ActivityParty)))).mappings():
        yield _line("activity_party", {**_told(dict(party), names), "withdrawn": party["deleted_at"] is not None})
    for cell in CELLS:
        for total in (await connection.execute(select(table_of(cell)))).mappings():
            yield _line(cell.__tablename__, _told(dict(total), names))
    for model, columns in ((QuarantinedRow, _ASIDE), (RawRecord, _LANDED)):
        table = table_of(model)
        chosen = select(table.c.source_id, *(table.c[name] for name in columns))
        for found in (await connection.execute(chosen)).mappings():
            yield _line(model.__tablename__, _told(dict(found), names))


def _told(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    kept: Iterable[tuple[str, Any]] = ((name, value) for name, value in row.items() if name not in _OURS)
    return {
        name: names.get(value, value) if isinstance(value, str) and name.endswith("_id") else value
        for name, value in kept
    }


def _line(kind: str, values: Mapping[str, Any]) -> str:
    return json.dumps([kind, values], ensure_ascii=False, sort_keys=True, default=str)
