"""Findings on studios, kept in the transaction that changes what they rest on.

Only findings that differ are written; their identifiers follow from studio and rule, so that equal findings stay the
same rows. What changes with the day alone (a term that ends, a version that comes into force) is judged by
`hub standards judge`; `differences` judges everything anew and compares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.compliance import judgements
from hub.domain.compliance_facts import Judgement
from hub.domain.ids import new_id
from hub.store.dialect import chunks, is_postgresql, table_of
from hub.store.findings_facts import Judgeable, judgeable
from hub.store.findings_fetch import fetching
from hub.store.findings_touched import touched_by, with_neighbours
from hub.store.findings_versions import versions_of
from hub.store.models.history import Finding
from hub.store.models.standard import Rulebook, Standard, StructureRule
from hub.store.models.studio import Studio
from hub.store.session import Database

if TYPE_CHECKING:
    from hub.store.write import Change

Row = Mapping[str, Any]  # column values of any type

AT_ONCE = 500
"""Studios that are judged together."""

_ZONE = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCK = 0x4855424A  # any number of our own; two transactions that judge wait for each other
_FINDING = table_of(Finding)
_COMPARED = tuple(column.name for column in _FINDING.columns if column.name not in ("id", "judged_on"))


async def follow(connection: AsyncConnection, changes: Sequence[Change], *, at: datetime) -> None:
    """Judge again what changes touch, in the transaction of these changes and once they are written."""
    touched = touched_by(changes)
    if not touched:
        return
    await _alone(connection)
    await judge(connection, await with_neighbours(connection, touched), on=business_day(at))


def business_day(at: datetime) -> date:
    """The day on which a moment falls, Asia/Shanghai."""
    return at.astimezone(_ZONE).date()


async def judge(connection: AsyncConnection, studios: Sequence[str], *, on: date) -> int:
    """Judge some studios and write what has changed; how many findings these were."""
    changed = 0
    for some in chunks(studios, AT_ONCE):
        held, right = await _held(connection, some), await _right(connection, some, on=on)
        wrong = _differing(held, right)
        for ids in chunks([id for id in wrong if id in held]):
            await connection.execute(delete(_FINDING).where(_FINDING.c.id.in_(ids)))
        if fresh := [right[id] for id in wrong if id in right]:
            await connection.execute(insert(_FINDING), fresh)
        changed += len(wrong)
    return changed


async def judge_all(connection: AsyncConnection, *, on: date) -> int:
    """Judge every studio in one transaction, as after a change of the standards; how many findings have changed."""
    await _alone(connection)
    return await judge(connection, await _every(connection), on=on)


async def judge_again(database: Database, *, on: date) -> tuple[int, int]:
    """Judge every studio, a few hundred in a transaction: how many studios there are, and findings that changed."""
    async with database.read() as connection:
        studios = await _every(connection)
    changed = 0
    for some in chunks(studios, AT_ONCE):
        async with database.write() as connection:
            await _alone(connection)
            changed += await judge(connection, some, on=on)
    return len(studios), changed


async def differences(connection: AsyncConnection, *, on: date) -> list[str]:
    """Identifiers of findings that are not what judging anew comes to: wrong, missing or of nothing."""
    found: list[str] = []
    for some in chunks(await _every(connection), AT_ONCE):
        found += _differing(await _held(connection, some), await _right(connection, some, on=on))
    return found


async def count(connection: AsyncConnection) -> int:
    """How many findings are held."""
    return int((await connection.execute(select(func.count()).select_from(_FINDING))).scalar_one())


async def forget(connection: AsyncConnection, kept: Mapping[type[Any], Collection[str]]) -> None:
    """Take out the findings by versions, rules and standards that are about to leave the database."""
    for model, name in ((Rulebook, "rulebook_id"), (StructureRule, "structure_rule_id"), (Standard, "standard_id")):
        column: ColumnElement[Any] = _FINDING.c[name]
        cited = (await connection.execute(select(column).distinct().where(column.is_not(None)))).scalars()
        for some in chunks(sorted(set(cited) - set(kept.get(model, ())))):
            await connection.execute(delete(_FINDING).where(column.in_(some)))


async def _alone(connection: AsyncConnection) -> None:
    """Until the transaction ends nobody else judges: what one finds rests on rows that another may be changing."""
    if is_postgresql(connection):
        await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


async def _every(connection: AsyncConnection) -> Sequence[str]:
    """The studios there are, and those of which findings are held."""
    table = table_of(Studio)
    judged = table.c.id.in_(select(_FINDING.c.studio_id))
    chosen = select(table.c.id).where(or_(table.c.deleted_at.is_(None), judged)).order_by(table.c.id)
    return (await connection.execute(chosen)).scalars().all()


async def _held(connection: AsyncConnection, studios: Collection[str]) -> dict[str, Row]:
    chosen = select(_FINDING).where(_FINDING.c.studio_id.in_(studios))
    return {row["id"]: dict(row) for row in (await connection.execute(chosen)).mappings()}


async def _right(connection: AsyncConnection, studios: Collection[str], *, on: date) -> dict[str, dict[str, Any]]:
    known = await judgeable(fetching(connection), studios, on=on)
    bodies = {code for one in known for code in one.subject.bodies}
    versions = await versions_of(fetching(connection), bodies) if bodies else []
    found = (
        _row(one, judgement, on=on)
        for one in known
        for judgement in judgements(one.subject, [v for v in versions if v.body in one.subject.bodies], on=on)
    )
    return {row["id"]: row for row in found}


def _differing(held: Mapping[str, Row], right: Mapping[str, Row]) -> list[str]:
    ids: Iterable[str] = sorted({*held, *right})
    return [
        id
        for id in ids
        if id not in held or id not in right or any(held[id][name] != right[id][name] for name in _COMPARED)
    ]


def _row(studio: Judgeable, judgement: Judgement, *, on: date) -> dict[str, Any]:
    rule, studio_id = judgement.rule, studio.row["id"]
    named = judgement.standard if rule is None else rule.id
    return {
        "id": new_id(Finding.prefix, _EPOCH, seed=f"{studio_id}/{judgement.judged_by}/{named}".encode()),
        "owner_body_id": studio.row["owner_body_id"],
        "studio_id": studio_id,
        "rulebook_id": judgement.version,
        "structure_rule_id": None if rule is None else rule.id,
        "standard_id": judgement.standard,
        "judged_by": judgement.judged_by,
        "effective": judgement.effective,
        "kind": None if rule is None else rule.kind,
        "rule": None if rule is None else rule.number,
        "strength": None if rule is None else rule.strength,
        "result": judgement.result,
        "expected": judgement.expected.zh,
        "expected_en": judgement.expected.en,
        "found": judgement.found.zh,
        "found_en": judgement.found.en,
        "reason": judgement.reason,
        "judged_on": on,
    }
