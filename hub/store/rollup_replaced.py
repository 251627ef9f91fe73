"""Whole sections of a draft put in the place of what they held; only the unit's claims are touched (A-47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.rollup_digest import Line, LineKey
from hub.domain.rollup_facts import Version
from hub.store.acting import Acting, Row
from hub.store.bulk import update_many
from hub.store.dialect import chunks, table_of
from hub.store.models.rollup import RollupLine
from hub.store.models.rollup_more import Contribution, RollupFinding
from hub.store.rollup_draft import Kept, Sheet, line_row, new_id_of, put_rows, stated
from hub.store.rollup_drafts import write_texts
from hub.store.rollup_lines import saved
from hub.store.rollup_rows import HeldDuty, HeldVersion

_LINE, _FINDING, _CONTRIBUTION = (table_of(one) for one in (RollupLine, RollupFinding, Contribution))
_AT_ONCE = 1_000


async def with_sections(
    acting: Acting,
    held: HeldDuty,
    draft: HeldVersion,
    version: Version,
    lines: Mapping[LineKey, Line],
    texts: Sequence[Row],
) -> HeldVersion:
    """A draft as it says these lines and texts; written once the version itself is written."""
    changed = [line for key, line in lines.items() if draft.lines.get(key) != line]
    known = {**draft.evidence}
    known |= {key: of for key, (_, of) in (await saved(acting, held, draft, changed, adopt=False)).items()}
    wanted = {one.code for one in held.definition.stated if one.required}
    after = replace(
        draft,
        version=version,
        lines=lines,
        ids={key: draft.ids.get(key) or new_id_of(RollupLine, acting.now) for key in lines},
        evidence={key: known[key] for key in lines},
        told=tuple(texts),
        terms=held.definition.terms(
            {one.code: one.name for one in draft.units}, required=[key for key in lines if key.indicator in wanted]
        ),
    )
    _write(acting, draft, after)
    return after


def _write(acting: Acting, draft: HeldVersion, after: HeldVersion) -> None:
    kept = Kept(version_id=draft.row["id"], body_id=draft.row["body_id"], units=draft.units)
    whole = Sheet(lines=after.lines, figures={}, evidence=after.evidence, kinds={})
    units = {one.code: one.id for one in draft.units}

    async def write(connection: AsyncConnection) -> None:
        # Findings name lines; the validation that follows finds anew.
        await connection.execute(delete(_FINDING).where(_FINDING.c.version_id == draft.row["id"]))
        await _remove(connection, [id for key, id in draft.ids.items() if key not in after.lines])
        rows = {
            key: line_row(kept, line, whole, after.terms, id=after.ids[key], unit=units[key.unit])
            for key, line in after.lines.items()
            if draft.lines.get(key) != line
        }
        old = [
            {"id": draft.ids[key], **stated(after.lines[key]), "status": row["status"]}
            for key, row in rows.items()
            if key in draft.ids
        ]
        await update_many(connection, _LINE, old)
        await put_rows(connection, _LINE, [row for key, row in rows.items() if key not in draft.ids])
        await write_texts(connection, kept, after.told, now=acting.now)

    acting.later.append(write)


async def _remove(connection: AsyncConnection, ids: Sequence[str]) -> None:
    for some in chunks(ids, _AT_ONCE):
        await connection.execute(delete(_CONTRIBUTION).where(_CONTRIBUTION.c.line_id.in_(some)))
        await connection.execute(delete(_LINE).where(_LINE.c.id.in_(some)))
