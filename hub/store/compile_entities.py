"""A list of rows by their keys as JSON text, in the order in which the keys were given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    String,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
    union_all,
)

from hub.store.json_text import JsonText, JsonWords, SqliteJson
from hub.store.read_plan import Entities, Wanted

Row = Callable[[Wanted, ColumnElement[str]], Select[Any]]


@dataclass(frozen=True, kw_only=True)
class _Pairs:
    """The keys as rows: each with its place, and the way in which it finds something."""

    table: Any
    place: Any
    way: Any
    key: Any


def entities_text(entities: Entities, words: JsonWords, *, row: Row) -> JsonText:
    """The JSON text of the list; `row` selects the one row that a way and a key find.

    The rows are found way by way and joined to the keys, which nests less than looking for each key's row.
    """
    placed = _placed(entities, words, row).subquery()
    made: JsonText = select(words.listed(placed.c.row)).select_from(placed).scalar_subquery()
    return made


def entity_rows(entities: Entities, words: JsonWords, *, row: Row) -> Select[tuple[str]]:
    """The same rows, each by itself."""
    return _placed(entities, words, row)


def _placed(entities: Entities, words: JsonWords, row: Row) -> Select[tuple[str]]:
    """The texts of the rows in the order of their keys, null where there is none."""
    given = bindparam(entities.value.name, type_=Text(), required=True)
    make = _sqlite if isinstance(words, SqliteJson) else _postgres
    found = union_all(*(_found(make(given), at, wanted, row) for at, wanted in enumerate(entities.ways))).subquery()
    asked = make(given)
    text = func.coalesce(found.c.row, literal_column("'null'"), type_=String)
    both = asked.table.outerjoin(found, found.c.place == asked.place)
    return select(text.label("row")).select_from(both).order_by(asked.place)


def _found(pairs: _Pairs, at: int, wanted: Wanted, row: Row) -> Select[Any]:
    one = row(wanted, pairs.key)
    (text,) = one.selected_columns
    chosen = one.with_only_columns(text.label("row"), pairs.place.label("place"))
    return chosen.where(pairs.way == literal_column(f"'{at}'", String))


def _postgres(given: ColumnElement[str]) -> _Pairs:
    pairs = func.json_array_elements(cast(given, JSON))
    table = pairs.table_valued("value", with_ordinality="place", name="pair").render_derived()
    way, key = (func.json_extract_path_text(table.c.value, literal_column(f"'{at}'"), type_=String) for at in (0, 1))
    return _Pairs(table=table, place=table.c.place, way=way, key=key)


def _sqlite(given: ColumnElement[str]) -> _Pairs:
    table = func.json_each(given).table_valued("key", "value", name="pair")
    way, key = (func.json_extract(table.c.value, literal_column(f"'$[{at}]'"), type_=String) for at in (0, 1))
    return _Pairs(table=table, place=table.c.key, way=cast(way, String), key=key)
