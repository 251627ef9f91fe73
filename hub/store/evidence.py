"""What the records show of a studio's year, counted by day; a fixed number of statements however much was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, union_all

from hub.domain.assessment_rules import Past, unassessed
from hub.domain.dossier_facts import Activity, Line, Place, Satisfaction, Sent, Shift, Stay, StudioYear
from hub.domain.dossier_holds import Hold
from hub.domain.registry_words import FindingResult
from hub.domain.words import ResidencyRole
from hub.store.dialect import Transaction, table_of
from hub.store.models import facts
from hub.store.models.activity_party import ActivityParty
from hub.store.models.assessment import Assessment
from hub.store.models.body import Body
from hub.store.models.history import Finding
from hub.store.models.member import Residency
from hub.store.models.presence import OnlinePresence
from hub.store.models.standard import Rulebook, Standard, StructureRule

Row = Mapping[str, Any]  # column values of any type

_ACTIVITY, _KIND = table_of(facts.Activity), table_of(facts.ActivityKind)
_SHIFT, _OUTPUT, _OPINION = table_of(facts.DutyShift), table_of(facts.Output), table_of(facts.Opinion)
_RESIDENCY, _SEAT, _ASSESSMENT = table_of(Residency), table_of(OnlinePresence), table_of(Assessment)
_FINDING, _STRUCTURE, _STANDARD = table_of(Finding), table_of(StructureRule), table_of(Standard)
_BOOK, _BODY, _PARTY = table_of(Rulebook), table_of(Body), table_of(ActivityParty)

_ON_ROSTER = (ResidencyRole.RESIDENT, ResidencyRole.CONVENER)
"""Who owes duty: residents, of whom conveners are chosen (R-29); not the invited and fixed contacts (A-67)."""


async def assessments_of(connection: Transaction, studio_id: str) -> tuple[Past, ...]:
    """The assessments of a studio on record, the earliest first."""
    chosen = select(_ASSESSMENT.c.year, _ASSESSMENT.c.result).where(_ASSESSMENT.c.studio_id == studio_id)
    found = (await connection.execute(chosen.order_by(_ASSESSMENT.c.year))).all()
    return tuple(Past(year=one.year, result=one.result) for one in found)


async def studio_year(
    connection: Transaction, studio: Row, *, year: int, as_of: date, past: Sequence[Past], holds: Sequence[Hold]
) -> StudioYear:
    """Everything that a dossier of this studio and year is computed from."""
    return StudioYear(
        name=studio["name"],
        platform_kind=studio["platform_kind"].title_zh,
        year=year,
        as_of=as_of,
        started_on=started_on(studio),
        ended_on=studio["ended_on"],
        activities=await _activities(connection, studio["id"], year),
        shifts=await _shifts(connection, studio["id"], year),
        outputs=await _outputs(connection, studio["id"], year),
        residents=await _residents(connection, studio["id"], year),
        seats=await _seats(connection, studio["id"]),
        satisfaction=await _satisfaction(connection, studio["id"], year),
        findings=await _findings(connection, studio),
        unassessed=unassessed(past, year=year),
        holds=tuple(holds),
    )


def started_on(studio: Row) -> date | None:
    """The day from which a studio worked, as far as it is on record."""
    found: date | None = studio["opened_on"] or studio["plaqued_on"] or studio["approved_on"]
    return found


def _in(day: Any, year: int) -> Any:  # a column and a condition
    return day.between(date(year, 1, 1), date(year, 12, 31))


async def _rows(connection: Transaction, chosen: Any) -> Sequence[Any]:  # a selection of whatever columns
    found: Sequence[Any] = (await connection.execute(chosen)).all()
    return found


async def _activities(connection: Transaction, studio_id: str, year: int) -> tuple[Activity, ...]:
    """The studio's own activities, and those of others in which it took part: each participant is credited (A-14)."""
    held = _ACTIVITY.c
    told = select(held.kind_id, held.mode, held.platform, held.held_on).where(held.deleted_at.is_(None))
    own = told.where(held.studio_id == studio_id, _in(held.held_on, year))
    shared = told.join(_PARTY, _PARTY.c.activity_id == held.id).where(
        _PARTY.c.studio_id == studio_id, _in(_PARTY.c.held_on, year), held.studio_id != studio_id
    )
    both = union_all(own, shared).subquery()
    keys = (_KIND.c.code, both.c.mode, both.c.platform, both.c.held_on)
    chosen = (
        select(*keys, func.count().label("count"))
        .select_from(both.join(_KIND, _KIND.c.id == both.c.kind_id))
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(
        Activity(kind=one.code, mode=one.mode, platform=one.platform, on=one.held_on, count=one[-1])
        for one in await _rows(connection, chosen)
    )


async def _shifts(connection: Transaction, studio_id: str, year: int) -> tuple[Shift, ...]:
    """The shifts of the studio's residents in whichever studio (A-22)."""
    shift = _SHIFT.c
    keys = (shift.member_id, shift.mode, shift.platform, shift.held_on, shift.attended)
    here = _on_roster(studio_id, year).with_only_columns(_RESIDENCY.c.member_id)
    chosen = (
        select(*keys, func.count().label("count"))
        .where(shift.member_id.in_(here), _in(shift.held_on, year), shift.deleted_at.is_(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return tuple(
        Shift(
            member=one.member_id,
            mode=one.mode,
            platform=one.platform,
            on=one.held_on,
            attended=one.attended,
            count=one[-1],
        )
        for one in await _rows(connection, chosen)
    )


async def _outputs(connection: Transaction, studio_id: str, year: int) -> tuple[Sent, ...]:
    sent = _OUTPUT.c
    chosen = (
        select(sent.kind, sent.submitted_on, func.count().label("count"))
        .where(sent.studio_id == studio_id, _in(sent.submitted_on, year), sent.deleted_at.is_(None))
        .group_by(sent.kind, sent.submitted_on)
        .order_by(sent.kind, sent.submitted_on)
    )
    return tuple(Sent(kind=one.kind, on=one.submitted_on, count=one[-1]) for one in await _rows(connection, chosen))


def _on_roster(studio_id: str, year: int) -> Select[Any]:
    there = _RESIDENCY.c
    return (
        select(there.member_id, there.starts_on, there.ends_on)
        .where(
            there.studio_id == studio_id,
            there.member_id.is_not(None),
            there.role.in_(_ON_ROSTER),
            there.deleted_at.is_(None),
            or_(there.starts_on.is_(None), there.starts_on <= date(year, 12, 31)),
            or_(there.ends_on.is_(None), there.ends_on > date(year, 1, 1)),
        )
        .order_by(there.member_id, there.id)
    )


async def _residents(connection: Transaction, studio_id: str, year: int) -> tuple[Stay, ...]:
    found = await _rows(connection, _on_roster(studio_id, year))
    return tuple(Stay(who=one.member_id, since=one.starts_on, ended=one.ends_on) for one in found)


async def _seats(connection: Transaction, studio_id: str) -> tuple[Stay, ...]:
    seat = _SEAT.c
    chosen = (
        select(seat.platform, seat.onboarded_on, seat.left_on)
        .where(seat.studio_id == studio_id, seat.deleted_at.is_(None))
        .order_by(seat.id)
    )
    found = await _rows(connection, chosen)
    return tuple(Stay(who=one.platform, since=one.onboarded_on, ended=one.left_on) for one in found)


async def _satisfaction(connection: Transaction, studio_id: str, year: int) -> Satisfaction:
    told = _OPINION.c
    chosen = select(
        func.count(case((told.satisfied.is_(True), 1))),
        func.count(case((told.satisfied.is_(False), 1))),
        func.count(case((told.satisfied.is_(None), 1))),
    ).where(told.studio_id == studio_id, _in(told.received_on, year), told.deleted_at.is_(None))
    yes, no, not_said = (await _rows(connection, chosen))[0]
    return Satisfaction(satisfied=yes, dissatisfied=no, not_said=not_said)


async def _findings(connection: Transaction, studio: Row) -> tuple[Line, ...]:
    """What judging the studio's make-up came to, as it is kept (behaviour.md §3)."""
    found = _FINDING.c
    books = _FINDING.join(_BOOK, _BOOK.c.id == found.rulebook_id).join(_BODY, _BODY.c.id == _BOOK.c.body_id)
    rules = books.outerjoin(_STRUCTURE, _STRUCTURE.c.id == found.structure_rule_id)
    rules = rules.outerjoin(_STANDARD, _STANDARD.c.id == found.standard_id)
    named = func.coalesce(_STRUCTURE.c.key, _STANDARD.c.label, found.rule)
    chosen = (
        select(
            named.label("key"),
            found.rule,
            found.result,
            found.expected,
            found.found,
            func.coalesce(_STRUCTURE.c.clause, _STANDARD.c.clause).label("clause"),
            func.coalesce(_STRUCTURE.c.source_sentence, _STANDARD.c.source_sentence).label("sentence"),
            (_BODY.c.short_name + _BOOK.c.version).label("book"),
        )
        .select_from(rules)
        .where(and_(found.studio_id == studio["id"], named.is_not(None)))
        .order_by(_BODY.c.position.desc(), _BOOK.c.version, func.length(found.rule), found.rule, named, found.id)
    )
    return tuple(
        Line(
            key=one.key,
            result=one.result,
            expected=one.expected,
            found=one.found,
            missing=_MISSING.get(one.result),
            gap_owner=studio["name"] if one.result in _MISSING else None,
            place=Place(rule=one.rule, clause=f"{one.book} {one.clause or ''}".strip(), sentence=one.sentence),
        )
        for one in await _rows(connection, chosen)
    )


_MISSING = {FindingResult.VIOLATED: "须整改", FindingResult.UNKNOWN: "须由人员核实"}
