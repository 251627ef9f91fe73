"""Whether a stream's mapping fits the hub's entity, told before the first row is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hub.domain.shape import EntityShape, FieldKind, FieldShape
from hub.sync.mapping_text import folded
from hub.sync.mapping_values import words_of
from hub.sync.source import FieldMapping, Stream, Unknown
from hub.sync.source_table import Complaints

_NEEDS_TABLES = {"zh": "应为表的列表：[{ path = …, role = … }]", "en": "a list of tables: [{ path = …, role = … }]"}
_NO_TABLES = {"zh": "该字段不是记录的列表", "en": "this field holds no list of records"}


def check_stream(stream: Stream, *, shapes: Mapping[str, EntityShape], complaints: Complaints) -> None:
    """Note every field that the entity does not know, every required one left out, every word not in its set."""
    where = f"streams[{stream.name}]"
    shape = shapes.get(stream.entity)
    if shape is None:
        listed = ", ".join(sorted(shapes))
        complaints.add(f"{where}.entity", zh=f"没有这种实体，可用的有：{listed}", en=f"no such entity; known: {listed}")
        return
    _check_fields(stream.fields, shape.fields, entity=shape.name, where=f"{where}.fields", complaints=complaints)


def _check_fields(
    mappings: Sequence[FieldMapping],
    shapes: Sequence[FieldShape],
    *,
    entity: str,
    where: str,
    complaints: Complaints,
) -> None:
    fields = {field.name: field for field in shapes}
    for mapping in mappings:
        field = fields.get(mapping.name)
        key = f"{where}.{mapping.name}"
        if field is None:
            listed = ", ".join(fields)
            complaints.add(key, zh=f"{entity} 没有该字段，可用的有：{listed}", en=f"no such field; known: {listed}")
        elif bool(field.parts) != bool(mapping.records):
            complaints.add(key, **(_NEEDS_TABLES if field.parts else _NO_TABLES))
        elif field.kind is FieldKind.TERM:
            _check_words(mapping, field, where=key, complaints=complaints)
        else:
            for place, records in enumerate(mapping.records):
                inside = f"{key}[{place}]"
                _check_fields(records.fields, field.parts, entity=field.name, where=inside, complaints=complaints)
    mapped = {mapping.name for mapping in mappings}
    for field in shapes:
        if field.required and field.name not in mapped:
            complaints.add(
                f"{where}.{field.name}",
                zh="必填字段没有对应，请加上 path 或 constant",
                en="a required field: give path or constant",
            )


def _check_words(mapping: FieldMapping, field: FieldShape, *, where: str, complaints: Complaints) -> None:
    targets = [*(mapping.values or {}).values()]
    targets += [mapping.otherwise] if mapping.otherwise else []
    targets += [mapping.constant] if isinstance(mapping.constant, str) and mapping.values is None else []
    known = words_of(field)
    listed = " | ".join(str(word.value) for word in field.term or ())
    for target in targets:
        if folded(target) not in known:
            complaints.add(where, zh=f"“{target}”不是其中之一：{listed}", en=f"{target!r} is not one of {listed}")
    if mapping.unknown is Unknown.KEEP and mapping.values is not None:
        complaints.add(
            where, zh="词表字段不能原样保留未知值", en="a field with a closed set cannot keep unknown values"
        )
