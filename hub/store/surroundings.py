"""What must be known to apply a batch of landed rows: our rows for their keys, and the rows they point to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from hub.auth.caller import Caller
from hub.domain.joint_activity import NamedParty
from hub.store.applying import current_runs, held_rows, linked
from hub.store.dialect import Transaction
from hub.store.identity import Link, by_key, read_links
from hub.store.landing import Hold
from hub.store.models.studio import Studio
from hub.store.owner_change import former_owners
from hub.store.party_places import PartyPlaces, read_party_places
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
    places: PartyPlaces = field(default_factory=PartyPlaces, repr=False)
    """Whom rows name as parties, and the parties of our joint activities."""


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Whom a batch names as parties, and who names them; keys are of any source of `body_id` where it is given."""

    named: Sequence[NamedParty]
    caller: Caller = field(repr=False)
    body_id: str | None = None


async def read_surroundings(
    connection: Transaction,
    hold: Hold,
    *,
    stream: str,
    entity: str,
    keys: Collection[str],
    pointed_to: Mapping[str, Collection[str]],
    named: Mapping[tuple[str, str], str] = _NONE,
    parties: Parties | None = None,
) -> Surroundings:
    """Read them for a batch: `keys` of its rows, and the keys it points to by entity; some may be known, as `named`."""
    model, source_id = MODELS[entity], hold.source_id
    links = await read_links(connection, source_id=source_id, entity=entity, keys=keys)
    ids = by_key(links).values()
    rows = {id: dict(row) for id, row in (await held_rows(connection, model, ids)).items()}
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
        rows=rows,
        far={name: await linked(connection, model, ids, relationship=name) for name in many},
        runs=await current_runs(connection, hold, stream=stream, keys=keys),
        near=near,
        studio_owners={id: str(row["owner_body_id"]) for id, row in owners.items()},
        former_owners=await former_owners(connection, owners.keys()),
        places=PartyPlaces() if parties is None else await _places(connection, hold, parties, rows),
    )


async def _places(
    connection: Transaction, hold: Hold, parties: Parties, rows: Mapping[str, Mapping[str, Any]]
) -> PartyPlaces:
    joint = [id for id, row in rows.items() if row.get("joint_rule") is not None]
    return await read_party_places(
        connection, hold, parties.named, caller=parties.caller, body_id=parties.body_id, activities=joint
    )
