"""Reads the records that a row names in one of its fields, such as the parties of a joint activity; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hub.domain.joint_activity import NamedParty
from hub.domain.shape import FieldShape, Scalar, Value
from hub.store.pushed import spelled
from hub.sync.mapping_text import folded
from hub.sync.mapping_values import Unread
from hub.sync.paths import MISSING, Json, Missing, look, pointer
from hub.sync.source import FieldMapping, RecordsMapping

_Read = Callable[[Json, FieldMapping, FieldShape], Value | Missing]


def read_records(content: Json, mapping: FieldMapping, *, field: FieldShape, read: _Read) -> Value | Missing:
    """The records of all places, in their order; raises Unread.

    A row that stands for a record itself does so where another place names one: the studio that led is a party of
    what was done together, and of nothing else.
    """
    there = [(one, look(content, one.path)) for one in mapping.records]
    if all(isinstance(raw, Missing) for one, raw in there if one.path):
        return MISSING
    found: list[Scalar] = []
    named = False
    for one, raw in there:
        items = [content] if not one.path else [] if isinstance(raw, Missing) else _items(raw, one)
        named = named or bool(one.path and items)
        found += [_record(item, one, field=field, read=read) for item in items]
    return tuple(found) if named else ()


def pointer_in(mapping: FieldMapping, at: list[str]) -> str:
    """The JSON pointer of a record or of a field of one, as far as it can be told; `at` is its number and its field."""
    if len(mapping.records) != 1 or mapping.records[0].split or not at:
        return pointer(mapping.paths[0])
    (place,) = mapping.records
    below = next((one.paths[0] for one in place.fields if one.paths and spelled(one.name) in at[1:]), ())
    return pointer((*place.path, at[0], *below))


def _items(raw: Json, place: RecordsMapping) -> list[Json]:
    if isinstance(raw, list):
        return raw
    if not isinstance(raw, str):
        return [] if raw is None or raw == {} else [raw]
    texts = _cut(raw, place.split) if place.split else [raw.strip()]
    nothing = {folded(word) for word in place.empty} | {""}
    return [_parted(text, place.parts) for text in texts if folded(text) not in nothing]


def _parted(text: str, letters: str) -> Json:
    if not letters:
        return text
    return {str(number): part for number, part in enumerate(_cut(text, letters))}


def _cut(text: str, letters: str) -> list[str]:
    return [part.strip() for part in re.split("[" + re.escape(letters) + "]", text)]


def _record(item: Json, place: RecordsMapping, *, field: FieldShape, read: _Read) -> NamedParty:
    shapes = {part.name: part for part in field.parts}
    values: dict[str, Any] = {}  # each of the kind that its shape says
    for mapping in place.fields:
        try:
            found = read(item, mapping, shapes[mapping.name])
        except Unread as unread:
            raise Unread(
                unread.code,
                zh=f"{mapping.name}：{unread.zh}",
                en=f"{mapping.name}: {unread.en}",
                stage=unread.stage,
            ) from unread
        if not isinstance(found, Missing):
            values[mapping.name] = found
    return NamedParty(**values)
