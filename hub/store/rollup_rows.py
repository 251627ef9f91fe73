"""What rules must know of a report, read from its rows: the obligation, its versions, their lines and their terms."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.calendar import CalendarDay, WorkingCalendar, calendar_of
from hub.domain.command import Refusal
from hub.domain.due import Timing
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import Content, Digest, Line, LineKey, Narrative
from hub.domain.rollup_facts import Duty, Grant, Owing, Stamp, Terms, Version
from hub.domain.rollup_reconcile import Evidence
from hub.domain.rollup_words import Owes, VersionKind, VersionStatus
from hub.store.acting import Acting, Row
from hub.store.dialect import chunks, table_of
from hub.store.models.report import ReportPeriod, WorkingDay
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import AmendmentGrant, NarrativeItem
from hub.store.rollup_compute import Days, Whose
from hub.store.rollup_draft import evidence_of, line_of
from hub.store.rollup_sections import Section, named
from hub.store.rollup_terms import Definition, definition_of

_VERSION, _LINE, _TEXT = table_of(RollupVersion), table_of(RollupLine), table_of(NarrativeItem)
_GRANT, _DAY, _OBLIGATION = (table_of(model) for model in (AmendmentGrant, WorkingDay, Obligation))
ALGORITHM = DigestAlgorithm.SHA256


@dataclass(frozen=True, kw_only=True)
class HeldDuty:
    """An obligation with its period and definition."""

    row: Row
    period: Row
    definition: Definition
    duty: Duty

    @property
    def days(self) -> Days:
        """The days of its period."""
        return Days(first=self.period["starts_on"], last=self.period["ends_on"])

    @property
    def whose(self) -> Whose:
        """Whose report it is, as far as its records go."""
        owes = self.definition.owes
        return Whose(
            body=self.row["body_id"],
            studio=self.row["studio_id"] if owes is Owes.STUDIO else None,
            committee=self.row["committee_id"] if owes is Owes.COMMITTEE else None,
        )


@dataclass(frozen=True, kw_only=True)
class HeldVersion:
    """A version with its lines, by key and by identifier."""

    row: Row
    version: Version
    units: tuple[Section, ...]
    lines: Mapping[LineKey, Line]
    ids: Mapping[LineKey, str]
    evidence: Mapping[LineKey, Evidence]
    told: tuple[Row, ...]
    terms: Terms

    @property
    def content(self) -> Content:
        """All that it says."""
        codes = {one.id: one.code for one in self.units}
        return Content(
            obligation=self.row["obligation_id"],
            definition=self.row["definition_id"],
            lines=tuple(self.lines.values()),
            narratives=tuple(
                Narrative(
                    unit=codes[one["unit_body_id"]],
                    theme=one["indicator"],
                    title=f"{one['theme']}\n{one['heading']}",
                    text=one["body_text"],
                )
                for one in self.told
            ),
        )

    def key_of(self, line_id: str) -> LineKey | None:
        """The key of a line by its identifier."""
        return next((key for key, one in self.ids.items() if one == line_id), None)


async def held_duty(acting: Acting, row: Row) -> HeldDuty:
    """An obligation whose row is at hand."""
    period = await acting.one(ReportPeriod, table_of(ReportPeriod).c.id == row["period_id"], locked=False)
    if period is None:
        raise LookupError(row["period_id"])
    definition = await definition_of(acting.connection, period["definition_id"])
    return HeldDuty(row=row, period=period, definition=definition, duty=duty_of(row, period, definition))


def duty_of(row: Row, period: Row, definition: Definition) -> Duty:
    """An obligation as rules see it."""
    owes = definition.owes
    return Duty(
        id=row["id"],
        owing=Owing(
            body_id=row["body_id"],
            studio_id=row["studio_id"] if owes is Owes.STUDIO else None,
            committee_id=row["committee_id"] if owes is Owes.COMMITTEE else None,
        ),
        status=row["status"],
        period=period["status"],
        timing=Timing(
            due_original=row["due_original"],
            due_effective=row["due_effective"],
            first_received_at=row["first_received_at"],
            on_time=row["on_time"],
            on_time_extended=row["on_time_extended"],
        ),
    )


async def versions_of(acting: Acting, duty: Row) -> Sequence[Row]:
    """The versions of an obligation, the newest first; nobody else changes them until the end."""
    chosen = select(_VERSION).where(_VERSION.c.obligation_id == duty["id"]).order_by(_VERSION.c.number.desc())
    return await acting.all(chosen)


async def owed_in(acting: Acting, period: str) -> Sequence[Row]:
    """The obligations of a period; nobody else changes them until the end."""
    return await acting.all(select(_OBLIGATION).where(_OBLIGATION.c.period_id == period).with_for_update())


async def in_force(acting: Acting, duties: Collection[str]) -> Sequence[Row]:
    """The accepted versions of some obligations."""
    found: list[Row] = []
    for some in chunks(sorted(duties)):
        here = _VERSION.c.obligation_id.in_(some)
        found += await acting.all(select(_VERSION).where(here, _VERSION.c.status == VersionStatus.ACCEPTED))
    return found


async def held_version(acting: Acting, row: Row, definition: Definition) -> HeldVersion:
    """A version whose row is at hand, with everything in it."""
    connection = acting.connection
    units = await named(connection, row["units"])
    codes = {one.id: one.code for one in units}
    found = await acting.all(select(_LINE).where(_LINE.c.version_id == row["id"]))
    stated = [line_of(one, codes[one["unit_body_id"]]) for one in found]
    keys = [line.key for line in stated]
    lines = dict(zip(keys, stated, strict=True))
    told = await acting.all(select(_TEXT).where(_TEXT.c.version_id == row["id"]).order_by(_TEXT.c.ordinal, _TEXT.c.id))
    wanted = {one.code for one in definition.stated if one.required}
    required = [key for key in lines if key.indicator in wanted]
    ids = {key: str(one["id"]) for key, one in zip(keys, found, strict=True)}
    return HeldVersion(
        row=row,
        version=version_of(row, await _grant(connection, row)),
        units=units,
        lines=lines,
        ids=ids,
        evidence={key: evidence_of(one) for key, one in zip(keys, found, strict=True)},
        told=tuple(told),
        terms=definition.terms({one.code: one.name for one in units}, required=required),
    )


def version_of(row: Row, grant: Grant | None = None) -> Version:
    """A version as rules see it."""
    digest = row["digest"]
    return Version(
        number=row["number"],
        kind=row["kind"],
        status=row["status"],
        revision=row["revision"],
        watermark=mark_of(row["watermark"]),
        stamp=None
        if digest is None
        else Stamp(
            digest=Digest(algorithm=DigestAlgorithm.of(row["digest_algorithm"]), value=digest),
            rules_digest=row["rules_digest"],
            watermark=mark_of(row["watermark"]),
        ),
        last_edited_by=row["last_edited_by"],
        submitted_by=row["submitted_by"],
        in_review=row["review_began_at"] is not None,
        grant=grant,
    )


def mark_of(moment: datetime) -> str:
    """A moment of computing as stamps carry it."""
    return moment.isoformat()


def statuses(rows: Sequence[Row], *, but: str) -> list[VersionStatus]:
    """The states of an obligation's other versions."""
    return [one["status"] for one in rows if one["id"] != but]


async def calendar(connection: AsyncConnection) -> WorkingCalendar | Refusal:
    """The working days of the years that are loaded."""
    rows = (await connection.execute(select(_DAY.c.year, _DAY.c.day, _DAY.c.works))).all()
    return calendar_of(CalendarDay(year=row.year, day=row.day, works=row.works) for row in rows)


async def _grant(connection: AsyncConnection, row: Row) -> Grant | None:
    """The leave under which an amendment is made; its lines are those of the version that it amends."""
    if row["kind"] is not VersionKind.AMENDMENT:
        return None
    chosen = (
        select(_GRANT)
        .where(_GRANT.c.obligation_id == row["obligation_id"], _GRANT.c.granted_at <= row["drafted_at"])
        .order_by(_GRANT.c.granted_at.desc())
        .limit(1)
    )
    found: Any = (await connection.execute(chosen)).mappings().one_or_none()
    if found is None:
        return None
    before = await _keys(connection, found["version_id"])
    scope = frozenset(before[one] for one in found["line_ids"] if one in before)
    return Grant(scope=scope, expires_at=found["expires_at"], reason=found["reason"])


async def _keys(connection: AsyncConnection, version: str) -> Mapping[str, LineKey]:
    from_version = select(_VERSION.c.units).where(_VERSION.c.id == version)
    units = await named(connection, (await connection.execute(from_version)).scalar_one())
    codes = {one.id: one.code for one in units}
    rows = (await connection.execute(select(_LINE).where(_LINE.c.version_id == version))).mappings()
    return {row["id"]: line_of(dict(row), codes[row["unit_body_id"]]).key for row in rows}
