"""Whom rows name as parties of joint activities, and what the parties read of an activity once it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select

from hub.auth.caller import Caller, CallerKind
from hub.auth.predicate import Predicate, PublishedRows
from hub.auth.scope import rows as rows_within
from hub.domain.access import Act, Noun
from hub.domain.joint_activity import JointParty, NamedParty
from hub.store.dialect import Transaction, among, chunks, table_of
from hub.store.landing import Hold
from hub.store.models.activity_party import COPIED, ActivityParty
from hub.store.models.body import Body
from hub.store.models.facts import Activity
from hub.store.models.source import IdentityLink, Source
from hub.store.models.studio import Studio
from hub.store.where import within_reach
from hub.store.write import Change, Update

_CORRECTED = tuple(name for name in COPIED if name != "joint_rule")  # the rule is fixed at the first record
_LINKS, _SOURCES, _BODIES, _PARTIES = (table_of(one) for one in (IdentityLink, Source, Body, ActivityParty))


@dataclass(frozen=True, kw_only=True)
class PartyStudio:
    """A studio that a row names as a party; `seen` says whether who writes the row may know of it."""

    id: str
    name: str
    owner_body_id: str
    committee_id: str | None
    ended_on: date | None
    seen: bool


@dataclass(frozen=True, kw_only=True)
class PartyBody:
    """A body that a row names as a party."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PartyPlaces:
    """The studios and bodies that rows name, and the parties of our rows that are joint already."""

    studios: Mapping[str, Sequence[PartyStudio]] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """By identifier, filing number or the source's own key."""
    bodies: Mapping[str, Sequence[PartyBody]] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """By code, name and short name."""
    held: Mapping[str, Sequence[JointParty]] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """By activity."""


async def read_party_places(
    connection: Transaction,
    hold: Hold,
    named: Sequence[NamedParty],
    *,
    caller: Caller,
    body_id: str | None,
    activities: Collection[str],
) -> PartyPlaces:
    """Read them; keys are those of the source, or of any source of a body where that is given."""
    studios = {one.studio_id.strip() for one in named if one.studio_id}
    bodies = {(text or "").strip() for one in named for text in (one.body_code, one.name)} - {""}
    return PartyPlaces(
        studios=await _studios(connection, hold, studios, caller=caller, body_id=body_id) if studios else {},
        bodies=await _bodies(connection, bodies) if bodies else {},
        held=await held_parties(connection, activities) if activities else {},
    )


async def held_parties(connection: Transaction, activities: Collection[str]) -> Mapping[str, Sequence[JointParty]]:
    """The parties of our joint activities, by activity."""
    found: dict[str, list[JointParty]] = {}
    for some in chunks(sorted(activities)):
        chosen = select(_PARTIES).where(among(connection, _PARTIES.c.activity_id, some)).order_by(_PARTIES.c.id)
        for row in (await connection.execute(chosen)).mappings():
            names = ("role", "name", "body_id", "studio_id", "committee_id", "share")
            party = JointParty(**{name: row[name] for name in names})
            found.setdefault(row["activity_id"], []).append(party)
    return found


async def party_copies(connection: Transaction, changes: Sequence[Change]) -> list[Change]:
    """What each party reads of joint activities that change: topic, day, kind and the like stand on its row too."""
    moved = {
        one.id: {name: one.values[name] for name in _CORRECTED if name in one.values}
        for one in changes
        if isinstance(one, Update) and one.model is Activity and one.before["joint_rule"] is not None
    }
    moved = {id: values for id, values in moved.items() if values}
    found: list[Change] = []
    actions = {one.id: one.action for one in changes if isinstance(one, Update)}
    for some in chunks(sorted(moved)):
        chosen = select(_PARTIES).where(among(connection, _PARTIES.c.activity_id, some)).order_by(_PARTIES.c.id)
        for row in (await connection.execute(chosen)).mappings():
            values = _copied(dict(row), moved[row["activity_id"]])
            if values:
                action = actions[row["activity_id"]]
                found.append(Update(model=ActivityParty, before=dict(row), values=values, action=action))
    return found


def _copied(row: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The new values of a party's row; the lead is of the body that counts the activity."""
    values = dict(said)
    if "owner_body_id" in said and row["body_id"] == row["owner_body_id"] and row["role"] == "LEAD":
        values["body_id"] = said["owner_body_id"]
    return {name: value for name, value in values.items() if row[name] != value}


async def _studios(
    connection: Transaction, hold: Hold, keys: Collection[str], *, caller: Caller, body_id: str | None
) -> dict[str, list[PartyStudio]]:
    table = table_of(Studio)
    names = ("id", "name", "owner_body_id", "committee_id", "ended_on")
    columns = (*(table.c[name] for name in names), within_reach(_reach(caller), Studio, Studio).label("seen"))
    mine = _LINKS.c.source_id == hold.source_id if body_id is None else _SOURCES.c.body_id == body_id
    linked = _LINKS.join(_SOURCES, _SOURCES.c.id == _LINKS.c.source_id).join(table, table.c.id == _LINKS.c.row_id)
    found: dict[str, list[PartyStudio]] = {}
    for some in chunks(sorted(keys)):
        ours, filed = table.c.id, table.c.filing_number
        theirs = (
            select(_LINKS.c.external_id.label("key"), *columns)
            .select_from(linked)
            .where(_LINKS.c.entity == "studio", among(connection, _LINKS.c.external_id, some), mine)
        )
        for chosen in (
            select(ours.label("key"), *columns).where(among(connection, ours, some)),
            select(filed.label("key"), *columns).where(among(connection, filed, some)),
            theirs,
        ):
            for row in (await connection.execute(chosen.where(table.c.deleted_at.is_(None)))).mappings():
                studio = PartyStudio(**{name: row[name] for name in (*names, "seen")})
                found.setdefault(row["key"], []).append(studio)
    return found


def _reach(caller: Caller) -> Predicate:
    """The studios that one who writes may name: those it may read; a source knows its branch and what is published."""
    if caller.kind is not CallerKind.SOURCE:
        return rows_within(caller, Act.READ, Noun.STUDIO)
    own = rows_within(caller, Act.RECORD, Noun.STUDIO)
    return replace(own, any_of=own.any_of | {PublishedRows()})


async def _bodies(connection: Transaction, texts: Collection[str]) -> dict[str, list[PartyBody]]:
    found: dict[str, list[PartyBody]] = {}
    for some in chunks(sorted(texts)):
        called = [among(connection, _BODIES.c[name], some) for name in ("code", "name", "short_name")]
        chosen = select(_BODIES.c.id, _BODIES.c.code, _BODIES.c.name, _BODIES.c.short_name).where(or_(*called))
        for row in (await connection.execute(chosen)).mappings():
            for text in {row["code"], row["name"], row["short_name"]}:
                found.setdefault(text, []).append(PartyBody(id=row["id"], name=row["short_name"]))
    return found
