"""A compiled read: the text of its statement and how each parameter gets its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Dialect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

from hub.auth.caller import Caller
from hub.store.compile import statement_of
from hub.store.json_text import json_words
from hub.store.read_plan import ReadPlan
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


def prepare(plan: ReadPlan, caller: Caller, *, sqlite: bool) -> Prepared:
    """Compile a plan for all callers of this one's structure."""
    dialect: Dialect = _SQLITE if sqlite else _POSTGRES
    statement = statement_of(plan, stand_in(caller), json_words(sqlite=sqlite))
    compiled = statement.compile(dialect=dialect)
    binds: Mapping[str, BindParameter[Any]] = getattr(compiled, "binds")
    names: list[str] = getattr(compiled, "positiontup") or []
    return Prepared(text=str(compiled), parameters=tuple(_parameter(binds[name], dialect) for name in names))


_SQLITE = SQLiteDialect_aiosqlite()
_MAKE: Callable[..., Dialect] = PGDialect_asyncpg
_POSTGRES = _MAKE()


def _parameter(bind: BindParameter[Any], dialect: Dialect) -> Parameter:
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    value = bind.value
    if isinstance(value, SlotNumber | SlotText):
        return Parameter(slot=value.slot, value=None, convert=convert)
    if bind.required:
        return Parameter(slot=bind.key, value=None, convert=convert)
    return Parameter(slot=None, value=convert(value) if convert else value, convert=None)
