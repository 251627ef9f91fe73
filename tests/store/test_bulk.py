"""Many rows in one statement: what is read afterwards is what was written, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from hub.domain.ids import new_id
from hub.domain.words import Mode
from hub.store.bulk import insert_many, insert_or_set, update_many
from hub.store.dialect import among, table_of
from hub.store.models.facts import Activity
from hub.store.models.source import IdentityLink
from tests.factories import MOMENT, World

ACTIVITIES, LINKS = table_of(Activity), table_of(IdentityLink)
TEXTS = ("测试“引号”", 'a "quote" \\ and \n a line', "𠮷野家", "", "{}", "null", "'; --", "NULL", "1", "\t")


async def rows_of(world: World) -> list[dict[str, Any]]:
    """Ten activities whose texts a careless statement would not bear."""
    shared = {
        "owner_body_id": await world.body("611000"),
        "studio_id": await world.studio("611000"),
        "kind_id": await world.kind("READING"),
        "held_on": date(2026, 2, 3),
        "recorded_at": MOMENT,
    }
    return [
        {
            **shared,
            "id": new_id("act", MOMENT, seed=bytes([at])),
            "mode": Mode.ONLINE if at % 2 else "OFFLINE",
            "topic": text,
            "place": None if at % 3 else text,
            "host_bodies": [text, "第二"],
            "members_count": at,
            "starts_at": datetime(2026, 2, 3, at, 30, 0, 123456, tzinfo=UTC),
        }
        for at, text in enumerate(TEXTS)
    ]


async def read(world: World) -> dict[str, dict[str, Any]]:
    async with world.database.read() as connection:
        return {row["id"]: dict(row) for row in (await connection.execute(select(ACTIVITIES))).mappings()}


async def test_many_rows_come_back_as_they_went_and_with_their_defaults(world: World) -> None:
    rows = await rows_of(world)
    async with world.database.write() as connection:
        await insert_many(connection, ACTIVITIES, rows)
    held = await read(world)
    for row in rows:
        assert {name: held[row["id"]][name] for name in row} == row
        assert (held[row["id"]]["departments"], held[row["id"]]["published"]) == ([], False)


async def test_many_rows_are_changed_and_no_others(world: World) -> None:
    rows = await rows_of(world)
    async with world.database.write() as connection:
        await insert_many(connection, ACTIVITIES, rows)
        changed = [{"id": row["id"], "topic": f"改{row['topic']}", "mode": Mode.BOTH} for row in rows[:9]]
        await update_many(connection, ACTIVITIES, changed)
    held = await read(world)
    assert [held[row["id"]]["topic"] for row in rows[:9]] == [f"改{text}" for text in TEXTS[:9]]
    assert [held[row["id"]]["mode"] for row in rows] == [Mode.BOTH] * 9 + [Mode.ONLINE]


async def test_a_row_that_is_there_has_only_the_moved_columns_set(world: World) -> None:
    source = await world.source("611000", "测试")
    keys = [{"source_id": source, "entity": "activity", "external_id": text, "absences": 0} for text in TEXTS]
    key = ("source_id", "entity", "external_id")
    async with world.database.write() as connection:
        for row_id, moment in (("act_1", None), ("act_2", MOMENT)):
            given = [{**one, "row_id": row_id, "changed_at": moment} for one in keys]
            await insert_or_set(connection, LINKS, given, key=key, moved=("changed_at",))
        chosen = select(LINKS).where(among(connection, LINKS.c.external_id, TEXTS[:4]))
        found = (await connection.execute(chosen)).mappings().all()
    assert {(row["external_id"], row["row_id"], row["changed_at"]) for row in found} == {
        (text, "act_1", MOMENT) for text in TEXTS[:4]
    }


@pytest.mark.parametrize("wrong", [{"mode": "NOWHERE"}, {"starts_at": MOMENT.replace(tzinfo=None)}])
async def test_a_word_of_no_set_and_a_time_without_zone_are_refused(world: World, wrong: dict[str, Any]) -> None:
    rows = [row | wrong for row in await rows_of(world)]
    with pytest.raises((ValueError, StatementError)):
        async with world.database.write() as connection:
            await insert_many(connection, ACTIVITIES, rows)
    assert await read(world) == {}
