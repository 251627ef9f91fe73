"""Reports in the database: definitions as their files have them, and what no two rows may say at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from hub.auth.development import Wish
from hub.domain.access import Role
from hub.domain.report_definition import predicate_of
from hub.domain.report_files import read_definitions
from hub.domain.rollup_words import LineStatus, ObligationStatus, PeriodStatus, ValueKind, VersionKind, VersionStatus
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportPeriod, ReportRule, WorkingDay
from hub.store.models.rollup import Obligation, RollupLine, RollupVersion
from hub.store.reference_reports import definition_id
from hub.store.reference_rows import body_id, document_id
from hub.store.session import Database
from tests.agreement.both_ways import BothWays, Case
from tests.asking import PROVINCE, ZHASHUI, Asked, Person
from tests.factories import World

MOMENT = datetime(2026, 10, 1, 8, tzinfo=UTC)
PERIOD = "rpd_00000000000000000000000001"
SHANGLUO = Person(role=Role.CITY_SYSTEM, body="611000")
QUARTERLY = next(one for one in read_definitions() if one.code == "province-quarterly")


def named(prefix: str, number: int) -> str:
    return f"{prefix}_{number:026d}"


async def held(database: Database, model: type[Base]) -> list[Any]:
    async with database.read() as connection:
        return list((await connection.execute(select(table_of(model)))).all())


async def put(database: Database, model: type[Base], values: Mapping[str, Any]) -> None:
    async with database.write() as connection:
        await connection.execute(insert(table_of(model)), [dict(values)])


async def period(database: Database) -> None:
    days = {"label": "2026-Q3", "starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}
    told = {"status": PeriodStatus.OPEN, "opened_at": MOMENT, "opened_by": "hub", "body_id": body_id("610000")}
    its = {"id": PERIOD, "definition_id": definition_id(QUARTERLY), "definition_code": QUARTERLY.code}
    await put(database, ReportPeriod, days | told | its)


async def obligation(database: Database, number: int, body: str, **more: Any) -> str:
    told = {"id": named("obl", number), "period_id": PERIOD, "body_id": body_id(body)}
    await put(database, Obligation, told | {"status": ObligationStatus.EXPECTED, "revision": 1} | more)
    return named("obl", number)


async def version(
    database: Database,
    obligation: str,
    number: int,
    status: str,
    kind: VersionKind = VersionKind.ORIGINAL,
    whose: Mapping[str, str] | None = None,
) -> str:
    its = {"id": named("rlv", number), "obligation_id": obligation, "body_id": body_id("611000"), "number": number}
    told = {"kind": kind, "status": VersionStatus.of(status), "revision": 1, "watermark": MOMENT, "facts_read": 0}
    rests = {"definition_id": definition_id(QUARTERLY), "rules_digest": "r", "mapping_digest": "m"}
    made = {"units": [], "drafted_at": MOMENT, "drafted_by": "hub"}
    await put(database, RollupVersion, its | told | rests | made | dict(whose or {}))
    return named("rlv", number)


async def line(database: Database, version: str, number: int, unit: str) -> str:
    its = {
        "id": named("rll", number),
        "version_id": version,
        "body_id": body_id("611000"),
        "unit_body_id": body_id(unit),
    }
    told = {"indicator": "proposals", "first_key": "", "second_key": "", "value_kind": ValueKind.NUMBER}
    figures = {"claimed": Decimal("12.50"), "status": LineStatus.MATCH, "is_shared": False}
    await put(database, RollupLine, its | told | figures)
    return named("rll", number)


async def test_every_definition_arrives_with_its_parts_and_its_clause(database: Database) -> None:
    definitions = read_definitions()

    rows = {row.code: row for row in await held(database, ReportDefinition)}
    assert set(rows) == {one.code for one in definitions}
    assert len(await held(database, ReportIndicator)) == sum(len(one.indicators) for one in definitions)
    assert len(await held(database, ReportRule)) == sum(len(one.rules) for one in definitions)
    assert await held(database, WorkingDay) == []
    summary = rows["studio-annual"]
    assert (summary.due_month_day, summary.due_clause, summary.clause, summary.cite) == (
        "11-30",
        "四、7",
        "四、7",
        "S3:139",
    )
    assert summary.document_id == summary.due_document_id == document_id("sx-guidance-2023-21")
    assert (rows["province-quarterly"].due_month_day, rows["province-quarterly"].due_clause) == (None, None)


async def test_an_indicator_can_be_counted_from_its_row(database: Database) -> None:
    rows = {
        row.code: row for row in await held(database, ReportIndicator) if row.definition_id == definition_id(QUARTERLY)
    }

    for place, part in enumerate(QUARTERLY.indicators, start=1):
        row, counted = rows[part.code], part.predicate
        assert row.ordinal == place
        if counted is None:
            assert (row.fact_kind, row.conditions, row.dimensions) == (None, [], [])
            continue
        again = predicate_of(
            row.fact_kind, conditions=row.conditions, by=row.dimensions, aggregation=row.aggregation, of=row.aggregated
        )
        assert again == counted


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SUBMITTED", "SUBMITTED"),
        ("SUBMITTED", "RECEIPTED"),
        ("RECEIPTED", "ACCEPTED"),
        ("LOCKED", "SUBMITTED"),
        ("ACCEPTED", "LOCKED"),
    ],
)
async def test_one_version_stands_for_an_obligation(database: Database, first: str, second: str) -> None:
    await period(database)
    owed = await obligation(database, 1, "611000")
    await version(database, owed, 1, first)

    with pytest.raises(IntegrityError):
        await version(database, owed, 2, second, VersionKind.CORRECTION)


async def test_what_was_returned_or_is_drafted_hinders_no_other(database: Database) -> None:
    await period(database)
    owed, other = await obligation(database, 1, "611000"), await obligation(database, 2, "610500")
    for number, status in enumerate(("RETURNED", "WITHDRAWN", "SUPERSEDED", "DRAFT", "RECEIPTED"), start=1):
        await version(database, owed, number, status)

    await version(database, other, 6, "RECEIPTED")

    assert len(await held(database, RollupVersion)) == 6


async def test_an_amendment_is_in_review_beside_the_version_in_force_and_never_in_force_beside_it(
    database: Database,
) -> None:
    await period(database)
    owed = await obligation(database, 1, "611000")
    await version(database, owed, 1, "LOCKED")
    await version(database, owed, 2, "RECEIPTED", VersionKind.AMENDMENT)

    with pytest.raises(IntegrityError):
        await version(database, owed, 3, "SUBMITTED", VersionKind.AMENDMENT)
    with pytest.raises(IntegrityError):
        await version(database, owed, 4, "ACCEPTED", VersionKind.AMENDMENT)


async def test_a_body_a_committee_and_a_studio_each_owe_a_report_once(database: Database, world: World) -> None:
    await period(database)
    room, committee = await world.studio("611000"), await world.committee("611000")
    await obligation(database, 1, "611000")
    await obligation(database, 2, "611000", committee_id=committee)
    await obligation(database, 3, "611000", committee_id=committee, studio_id=room)

    for number, more in ((4, {}), (5, {"committee_id": committee}), (6, {"studio_id": room})):
        with pytest.raises(IntegrityError):
            await obligation(database, number, "611000", **more)


async def test_definitions_are_open_to_all_and_obligations_to_those_concerned(ask: Asked, database: Database) -> None:
    await period(database)
    await obligation(database, 1, "611000")
    await obligation(database, 2, "610500")
    query = "{ reportPeriods { nodes { label definition { code dueMonthDay } obligations { totalCount } } } }"
    owed = "{ obligations { nodes { body { code } period { label } } } }"

    definitions = await ask(
        "{ reportDefinitions { nodes { code clause document { number } rules { nodes { check } } } } }"
    )
    assert len(definitions["reportDefinitions"]["nodes"]) == 5
    office = await ask(query, PROVINCE)
    (node,) = office["reportPeriods"]["nodes"]
    assert node == {
        "label": "2026-Q3",
        "definition": {"code": "province-quarterly", "dueMonthDay": None},
        "obligations": {"totalCount": 2},
    }
    city = await ask(owed, SHANGLUO)
    assert city["obligations"]["nodes"] == [{"body": {"code": "611000"}, "period": {"label": "2026-Q3"}}]
    county = await ask(owed, ZHASHUI)
    assert county["obligations"]["nodes"] == []


@pytest.mark.parametrize("compiled", [True, False])
async def test_a_county_reads_what_its_city_reports_of_it_digit_by_digit(ask: Asked, database: Database) -> None:
    await period(database)
    made = await version(database, await obligation(database, 1, "611000"), 1, "RECEIPTED")
    for number, unit in enumerate(("611000", "611002", "611026"), start=1):
        await line(database, made, number, unit)
    query = "{ rollupLines { nodes { unit { code } claimed computed } } }"

    county, city = await ask(query, ZHASHUI), await ask(query, SHANGLUO)

    assert county["rollupLines"]["nodes"] == [{"unit": {"code": "611026"}, "claimed": "12.50", "computed": None}]
    assert [node["unit"]["code"] for node in city["rollupLines"]["nodes"]] == ["611000", "611002", "611026"]


async def test_lines_are_read_the_compiled_way_to_the_letter(database: Database, tmp_path: Path) -> None:
    await period(database)
    made = await version(database, await obligation(database, 1, "611000"), 1, "RECEIPTED")
    await line(database, made, 1, "611026")
    ways = BothWays(database, tmp_path)
    query = "{ rollupLines { nodes { claimed computed status version { number obligation { status onTime } } } } }"

    both = await ways.ask(Case(query=query, variables={}), Wish(roles=(Role.PROVINCE_OFFICE,), body="610000"))

    assert both.why is None
    assert both.agree and b'"12.50"' in both.compiled.body


@pytest.mark.parametrize("compiled", [True, False])
async def test_a_studio_s_summary_is_read_by_its_convener_and_its_committee(
    ask: Asked, database: Database, world: World
) -> None:
    committee = await world.committee("611000")
    room, other = await world.studio("611000", committee_id=committee), await world.studio("611000")
    await period(database)
    whose = {"studio_id": room, "committee_id": committee}
    owed = await obligation(database, 1, "611000", **whose)
    await line(database, await version(database, owed, 1, "DRAFT", whose=whose), 1, "611000")
    query = "{ obligations { totalCount } rollupVersions { totalCount } rollupLines { totalCount } }"

    seen = {
        name: [count["totalCount"] for count in (await ask(query, person)).values()]
        for name, person in {
            "convener": Person(role=Role.CONVENER, body="611000", studio=room),
            "committee": Person(role=Role.SPECIAL_COMMITTEE, body="611000", committee=committee),
            "other convener": Person(role=Role.CONVENER, body="611000", studio=other),
        }.items()
    }

    assert seen == {"convener": [1, 1, 1], "committee": [1, 1, 1], "other convener": [0, 0, 0]}
