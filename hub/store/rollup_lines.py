"""The lines of a draft as they are changed: by what a unit states, by newer records, and by a validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_findings import Finding, Validation, outcome, validate
from hub.domain.rollup_reconcile import Evidence
from hub.store.acting import Acting, Row
from hub.store.bulk import update_many
from hub.store.dialect import table_of
from hub.store.models.rollup import RollupLine
from hub.store.models.rollup_more import RollupFinding
from hub.store.rollup_compute import Computed, computed, entity_of, waiting
from hub.store.rollup_draft import Kept, Sheet, clear, line_row, new_id_of, put_rows, sheet, stated, write_sheet
from hub.store.rollup_drafts import began, drawn_for, write_texts
from hub.store.rollup_rows import ALGORITHM, HeldDuty, HeldVersion
from hub.store.rollup_sections import Sections, sections_of

_LINE, _FINDING = table_of(RollupLine), table_of(RollupFinding)


async def saved(
    acting: Acting, held: HeldDuty, draft: HeldVersion, lines: Sequence[Line], *, adopt: bool
) -> dict[LineKey, tuple[Line, Evidence]]:
    """The lines that change, with what the hub knows of each; a new place has no records behind it."""
    changed: dict[LineKey, tuple[Line, Evidence]] = {}
    if adopt:
        for key, known in draft.evidence.items():
            if known.computed is not None:
                changed[key] = (Line(key=key, claimed=known.computed), known)
    pending = await waiting(acting.connection, await _sections(acting, held), since=began(held)) if lines else {}
    counted = {one.code: one.predicate.fact for one in held.definition.stated if one.predicate is not None}
    for line in lines:
        held_already = draft.evidence.get(line.key)
        known = held_already or Evidence()
        if held_already is None and line.key.indicator in counted:
            waits = pending.get((line.key.unit, entity_of(counted[line.key.indicator])), 0)
            known = Evidence(computed=0, pending=waits)
        changed[line.key] = (line, known)
    return changed


def write_saved(
    acting: Acting,
    draft: HeldVersion,
    changed: dict[LineKey, tuple[Line, Evidence]],
    texts: Sequence[Row] | None,
) -> None:
    """Write changed lines and texts once the version itself is written."""
    kept = _kept(draft)

    async def write(connection: AsyncConnection) -> None:
        old = [
            {"id": draft.ids[key], **stated(line), "status": outcome(line, known, draft.terms).status}
            for key, (line, known) in changed.items()
            if key in draft.ids
        ]
        await update_many(connection, _LINE, old)
        units = {one.code: one.id for one in draft.units}
        new = {key: pair for key, pair in changed.items() if key not in draft.ids}
        whole = Sheet(
            lines={key: line for key, (line, _) in new.items()},
            figures={},
            evidence={key: known for key, (_, known) in new.items()},
            kinds={},
        )
        rows = [
            line_row(kept, line, whole, draft.terms, id=new_id_of(RollupLine, acting.now), unit=units[key.unit])
            for key, line in whole.lines.items()
        ]
        await put_rows(connection, _LINE, rows)
        if texts is not None:
            await write_texts(connection, kept, texts, now=acting.now)

    acting.later.append(write)


async def recomputed(acting: Acting, held: HeldDuty, draft: HeldVersion) -> tuple[Computed, Sheet]:
    """The sheet of a draft from the records of this moment; what it claims stays."""
    (drawn,) = await drawn_for(acting, [held])
    return drawn.found, sheet(held.definition, draft.units, drawn.found, waiting=drawn.waiting, claimed=draft.lines)


def write_recomputed(acting: Acting, draft: HeldVersion, whole: Sheet) -> None:
    """Write a recomputed sheet once the version itself is written."""

    async def write(connection: AsyncConnection) -> None:
        await clear(connection, draft.row["id"])
        await write_sheet(connection, _kept(draft), whole, draft.terms, now=acting.now)

    acting.later.append(write)


async def write_validated(acting: Acting, held: HeldDuty, draft: HeldVersion) -> Validation:
    """Validate a draft with what came late and what waits by now; findings are written with the version."""
    sections = await _sections(acting, held)
    mark = draft.row["watermark"]
    late = await computed(
        acting.connection,
        held.definition,
        sections,
        whose=held.whose,
        days=held.days,
        until=acting.now,
        after=mark,
    )
    pending = await waiting(acting.connection, sections, since=began(held))
    counted = {one.code: one.predicate.fact for one in held.definition.stated if one.predicate is not None}
    evidence = {
        key: known
        if known.computed is None
        else replace(
            known,
            pending=pending.get((key.unit, entity_of(counted[key.indicator])), 0),
            late=late.figures[key].computed if key in late.figures else 0,
        )
        for key, known in draft.evidence.items()
    }
    found = validate(draft.content, evidence, draft.terms, watermark=draft.version.watermark, algorithm=ALGORITHM)

    async def write(connection: AsyncConnection) -> None:
        await update_many(connection, _LINE, _moved(draft, evidence))
        await connection.execute(delete(_FINDING).where(_FINDING.c.version_id == draft.row["id"]))
        await put_rows(connection, _FINDING, [_finding(acting, draft, one) for one in found.findings])

    acting.later.append(write)
    return found


def _moved(draft: HeldVersion, evidence: dict[LineKey, Evidence]) -> list[dict[str, object]]:
    """The lines of which the hub knows something else than before."""
    return [
        {
            "id": draft.ids[key],
            "pending": Decimal(known.pending),
            "late": Decimal(known.late),
            "status": outcome(draft.lines[key], known, draft.terms).status,
        }
        for key, known in evidence.items()
        if known != draft.evidence[key]
    ]


def _finding(acting: Acting, draft: HeldVersion, one: Finding) -> dict[str, object]:
    key = one.key
    return {
        "id": new_id_of(RollupFinding, acting.now),
        "version_id": draft.row["id"],
        "line_id": None if key is None else draft.ids.get(key),
        "body_id": draft.row["body_id"],
        "rule": one.code,
        "severity": one.severity,
        "place": "" if key is None else "/".join((key.unit, key.indicator, key.mode, key.kind)).rstrip("/"),
        "message": one.message.zh,
        "message_en": one.message.en,
    }


def _kept(draft: HeldVersion) -> Kept:
    return Kept(version_id=draft.row["id"], body_id=draft.row["body_id"], units=draft.units)


async def _sections(acting: Acting, held: HeldDuty) -> Sections:
    return await sections_of(acting.connection, held.row["body_id"], by_section=held.definition.by_section)
