"""What accepting leaves behind: the reviewer's word on each line, and of an amendment what it restates (A8, A11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.command import Refusal, wrong_state
from hub.domain.rollup_amend import Restatement, accepting_amendment
from hub.domain.rollup_digest import LineKey
from hub.domain.rollup_facts import IN_FORCE, Version
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.rollup import RollupLine, RollupVersion
from hub.store.models.rollup_more import Restatement as RestatementRow
from hub.store.rollup_rows import HeldDuty, HeldVersion, held_version, versions_of

_LINE = table_of(RollupLine)


def settle_lines(
    acting: Acting, version: HeldVersion, explained: Collection[LineKey], waived: Mapping[LineKey, str]
) -> None:
    """Write beside each line what the reviewer said of it; what the unit stated is not touched (I2)."""
    rows = [
        {"_id": version.ids[key], "accepted": key in explained or None, "waived": waived.get(key)}
        for key in {*explained, *waived}
    ]
    statement = (
        update(_LINE)
        .where(_LINE.c.id == bindparam("_id"))
        .values(explanation_accepted=bindparam("accepted"), waived_reason=bindparam("waived"))
    )

    async def write(connection: AsyncConnection) -> None:
        if rows:
            await connection.execute(statement, rows)

    acting.later.append(write)


async def accept_amendment(
    acting: Acting,
    held: HeldDuty,
    version: HeldVersion,
    *,
    explanations: Collection[LineKey],
    waivers: Mapping[LineKey, str],
) -> Version | Refusal:
    """Put an amendment in the place of the version in force; what stood before stays beside it."""
    rows = await versions_of(acting, held.row)
    standing = next((one for one in rows if one["status"] in IN_FORCE), None)
    if standing is None:
        return wrong_state("没有可修订的已接受版本", "there is no accepted version to amend", rule="A11")
    old = await held_version(acting, standing, held.definition)
    judged = accepting_amendment(
        acting.actor,
        held.duty,
        version.version,
        old.version,
        version.terms,
        before=tuple(old.lines.values()),
        after=tuple(version.lines.values()),
        evidence=version.evidence,
        explanations=explanations,
        waivers=waivers,
        materiality=held.definition.materiality,
    )
    if isinstance(judged, Refusal):
        return judged
    acting.change(RollupVersion, standing, status=judged.superseded.status)
    for one in judged.restatements:
        _restate(acting, held.row, old, version, one)
    return judged.version


def _restate(acting: Acting, duty: Row, old: HeldVersion, new: HeldVersion, one: Restatement) -> None:
    units = {section.code: section.id for section in new.units}
    acting.add(
        RestatementRow,
        version_id=new.row["id"],
        before_line_id=old.ids.get(one.key),
        line_id=new.ids.get(one.key),
        body_id=duty["body_id"],
        unit_body_id=units[one.key.unit],
        indicator=one.key.indicator,
        before=None if one.before is None else Decimal(one.before),
        after=None if one.after is None else Decimal(one.after),
        is_material=one.is_material,
        restated_at=acting.now,
    )
