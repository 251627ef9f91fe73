"""The suite finds what it is there to find: differences planted in the compiler on purpose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase
from sqlalchemy import Date, String, and_, bindparam, cast, func, or_, text, true

from hub.domain.access import Contract
from hub.store import compile as compiler
from hub.store import versions_read
from hub.store.columns import Form, Guard, Sight
from hub.store.compile_list import Source
from hub.store.fetch import joined
from hub.store.json_text import JsonWords, PostgresJson, SqliteJson
from hub.store.plan import Past, Slot
from hub.store.session import Database
from hub.store.where import seen_rows
from tests.agreement.both_ways import Both, Case
from tests.agreement.conftest import Filled, open_filled
from tests.agreement.many import GENERATED, explore
from tests.agreement.material import Material

Plant = Callable[[pytest.MonkeyPatch], None]
NAMED = ("studio", "member", "committee")
NAMES = Case(query="{ studios(first: 20) { nodes { id name residencies { nodes { id role } } } } }", variables={})


class Found(Exception):
    """An operation was answered differently."""


def _no_scope_on_nested_lists(patch: pytest.MonkeyPatch) -> None:
    nested: list[Any] = []

    def noted(link: Any, child: Any) -> Any:
        nested.append(child)
        return joined(link, child)

    def loose(**given: Any) -> Any:
        is_nested = any(given["child"] is one for one in nested)
        return Source(**{**given, "where": given["where"].clauses[0]} if is_nested else given)

    patch.setattr(compiler, "joined", noted)
    patch.setattr(compiler, "Source", loose)


def _no_scope_on_the_other_end(patch: pytest.MonkeyPatch) -> None:
    real: Any = compiler.Compiling._one

    def loose(self: Any, model: Any, shown: Any, found: Any) -> Any:
        with pytest.MonkeyPatch.context() as within:
            within.setattr(compiler, "seen_rows", lambda *given: (seen_rows(*given)[0], true()))
            return real(self, model, shown, found)

    patch.setattr(compiler.Compiling, "_one", loose)


def _the_present_below_the_past(patch: pytest.MonkeyPatch) -> None:
    for name in ("_list_under", "_one"):
        real: Any = getattr(compiler.Compiling, name)

        def present(self: Any, *given: Any, real: Any = real) -> Any:
            with pytest.MonkeyPatch.context() as within:
                within.setattr(compiler, "seen_rows", lambda caller, model, _: seen_rows(caller, model))
                return real(self, *given)

        patch.setattr(compiler.Compiling, name, present)


def _the_state_of_the_day_before(patch: pytest.MonkeyPatch) -> None:
    real: Any = versions_read.holds

    def before(version: Any, past: Past) -> Any:
        if not isinstance(past.on, Slot):
            return real(version, past)  # the general path's
        day = bindparam(past.on.name, type_=Date())
        began = or_(version.c.holds_from.is_(None), version.c.holds_from < day)
        lasts = or_(version.c.holds_to.is_(None), version.c.holds_to >= day)
        return and_(versions_read.known(version, past), began, lasts)

    patch.setattr(versions_read, "holds", before)


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


def _null_where_a_value_must_be(patch: pytest.MonkeyPatch) -> None:
    for words in (PostgresJson, SqliteJson):
        patch.setattr(words, "_mark", "'null'")


PLANTS = (
    _no_scope_on_nested_lists,
    _no_scope_on_the_other_end,
    _the_present_below_the_past,
    _the_state_of_the_day_before,
    _a_date_in_another_form,
    _no_mask,
    _another_escape,
)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_difference_is_found_among_the_generated_operations(
    explored: Filled, runner: asyncio.Runner, plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    assert _asked_until_found(runner, explored) <= GENERATED


def test_a_missing_value_that_must_be_there_is_left_to_the_general_path(
    runner: asyncio.Runner, copied_url: tuple[str, Material], tmp_path: Path
) -> None:
    damaged = open_filled(*copied_url, folder=tmp_path)
    try:
        runner.run(_lose_the_names(damaged.database))

        both = runner.run(damaged.ways.ask(NAMES, damaged.people["county"]))

        assert (both.refused, both.agree, both.why) == (True, True, "absent")
    finally:
        runner.run(damaged.database.close())


def test_a_missing_value_shown_as_null_is_found_among_the_generated_operations(
    runner: asyncio.Runner, copied_url: tuple[str, Material], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = open_filled(*copied_url, folder=tmp_path)
    try:
        runner.run(_lose_the_names(damaged.database))
        _null_where_a_value_must_be(monkeypatch)

        assert _asked_until_found(runner, damaged) <= GENERATED
    finally:
        runner.run(damaged.database.close())


def _asked_until_found(runner: asyncio.Runner, filled: Filled) -> int:
    """How many generated operations it takes until two answers differ."""
    asked = 0

    def check(name: str, case: Case, both: Both) -> None:
        nonlocal asked
        asked += 1
        if not both.agree:
            raise Found

    with pytest.raises(Found):
        explore(runner, filled, Contract.COUNTY, check, phases=[Phase.generate])
    return asked


async def _lose_the_names(database: Database) -> None:
    """Do what the database forbids: studios, members and committees without a name."""
    async with database.write() as connection:
        if database.is_sqlite:
            await connection.execute(text("PRAGMA writable_schema = ON"))
            loose = "SET sql = replace(sql, 'name TEXT NOT NULL', 'name TEXT')"
            await connection.execute(text(f"UPDATE sqlite_schema {loose} WHERE name IN {NAMED}"))
        else:
            for table in NAMED:
                await connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN name DROP NOT NULL"))
    await database.engine.dispose()  # connections remember the schema
    async with database.write() as connection:
        for table in NAMED:
            await connection.execute(text(f"UPDATE {table} SET name = NULL"))
