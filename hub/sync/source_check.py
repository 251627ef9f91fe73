"""Whether a stream's mapping fits the hub's entity, told before the first row is read."""

from __future__ import annotations

from collections.abc import Mapping

from hub.domain.shape import EntityShape, FieldKind, FieldShape
from hub.sync.mapping_text import folded
from hub.sync.mapping_values import words_of
from hub.sync.source import FieldMapping, Stream, Unknown
from hub.sync.source_table import Complaints


def check_stream(stream: Stream, *, shapes: Mapping[str, EntityShape], complaints: Complaints) -> None:
    """Note every field that the entity does not know, every required one left out, every word not in its set."""
    where = f"streams[{stream.name}]"
    shape = shapes.get(stream.entity)
    if shape is None:
        listed = ", ".join(sorted(shapes))
        complaints.add(f"{where}.entity", zh=f"没有这种实体，可用的有：{listed}", en=f"no such entity; known: {listed}")
        return
    fields = shape.by_name
    for mapping in stream.fields:
        field = fields.get(mapping.name)
        if field is None:
            listed = ", ".join(fields)
            key = f"{where}.fields.{mapping.name}"
            complaints.add(key, zh=f"{shape.name} 没有该字段，可用的有：{listed}", en=f"no such field; known: {listed}")
        elif field.kind is FieldKind.TERM:
            _check_words(mapping, field, where=f"{where}.fields.{mapping.name}", complaints=complaints)
    mapped = {mapping.name for mapping in stream.fields}
    for field in shape.fields:
        if field.required and field.name not in mapped:
            key = f"{where}.fields.{field.name}"
            complaints.add(
                key, zh="必填字段没有对应，请加上 path 或 constant", en="a required field: give path or constant"
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
