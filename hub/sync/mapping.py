"""Reads a landed row into the values of an entity, or says everything that keeps it from being one; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hub.domain.shape import EntityShape, FieldShape, Value
from hub.domain.words import QuarantineStage
from hub.sync.mapping_records import read_records
from hub.sync.mapping_text import CELL_ERRORS, folded
from hub.sync.mapping_values import Unread, read_value
from hub.sync.paths import MISSING, Json, Missing, look, pointer
from hub.sync.rows import RawRow, id_text
from hub.sync.source import DeleteStyle, FieldMapping, Stream


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One reason why a row stays in quarantine; `pointer` is a JSON pointer into the raw row."""

    stage: QuarantineStage
    code: str
    pointer: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A row understood.

    A field that the row does not speak of is not among the values, so that a dropped column clears nothing
    (behaviour.md S5); a field that the row leaves empty is there as None.
    """

    entity: str
    external_id: str
    content_hash: str
    mapping_version: int
    values: Mapping[str, Value]
    deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class Unmapped:
    """A row not understood, with everything that is wrong with it."""

    entity: str
    external_id: str | None
    content_hash: str
    mapping_version: int
    problems: tuple[Problem, ...]


def map_row(row: RawRow, *, stream: Stream, shape: EntityShape) -> Mapped | Unmapped:
    """Read one row; the same row, stream and shape always give the same answer."""
    problems: list[Problem] = []
    if row.external_id is None:
        problems.append(_no_identifier(stream))
    values: dict[str, Value] = {}
    deleted = is_tombstone(row.content, stream)
    fields, zone = shape.by_name, ZoneInfo(stream.zone)
    for mapping in stream.fields if not deleted else ():
        field = fields[mapping.name]
        if _is_left_out(row.content, mapping) and not (field.required or mapping.required):
            continue
        try:
            found = _value(row.content, mapping, field=field, zone=zone)
        except Unread as unread:
            problems.append(_problem(unread, row.content, mapping))
            continue
        if not isinstance(found, Missing):
            values[mapping.name] = found
    if problems or row.external_id is None:
        return Unmapped(
            entity=stream.entity,
            external_id=row.external_id,
            content_hash=row.content_hash,
            mapping_version=stream.mapping_version,
            problems=tuple(problems),
        )
    return Mapped(
        entity=stream.entity,
        external_id=row.external_id,
        content_hash=row.content_hash,
        mapping_version=stream.mapping_version,
        values=values,
        deleted=deleted,
    )


def is_tombstone(content: dict[str, Json], stream: Stream) -> bool:
    """Whether the row says of itself that it is gone."""
    if stream.deletes.style is not DeleteStyle.TOMBSTONE:
        return False
    mark = look(content, stream.deletes.path)
    if isinstance(mark, Missing) or mark is None:
        return False
    text = str(mark).lower() if isinstance(mark, bool) else id_text(mark) or ""
    return text.lower() in stream.deletes.values


def _is_left_out(content: dict[str, Json], mapping: FieldMapping) -> bool:
    """Whether the row plainly says nothing of a field; most rows say nothing of most."""
    return (
        len(mapping.paths) == 1
        and len(mapping.paths[0]) == 1
        and mapping.paths[0][0] not in content
        and mapping.constant is None
        and not mapping.absent_is_null
    )


def _value(content: Json, mapping: FieldMapping, *, field: FieldShape, zone: ZoneInfo) -> Value | Missing:
    if mapping.records:
        return read_records(
            content,
            mapping,
            field=field,
            read=lambda item, part, shaped: _value(item, part, field=shaped, zone=zone),
        )
    raw = mapping.constant if mapping.constant is not None else _chosen(content, mapping)
    required = field.required or mapping.required
    if isinstance(raw, Missing) and not mapping.absent_is_null:
        if required:
            raise Unread("FIELD_MISSING", zh="来源行没有该字段", en="the row has no such field")
        return MISSING
    if isinstance(raw, Missing) or is_empty(raw, mapping):
        found: Value = () if field.holds_list else None
    else:
        found = read_value(raw, mapping, field=field, zone=zone)
    if required and found in (None, ()):
        raise Unread("FIELD_EMPTY", zh="必填字段为空", en="a required field is empty")
    return found


def _chosen(content: Json, mapping: FieldMapping) -> Json | Missing:
    """The first candidate that says something; a null among them still counts as being there."""
    found: Json | Missing = MISSING
    for path in mapping.paths:
        here = look(content, path)
        if not isinstance(here, Missing) and not is_empty(here, mapping):
            return here
        if isinstance(found, Missing):
            found = here
    return found


def is_empty(raw: Json, mapping: FieldMapping) -> bool:
    """Whether the place holds nothing: null, blanks, an empty list, or a word that the mapping lists as empty."""
    if isinstance(raw, str):
        if not mapping.empty:
            return not raw.strip()
        word = folded(raw)
        return not word or word in {folded(empty) for empty in mapping.empty}
    return raw is None or raw == [] or raw == {}


def _no_identifier(stream: Stream) -> Problem:
    return Problem(
        stage=QuarantineStage.PARSE,
        code="ID_MISSING",
        pointer=pointer(stream.id_paths[0]),
        zh="来源行没有标识，无法对应到已有记录",
        en="the row has no identifier, so it belongs to no known record",
    )


def _problem(unread: Unread, content: dict[str, Json], mapping: FieldMapping) -> Problem:
    told = next((path for path in mapping.paths if not isinstance(look(content, path), Missing)), None)
    path = told if told is not None else (mapping.paths[0] if mapping.paths else ())
    raw = look(content, path)
    if isinstance(raw, str) and raw.strip() in CELL_ERRORS:
        unread = Unread("CELL_ERROR", zh="单元格公式出错", en="the cell's formula failed")
    return Problem(
        stage=unread.stage,
        code=unread.code,
        pointer=pointer(path),
        zh=f"{mapping.name}：{unread.zh}",
        en=f"{mapping.name}: {unread.en}",
    )
