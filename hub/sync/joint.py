"""Joint activities among landed rows: the parties that a row names are found and judged as a command's are; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.domain.arrangement_proposal import has_body_here
from hub.domain.command import Refusal, absent
from hub.domain.ids import new_id
from hub.domain.joint_activity import (
    JointParty,
    NamedParty,
    RecordJointActivity,
    judged,
    named_rightly,
    named_together,
)
from hub.domain.joint_landed import Joint, led_by_another, may_be_several, told_together, unchanged
from hub.domain.registry_words import PartyRole
from hub.domain.words import JointRule, QuarantineStage
from hub.store.models.activity_party import COPIED, ActivityParty
from hub.store.models.body import Body
from hub.store.models.studio import Studio
from hub.store.party_places import PartyPlaces
from hub.store.pushed import spelled
from hub.store.write import Change, Insert
from hub.sync.batch import Setting, said_parties
from hub.sync.mapping import Mapped, Problem
from hub.sync.mapping_records import pointer_in
from hub.sync.paths import pointer
from hub.sync.source import FieldMapping, Stream

_STAGES = {
    "NOT_FOUND": QuarantineStage.REFERENCE,
    "PARTY_AMBIGUOUS": QuarantineStage.REFERENCE,
    "PARTIES_FIXED": QuarantineStage.AUTHORITY,
    "JOINT_RULE_FIXED": QuarantineStage.AUTHORITY,
    "LED_BY_ANOTHER": QuarantineStage.AUTHORITY,
}

Row = Mapping[str, Any]  # column values of any type


def joined(
    mapped: Mapped, columns: Row, held: Row | None, *, joint: Joint | None, setting: Setting, places: PartyPlaces
) -> Joint | Problem | None:
    """How an activity is joint, or what is wrong with what its row says of it; nothing where it is not.

    `columns` are those of the row, `held` those before it where there were any, `joint` how it is joint by now.
    """
    row, stream = {**(held or {}), **columns}, setting.stream
    named, said = said_parties(mapped), mapped.values.get("joint_rule")
    rule = said if isinstance(said, JointRule) and (named or not _by_constant(stream)) else None
    rule_told = "joint_rule" in mapped.values and (rule is not None or not _by_constant(stream))
    if not named and joint is None and rule is None:
        return None
    found = None if named is None else _named(named, row, joint, places)
    if isinstance(found, Refusal):
        return _problem(found, stream)
    if held is not None:
        moved = (str(held["studio_id"]), str(row["studio_id"]))
        refusal = unchanged(joint, studio=moved, parties=found, rule=rule, rule_told=rule_told)
    else:
        refusal = told_together(named or (), rule)
        joint = None if rule is None else Joint(rule=rule, parties=tuple(found or ()))
    if refusal is None and joint is not None:
        today = setting.now.astimezone(ZoneInfo(stream.zone)).date()
        refusal = judged(_command(row, joint.rule), found or joint.parties, today=today)
    return joint if refusal is None else _problem(refusal, stream)


def held_joint(activity: Row, places: PartyPlaces) -> Joint | None:
    """How our activity is joint."""
    rule = activity.get("joint_rule")
    return None if rule is None else Joint(rule=rule, parties=tuple(places.held.get(activity["id"], ())))


def party_rows(activity: Row, joint: Joint, *, at: datetime) -> list[Change]:
    """The rows of the parties of a new activity: the joint part, which each of them reads."""
    common = {name: activity.get(name) for name in COPIED} | {
        "activity_id": activity["id"],
        "joint_rule": joint.rule,
        "published": activity.get("published") or False,
    }
    found: list[Change] = []
    for number, one in enumerate(joint.parties):
        leads = one.role is PartyRole.LEAD
        values = {
            "id": new_id(ActivityParty.prefix, at, seed=f"{activity['id']}|{number}".encode()),
            "body_id": activity["owner_body_id"] if leads else one.body_id,
            "studio_id": one.studio_id,
            "committee_id": one.committee_id,
            "role": one.role,
            "share": one.share,
            "name": one.name,
        }
        found.append(Insert(model=ActivityParty, values=values | common))
    return found


def _by_constant(stream: Stream) -> bool:
    """Whether one rule is agreed for all joint activities of a source; it says nothing of those that are not joint."""
    return any(one.name == "joint_rule" and one.constant is not None for one in stream.fields)


def _command(row: Row, rule: JointRule) -> RecordJointActivity:
    return RecordJointActivity(
        parties=(),
        joint_rule=rule,
        kind_code="",
        mode=row["mode"],
        topic=row["topic"],
        held_on=row["held_on"],
        members_count=row.get("members_count"),
        public_count=row.get("public_count"),
        beneficiaries=row.get("beneficiaries"),
    )


def _named(
    named: Sequence[NamedParty], row: Row, joint: Joint | None, places: PartyPlaces
) -> list[JointParty] | Refusal:
    """The parties in their order; those that our row has already need not be within sight any more."""
    if not named:
        return []
    if (refusal := named_together(named)) is not None:
        return refusal
    known = {one.studio_id for one in (joint.parties if joint is not None else ())} | {row["studio_id"]}
    found: list[JointParty] = []
    for number, one in enumerate(named):
        at = f"input.parties.{number}"
        party = named_rightly(one, at=at) or _party(one, places, known=known, at=at)
        if isinstance(party, Refusal):
            return party
        if one.role is PartyRole.LEAD:
            if party.studio_id != row["studio_id"]:
                return led_by_another(party.name, at=f"{at}.studioId")
            party = replace(party, body_id=row["owner_body_id"])
        found.append(party)
    return found


def _party(named: NamedParty, places: PartyPlaces, *, known: set[str | None], at: str) -> JointParty | Refusal:
    if (key := (named.studio_id or "").strip()) != "":
        return _studio(named, key, places, known=known, at=f"{at}.studioId")
    if (code := (named.body_code or "").strip()) != "":
        bodies = {one.id: one for one in places.bodies.get(code, ())}
        if len(bodies) > 1:
            return may_be_several(code, at=f"{at}.bodyCode")
        if not bodies:
            return absent(Body.title, at=f"{at}.bodyCode")
        (body,) = bodies.values()
        return JointParty(role=named.role, name=body.name, body_id=body.id, share=named.share)
    name = (named.name or "").strip()
    if places.bodies.get(name):
        return has_body_here(name, at=f"{at}.name")
    return JointParty(role=named.role, name=name, share=named.share)


def _studio(
    named: NamedParty, key: str, places: PartyPlaces, *, known: set[str | None], at: str
) -> JointParty | Refusal:
    studios = {one.id: one for one in places.studios.get(key, ()) if one.seen or one.id in known}
    if len(studios) > 1:
        return may_be_several(key, at=at)
    if not studios:
        return absent(Studio.title, at=at)
    (studio,) = studios.values()
    return JointParty(
        role=named.role,
        name=studio.name,
        body_id=studio.owner_body_id,
        studio_id=studio.id,
        committee_id=studio.committee_id,
        share=named.share,
        ended_on=studio.ended_on,
    )


def _problem(refusal: Refusal, stream: Stream) -> Problem:
    """A refusal with the place of the raw row in the stead of the argument it is about."""
    stage = _STAGES.get(refusal.code, QuarantineStage.NORM)
    first, *rest = (refusal.at or "").removeprefix("input.").split(".")
    mapping = next((one for one in stream.fields if spelled(one.name) == first), None)
    told = "" if mapping is None else _pointer(mapping, rest)
    return Problem(stage=stage, code=refusal.code, pointer=told, zh=refusal.zh, en=refusal.en)


def _pointer(mapping: FieldMapping, rest: list[str]) -> str:
    if mapping.records:
        return pointer_in(mapping, rest)
    return pointer(mapping.paths[0]) if mapping.paths else ""
