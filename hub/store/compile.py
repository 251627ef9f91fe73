"""From a read plan to one statement that returns the JSON text of the whole answer, rights included."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, Text, and_, bindparam, case, literal_column, select

from hub.auth.caller import Caller
from hub.store.ages import AGES, given_today
from hub.store.aliases import named, one_statement
from hub.store.columns import Sight
from hub.store.compile_entities import entities_text
from hub.store.compile_list import Source, listing_text
from hub.store.compile_totals import totals_text
from hub.store.fetch import joined
from hub.store.json_text import JsonText, JsonWords, SqliteJson
from hub.store.models.base import Base
from hub.store.read_plan import (
    Aged,
    ByKey,
    Column,
    Constant,
    Entities,
    Field,
    Given,
    Guarded,
    Listing,
    Many,
    One,
    Origin,
    Part,
    ReadPlan,
    Root,
    Shown,
    Totals,
    Wanted,
)
from hub.store.where import Rows as RowsOf
from hub.store.where import bound, in_force, matches, visible

NULL = "null"


def statement_of(plan: ReadPlan, caller: Caller, words: JsonWords) -> Select[tuple[str]]:
    """The statement of a plan for callers of one structure; its only row and column is the text of `data`."""
    with one_statement():
        return select(Compiling(caller, words).answer(plan).label("answer"))


class Compiling:
    """One compilation: whose reach every node carries, and in which database's words."""

    def __init__(self, caller: Caller, words: JsonWords) -> None:
        self._caller = caller
        self._words = words

    def answer(self, plan: ReadPlan) -> JsonText:
        """The object of all root fields."""
        return self._words.object([(key, self._root(field)) for key, field in plan.fields])

    def _root(self, field: Root) -> str | JsonText:
        match field:
            case Constant(text=text):
                return text
            case Given(value=value):
                return bindparam(value.name, type_=Text(), required=True)
            case ByKey(model=model, column=column, value=value, shown=shown):
                rows_of: RowsOf = named(model)
                wanted = bound(value, getattr(rows_of, column))
                return self._words.or_null(self._found(rows_of, model, column, shown, wanted))
            case Entities():
                return entities_text(field, self._words, row=self._entity)
            case Totals():
                return totals_text(field, self._caller, self._words, shown=self.shown)
            case Listing(read=read):
                child: RowsOf = named(read.model)
                return self._listing(field, lambda *chosen: select(*chosen).select_from(child), child, None)

    def shown(self, rows_of: RowsOf, model: type[Base], shown: Shown) -> JsonText:
        """The object of a row."""
        sight = Sight(self._caller, rows_of, model)
        return self._words.object([(key, self._field(field, rows_of, model, sight)) for key, field in shown])

    def _field(self, field: Field, rows_of: RowsOf, model: type[Base], sight: Sight) -> str | JsonText:
        match field:
            case Constant(text=text):
                return text
            case Column(name=name):
                return self._column(rows_of, model, name)
            case Guarded():
                return self._guarded(field, model, sight)
            case One(key=key, model=target, shown=shown):
                other: RowsOf = named(target)
                row = self._one(other, target, shown, other.id == getattr(rows_of, key))
                return self._words.or_null(row.correlate(rows_of))
            case Many(link=link, listed=listed):
                child: RowsOf = named(listed.read.model)
                source, parent = joined(link, child)
                return self._listing(listed, lambda *chosen: source(select(*chosen)), child, (rows_of, parent))
            case Origin(guard=guard, shown=shown):
                return self._origin(guard, shown, rows_of, model, sight)
            case Aged(name=name):
                on_postgresql = not isinstance(self._words, SqliteJson)
                days = AGES[model, name](rows_of, given_today(), on_postgresql=on_postgresql)
                return self._words.scalar(days, Integer(), nullable=True)

    def _column(self, rows_of: RowsOf, model: type[Base], name: str) -> JsonText:
        column = model.__mapper__.columns[name]
        return self._words.scalar(getattr(rows_of, name), column.type, nullable=bool(column.nullable))

    def _guarded(self, field: Guarded, model: type[Base], sight: Sight) -> JsonText:
        found = sight.guarded(field.name)
        if found is None:
            raise TypeError(f"{model.__name__}.{field.name} is open")
        kind = model.__mapper__.columns[field.name].type
        forms = [(one.when, self._words.scalar(one.then, kind, nullable=True)) for one in found.forms]
        texts: dict[Part, JsonText] = {
            Part.VALUE: case(*forms, else_=_text(NULL)),
            Part.MASKED: case((found.may, _text("false")), else_=_text("true")),
            Part.REASON: case((found.may, _text(NULL)), else_=_text(f'"{field.reason}"')),
        }
        return self._words.object(
            [(key, part.text if isinstance(part, Constant) else texts[part]) for key, part in field.parts]
        )

    def _entity(self, wanted: Wanted, key: ColumnElement[str]) -> Select[Any]:
        return self._found(named(wanted.model), wanted.model, wanted.column, wanted.shown, key)

    def _found(
        self, rows_of: RowsOf, model: type[Base], column: str, shown: Shown, value: ColumnElement[str]
    ) -> Select[Any]:
        """The row with a value in a column; a code may name a former row too, an identifier names one."""
        found = getattr(rows_of, column) == value
        return self._one(rows_of, model, shown, found if column == "id" else and_(found, in_force(rows_of, model)))

    def _one(self, rows_of: RowsOf, model: type[Base], shown: Shown, found: ColumnElement[bool]) -> Select[Any]:
        row = select(self._words.row(self.shown(rows_of, model, shown))).select_from(rows_of)
        return row.where(found, visible(self._caller, rows_of, model))

    def _origin(self, guard: str, shown: Shown, rows_of: RowsOf, model: type[Base], sight: Sight) -> JsonText:
        found = sight.guarded(guard)
        if found is None:
            raise TypeError(f"{model.__name__}.{guard} is open")
        known = and_(found.may, getattr(rows_of, guard).is_not(None))
        # The columns below are guarded alike, so where this condition holds they are open.
        return case((known, self.shown(rows_of, model, shown)), else_=_text(NULL))

    def _listing(self, listing: Listing, source: Any, child: RowsOf, parent: tuple[RowsOf, Any] | None) -> JsonText:
        model = listing.read.model
        where = and_(
            visible(self._caller, child, model), matches(listing.read.condition, child, model, caller=self._caller)
        )
        if parent is not None:
            where = and_(parent[1] == parent[0].id, where)
        found = Source(select=source, child=child, outer=None if parent is None else parent[0], where=where)
        return listing_text(listing, found, self._words, row=lambda shown: self.shown(child, model, shown))


def _text(text: str) -> JsonText:
    return literal_column(f"'{text}'", String)
