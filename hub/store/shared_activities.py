"""Activities of a branch and period, gross and net: joint ones are credited to every party and counted by the lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.domain.access import Noun
from hub.domain.registry_words import PartyRole
from hub.domain.shared import COUNT, Number, Numbers, Part, Work
from hub.store.dialect import table_of
from hub.store.models.activity_party import ActivityParty
from hub.store.models.facts import Activity
from hub.store.session import Reader
from hub.store.shared import Branch, Shared, SharedRead, branch_of, told
from hub.store.where import Rows, visible

PERSONS = ("members_count", "public_count", "beneficiaries")
"""The numbers of persons that are credited by the rule of each joint activity."""
_ACTIVITY, _PARTY = table_of(Activity), table_of(ActivityParty)


async def read_activities(reader: Reader, caller: Caller, read: SharedRead) -> Shared | None:
    """The answer, or None for a caller who does not read all activities of the body that is asked about."""
    branch = await branch_of(reader, caller, read, (Noun.ACTIVITY,))
    if branch is None:
        return None
    joint = await reader.all(_joint(branch, read))
    parts = await _parts(reader, branch, read)
    seen = await reader.all(_seen(caller, branch, read))
    return told(
        await _alone(reader, branch, read),
        [_work(row, parts[row["id"]]) for row in joint],
        branch=branch,
        rows={row["id"]: row for row in joint},
        seen={row["activity_id"] for row in seen},
    )


async def _alone(reader: Reader, branch: Branch, read: SharedRead) -> Numbers:
    """What nobody shares: credited where it is owned."""
    held = _ACTIVITY.c
    sums = [func.coalesce(func.sum(held[name]), 0).label(name) for name in PERSONS]
    known = [func.count(held[name]).label(f"{name}_known") for name in PERSONS]
    chosen = select(func.count().label(COUNT), *sums, *known).where(
        held.owner_body_id.in_(branch.bodies),
        held.held_on.between(read.first, read.last),
        held.joint_rule.is_(None),
        held.deleted_at.is_(None),
    )
    (row,) = await reader.all(chosen)
    count = int(row[COUNT])
    numbers = {COUNT: Number(gross=count, net=count, known=count)}
    for name in PERSONS:
        value = int(row[name])
        numbers[name] = Number(gross=value, net=value, known=int(row[f"{name}_known"]))
    return numbers


def _ids(branch: Branch, read: SharedRead) -> Select[tuple[str]]:
    """The joint activities in which a body of the branch is credited; the lead's is among them."""
    party = _PARTY.c
    return select(party.activity_id).where(
        party.body_id.in_(branch.bodies), party.held_on.between(read.first, read.last)
    )


def _joint(branch: Branch, read: SharedRead) -> Select[Any]:
    held = _ACTIVITY.c
    names = ("id", "owner_body_id", "studio_id", "topic", "held_on", "joint_rule", *PERSONS)
    return (
        select(*(held[name] for name in names))
        .where(held.id.in_(_ids(branch, read)), held.joint_rule.is_not(None), held.deleted_at.is_(None))
        .order_by(held.held_on, held.id)
    )


async def _parts(reader: Reader, branch: Branch, read: SharedRead) -> dict[str, list[Part]]:
    """The bodies that are credited, by activity; the lead comes first, the others by name."""
    party = _PARTY.c
    chosen = (
        select(party.activity_id, party.body_id, party.share, party.role)
        .where(party.activity_id.in_(_ids(branch, read)), party.body_id.is_not(None))
        .order_by(party.activity_id, party.role != PartyRole.LEAD, party.name, party.id)
    )
    found: defaultdict[str, list[Part]] = defaultdict(list)
    for row in await reader.all(chosen):
        found[row["activity_id"]].append(Part(body=row["body_id"], share=row["share"]))
    return found


def _seen(caller: Caller, branch: Branch, read: SharedRead) -> Select[tuple[str]]:
    """Those of them whose joint part the caller reads."""
    rows_of: Rows = aliased(ActivityParty)
    seen = visible(caller, rows_of, ActivityParty)
    return select(rows_of.activity_id).where(rows_of.activity_id.in_(_ids(branch, read)), seen).distinct()


def _work(row: Any, parts: Sequence[Part]) -> Work:
    values = {name: row[name] for name in PERSONS}
    return Work(id=row["id"], parts=tuple(parts), rule=row["joint_rule"], values=values)
