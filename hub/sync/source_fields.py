"""Reads `[streams.fields]`: how each field of the hub is found in a row and read."""

from __future__ import annotations

from hub.sync.dates import DateStyle
from hub.sync.mapping_text import NO_WORDS, STEPS, YES_WORDS
from hub.sync.numbers import read_number
from hub.sync.source import FieldMapping, RecordsMapping, Unknown
from hub.sync.source_table import Table

_OF_PLACES = frozenset({"path", "split", "parts", "empty"})
_DATE_STYLES = {str(style.value): style for style in DateStyle}


def read_fields(table: Table) -> tuple[FieldMapping, ...]:
    """The field mappings in the order of the file; `name = "a.b"` is short for `name = { path = "a.b" }`."""
    return tuple(_read(name, table) for name in table.names())


def _read(name: str, table: Table) -> FieldMapping:
    if table.holds_table(name):
        return _field(name, table.child(name))
    if table.holds_tables(name):
        return _records(name, table)
    return FieldMapping(name=name, paths=table.paths(name))


def _records(name: str, table: Table) -> FieldMapping:
    """A field that holds records, such as parties: the places where they stand."""
    records = tuple(_place(one) for one in table.tables(name))
    if not any(one.path for one in records):
        table.complain(name, zh="至少一处须写 path", en="at least one place needs a path")
    for one in records:
        if not one.path and (one.split or one.parts):
            table.complain(name, zh="split、parts 须与 path 同用", en="split and parts go with a path")
    inside = [path for one in records if not one.path for field in one.fields for path in field.paths]
    return FieldMapping(name=name, paths=(*(one.path for one in records if one.path), *inside), records=records)


def _place(table: Table) -> RecordsMapping:
    return RecordsMapping(
        path=table.path("path") or (),
        split=table.text("split", ""),
        parts=table.text("parts", ""),
        empty=frozenset(table.texts("empty")),
        fields=tuple(_read(name, table) for name in table.names() if name not in _OF_PLACES),
    )


def _field(name: str, table: Table) -> FieldMapping:
    values = table.texts_by_name("values") if "values" in table else None
    mapping = FieldMapping(
        name=name,
        paths=table.paths("path"),
        constant=table.json("constant"),
        values=values,
        unknown=table.term("unknown", Unknown.QUARANTINE),
        otherwise=table.text("otherwise", "") or None,
        steps=_steps(table),
        dates=_dates(table),
        trust_zone=table.flag("trust_zone", True),
        split=table.text("split", ""),
        empty=frozenset(table.texts("empty")),
        yes=frozenset(table.texts("yes")) or YES_WORDS,
        no=frozenset(table.texts("no")) or NO_WORDS,
        units=_units(table),
        required=table.flag("required"),
        absent_is_null=table.flag("absent_is_null"),
    )
    if bool(mapping.paths) == (mapping.constant is not None):
        table.complain("path", zh="path 与 constant 二选一", en="needs either path or constant")
    if values is None and (mapping.otherwise or mapping.unknown is not Unknown.QUARANTINE):
        table.complain("values", zh="unknown、otherwise 需要 values 表", en="unknown and otherwise need `values`")
    table.close()
    return mapping


def _steps(table: Table) -> tuple[str, ...]:
    steps = table.texts("text") if "text" in table else ("strip",)
    for step in steps:
        if step not in STEPS:
            listed = " | ".join(STEPS)
            table.complain("text", zh=f"“{step}”不是其中之一：{listed}", en=f"{step!r} is not one of {listed}")
    return tuple(step for step in steps if step in STEPS)


def _dates(table: Table) -> tuple[DateStyle, ...]:
    written = table.texts("date") or (DateStyle.ISO.value,)
    for text in written:
        if text not in _DATE_STYLES:
            listed = " | ".join(_DATE_STYLES)
            table.complain("date", zh=f"“{text}”不是其中之一：{listed}", en=f"{text!r} is not one of {listed}")
    return tuple(_DATE_STYLES[text] for text in written if text in _DATE_STYLES)


def _units(table: Table) -> dict[str, str]:
    units = table.texts_by_name("units")
    for unit, factor in units.items():
        if read_number(factor) is None:
            table.complain("units", zh=f"“{unit}”应对应一个数", en=f"{unit!r} should stand for a number")
    return units
