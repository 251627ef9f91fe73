"""The lines of a draft as they are changed: by what a unit states, by newer records, and by a validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_findings import Finding, Validation, outcome, validate
from hub.domain.rollup_reconcile import Evidence
from hub.store.acting import Acting, Row
from hub.store.dialect import chunks, table_of
from hub.store.models.rollup import RollupLine
from hub.store.models.rollup_more import RollupFinding
from hub.store.rollup_compute import Computed, computed, entity_of, waiting
from hub.store.rollup_draft import Kept, Sheet, line_row, new_id_of, sheet, stated, write_sheet
from hub.store.rollup_drafts import began, write_texts
from hub.store.rollup_rows import ALGORITHM, HeldDuty, HeldVersion
from hub.store.rollup_sections import Sections, sections_of

_LINE, _FINDING = table_of(RollupLine), table_of(RollupFinding)
_AT_ONCE = 1_000


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
            {"_id": draft.ids[key], **stated(line), "status": outcome(line, known, draft.terms).status}
            for key, (line, known) in changed.items()
            if key in draft.ids
        ]
        await update_lines(connection, old, ("value_kind", "claimed", "reason", "reason_code", "explanation", "status"))
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
        for some in chunks(rows, _AT_ONCE):
            await connection.execute(insert(_LINE), list(some))
        if texts is not None:
            await write_texts(connection, kept, texts, now=acting.now)

    acting.later.append(write)


async def recomputed(acting: Acting, held: HeldDuty, draft: HeldVersion) -> tuple[Computed, Sheet]:
    """The sheet of a draft from the records of this moment; what it claims stays."""
    sections = await _sections(acting, held)
    found = await computed(
        acting.connection, held.definition, sections, whose=held.whose, days=held.days, until=acting.now
    )
    pending = await waiting(acting.connection, sections, since=began(held))
    return found, sheet(held.definition, draft.units, found, waiting=pending, claimed=draft.lines)


def write_recomputed(acting: Acting, draft: HeldVersion, whole: Sheet) -> None:
    """Write a recomputed sheet once the version itself is written."""

    async def write(connection: AsyncConnection) -> None:
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
        await update_lines(connection, _moved(draft, evidence), ("pending", "late", "status"))
        await connection.execute(delete(_FINDING).where(_FINDING.c.version_id == draft.row["id"]))
        rows = [_finding(acting, draft, one) for one in found.findings]
        for some in chunks(rows, _AT_ONCE):
            await connection.execute(insert(_FINDING), list(some))

    acting.later.append(write)
    return found


def _moved(draft: HeldVersion, evidence: dict[LineKey, Evidence]) -> list[dict[str, object]]:
    """The lines of which the hub knows something else than before."""
    return [
        {
            "_id": draft.ids[key],
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


async def update_lines(connection: AsyncConnection, rows: Sequence[dict[str, object]], names: Sequence[str]) -> None:
    """Write these columns of lines, each by its `_id`."""
    statement = update(_LINE).where(_LINE.c.id == bindparam("_id")).values({name: bindparam(name) for name in names})
    for some in chunks(rows, _AT_ONCE):
        await connection.execute(statement, list(some))


def _kept(draft: HeldVersion) -> Kept:
    return Kept(version_id=draft.row["id"], body_id=draft.row["body_id"], units=draft.units)


async def _sections(acting: Acting, held: HeldDuty) -> Sections:
    return await sections_of(acting.connection, held.row["body_id"], by_section=held.definition.by_section)
