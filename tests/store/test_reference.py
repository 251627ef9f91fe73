"""The packaged reference in the database: complete, the same everywhere, loaded once, careful with what is in use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, insert, select, update

from hub.domain.bodies import read_bodies
from hub.domain.divisions import read_divisions
from hub.domain.figure import read_figures
from hub.domain.standard_files import read_standards
from hub.store.migrate import upgrade
from hub.store.models.body import Body, BodyEdge
from hub.store.models.documents import PolicyDocument, ReportedFigure
from hub.store.models.facts import ActivityKind
from hub.store.models.journal import AuditEntry
from hub.store.models.places import Division, DivisionAlias, Sector
from hub.store.models.standard import LocalHead, QuotaRule, Rulebook, Standard, StructureRule
from hub.store.reference import Loaded, TableLoad, held_release, load_reference, wanted
from hub.store.reference_rows import is_reference_id, reference_id
from hub.store.session import Database

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    held = Database(migrated_url)
    yield held
    await held.close()


async def rows(database: Database, *columns: Any, where: ColumnElement[bool] | None = None) -> list[Any]:
    statement = select(*columns) if where is None else select(*columns).where(where)
    async with database.read() as connection:
        return [tuple(row) if len(row) > 1 else row[0] for row in (await connection.execute(statement)).all()]


async def only(database: Database, *columns: Any, where: ColumnElement[bool] | None = None) -> Any:
    found = await rows(database, *columns, where=where)
    assert len(found) == 1, found
    return found[0]


def of(loaded: Loaded, table: str) -> TableLoad:
    return next(load for load in loaded.tables if load.table == table)


async def test_every_row_of_the_package_arrives(database: Database) -> None:
    books = read_standards()

    counts = {
        model: await only(database, func.count(model.id))
        for model in (Division, Body, ReportedFigure, Rulebook, Standard, QuotaRule, StructureRule, LocalHead)
    }

    assert counts == {
        Division: len(read_divisions()),
        Body: len(read_bodies()),
        ReportedFigure: len(read_figures()),
        Rulebook: len(books),
        Standard: sum(len(book.standards) for book in books),
        QuotaRule: sum(len(book.quotas) for book in books),
        StructureRule: sum(len(book.structures) for book in books),
        LocalHead: sum(len(book.heads) for book in books),
    }
    for model in (DivisionAlias, Sector, BodyEdge, ActivityKind, PolicyDocument):
        assert await only(database, func.count(model.id)) > 0


async def test_a_first_load_says_what_is_new_and_a_second_writes_nothing(database_url: str) -> None:
    upgrade(database_url)
    database = Database(database_url)

    first = await load_reference(database, now=NOW)
    second = await load_reference(database, now=LATER)
    held = await held_release(database)
    await database.close()

    assert first.written and of(first, "body").new == len(read_bodies())
    assert not second.written and of(second, "body").unchanged == len(read_bodies())
    assert held == (first.digest, NOW)


async def test_a_load_that_writes_leaves_one_entry_in_the_audit_trail(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(update(Body).where(Body.code == "611026").values(name="错名"))
    await load_reference(database, now=LATER)
    await load_reference(database, now=LATER, again=True)

    entries = await rows(database, AuditEntry.seq, AuditEntry.action, AuditEntry.changed)

    assert entries == [(1, "reference.loaded", "body")]


async def test_two_processes_that_load_at_once_leave_one_reference(database_url: str) -> None:
    upgrade(database_url)
    one, other = Database(database_url), Database(database_url)

    loads = await asyncio.gather(load_reference(one, now=NOW), load_reference(other, now=NOW))
    bodies = await only(one, func.count(Body.id))
    await one.close()
    await other.close()

    assert sorted(load.written for load in loads) == [False, True]
    assert bodies == len(read_bodies())


async def test_identifiers_are_the_same_in_every_database(database: Database) -> None:
    assert await only(database, Body.id, where=Body.code == "611026") == reference_id(Body, "611026")
    assert is_reference_id(reference_id(Body, "611026"))


async def test_a_row_changed_by_hand_is_set_right_and_the_others_are_left_alone(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(update(Body).where(Body.code == "611026").values(name="错名"))

    loaded = await load_reference(database, now=LATER, again=True)

    assert (of(loaded, "body").changed, of(loaded, "body").unchanged) == (1, len(read_bodies()) - 1)
    assert sum(load.changed for load in loaded.tables) == 1
    assert await only(database, Body.name, where=Body.code == "611026") == "政协柞水县委员会"


async def test_a_row_that_left_the_package_goes_unless_it_is_in_use(database: Database) -> None:
    used, unused = reference_id(Sector, "旧界别甲"), reference_id(Sector, "旧界别乙")
    local = "sec_00000000000000000000000000"
    body = reference_id(Body, "611026")
    async with database.write() as connection:
        sectors = [{"id": unused, "name": "旧界别乙"}, {"id": local, "name": "本地界别"}]
        await connection.execute(insert(Sector), sectors)
        gone = {"id": used, "code": "gone", "name": "旧类", "name_en": "old", "labels": []}
        await connection.execute(insert(ActivityKind), [gone])
        stale = {"id": reference_id(PolicyDocument, "gone"), "key": "gone", "name": "旧文件", "cite": "S3:1"}
        await connection.execute(insert(PolicyDocument), [stale | {"source_sentence": "旧"}])
        book = {"id": "rbk_00000000000000000000000000", "body_id": body, "version": "x", "name": "本地", "note": None}
        await connection.execute(insert(Rulebook), [book | {"document_id": stale["id"], "interpretation": []}])

    loaded = await load_reference(database, now=LATER, again=True)

    assert (of(loaded, "sector").removed, of(loaded, "sector").kept) == (1, 0)
    assert of(loaded, "activity_kind").removed == 1
    assert (of(loaded, "policy_document").removed, of(loaded, "policy_document").kept) == (0, 1)
    assert await rows(database, Sector.name, where=Sector.id == local) == ["本地界别"]


async def test_a_failed_load_leaves_the_database_as_it_was(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await held_release(database)
    async with database.write() as connection:
        await connection.execute(update(Body).where(Body.code == "611026").values(name="错名"))

    async def break_off(*_: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("hub.store.reference._remember", break_off)
    with pytest.raises(RuntimeError, match="power"):
        await load_reference(database, now=LATER, again=True)

    assert await only(database, Body.name, where=Body.code == "611026") == "错名"
    assert await held_release(database) == before


async def test_a_historic_division_stands_beside_its_successor_inside_its_city(database: Database) -> None:
    columns = Division.name, Division.position, Division.last
    old = await only(database, *columns, where=Division.code == "610125")
    new = await only(database, *columns, where=Division.code == "610118")
    city = await only(database, *columns, where=Division.code == "610100")

    assert (old[0], new[0]) == ("户县", "鄠邑区")
    assert all(city[1] < spot[1] <= spot[2] <= city[2] for spot in (old, new))


async def test_a_code_with_two_names_keeps_both_and_the_body_follows_the_name_of_today(database: Database) -> None:
    both = await rows(database, Division.name, Division.valid_to, where=Division.code == "610403")
    today = await only(
        database,
        Division.name,
        where=Division.id == select(Body.division_id).where(Body.code == "610403").scalar_subquery(),
    )

    assert sorted(both) == sorted([("杨凌区", date(2009, 12, 1)), ("杨陵区", None)])
    assert today == "杨陵区"


async def test_positions_of_divisions_and_bodies_are_nested_and_without_gaps(database: Database) -> None:
    for model, above in ((Division, Division.parent_id), (Body, Body.reports_to_id)):
        held = {row[0]: row[1:] for row in await rows(database, model.id, model.position, model.last, above)}
        assert sorted(position for position, _, _ in held.values()) == list(range(len(held)))
        for position, last, parent in held.values():
            assert position <= last
            assert parent is None or held[parent][0] < position <= last <= held[parent][1]


async def test_the_body_as_printed_holds_its_own_figures(database: Database) -> None:
    printed = await only(
        database, Body.id, Body.level_confirmed, Body.reports_to_id, where=Body.code == "printed:郴州市"
    )
    owners = set(await rows(database, ReportedFigure.body_id, where=ReportedFigure.key.in_(_figures_of("CZ"))))

    assert printed[1:] == (False, None)
    assert owners == {printed[0]}


async def test_what_bodies_settled_for_themselves_is_theirs_alone(database: Database) -> None:
    posting = await rows(database, Body.code, where=Body.publishes_member_phone.is_(True))
    managing = await rows(database, Body.code, Body.managing_department, where=Body.managing_department.is_not(None))

    assert posting == ["350203"]
    assert ("611000", "委工委") in managing


def test_the_reference_of_a_day_is_the_same_each_time_it_is_made() -> None:
    assert wanted(on=date(2026, 3, 1)) == wanted(on=date(2026, 3, 1))


def _figures_of(abbreviation: str) -> list[str]:
    return [figure.id for figure in read_figures() if figure.body == abbreviation]
