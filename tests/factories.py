"""A small world for tests: rows are made with only what matters spelled out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from hub.domain.ids import new_id
from hub.domain.words import (
    Mode,
    PlatformKind,
    ResidencyRole,
    SeatStatus,
    SourceStatus,
    StudioStatus,
    StudioType,
)
from hub.store.models.base import Base
from hub.store.models.body import Body, Committee
from hub.store.models.facts import Activity, ActivityKind, DutyShift, Opinion, Output
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.places import Division, Sector
from hub.store.models.source import IdentityLink, QuarantinedRow, Source, SyncRun
from hub.store.models.studio import Studio
from hub.store.session import Database
from hub.store.sources import set_status
from hub.store.totals import Step, follow

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = date(2026, 3, 2)


class World:
    """Makes rows in a migrated database that holds the packaged reference."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)
        self._bodies: dict[str, str] = {}
        self._divisions: dict[str, str] = {}

    async def body(self, code: str) -> str:
        """The identifier of a packaged body."""
        if code not in self._bodies:
            self._bodies[code] = await self._one(select(Body.id).where(Body.code == code))
        return self._bodies[code]

    async def division(self, code: str) -> str:
        """The identifier of a division in force."""
        if code not in self._divisions:
            statement = select(Division.id).where(Division.code == code, Division.valid_to.is_(None))
            self._divisions[code] = await self._one(statement)
        return self._divisions[code]

    async def kind(self, code: str) -> str:
        """The identifier of a packaged kind of activity."""
        return await self._one(select(ActivityKind.id).where(ActivityKind.code == code))

    async def sector(self, name: str) -> str:
        """The identifier of a packaged sector."""
        return await self._one(select(Sector.id).where(Sector.name == name))

    async def studio(self, body: str, **given: Any) -> str:
        """A studio owned by the body with this code."""
        number = next(self._numbers)
        values = {
            "name": f"测试工作室{number}",
            "type": StudioType.REGIONAL,
            "platform_kind": PlatformKind.STUDIO,
            "counts_as_studio": True,
            "mode": Mode.OFFLINE,
            "status": StudioStatus.ACTIVE,
            "owner_body_id": await self.body(body),
        }
        if "located" in given:
            values["division_id"] = await self.division(given.pop("located"))
        return await self._row(Studio, values | given)

    async def committee(self, body: str, **given: Any) -> str:
        """A special committee of a body."""
        return await self._row(Committee, {"name": "测试委员会", "body_id": await self.body(body)} | given)

    async def member(self, body: str, **given: Any) -> str:
        """A member on record with a body, with one seat there."""
        number = next(self._numbers)
        home = await self.body(body)
        values = {"name": f"测试委员{number}", "home_body_id": home, "phone": f"139{number:08d}", "unit": "测试单位"}
        member = await self._row(Member, values | given)
        await self.seat(member, body, published=given.get("published", True))
        return member

    async def seat(self, member: str, body: str, **given: Any) -> str:
        """A seat of a member in a body."""
        values = {"member_id": member, "body_id": await self.body(body), "seat_status": SeatStatus.SERVING}
        return await self._row(Membership, values | given)

    async def residency(self, studio: str, member: str | None, body: str, **given: Any) -> str:
        """A member's place in a studio."""
        values = {"studio_id": studio, "member_id": member, "role": ResidencyRole.RESIDENT}
        return await self._row(Residency, values | {"owner_body_id": await self.body(body)} | given)

    async def activity(self, studio: str, body: str, **given: Any) -> str:
        """An activity of a studio."""
        kind = await self._one(select(ActivityKind.id).order_by(ActivityKind.code).limit(1))
        values = {"studio_id": studio, "kind_id": kind, "mode": Mode.OFFLINE, "topic": "测试活动", "held_on": DAY}
        return await self._row(Activity, values | {"owner_body_id": await self.body(body)} | given)

    async def shift(self, studio: str, member: str, body: str, **given: Any) -> str:
        """A shift of a member in a studio."""
        values = {"studio_id": studio, "member_id": member, "mode": Mode.OFFLINE, "held_on": DAY, "attended": True}
        return await self._row(DutyShift, values | {"owner_body_id": await self.body(body)} | given)

    async def opinion(self, studio: str, body: str, **given: Any) -> str:
        """An opinion that a studio received."""
        values = {
            "studio_id": studio,
            "received_on": DAY,
            "channel": "WALK_IN",
            "opinion_class": "PROBLEM",
            "topic": "测试意见",
            "status": "REGISTERED",
        }
        return await self._row(Opinion, values | {"owner_body_id": await self.body(body)} | given)

    async def output(self, studio: str, body: str, **given: Any) -> str:
        """An output of a studio."""
        values = {"studio_id": studio, "kind": "PROPOSAL", "title_text": "测试提案", "submitted_on": DAY}
        return await self._row(Output, values | {"owner_body_id": await self.body(body)} | given)

    async def source(self, body: str, code: str) -> str:
        """A linked system of a body, with one run and one row in quarantine."""
        owner = await self.body(body)
        values = {"code": code, "name": "测试系统", "body_id": owner, "kind": "REST", "status": "ACTIVE"}
        source = await self._row(Source, values | {"zone": "Asia/Shanghai", "mapping_version": "1"})
        shared = {"source_id": source, "body_id": owner}
        run = await self._row(SyncRun, {**shared, "status": "SUCCEEDED", "trigger": "COMMAND", "queued_at": MOMENT,
                                        "finished_at": MOMENT})  # fmt: skip
        await self._row(QuarantinedRow, {**shared, **_BAD_ROW, "run_id": run, "first_run_id": run})
        return source

    async def link(self, source: str, entity: str, key: str, row: str) -> None:
        """Let a key of a linked system stand for a row."""
        values = {"source_id": source, "entity": entity, "external_id": key, "row_id": row}
        async with self.database.write() as connection:
            await connection.execute(insert(IdentityLink).values(values))

    async def pause(self, source: str) -> None:
        """Pause the linked system with this code."""
        async with self.database.write() as connection:
            await set_status(connection, source, status=SourceStatus.PAUSED)

    async def _row(self, model: type[Base], values: Mapping[str, Any]) -> str:
        number = next(self._numbers)
        row = {"id": new_id(model.prefix, MOMENT, seed=str(number).encode()), **values}
        if "recorded_at" in model.__mapper__.columns:
            row.setdefault("recorded_at", MOMENT)
        async with self.database.write() as connection:
            await connection.execute(insert(model).values(row))
            await follow(connection, [Step(model=model, after=row)])
        return str(row["id"])

    async def _one(self, statement: Any) -> str:
        async with self.database.read() as connection:
            return str((await connection.execute(statement)).scalar_one())


_BAD_ROW = {
    "stream": "members",
    "page": 0,
    "row_index": 0,
    "external_id": "X-1",
    "content_hash": "0" * 64,
    "stage": "SCHEMA",
    "code": "MISSING_FIELD",
    "pointer": "/name",
    "reason": "缺少姓名",
    "reason_en": "the name is missing",
    "mapping_version": "1",
    "status": "OPEN",
    "first_seen_at": MOMENT,
    "last_seen_at": MOMENT,
}
