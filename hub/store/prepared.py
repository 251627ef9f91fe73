"""A compiled read: the text of its statement and how each parameter gets its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import BindParameter, Dialect, Select
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from hub.auth.caller import Caller
from hub.store.compile import rows_statement, statement_of
from hub.store.json_text import json_words
from hub.store.read_plan import Entities, ReadPlan
from hub.store.slots import SlotNumber, SlotText, stand_in


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter: a slot or a fixed value, and how the driver wants it."""

    slot: str | None
    value: Any
    convert: Callable[[Any], Any] | None


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A statement as the driver takes it."""

    text: str
    parameters: tuple[Parameter, ...]

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The parameters of one run; `values` are by slot, of the columns' own types."""
        return tuple(
            one.value if one.slot is None else one.convert(values[one.slot]) if one.convert else values[one.slot]
            for one in self.parameters
        )


class Driver(Enum):
    """The driver that runs a statement: the quick reader's, or the one of an operation's snapshot."""

    QUICK = "quick"
    SNAPSHOT = "snapshot"


def prepare(plan: ReadPlan, caller: Caller, *, sqlite: bool, driver: Driver = Driver.QUICK) -> Prepared:
    """Compile a plan for all callers of this one's structure."""
    return _prepared(statement_of(plan, stand_in(caller), json_words(sqlite=sqlite)), _dialect(sqlite, driver))


def prepare_rows(wanted: Entities, caller: Caller, *, sqlite: bool) -> Prepared:
    """Compile a statement whose rows are texts of rows, for an operation's snapshot."""
    statement = rows_statement(wanted, stand_in(caller), json_words(sqlite=sqlite))
    return _prepared(statement, _dialect(sqlite, Driver.SNAPSHOT))


def _prepared(statement: Select[tuple[str]], dialect: Dialect) -> Prepared:
    compiled = statement.compile(dialect=dialect)
    binds: Mapping[str, BindParameter[Any]] = getattr(compiled, "binds")
    names: list[str] = getattr(compiled, "positiontup") or []
    return Prepared(text=str(compiled), parameters=tuple(_parameter(binds[name], dialect) for name in names))


_SQLITE = SQLiteDialect_aiosqlite()
_MAKE: Callable[..., Dialect] = PGDialect_asyncpg
_POSTGRES = _MAKE()
_MAKE_SNAPSHOT: Callable[..., Dialect] = PGDialect_psycopg
_POSTGRES_SNAPSHOT = _MAKE_SNAPSHOT(paramstyle="format")


def _dialect(sqlite: bool, driver: Driver) -> Dialect:
    if sqlite:
        return _SQLITE
    return _POSTGRES if driver is Driver.QUICK else _POSTGRES_SNAPSHOT


def _parameter(bind: BindParameter[Any], dialect: Dialect) -> Parameter:
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    value = bind.value
    if isinstance(value, SlotNumber | SlotText):
        return Parameter(slot=value.slot, value=None, convert=convert)
    if bind.required:
        return Parameter(slot=bind.key, value=None, convert=convert)
    return Parameter(slot=None, value=convert(value) if convert else value, convert=None)
