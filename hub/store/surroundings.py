"""What must be known to apply a batch of landed rows: our rows for their keys, and the rows they point to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from hub.store.applying import current_runs, held_rows, linked
from hub.store.dialect import Transaction
from hub.store.identity import Link, by_key, read_links
from hub.store.landing import Hold
from hub.store.models.studio import Studio
from hub.store.owner_change import former_owners
from hub.store.shapes import MODELS, shapes

_NONE: Mapping[tuple[str, str], str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Our rows around a batch, as they stand when the batch begins."""

    links: Mapping[str, Link] = field(repr=False)
    """By the source's key."""
    rows: Mapping[str, Mapping[str, Any]] = field(repr=False)
    """Columns by our identifier."""
    far: Mapping[str, Mapping[str, tuple[str, ...]]] = field(repr=False)
    """Far ends by relationship and by our identifier."""
    runs: Mapping[str, str] = field(repr=False)
    """The run that last saw the content now held, by the source's key."""
    near: Mapping[tuple[str, str], str] = field(repr=False)
    """Our identifiers of rows pointed to, by entity and the source's key."""
    studio_owners: Mapping[str, str] = field(repr=False)
    """Owner bodies by studio."""
    former_owners: Mapping[str, Sequence[tuple[date, str]]] = field(repr=False)
    """Of studios that passed to another body: until which day which body owned them, in order."""


async def read_surroundings(
    connection: Transaction,
    hold: Hold,
    *,
    stream: str,
    entity: str,
    keys: Collection[str],
    pointed_to: Mapping[str, Collection[str]],
    named: Mapping[tuple[str, str], str] = _NONE,
) -> Surroundings:
    """Read them for a batch: `keys` of its rows, and the keys it points to by entity; some may be known, as `named`."""
    model, source_id = MODELS[entity], hold.source_id
    links = await read_links(connection, source_id=source_id, entity=entity, keys=keys)
    ids = by_key(links).values()
    rows = await held_rows(connection, model, ids)
    near = dict(named)
    for target, wanted in pointed_to.items():
        found = await read_links(connection, source_id=source_id, entity=target, keys=wanted)
        near |= {(target, key): link.row_id for key, link in found.items()}
    studios = {id for (target, _), id in near.items() if target == "studio"}
    studios |= {str(row["studio_id"]) for row in rows.values() if row.get("studio_id") is not None}
    owners = await held_rows(connection, Studio, studios) if entity != "studio" else {}
    many = [shape.name for shape in shapes()[entity].fields if shape.many]
    return Surroundings(
        links=links,
        rows={id: dict(row) for id, row in rows.items()},
        far={name: await linked(connection, model, ids, relationship=name) for name in many},
        runs=await current_runs(connection, hold, stream=stream, keys=keys),
        near=near,
        studio_owners={id: str(row["owner_body_id"]) for id, row in owners.items()},
        former_owners=await former_owners(connection, owners.keys()),
    )
