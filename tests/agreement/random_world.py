"""A world of random rows with awkward values, the same on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Column, insert, select, update

from hub.domain.ids import new_id
from hub.domain.receipt import DigestAlgorithm
from hub.domain.term import Term
from hub.schema.kinds import python_type
from hub.store.applying import held_rows
from hub.store.dialect import Transaction, table_of
from hub.store.kinds import Document
from hub.store.models.activity_party import ActivityParty
from hub.store.models.application import ApplicationPerson, ApplicationStep, StudioApplication
from hub.store.models.arrangement import Arrangement, ArrangementOutput, ArrangementParty
from hub.store.models.assessment import ArchiveRecord, Assessment, AssessmentItem, Measure
from hub.store.models.base import Base
from hub.store.models.body import Body, Committee
from hub.store.models.facts import Activity, ActivityKind, DutyShift, Opinion, Output
from hub.store.models.filing import Filing
from hub.store.models.history import Finding, StudioEvent
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.places import Division, Sector
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportPeriod, ReportRule, WorkingDay
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.models.rollup_more import (
    AmendmentGrant,
    DriftItem,
    NarrativeItem,
    PushAttempt,
    Restatement,
    ReturnItem,
    RollupFinding,
    RollupReceipt,
)
from hub.store.models.source import QuarantinedRow, Source, SyncRun
from hub.store.models.standard import ApprovalChain, Rulebook, Standard, StructureRule
from hub.store.models.studio import Studio, studio_sector
from hub.store.models.task import Task
from hub.store.models.version import VERSIONS
from hub.store.session import Database
from hub.store.totals_check import rebuild_all
from hub.store.versions import backfill, follow
from hub.store.write import Update

CODES = ("610000", "611000", "611026", "611002", "610825", "440113")
TEXTS = (
    "",
    " ",
    "测试工作室",
    '引"号',
    "反\\斜\\\\",
    "行\n二\r\n\t三",
    "<&>'",
    "😀 非基本面 𠮷",
    "控\x01\x08\x0c\x1f\x7f",
    "\u2028\u2029\u00a0\ufeff",
    '", "',
    '\\", \\"',
    "%_/",
    "13900000001",
    "null",
)
START = datetime(2026, 3, 1, tzinfo=UTC)
CHANGED = (START + timedelta(days=10, hours=17), START + timedelta(days=20, microseconds=1))
"""When rows that were known at the start were changed; the first is a day later in Shanghai."""

# In this order, so that what a row refers to is there; the number is how many are made.
ROWS: Sequence[tuple[type[Base], int]] = (
    (Committee, 6),
    (Member, 24),
    (Studio, 20),
    (Source, 6),
    (SyncRun, 12),
    (QuarantinedRow, 16),
    (Membership, 30),
    (Residency, 40),
    (Venue, 16),
    (Plaque, 14),
    (OnlinePresence, 12),
    (Arrangement, 20),
    (Activity, 50),
    (ActivityParty, 40),
    (DutyShift, 40),
    (Opinion, 30),
    (Output, 30),
    (StudioApplication, 30),
    (ApplicationPerson, 30),
    (ApplicationStep, 30),
    (ArrangementParty, 50),
    (ArrangementOutput, 30),
    (Filing, 30),
    (Task, 30),
    (Assessment, 30),
    (AssessmentItem, 40),
    (Measure, 30),
    (ArchiveRecord, 20),
    (StudioEvent, 40),
    (Finding, 40),
    (WorkingDay, 20),
    (ReportPeriod, 80),
    (Obligation, 160),
    (RollupVersion, 160),
    (RollupLine, 60),
    (NarrativeItem, 30),
    (RollupFinding, 30),
    (ReturnItem, 30),
    (RollupReceipt, 160),
    (AmendmentGrant, 20),
    (Restatement, 20),
    (DriftItem, 20),
    (PushAttempt, 20),
)
# Rows that come with the reference, a few of each.
KEPT: Sequence[type[Base]] = (
    *(ApprovalChain, Rulebook, Standard, StructureRule),
    *(ReportDefinition, ReportIndicator, ReportRule),
)
# Columns of a row that no change touches.
_KEPT_COLUMNS = frozenset(
    {"id", "code", "filing_number", "external_id", "content_hash", "recorded_at", "deleted_at", "position", "last"}
)
# What no two rows of a table may share; a filing of one kind is made once for each studio.
ONCE: Mapping[type[Base], tuple[str, ...]] = {
    ApplicationStep: ("application_id", "position"),
    Filing: ("studio_id", "kind"),
    Assessment: ("studio_id", "year"),
    AssessmentItem: ("assessment_id", "position"),
    ArchiveRecord: ("studio_id", "role"),
    StudioEvent: ("studio_id", "position"),
    WorkingDay: ("year", "day"),
    ReportPeriod: ("definition_code", "label"),
    Obligation: ("period_id",),
    RollupVersion: ("obligation_id",),
    RollupLine: ("version_id", "unit_body_id", "indicator", "first_key", "second_key"),
    RollupReceipt: ("version_id",),
    DriftItem: ("line_id", "found_on"),
    PushAttempt: ("client", "operation", "key"),
}


class RandomWorld:
    """Fills a migrated database; `ids` holds what was made, by model."""

    def __init__(self, database: Database, *, seed: int) -> None:
        self.database = database
        self.ids: dict[type[Base], list[str]] = {}
        self._random = Random(seed)

    async def fill(self) -> None:
        """Make all rows, their versions and the cells of totals over them."""
        async with self.database.read() as connection:
            bodies = select(Body.id).where(Body.code.in_(CODES)).order_by(Body.id)
            self.ids[Body] = list((await connection.execute(bodies)).scalars())
            divisions = select(Division.id).where(Division.code.in_(CODES)).order_by(Division.id)
            self.ids[Division] = list((await connection.execute(divisions)).scalars())
            self.ids[Sector] = list((await connection.execute(select(Sector.id).order_by(Sector.id))).scalars())[:5]
            kinds = select(ActivityKind.id).order_by(ActivityKind.id)
            self.ids[ActivityKind] = list((await connection.execute(kinds)).scalars())
            for model in KEPT:
                held: Any = model
                self.ids[model] = list((await connection.execute(select(held.id).order_by(held.id))).scalars())[:5]
        for model, number in ROWS:
            rows = self._rows(model, number)
            async with self.database.write() as connection:
                for row in rows:
                    await connection.execute(insert(model).values(row))
            self.ids[model] = [row["id"] for row in rows]
        pairs = {(self._one(Studio), self._one(Sector)) for _ in range(30)}
        async with self.database.write() as connection:
            for studio, sector in sorted(pairs):
                await connection.execute(insert(studio_sector).values(studio_id=studio, sector_id=sector))
            for statement in backfill(at=START):
                await connection.execute(statement)
            for at in CHANGED:
                for model in sorted(VERSIONS.keys() & self.ids.keys(), key=lambda one: one.__tablename__):
                    await self._change(connection, model, at)
        await rebuild_all(self.database)

    async def _change(self, connection: Transaction, model: type[Base], at: datetime) -> None:
        """Change, move, withdraw and restore some rows of a model, and let their versions follow."""
        held = await held_rows(connection, model, self.ids[model])
        known = [dict(held[id]) for id in self.ids[model] if held[id].get("recorded_at", START) <= START]
        for row in self._random.sample(known, (len(known) + 1) // 2):
            values = self._changed(model, row, at)
            await connection.execute(update(table_of(model)).where(table_of(model).c.id == row["id"]).values(values))
            day = at.date() + timedelta(days=self._random.randint(-15, 15))
            valid_from = day if self._random.random() < 0.3 else None
            await follow(connection, [], [Update(model=model, before=row, values=values, valid_from=valid_from)], at=at)

    def _changed(self, model: type[Base], row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
        if "deleted_at" in row and self._random.random() < 0.2:
            return {"deleted_at": at if row["deleted_at"] is None else None}
        columns = [column for column in table_of(model).columns if not self._stays(model, column)]
        return {
            column.name: self._reference(next(iter(column.foreign_keys)).column.table.name, nullable=False)
            if column.foreign_keys
            else self._value(model, column.name, 0)
            for column in self._random.sample(columns, min(len(columns), self._random.randint(1, 6)))
        }

    def _stays(self, model: type[Base], column: Column[Any]) -> bool:
        if model in (Body, Division):
            return column.name not in ("name", "short_name")  # they stand in trees
        if column.name in ONCE.get(model, ()) or column.unique:
            return True
        return column.name in _KEPT_COLUMNS

    def _rows(self, model: type[Base], number: int) -> list[dict[str, Any]]:
        rows = [self._row(model, at) for at in range(number)]
        once = ONCE.get(model, ("id",))
        return list({tuple(row[name] for name in once): row for row in rows}.values())

    def _one(self, model: type[Base]) -> str:
        some = self.ids[model]
        # Callers of the suite name the first of each kind, which therefore come up more often.
        return self._random.choice(some[:4] if self._random.random() < 0.3 else some)

    def _row(self, model: type[Base], at: int) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for attribute in model.__mapper__.column_attrs:
            column = attribute.columns[0]
            if attribute.key == "id":
                row["id"] = new_id(model.prefix, START, seed=f"{model.__name__}{at}".encode())
            elif column.foreign_keys:
                target = next(iter(column.foreign_keys)).column.table
                row[attribute.key] = self._reference(target.name, nullable=bool(column.nullable))
            else:
                row[attribute.key] = self._value(model, attribute.key, at)
        if "digest_algorithm" in row:  # wherever there is a digest
            row["digest_algorithm"] = list(DigestAlgorithm)[at % 2].value
        return row

    def _reference(self, table: str, *, nullable: bool) -> str | None:
        target = next((model for model in self.ids if model.__tablename__ == table), None)
        if target is None or (nullable and self._random.random() < 0.25):
            return None
        return self._one(target)

    def _value(self, model: type[Base], name: str, at: int) -> Any:  # a value of the column's type
        column, some = model.__mapper__.columns[name], self._random
        if name == "deleted_at":
            return START if some.random() < 0.08 else None
        if name == "finished_at":
            return START + timedelta(seconds=at)
        if column.nullable and some.random() < 0.25:
            return None
        if name in ("code", "filing_number", "external_id", "content_hash") or column.unique:
            return f"{some.choice(TEXTS)}{model.__name__}{at}"
        if isinstance(column.type, Document):
            return {"a": some.choice(TEXTS)}
        kind = python_type(model, name)
        if issubclass(kind, Term):
            return some.choice(list(kind))
        if kind is datetime:
            return START + timedelta(days=some.randint(-900, 900), microseconds=some.choice([0, 0, 1, 120000, 999999]))
        if kind is date:
            return date(2026, 3, 2) + timedelta(days=some.randint(-40, 40))
        values: dict[type, Any] = {
            bool: lambda: some.random() < 0.7,
            int: lambda: some.choice([0, 1, 7, -1, 2**31 - 1]),
            list: lambda: some.choices(TEXTS, k=some.choice([0, 0, 1, 3])),
            str: lambda: some.choice(TEXTS),
            Decimal: lambda: Decimal(some.choice(["0", "1", "12.50", "-3", "98765432109876543210"])),
        }
        return values[kind]()
