"""More provinces from one: every row once more for each invented province, made inside PostgreSQL.

The caller's own province stays as it is. The others stand beside it as branches of their own in the reporting tree,
with identifiers, codes and filing numbers of their own; the copies of a row lie beside it in the table and in every
index, as the rows of many provinces that record at the same time do.
"""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import Column, Table

from benchmarks.world import PROVINCE

SCHEMA = "bench"
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_QUARTER = ("report_period", "obligation", "rollup_version", "rollup_line", "narrative_item", "rollup_finding")
QUARTER = (*_QUARTER, "rollup_receipt", "contribution")
_MULTIPLIED = frozenset({"body", "studio", "member", "membership", "residency", "activity", "opinion", *QUARTER})
# Texts that may not come twice, and what points to a row without a reference.
_MARKED = frozenset({"body.code", "studio.filing_number", "report_period.definition_code", "rollup_receipt.number"})
_POINTING = frozenset({"contribution.fact_id"})

# Twelve of an identifier's letters are turned by the number of the province; the last four tell rows apart and stay.
_TURNED = "left({0}, 14) || translate(substr({0}, 15, 12), {1}, province.letters) || right({0}, 4)"
_BODIES = """
insert into body ({columns})
select {values} from body, bench.province,
    (select position as top, last - position + 1 as width from body where code = {province}) own,
    (select max(last) + 1 as free from body) tree
where province.number > 0 and body.position between own.top and own.top + own.width - 1
"""
_POSITION = "{0} - own.top + tree.free + (province.number - 1) * own.width"


def stage(connection: psycopg.Connection[Any], tables: list[Table], *, provinces: int) -> None:
    """Make a place for the rows of one province, and say how the identifiers of each are made."""
    connection.execute("create schema bench")
    connection.execute("create table bench.province (number integer, letters text)")
    for number in range(provinces):
        turned = _ALPHABET[number:] + _ALPHABET[:number]
        connection.execute("insert into bench.province values (%s, %s)", [number, turned])
    for table in tables:
        name = sql.Identifier(table.name)
        connection.execute(sql.SQL("create unlogged table bench.{0} (like public.{0})").format(name))


def unstage(connection: psycopg.Connection[Any]) -> None:
    """Remove what was only needed on the way."""
    connection.execute("drop schema bench cascade")


def multiply_bodies(connection: psycopg.Connection[Any], table: Table) -> None:
    """Set a branch beside the province's own for each invented province."""
    values = []
    for column in table.columns:
        text = _POSITION if column.name in ("position", "last") else None
        values.append(sql.SQL(text).format(_of(column)) if text else _value(column))
    statement = sql.SQL(_BODIES).format(columns=_columns(table), values=_listed(values), province=sql.Literal(PROVINCE))
    connection.execute(statement)


def multiply(connection: psycopg.Connection[Any], table: Table) -> None:
    """Fill a table with the rows of all provinces from those of the one."""
    _insert(connection, table, "insert into public.{0} ({1}) select {2} from bench.{0}, bench.province")


def multiply_beside(connection: psycopg.Connection[Any], table: Table) -> None:
    """Set the rows of the other provinces beside those of the one, which are in the table already."""
    others = "insert into public.{0} ({1}) select {2} from public.{0}, bench.province where province.number > 0"
    _insert(connection, table, others)


def _insert(connection: psycopg.Connection[Any], table: Table, text: LiteralString) -> None:
    values = _listed([_value(column) for column in table.columns])
    connection.execute(sql.SQL(text).format(sql.Identifier(table.name), _columns(table), values))


def _value(column: Column[Any]) -> sql.Composable:
    name = _of(column)
    points = f"{column.table.name}.{column.name}" in _POINTING
    if points or column.primary_key or any(key.column.table.name in _MULTIPLIED for key in column.foreign_keys):
        return sql.SQL(_TURNED).format(name, sql.Literal(_ALPHABET))
    if f"{column.table.name}.{column.name}" in _MARKED:
        own = sql.SQL("case when province.number = 0 then '' else 'p' || province.number || '-' end")
        return sql.SQL("{} || {}").format(own, name)
    return name


def _of(column: Column[Any]) -> sql.Composable:
    return sql.Identifier(column.table.name, column.name)


def _columns(table: Table) -> sql.Composable:
    return _listed([sql.Identifier(column.name) for column in table.columns])


def _listed(parts: list[Any]) -> sql.Composable:  # names and expressions alike
    listed: sql.Composable = sql.SQL(", ").join(parts)
    return listed
