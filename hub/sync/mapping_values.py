"""Reads one raw value as the kind its field needs; refuses what it would have to guess."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hub.domain.shape import FieldKind, FieldShape, Scalar, Value
from hub.domain.term import Term
from hub.domain.words import QuarantineStage
from hub.sync.dates import read_date, read_instant
from hub.sync.mapping_text import CELL_ERRORS, STEPS, NotSuchText, folded, scrub
from hub.sync.numbers import read_number
from hub.sync.paths import Json
from hub.sync.rows import id_text
from hub.sync.source import FieldMapping, Unknown

_SHOWN = 20
_LONG_DIGITS = re.compile(r"\d{7,}")


class Unread(Exception):
    """A value is not what its field needs; the texts never carry a person's number."""

    def __init__(self, code: str, *, zh: str, en: str, stage: QuarantineStage = QuarantineStage.SCHEMA) -> None:
        super().__init__(code)
        self.code, self.zh, self.en, self.stage = code, zh, en, stage


class _Reading(NamedTuple):
    mapping: FieldMapping
    field: FieldShape
    zone: ZoneInfo


def read_value(raw: Json, mapping: FieldMapping, *, field: FieldShape, zone: ZoneInfo) -> Value:
    """The value, or a list of values where the field holds a list; raises Unread."""
    reading = _Reading(mapping=mapping, field=field, zone=zone)
    if not field.holds_list:
        return _one(raw, reading)
    found = [_one(item, reading) for item in _items(raw, mapping.split)]
    return tuple(value for value in dict.fromkeys(found) if value is not None)


def _items(raw: Json, separators: str) -> list[Json]:
    if isinstance(raw, list):
        return [item for item in raw if item is not None and item != ""]
    if isinstance(raw, str) and separators:
        parts = re.split("[" + re.escape(separators) + "]", raw)
        return [part.strip() for part in parts if part.strip()]
    return [raw]


def _one(raw: Json, reading: _Reading) -> Scalar | None:
    if isinstance(raw, str) and raw.strip() in CELL_ERRORS:
        raise Unread("CELL_ERROR", zh="单元格公式出错", en="the cell's formula failed")
    if isinstance(raw, dict | list):
        raise Unread("TYPE_CHANGED", zh="应为单个值，来源给出的是对象或列表", en="a single value is needed here")
    if reading.mapping.values is not None:
        translated = _translated(raw, reading.mapping)
        if translated is None:
            return None
        raw = translated
    return _READERS[reading.field.kind](raw, reading)


def _translated(raw: Json, mapping: FieldMapping) -> Json:
    table = {folded(key): value for key, value in (mapping.values or {}).items()}
    word = folded(_plain(raw))
    if word in table:
        return table[word]
    if mapping.otherwise is not None:
        return mapping.otherwise
    match mapping.unknown:
        case Unknown.NULL:
            return None
        case Unknown.KEEP:
            return raw
        case Unknown.QUARANTINE:
            shown = _shown(raw)
            raise Unread("VALUE_UNKNOWN", zh=f"值表没有“{shown}”", en=f"the value table does not list {shown!r}")


def _text(raw: Json, reading: _Reading) -> Scalar | None:
    if isinstance(raw, bool):
        raise Unread("TYPE_CHANGED", zh="应为文本，来源给出的是 true/false", en="a text is needed, not a flag")
    text = _plain(raw)
    try:
        for step in reading.mapping.steps:
            text = STEPS[step](text)
    except NotSuchText as wrong:
        raise Unread(wrong.code, zh=wrong.zh, en=wrong.en, stage=QuarantineStage.NORM) from wrong
    return text or None


def _named(raw: Json, reading: _Reading) -> Scalar | None:
    """A code or a name that the hub resolves by its dated tables; only its spelling is settled here."""
    text = id_text(raw)
    if text is None:
        raise Unread("TYPE_CHANGED", zh="应为代码或名称", en="a code or a name is needed")
    return text


def _integer(raw: Json, reading: _Reading) -> int:
    if type(raw) is int:
        return raw
    number = _decimal(raw, reading)
    if number != number.to_integral_value():
        raise Unread("NOT_WHOLE", zh=f"应为整数，不是“{_shown(raw)}”", en=f"a whole number, not {_shown(raw)!r}")
    return int(number)


def _decimal(raw: Json, reading: _Reading) -> Decimal:
    number = read_number(raw, units=reading.mapping.units)
    if number is None:
        raise Unread("NOT_A_NUMBER", zh=f"应为确数，不是“{_shown(raw)}”", en=f"an exact number, not {_shown(raw)!r}")
    return number


def _boolean(raw: Json, reading: _Reading) -> bool:
    if isinstance(raw, bool):
        return raw
    word = id_text(raw)
    for words, meaning in ((reading.mapping.yes, True), (reading.mapping.no, False)):
        if word is not None and folded(word) in {folded(known) for known in words}:
            return meaning
    raise Unread("NOT_YES_OR_NO", zh=f"应为是或否，不是“{_shown(raw)}”", en=f"yes or no, not {_shown(raw)!r}")


def _date(raw: Json, reading: _Reading) -> date:
    mapping = reading.mapping
    day = read_date(raw, mapping.dates, zone=reading.zone, trust_zone=mapping.trust_zone)
    if day is None:
        raise Unread(
            "NOT_A_DATE", zh=f"不是约定写法的日期：“{_shown(raw)}”", en=f"not a date as agreed: {_shown(raw)!r}"
        )
    return day


def _instant(raw: Json, reading: _Reading) -> datetime:
    mapping = reading.mapping
    moment = read_instant(raw, mapping.dates, zone=reading.zone, trust_zone=mapping.trust_zone)
    if moment is None:
        raise Unread(
            "NOT_A_TIME", zh=f"不是约定写法的时间：“{_shown(raw)}”", en=f"not a time as agreed: {_shown(raw)!r}"
        )
    return moment


def _term(raw: Json, reading: _Reading) -> Term:
    words = words_of(reading.field)
    found = words.get(folded(_plain(raw)))
    if found is None:
        shown = _shown(raw)
        raise Unread("TERM_UNKNOWN", zh=f"词表没有“{shown}”，请在 values 中对应", en=f"unknown word {shown!r}: list it")
    return found


def words_of(field: FieldShape) -> dict[str, Term]:
    """The words of a field's closed set by stored value and by Chinese title, folded."""
    return _words(field.term)


@cache
def _words(term: type[Term] | None) -> dict[str, Term]:
    members = list(term or ())
    return {folded(word.title_zh): word for word in members} | {folded(str(word.value)): word for word in members}


_READERS: dict[FieldKind, Callable[[Json, _Reading], Scalar | None]] = {
    FieldKind.TEXT: _text,
    FieldKind.TEXT_LIST: _text,
    FieldKind.INTEGER: _integer,
    FieldKind.DECIMAL: _decimal,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.DATE: _date,
    FieldKind.INSTANT: _instant,
    FieldKind.TERM: _term,
    FieldKind.BODY: _named,
    FieldKind.DIVISION: _named,
    FieldKind.SECTOR: _named,
    FieldKind.REFERENCE: _named,
}


def _plain(raw: Json) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def _shown(raw: Json) -> str:
    text = _LONG_DIGITS.sub("*", scrub(_plain(raw)))
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
