"""Figures that are opened in tests: a quarter's small world, and the ways to find and open its lines."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, update

from hub.domain.registry_words import PartyRole
from hub.domain.words import JointRule
from hub.store.models.activity_party import ActivityParty
from hub.store.models.base import Base
from hub.store.models.facts import Activity, ActivityKind
from hub.store.models.source import IdentityLink, QuarantinedRow, RawRecord, SyncRun
from hub.store.session import Database
from tests.asking import Asked, Person
from tests.factories import DAY, MOMENT, World
from tests.quarter.steps import OFFICE, opened

QUESTIONS = Path(__file__).parent / "questions"
CITY, COUNTY_CODE, OTHER = "611000", "611026", "610800"
FIGURE = """query ($id: ID!, $first: Int, $after: String) { figure(id: $id) {
  claimed computed net gross notShown
  lineage(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    factKind weight whole owned isShared unseen countedIn { id } alsoCreditedTo { code }
    record { __typename id }
    sourceRecord { externalId contentHash mappingVersion source { code } run { id status } } } } } }"""
_LINES = """query ($body: String!) { rollupLines(first: 500, where: { body: { code: { eq: $body } } }) {
  nodes { id indicator firstKey secondKey claimed computed unit { code } } } }"""


class Quarter:
    """A quarter with records in it, opened by the office."""

    def __init__(self, ask: Asked, world: World) -> None:
        self.ask = ask
        self.world = world
        self.owed: dict[str, str] = {}
        self.period = ""
        self.source = ""

    async def open(self) -> None:
        """Open the quarter: drafts are computed from what is there."""
        self.period, self.owed = await opened(self.ask)

    async def lines(self, body: str, person: Person = OFFICE) -> list[dict[str, Any]]:
        """The lines of a body that somebody reads."""
        found = await self.ask(_LINES, person, body=body)
        nodes: list[dict[str, Any]] = found["rollupLines"]["nodes"]
        return nodes

    async def line(self, body: str, unit: str, indicator: str = "activities", person: Person = OFFICE) -> str:
        """The one line of a section and indicator that records were computed for."""
        found = [
            one["id"]
            for one in await self.lines(body, person)
            if one["unit"]["code"] == unit and one["indicator"] == indicator and one["computed"] not in (None, "0")
        ]
        assert len(found) == 1, found
        return str(found[0])

    async def figure(self, line: str, person: Person, **more: Any) -> dict[str, Any] | None:
        """A figure as somebody opens it, with all its records unless a piece is asked for."""
        found: dict[str, Any] | None = (await self.ask(FIGURE, person, id=line, **{"first": 200, **more}))["figure"]
        return found

    async def kind(self) -> str:
        """The kind of activity that the factories give."""
        async with self.world.database.read() as connection:
            code = (await connection.exec_driver_sql("select min(code) from activity_kind")).scalar_one()
        return str(code)

    async def joint(self, owner: str, studio: str, *others: tuple[str, str]) -> str:
        """An activity of a studio that studios of other bodies took part in."""
        activity = await self.world.activity(studio, owner, joint_rule=JointRule.FULL_EACH)
        lead = await self.world.body(owner)
        kind = await self.world.kind(await self.kind())
        rows = [(PartyRole.LEAD, owner, studio), *((PartyRole.CO, body, one) for body, one in others)]
        for role, body, one in rows:
            values = {
                "activity_id": activity,
                "owner_body_id": lead,
                "body_id": await self.world.body(body),
                "studio_id": one,
                "role": role,
                "name": f"测试{body}",
                "topic": "测试联合活动",
                "held_on": DAY,
                "kind_id": kind,
                "mode": "OFFLINE",
                "joint_rule": JointRule.FULL_EACH,
                "published": False,
            }
            await put(self.world, ActivityParty, values)
        return activity


async def put(world: World, model: type[Base], values: Mapping[str, Any]) -> str:
    """Make a row as the factories do."""
    return await world._row(model, values)


async def synced(world: World, source: str, activity: str, external_id: str) -> str:
    """Say that an activity came from a source under a key, with all that a sync leaves behind; answers its run."""
    content_hash = external_id.rjust(64, "a")
    async with world.database.write() as connection:
        run = (await connection.execute(_run(source))).scalar_one()
        came = {"source_id": source, "external_id": external_id, "run_id": run, "content_hash": content_hash}
        await connection.execute(update(Activity).where(Activity.id == activity).values(**came, mapping_version="1"))
        await connection.execute(
            insert(IdentityLink).values(source_id=source, entity="activity", external_id=external_id, row_id=activity)
        )
        await connection.execute(insert(RawRecord).values(**_raw(source, run, external_id, content_hash)))
    return str(run)


async def landed(world: World, source: str, external_id: str) -> None:
    """A row that was landed and waits to be applied."""
    async with world.database.write() as connection:
        run = (await connection.execute(_run(source))).scalar_one()
        raw = _raw(source, run, external_id, "c" * 64) | {"applied_version": None, "outcome": None}
        await connection.execute(insert(RawRecord).values(**raw))


def _run(source: str) -> Any:  # a select
    return SyncRun.__table__.select().with_only_columns(SyncRun.id).where(SyncRun.source_id == source).limit(1)


def _raw(source: str, run: str, external_id: str, content_hash: str) -> dict[str, Any]:
    return {
        "id": f"raw-{source}-{external_id}-{content_hash[-3:]}",
        "source_id": source,
        "stream": "events",
        "external_id": external_id,
        "content_hash": content_hash,
        "content": {"测试": external_id},
        "source_pointer": "/1",
        "seq": 1,
        "page": 0,
        "row_index": 0,
        "first_run_id": run,
        "seen_run_id": run,
        "landed_at": MOMENT,
        "applied_version": "1",
        "applied_run_id": run,
        "outcome": "NEW",
    }


async def set_aside(world: World, source: str, body: str, external_id: str, **given: Any) -> str:
    """A row of an activity that waits in quarantine."""
    async with world.database.read() as connection:
        run = (await connection.execute(_run(source))).scalar_one()
    values = {
        "source_id": source,
        "body_id": await world.body(body),
        "run_id": run,
        "first_run_id": run,
        "stream": "events",
        "entity": "activity",
        "page": 0,
        "row_index": 0,
        "external_id": external_id,
        "content_hash": external_id.rjust(64, "b"),
        "stage": "SCHEMA",
        "code": "MISSING_FIELD",
        "pointer": "/topic",
        "reason": "缺少主题，请补充",
        "reason_en": "the topic is missing: add it",
        "mapping_version": "1",
        "status": "OPEN",
        "first_seen_at": MOMENT,
        "last_seen_at": MOMENT,
    }
    return await put(world, QuarantinedRow, values | given)


async def no_quarantine(database: Database) -> None:
    """Take away the row in quarantine that every source of the factories has."""
    async with database.write() as connection:
        await connection.execute(delete(QuarantinedRow))


async def withdraw(world: World, activity: str) -> None:
    """The source of an activity withdraws it."""
    async with world.database.write() as connection:
        await connection.execute(update(Activity).where(Activity.id == activity).values(deleted_at=MOMENT))


async def kind_of(world: World, code: str) -> str:
    """Another kind of activity than the factories give."""
    async with world.database.read() as connection:
        chosen = ActivityKind.__table__.select().with_only_columns(ActivityKind.id).where(ActivityKind.code == code)
        return str((await connection.execute(chosen)).scalar_one())


def weight(figure: Mapping[str, Any]) -> Decimal:
    """All that the records behind a figure are credited with."""
    return sum((Decimal(one["weight"]) for one in figure["lineage"]["nodes"]), Decimal(0))
