"""Making and filling drafts: from the records, from the version before, and from what a unit states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.command import Refusal
from hub.domain.due import ZONE
from hub.domain.rollup import StatedLine, StatedText
from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_words import ValueKind, VersionKind, VersionStatus
from hub.store.acting import SYSTEM, Acting, Row
from hub.store.dialect import table_of
from hub.store.models.rollup import RollupVersion
from hub.store.models.rollup_more import NarrativeItem
from hub.store.rollup_compute import Computed, Report, Waiting, computed_each, waiting_each
from hub.store.rollup_draft import Kept, Sheet, new_id_of, put_rows, sheet, write_sheet
from hub.store.rollup_rows import HeldDuty, HeldVersion
from hub.store.rollup_sections import Section, Sections, sections_of_each

_TEXT = table_of(NarrativeItem)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What the hub has for a report at a moment: its sections, its figures, and what waits to be counted."""

    sections: Sections
    found: Computed
    waiting: Waiting


async def begun(
    acting: Acting,
    held: HeldDuty,
    *,
    number: int = 1,
    kind: VersionKind = VersionKind.ORIGINAL,
    before: HeldVersion | None = None,
    by: str = SYSTEM,
) -> str:
    """A new draft, computed now; after another version it begins with what that one states. Answers its identifier."""
    (drawn,) = await drawn_for(acting, [held])
    return _begin(acting, held, drawn, number=number, kind=kind, before=before, by=by)


async def all_begun(acting: Acting, owed: Sequence[HeldDuty]) -> None:
    """The first drafts of some obligations of one period, computed now; their records are read together."""
    for held, drawn in zip(owed, await drawn_for(acting, owed), strict=True):
        _begin(acting, held, drawn, number=1, kind=VersionKind.ORIGINAL, before=None, by=SYSTEM)


async def drawn_for(acting: Acting, owed: Sequence[HeldDuty]) -> list[Drawn]:
    """What is drawn from the records of this moment for some obligations of one period."""
    if not owed:
        return []
    connection, first = acting.connection, owed[0]
    bodies = {held.row["body_id"] for held in owed}
    branches = await sections_of_each(connection, bodies, by_section=first.definition.by_section)
    reports = [Report(whose=held.whose, sections=branches[held.row["body_id"]]) for held in owed]
    found = await computed_each(connection, first.definition, reports, days=first.days, until=acting.now)
    pending = await waiting_each(connection, [report.sections for report in reports], since=began(first))
    return [
        Drawn(sections=report.sections, found=one, waiting=rows)
        for report, one, rows in zip(reports, found, pending, strict=True)
    ]


def _begin(
    acting: Acting,
    held: HeldDuty,
    drawn: Drawn,
    *,
    number: int,
    kind: VersionKind,
    before: HeldVersion | None,
    by: str,
) -> str:
    definition, sections, found = held.definition, drawn.sections, drawn.found
    claimed = None if before is None else _still_there(before.lines, sections.names)
    whole = sheet(definition, sections.units, found, waiting=drawn.waiting, claimed=claimed)
    identifier = acting.add(
        RollupVersion,
        obligation_id=held.row["id"],
        body_id=held.row["body_id"],
        studio_id=held.row["studio_id"],
        committee_id=held.row["committee_id"],
        number=number,
        kind=kind,
        status=VersionStatus.DRAFT,
        revision=1,
        previous_id=None if before is None else before.row["id"],
        watermark=acting.now,
        facts_read=found.facts_read,
        definition_id=definition.id,
        rules_digest=definition.rules_digest,
        mapping_digest=found.mapping_digest,
        units=[one.code for one in sections.units],
        drafted_at=acting.now,
        drafted_by=by,
    )
    texts = [] if before is None else before.told
    _put(acting, Kept(version_id=identifier, body_id=held.row["body_id"], units=sections.units), whole, held, texts)
    return identifier


def _put(acting: Acting, kept: Kept, whole: Sheet, held: HeldDuty, texts: Sequence[Row]) -> None:
    """Write the sheet and the texts of a new version once the version itself is written."""
    terms = held.definition.terms({one.code: one.name for one in kept.units})

    async def write(connection: AsyncConnection) -> None:
        await write_sheet(connection, kept, whole, terms, now=acting.now)
        await add_texts(connection, kept, texts, now=acting.now)

    acting.later.append(write)


async def write_texts(connection: AsyncConnection, kept: Kept, texts: Sequence[Row], *, now: datetime) -> None:
    """Put texts in the place of those that a draft had."""
    await connection.execute(delete(_TEXT).where(_TEXT.c.version_id == kept.version_id))
    await add_texts(connection, kept, texts, now=now)


async def add_texts(connection: AsyncConnection, kept: Kept, texts: Sequence[Row], *, now: datetime) -> None:
    """Write the texts of a draft that has none."""
    rows = [
        {
            "id": new_id_of(NarrativeItem, now),
            "version_id": kept.version_id,
            "body_id": kept.body_id,
            "ordinal": ordinal,
            **{name: one[name] for name in ("unit_body_id", "indicator", "theme", "heading", "body_text")},
        }
        for ordinal, one in enumerate(texts, start=1)
    ]
    await put_rows(connection, _TEXT, rows)


def began(held: HeldDuty) -> datetime:
    """The first moment of a period: a row that was set aside before it is not of it."""
    return datetime.combine(held.period["starts_on"], datetime.min.time(), tzinfo=ZONE)


def lines_of(stated: Sequence[StatedLine]) -> list[Line] | Refusal:
    """What is stated, as lines; a number and a reason for having none exclude each other."""
    found: list[Line] = []
    for number, one in enumerate(stated):
        given = [value for value in (one.value, one.not_applicable, one.unknown) if value is not None]
        if len(given) > 1:
            return Refusal(
                code="VALUE_WRONG",
                zh="每行只能填数值、不适用原因、未知原因三者之一，请删去多余的",
                en="a line states a number, or why it does not apply, or why it is not known; give one of them",
                at=f"input.lines.{number}",
                rule="I3",
            )
        found.append(line_stated(one))
    return found


def texts_of(stated: Sequence[StatedText], units: Sequence[Section], known: Sequence[str]) -> list[Row] | Refusal:
    """What is told in words, as rows."""
    ids = {one.code: one.id for one in units}
    found: list[Row] = []
    for number, one in enumerate(stated):
        if one.unit not in ids or one.indicator not in known:
            return Refusal(
                code="TEXT_FOREIGN",
                zh=f"“{one.unit}／{one.indicator}”不属于本期报表的单位或文字材料，请核对",
                en=f"{one.unit} / {one.indicator} is no unit or narrative part of this report; check it",
                at=f"input.narratives.{number}",
                rule="R-103",
            )
        found.append(
            {
                "unit_body_id": ids[one.unit],
                "indicator": one.indicator,
                "theme": one.theme.strip(),
                "heading": one.heading.strip(),
                "body_text": one.text.strip(),
            }
        )
    return found


def line_stated(one: StatedLine) -> Line:
    """What is stated in one line."""
    kind, reason = ValueKind.NUMBER, None
    if one.not_applicable is not None:
        kind, reason = ValueKind.NOT_APPLICABLE, one.not_applicable.strip()
    elif one.unknown is not None:
        kind, reason = ValueKind.UNKNOWN, one.unknown.strip()
    return Line(
        key=LineKey(unit=one.unit, indicator=one.indicator, mode=one.first_key, kind=one.second_key),
        value_kind=kind,
        claimed=one.value,
        reason=reason,
        reason_code=one.reason_code,
        explanation=one.explanation,
    )


def _still_there(claimed: Mapping[LineKey, Line], units: Mapping[str, str]) -> Mapping[LineKey, Line]:
    """What was stated of units that still have a section."""
    return {key: line for key, line in claimed.items() if key.unit in units}
