"""The suite finds what it is there to find: differences planted in the compiler on purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Date, String, cast, func, text, true

from hub.store import compile as compiler
from hub.store.columns import Form, Guard, Sight
from hub.store.json_text import JsonWords, PostgresJson, SqliteJson
from hub.store.models.member import Residency
from hub.store.session import Database
from hub.store.where import visible
from tests.agreement.awkward import AWKWARD
from tests.agreement.both_ways import BothWays, Case
from tests.agreement.conftest import Filled
from tests.asking import ZHASHUI
from tests.factories import World

Plant = Callable[[pytest.MonkeyPatch], None]
NAMES = Case(query="{ studios(first: 20) { nodes { id name residencies { nodes { id role } } } } }", variables={})


def _no_scope_on_a_nested_node(patch: pytest.MonkeyPatch) -> None:
    def loose(caller: Any, rows: Any, model: Any) -> Any:
        return true() if model is Residency else visible(caller, rows, model)

    patch.setattr(compiler, "visible", loose)


def _a_date_in_another_form(patch: pytest.MonkeyPatch) -> None:
    for words in (PostgresJson, SqliteJson):
        real: Any = words._present

        def changed(self: JsonWords, column: Any, kind: Any, *, real: Any = real) -> Any:
            if isinstance(kind, Date):
                return self.joined(['"', func.replace(cast(column, String), "-", "/"), '"'])
            return real(self, column, kind)

        patch.setattr(words, "_present", changed)


def _no_mask(patch: pytest.MonkeyPatch) -> None:
    class Unguarded(Sight):
        def guarded(self, name: str) -> Guard | None:
            shown = Form(when=true(), then=getattr(self._rows_of, name))
            return None if super().guarded(name) is None else Guard(may=true(), forms=(shown,))

    patch.setattr(compiler, "Sight", Unguarded)  # the general path keeps its own


def _another_escape(patch: pytest.MonkeyPatch) -> None:
    real: Any = JsonWords.scalar

    def changed(self: JsonWords, column: Any, kind: Any, **how: Any) -> Any:
        return func.replace(real(self, column, kind, **how), "\\n", "\\u000a")

    patch.setattr(JsonWords, "scalar", changed)


@pytest.mark.parametrize("plant", [_no_scope_on_a_nested_node, _a_date_in_another_form, _no_mask, _another_escape])
async def test_a_planted_difference_is_found(filled: Filled, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [NAMES, *AWKWARD.values()]
    people = [filled.people["front end"], filled.people["county"]]

    plant(monkeypatch)

    assert await filled.ways.differs(cases, people)


async def test_a_missing_value_that_must_be_there_is_left_to_the_general_path(
    database: Database, world: World, tmp_path: Any
) -> None:
    await world.studio("611026")
    await _lose_a_name(database)
    ways = BothWays(database, tmp_path)

    both = await ways.ask(NAMES, ZHASHUI)

    assert both.refused
    assert both.agree
    assert both.why == "absent"


async def test_a_missing_value_shown_as_null_is_found(
    database: Database, world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.studio("611026")
    await _lose_a_name(database)
    for words in (PostgresJson, SqliteJson):
        monkeypatch.setattr(words, "_mark", "'null'")

    assert await BothWays(database, tmp_path).differs([NAMES], [ZHASHUI])


async def _lose_a_name(database: Database) -> None:
    """Do what the database forbids: a studio without a name."""
    async with database.write() as connection:
        if database.is_sqlite:
            await connection.execute(text("PRAGMA writable_schema = ON"))
            loose = "SET sql = replace(sql, 'name TEXT NOT NULL', 'name TEXT') WHERE name = 'studio'"
            await connection.execute(text(f"UPDATE sqlite_schema {loose}"))
        else:
            await connection.execute(text("ALTER TABLE studio ALTER COLUMN name DROP NOT NULL"))
    await database.engine.dispose()  # connections remember the schema
    async with database.write() as connection:
        await connection.execute(text("UPDATE studio SET name = NULL"))
