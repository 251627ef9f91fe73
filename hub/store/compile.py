"""From a read plan to one statement that returns the JSON text of the whole answer, rights included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, Text, and_, bindparam, case, literal_column, select

from hub.auth.caller import Caller
from hub.store.ages import AGES, given_today
from hub.store.aliases import one_statement
from hub.store.columns import Sight
from hub.store.compile_entities import entities_text, entity_rows
from hub.store.compile_list import Source, listing_text
from hub.store.compile_totals import totals_text
from hub.store.fetch import Link, joined
from hub.store.json_text import LATER, JsonText, JsonWords, SqliteJson
from hub.store.models.base import Base
from hub.store.plan import Past, Slot
from hub.store.read_plan import (
    Aged,
    ByKey,
    Column,
    Constant,
    Entities,
    Field,
    Given,
    Guarded,
    Later,
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
from hub.store.slots import bound
from hub.store.where import Rows as RowsOf
from hub.store.where import in_force, matches, seen_rows

NULL = "null"


def statement_of(plan: ReadPlan, caller: Caller, words: JsonWords) -> Select[tuple[str]]:
    """The statement of a plan for callers of one structure; its only row and column is the text of `data`."""
    with one_statement():
        return select(Compiling(caller, words).answer(plan).label("answer"))


def rows_statement(wanted: Entities, caller: Caller, words: JsonWords) -> Select[tuple[str]]:
    """The statement of rows by their keys; each of its rows is the text of one, in the order of the keys."""
    with one_statement():
        return entity_rows(wanted, words, row=Compiling(caller, words).entity)


class Compiling:
    """One compilation: whose reach every node carries, in which database's words, and of which state the rows are."""

    def __init__(self, caller: Caller, words: JsonWords, past: Past | None = None) -> None:
        self._caller = caller
        self._words = words
        self._past = past

    def answer(self, plan: ReadPlan) -> JsonText:
        """The object of all root fields."""
        return self._words.object([(key, self._root(field)) for key, field in plan.fields])

    def _root(self, field: Root) -> str | JsonText:
        match field:
            case Constant(text=text):
                return text
            case Given(value=value):
                return bindparam(value.name, type_=Text(), required=True)
            case ByKey(model=model, column=column, value=value, shown=shown, past=past):
                return self._words.or_null(self._as_of(past)._found(model, column, shown, value))
            case Entities():
                return entities_text(field, self._words, row=self.entity)
            case Totals():
                return totals_text(field, self._caller, self._words, shown=self.shown)
            case Listing(read=read):
                return self._as_of(read.past)._root_list(field)

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
                row = self._one(target, shown, lambda other: other.id == getattr(rows_of, key))
                return self._words.or_null(row.correlate(rows_of))
            case Many(link=link, listed=listed):
                return self._list_under(link, listed, rows_of)
            case Origin(guard=guard, shown=shown):
                return self._origin(guard, shown, rows_of, model, sight)
            case Later(number=number):
                return self._words.joined([f"{LATER}{number}:", rows_of.id, LATER])
            case Aged() if self._past is not None:
                return NULL  # a past state has no age
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

    def entity(self, wanted: Wanted, key: ColumnElement[str]) -> Select[Any]:
        """The one row that a key finds."""
        return self._found(wanted.model, wanted.column, wanted.shown, key)

    def _found(self, model: type[Base], column: str, shown: Shown, value: Slot | ColumnElement[str]) -> Select[Any]:
        """The row with a value in a column; a code may name a former row too, an identifier names one."""

        def found(rows_of: RowsOf) -> ColumnElement[bool]:
            here: ColumnElement[bool] = getattr(rows_of, column) == bound(value, getattr(rows_of, column))
            return here if column == "id" else and_(here, in_force(rows_of, model))

        return self._one(model, shown, found)

    def _one(self, model: type[Base], shown: Shown, found: Callable[[RowsOf], ColumnElement[bool]]) -> Select[Any]:
        rows_of, seen = seen_rows(self._caller, model, self._past)
        row = select(self._words.row(self.shown(rows_of, model, shown))).select_from(rows_of)
        return row.where(found(rows_of), seen)

    def _origin(self, guard: str, shown: Shown, rows_of: RowsOf, model: type[Base], sight: Sight) -> JsonText:
        found = sight.guarded(guard)
        if found is None:
            raise TypeError(f"{model.__name__}.{guard} is open")
        known = and_(found.may, getattr(rows_of, guard).is_not(None))
        # The columns below are guarded alike, so where this condition holds they are open. Where a row came from is
        # told as it stands, of a past row too.
        return case((known, self._as_of(None).shown(rows_of, model, shown)), else_=_text(NULL))

    def _as_of(self, past: Past | None) -> Compiling:
        """The same compilation of another state."""
        return self if past == self._past else Compiling(self._caller, self._words, past)

    def _root_list(self, listing: Listing) -> JsonText:
        child, seen = seen_rows(self._caller, listing.read.model, self._past)
        where = and_(seen, self._matches(listing, child))
        rows = Source(select=lambda *chosen: select(*chosen).select_from(child), child=child, outer=None, where=where)
        return self._listed(listing, rows)

    def _list_under(self, link: Link, listing: Listing, outer: RowsOf) -> JsonText:
        child, seen = seen_rows(self._caller, listing.read.model, self._past)
        source, parent = joined(link, child)
        where = and_(parent == outer.id, seen, self._matches(listing, child))
        rows = Source(select=lambda *chosen: source(select(*chosen)), child=child, outer=outer, where=where)
        return self._listed(listing, rows)

    def _matches(self, listing: Listing, child: RowsOf) -> ColumnElement[bool]:
        read = listing.read
        return matches(read.condition, child, read.model, caller=self._caller, past=self._past)

    def _listed(self, listing: Listing, rows: Source) -> JsonText:
        model = listing.read.model
        return listing_text(listing, rows, self._words, row=lambda shown: self.shown(rows.child, model, shown))


def _text(text: str) -> JsonText:
    return literal_column(f"'{text}'", String)
