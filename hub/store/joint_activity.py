"""Whom a joint activity names, as the rules see them, and the rows it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.access import Act, Noun
from hub.domain.arrangement_proposal import has_body_here
from hub.domain.arrangement_rules import LinkFacts
from hub.domain.command import Refusal, absent
from hub.domain.joint_activity import JointParty, NamedParty, RecordJointActivity, named_rightly
from hub.domain.registry_words import PartyRole
from hub.store.acting import Acting, Row
from hub.store.arrangement_rows import held_with
from hub.store.dialect import table_of
from hub.store.models.activity_party import COPIED, ActivityParty
from hub.store.models.arrangement import Arrangement
from hub.store.models.body import Body
from hub.store.models.facts import Activity, ActivityKind
from hub.store.models.studio import Studio

_NOT_COLUMNS = frozenset({"parties", "kind_code", "topic"})


async def parties_named(acting: Acting, named: Sequence[NamedParty]) -> list[JointParty] | Refusal:
    """The parties in their order; the caller may record activities of the one that leads, and may read the others."""
    found: list[JointParty] = []
    for number, one in enumerate(named):
        at = f"input.parties.{number}"
        party = named_rightly(one, at=at) or await _party(acting, one, at=at)
        if isinstance(party, Refusal):
            return party
        found.append(party)
    return found


async def linkage(acting: Acting, identifier: str) -> LinkFacts | None:
    """The linkage with an identifier as the rules see it, when the caller may read it."""
    row = await acting.within(Arrangement, identifier, Act.READ)
    return None if row is None else (await held_with(acting, row)).facts


async def kind_of(acting: Acting, code: str) -> str | None:
    """The kind of activity with a code."""
    row = await acting.one(ActivityKind, table_of(ActivityKind).c.code == code, locked=False)
    return None if row is None else str(row["id"])


def write_joint(acting: Acting, command: RecordJointActivity, parties: Sequence[JointParty], *, kind: str) -> str:
    """Write the activity, once and its lead's, and what each party reads of it."""
    lead = next(one for one in parties if one.role is PartyRole.LEAD)
    own = {one.name: getattr(command, one.name) for one in fields(command) if one.name not in _NOT_COLUMNS}
    lists = {name: list(value) for name, value in own.items() if isinstance(value, tuple)}
    topic = command.topic.strip()
    identifier = acting.add(
        Activity,
        owner_body_id=lead.body_id,
        studio_id=lead.studio_id,
        kind_id=kind,
        topic=topic,
        recorded_at=acting.now,
        **(own | lists),
    )
    for one in parties:
        acting.add(
            ActivityParty,
            activity_id=identifier,
            owner_body_id=lead.body_id,
            body_id=one.body_id,
            studio_id=one.studio_id,
            committee_id=one.committee_id,
            role=one.role,
            share=one.share,
            name=one.name,
            topic=topic,
            held_on=command.held_on,
            kind_id=kind,
            mode=command.mode,
            joint_rule=command.joint_rule,
            published=command.published,
        )
    return identifier


async def parties_unlike(connection: AsyncConnection) -> tuple[int, list[str]]:
    """How many parties there are, and the identifiers of those whose row does not say what the activity says."""
    party, activity = table_of(ActivityParty), table_of(Activity)
    unlike = or_(*(party.c[name].is_distinct_from(activity.c[name]) for name in COPIED))
    joined = select(party.c.id).join_from(party, activity, activity.c.id == party.c.activity_id).where(unlike)
    held = (await connection.execute(select(func.count()).select_from(party))).scalar_one()
    return int(held), list((await connection.execute(joined.order_by(party.c.id))).scalars())


async def _party(acting: Acting, named: NamedParty, *, at: str) -> JointParty | Refusal:
    if named.studio_id:
        return await _of_studio(acting, named, at=at)
    if named.body_code:
        body = await acting.one(Body, table_of(Body).c.code == named.body_code, locked=False)
        if body is None:
            return absent(Body.title, at=f"{at}.bodyCode")
        return JointParty(role=named.role, name=body["short_name"], body_id=body["id"], share=named.share)
    name = (named.name or "").strip()
    table = table_of(Body)
    if await acting.all(select(table.c.id).where(or_(table.c.name == name, table.c.short_name == name)).limit(1)):
        return has_body_here(name, at=f"{at}.name")
    return JointParty(role=named.role, name=name, share=named.share)


async def _of_studio(acting: Acting, named: NamedParty, *, at: str) -> JointParty | Refusal:
    row = await _studio(acting, named)
    if row is None or row["deleted_at"] is not None:
        return absent(Studio.title, at=f"{at}.studioId")
    return JointParty(
        role=named.role,
        name=row["name"],
        body_id=row["owner_body_id"],
        studio_id=row["id"],
        committee_id=row["committee_id"],
        share=named.share,
        ended_on=row["ended_on"],
    )


async def _studio(acting: Acting, named: NamedParty) -> Row | None:
    """A studio out of reach is as absent as one that there is not; for the lead the caller records activities."""
    identifier = named.studio_id or ""
    if named.role is PartyRole.LEAD:
        return await acting.within(Studio, identifier, Act.RECORD, noun=Noun.ACTIVITY)
    return await acting.within(Studio, identifier, Act.READ)
