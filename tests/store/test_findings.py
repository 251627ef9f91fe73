"""Findings follow every change of what they rest on, and are what judging everything anew comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, event, select, update

from hub.domain.ids import new_id
from hub.domain.registry_words import FindingResult, JudgedBy
from hub.domain.standard_words import StructureKind
from hub.domain.words import ResidencyRole, StudioStatus, StudioType
from hub.store import findings
from hub.store.applying import held_rows
from hub.store.dialect import table_of
from hub.store.doctor import examine
from hub.store.doctor_words import Finding as Ailment
from hub.store.doctor_words import Verdict
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.facts import Activity
from hub.store.models.history import Finding
from hub.store.models.member import Residency
from hub.store.models.presence import Venue
from hub.store.models.standard import Rulebook
from hub.store.models.studio import Studio
from hub.store.reference_rows import reference_id
from hub.store.session import Database
from hub.store.write import Author, Insert, Update, write
from tests.factories import MOMENT, World

TODAY = findings.business_day(MOMENT)
AUTHOR = Author(actor="tester", stream="610528", at=MOMENT, key=b"k", bundled=True)
SIMING = "350203"


async def found(database: Database, studio: str, **wanted: Any) -> list[Any]:
    """The findings held of a studio that have these values."""
    table = table_of(Finding)
    chosen = select(table).where(table.c.studio_id == studio).order_by(table.c.id)
    async with database.read() as connection:
        rows = (await connection.execute(chosen)).mappings().all()
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


async def judged(database: Database) -> None:
    """Judge everything that was written past the write door."""
    async with database.write() as connection:
        await findings.judge_all(connection, on=TODAY)


async def changed(database: Database, model: type[Base], id: str, **values: Any) -> None:
    """Change a row through the write door."""
    async with database.write() as connection:
        before = dict((await held_rows(connection, model, [id]))[id])
        await write(connection, [Update(model=model, before=before, values=values)], author=AUTHOR)


async def placed(world: World, body: str, studios: Sequence[str], people: int) -> None:
    """So many members, one studio each, spread over the studios as evenly as it goes."""
    for number in range(people):
        member = await world.member(body)
        await world.residency(studios[number % len(studios)], member, body)


async def test_an_old_roster_above_the_maximum_is_listed_and_the_import_stands(
    database: Database, world: World
) -> None:
    """D-01: 237 members of Fuping in 10 studios."""
    studios = [await world.studio("610528", type=StudioType.SECTOR, legacy=True) for _ in range(10)]
    await placed(world, "610528", studios, 237)

    await judged(database)

    listed = [one for studio in studios for one in await found(database, studio, rule="R-26")]
    assert {one["result"] for one in listed} == {FindingResult.VIOLATED}
    assert {one["found"] for one in listed} == {"驻室委员人数23", "驻室委员人数24"}
    assert {(one["judged_by"], one["found_en"][-9:]) for one in listed} == {(JudgedBy.CHAIN, "residents")}


async def test_few_residents_are_a_warning_by_shaanxi_and_nothing_by_the_bodys_own_standard(
    database: Database, world: World
) -> None:
    """D-02: Siming's studios have no finding of a roster; what Shaanxi would say is asked for live."""
    studios = [await world.studio(SIMING) for _ in range(3)]
    await placed(world, SIMING, studios, 13)

    await judged(database)

    every = [one for studio in studios for one in await found(database, studio)]
    assert {one["judged_by"] for one in every} == {JudgedBy.OWN}
    assert StructureKind.ROSTER_SIZE not in {one["kind"] for one in every}
    assert FindingResult.WARNING not in {one["result"] for one in every}


async def test_a_standard_without_known_items_is_unknown_for_every_studio(database: Database, world: World) -> None:
    """A-31: 八有 of Zhashui; neither a row nor the lack of one is a pass."""
    studio = await world.studio("611026", work_systems=["值班"], annual_plan="计划", committee_id=None)

    await judged(database)

    (named,) = [one for one in await found(database, studio) if one["standard_id"] is not None]
    assert (named["result"], named["rulebook_id"]) == (FindingResult.UNKNOWN, await _rulebook(database, "611026"))
    assert named["expected"] == "“八有”（8 项，文件未列明）"
    assert named["expected_en"] == "“八有” (8 items, not enumerated in the documents)"


async def _rulebook(database: Database, code: str) -> str:
    book = table_of(Rulebook)
    async with database.read() as connection:
        from_body = select(book.c.id).where(book.c.body_id == reference_id(Body, code))
        return str((await connection.execute(from_body)).scalar_one())


async def test_a_second_studio_of_a_member_is_an_exception_of_both_until_one_is_left(
    database: Database, world: World
) -> None:
    """R-28: the other studio is judged again too, though nothing of its own has changed."""
    first, second = [await world.studio("611022") for _ in range(2)]
    member = await world.member("611022")
    await world.residency(first, member, "611022")
    await judged(database)
    before = [one["result"] for one in await found(database, first, rule="R-28")]

    row = await added(database, world, Residency, studio_id=second, member_id=member, role=ResidencyRole.RESIDENT,
                      exception_reason="界别人数少")  # fmt: skip

    told = [one for studio in (first, second) for one in await found(database, studio, rule="R-28")]
    assert before == [FindingResult.MET]
    assert [(one["result"], one["reason"]) for one in told] == [
        (FindingResult.EXCEPTION, None),
        (FindingResult.EXCEPTION, "界别人数少"),
    ]

    await changed(database, Residency, row, ends_on=TODAY)

    after = [one["result"] for studio in (first, second) for one in await found(database, studio, rule="R-28")]
    assert after == [FindingResult.MET, FindingResult.MET]
    assert await wrong(database) == []


async def added(database: Database, world: World, model: type[Base], **values: Any) -> str:
    """A new row of Shanyang's through the write door."""
    row = {"id": new_id(model.prefix, MOMENT, seed=repr(values).encode()), "owner_body_id": await world.body("611022")}
    async with database.write() as connection:
        await write(connection, [Insert(model=model, values={**row, "recorded_at": MOMENT, **values})], author=AUTHOR)
    return str(row["id"])


async def wrong(database: Database) -> list[str]:
    """Findings that are not what judging anew comes to."""
    async with database.read() as connection:
        return await findings.differences(connection, on=TODAY)


async def test_two_regional_studios_of_one_area_are_exceptions_of_each_other(database: Database, world: World) -> None:
    """R-75, Q-10: founding the second makes an exception of the first; ending it takes it back."""
    founded = {"area": "测试镇", "approved_on": date(2024, 3, 1), "name": "测试镇委员工作室"}
    first = await world.studio("611022", **founded)
    await judged(database)

    second = await added(
        database, world, Studio, **founded, type=StudioType.REGIONAL, platform_kind="STUDIO", counts_as_studio=True,
        mode="OFFLINE", status=StudioStatus.ACTIVE,
    )  # fmt: skip

    told = [one for studio in (first, second) for one in await found(database, studio, rule="R-75")]
    assert [(one["result"], one["found"]) for one in told] == [
        (FindingResult.EXCEPTION, "同一地域同级区域工作室数2"),
        (FindingResult.EXCEPTION, "同一地域同级区域工作室数2"),
    ]

    await changed(database, Studio, second, status=StudioStatus.TERMINATED)

    assert [one["result"] for one in await found(database, first, rule="R-75")] == [FindingResult.MET]
    assert await found(database, second) == []
    assert await wrong(database) == []


async def test_a_batch_of_activities_judges_nothing_and_costs_no_statement(database: Database, world: World) -> None:
    studio = await world.studio("611022")
    values = {"studio_id": studio, "kind_id": await world.kind("RESEARCH"), "mode": "OFFLINE", "topic": "测试",
              "held_on": TODAY}  # fmt: skip

    with told_statements(database) as statements:
        await added(database, world, Activity, **values)

    assert any("activity" in one for one in statements)
    assert not any("finding" in one or "rulebook" in one or "advisory" in one for one in statements)


async def test_however_many_studios_are_written_the_statements_are_as_many(database: Database, world: World) -> None:
    few = await _written(database, world, 2)
    many = await _written(database, world, 40)

    assert many == few


async def _written(database: Database, world: World, number: int) -> int:
    """The statements that writing so many venues of as many studios takes."""
    owner = await world.body("611022")
    studios = [await world.studio("611022", area=None) for _ in range(number)]
    shared = {"owner_body_id": owner, "recorded_at": MOMENT, "is_fixed": True}
    rows = [
        Insert(model=Venue, values={**shared, "id": new_id("ven", MOMENT, seed=studio.encode()), "studio_id": studio})
        for studio in studios
    ]
    with told_statements(database) as statements:
        async with database.write() as connection:
            await write(connection, rows, author=AUTHOR)
    # What an audit entry or a version of each row takes is not of interest here.
    return len([one for one in statements if "finding" in one or one.lstrip().startswith("SELECT")])


@contextmanager
def told_statements(database: Database) -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    given: list[str] = []

    def note(_c: object, _u: object, statement: str, _p: object, _x: object, _m: object) -> None:
        given.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield given
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_findings_that_stay_true_stay_the_same_rows(database: Database, world: World) -> None:
    studio = await world.studio("611022", annual_plan="计划")
    await judged(database)
    before = {one["id"]: one for one in await found(database, studio)}

    async with database.write() as connection:
        changes = await findings.judge_all(connection, on=TODAY + timedelta(days=30))
    await changed(database, Studio, studio, annual_plan="")

    after = {one["id"]: one for one in await found(database, studio)}
    assert changes == 0
    assert [after[id]["rule"] for id in before if after[id] != before[id]] == ["R-43"]
    assert after.keys() == before.keys()


async def test_a_wrong_missing_or_left_over_finding_is_found_and_mended(database: Database, world: World) -> None:
    studio, ended = await world.studio("611022"), await world.studio("611022")
    await judged(database)
    held = table_of(Finding)
    (plan,), (wall,) = await found(database, studio, rule="R-43"), await found(database, studio, rule="R-36")
    async with database.write() as connection:
        await connection.execute(update(held).where(held.c.id == plan["id"]).values(result=FindingResult.MET))
        await connection.execute(delete(held).where(held.c.id == wall["id"]))
        gone = table_of(Studio)
        await connection.execute(update(gone).where(gone.c.id == ended).values(deleted_at=MOMENT))
    left = [one["id"] for one in await found(database, ended)]

    ailing = await examined(database)

    assert sorted(await wrong(database)) == sorted([plan["id"], wall["id"], *left])
    assert (ailing.verdict, f"{2 + len(left)} 条结论与今日重评不符" in ailing.found.zh) == (Verdict.ATTENTION, True)
    assert ailing.advice is not None and "hub doctor --rebuild-findings" in ailing.advice.zh
    assert await findings.judge_again(database, on=TODAY) == (2, 2 + len(left))
    assert await wrong(database) == []
    assert (await examined(database)).verdict is Verdict.WELL


async def examined(database: Database) -> Ailment:
    """What the doctor says of the findings."""
    return next(one for one in await examine(database, now=MOMENT) if one.check.en.startswith("findings"))


async def test_findings_by_rules_that_leave_the_database_leave_before_them(database: Database, world: World) -> None:
    studio = await world.studio("611026")
    await judged(database)
    (named,) = [one for one in await found(database, studio) if one["standard_id"] is not None]

    async with database.write() as connection:
        await findings.forget(connection, {Rulebook: {one["rulebook_id"] for one in await found(database, studio)}})

    assert named["id"] not in {one["id"] for one in await found(database, studio)}
