"""What is around pushed rows: our rows of the same source, the studios and members they name, rows of other sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from hub.auth.predicate import Predicate, admits
from hub.auth.scope import rows as rows_within
from hub.domain.access import Act
from hub.store.dialect import Transaction
from hub.store.lookup import BodyRow
from hub.store.pushing import Named, bodies_of, held_elsewhere, named_members, named_studios
from hub.store.shapes import MODELS
from hub.store.surroundings import Parties, Surroundings, read_surroundings
from hub.sync.batch import Read, Setting, keys_of, parties_in, pointed_to


@dataclass(frozen=True, kw_only=True)
class Around:
    """Our rows, the bodies they belong to, and by key the other source of the body that holds such a row."""

    surroundings: Surroundings = field(repr=False)
    bodies: Mapping[str, BodyRow] = field(repr=False)
    elsewhere: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class _Studio:
    """A studio as reach is asked about it."""

    owners: Collection[int]
    studio_ids: Collection[str]
    committee_id: str | None
    published: bool = False
    member_id: str | None = None


async def around_push(
    connection: Transaction, setting: Setting, rows: Sequence[Read], *, keys: Collection[str], body_id: str
) -> Around:
    """Read it; a studio out of the caller's reach is as one that is not there."""
    entity, wanted = setting.stream.entity, pointed_to(rows, setting.shape)
    studios = await named_studios(connection, wanted.get("studio", ()), body_id=body_id)
    members = await named_members(connection, wanted.get("member", ()), body_id=body_id, caller=setting.caller)
    bodies = await bodies_of(connection, {body_id, *(studio.owner_body_id for studio in studios)})
    near = {("studio", studio.key): studio.id for studio in _within(studios, setting, bodies)}
    around = await read_surroundings(
        connection,
        setting.hold,
        stream=setting.stream.name,
        entity=entity,
        keys=keys,
        pointed_to={},
        named=near | {("member", key): id for key, id in members},
        parties=Parties(named=parties_in(rows), caller=setting.caller, body_id=body_id),
    )
    unknown = keys_of(rows) - around.links.keys()
    return Around(
        surroundings=around,
        bodies={**bodies, **await bodies_of(connection, _owners(around) - bodies.keys())},
        elsewhere=await held_elsewhere(connection, setting.hold, unknown, entity=entity, body_id=body_id),
    )


def _owners(around: Surroundings) -> set[str]:
    """The bodies to which rows around belong or belonged."""
    owners = {str(row["owner_body_id"]) for row in around.rows.values()} | set(around.studio_owners.values())
    return owners | {owner for former in around.former_owners.values() for _, owner in former}


def _within(studios: Sequence[Named], setting: Setting, bodies: Mapping[str, BodyRow]) -> list[Named]:
    """The studios for which the caller may record, and whose key names no other studio as well."""
    access = MODELS[setting.stream.entity].access
    reach = Predicate() if access is None else rows_within(setting.caller, Act.RECORD, access.noun)
    meant: dict[str, set[str]] = {}
    for studio in studios:
        meant.setdefault(studio.key, set()).add(studio.id)
    return [studio for studio in studios if len(meant[studio.key]) == 1 and _admitted(studio, reach, bodies)]


def _admitted(studio: Named, reach: Predicate, bodies: Mapping[str, BodyRow]) -> bool:
    place = _Studio(
        owners=(bodies[studio.owner_body_id].position,), studio_ids=(studio.id,), committee_id=studio.committee_id
    )
    return admits(reach, place)
