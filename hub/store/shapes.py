"""What local systems may deliver, read off the models: the fields of each entity, their kinds, what they point to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer

from hub.domain.registry_words import PartyRole
from hub.domain.shape import EntityShape, FieldKind, FieldShape
from hub.store.kinds import Exact, Instant, TermText, TextList
from hub.store.models.base import Base
from hub.store.models.catalogue import models
from hub.store.models.facts import Activity
from hub.store.models.provenance import Provenance

_ORDER = "member studio membership residency venue plaque online_presence activity duty_shift opinion output".split()
_BY_TABLE = {model.__tablename__: model for model in models()}
MODELS: Mapping[str, type[Base]] = MappingProxyType({name: _BY_TABLE[name] for name in _ORDER})
"""The entities in the order in which they can be applied: what is pointed to comes before what points."""

# The hub's own to say: filing numbers are the province's, the others follow from the body's settings.
_OURS = frozenset({"id", "filing_number", "counts_as_studio", "phone_published"})
_PROVENANCE = frozenset(name for name in vars(Provenance) if not name.startswith("_"))
_NAMED = {"owner_body_id": "owner"}
# Follows from the studio or from the source's own body where the source does not say it.
_FOLLOWS = frozenset({"owner", "home_body", "body"})
_POINTS = {
    "body": FieldKind.BODY,
    "division": FieldKind.DIVISION,
    "sector": FieldKind.SECTOR,
    "activity_kind": FieldKind.TEXT,
    "member": FieldKind.REFERENCE,
    "studio": FieldKind.REFERENCE,
}
_KINDS: tuple[tuple[type[Any], FieldKind], ...] = (
    (TextList, FieldKind.TEXT_LIST),
    (Instant, FieldKind.INSTANT),
    (Exact, FieldKind.DECIMAL),
    (Boolean, FieldKind.BOOLEAN),
    (Integer, FieldKind.INTEGER),
    (Date, FieldKind.DATE),
)
# Each as the command names it that records a joint activity.
_PARTY = (
    FieldShape(name="role", kind=FieldKind.TERM, term=PartyRole, required=True),
    FieldShape(name="studio_id", kind=FieldKind.REFERENCE, refers_to="studio"),
    FieldShape(name="body_code", kind=FieldKind.BODY),
    FieldShape(name="name", kind=FieldKind.TEXT),
    FieldShape(name="share", kind=FieldKind.INTEGER),
)


@cache
def shapes() -> Mapping[str, EntityShape]:
    """The shape of every entity, by its name and in the order of applying."""
    found = {name: EntityShape(name=name, fields=tuple(_fields(model))) for name, model in MODELS.items()}
    return MappingProxyType(found)


@cache
def column_names(entity: str) -> Mapping[str, str]:
    """The column of each field of an entity that lies in its own table."""
    columns = (column for column in _columns(MODELS[entity]) if _target(column) is None or _points(column))
    return MappingProxyType({_field_name(column): str(column.key) for column in columns})


@cache
def never_null(entity: str) -> frozenset[str]:
    """The columns of an entity that always hold a value, be it their default."""
    return frozenset(str(column.key) for column in _columns(MODELS[entity]) if not column.nullable)


def _fields(model: type[Base]) -> Iterator[FieldShape]:
    for column in _columns(model):
        if _target(column) is None:
            yield _plain(column)
        elif _points(column):
            yield _pointer(column)
    if "sectors" in model.__mapper__.relationships:
        yield FieldShape(name="sectors", kind=FieldKind.SECTOR, many=True)
    if model is Activity:
        yield FieldShape(name="parties", kind=FieldKind.PARTIES, parts=_PARTY)


def _columns(model: type[Base]) -> Iterator[Column[Any]]:
    for attribute in model.__mapper__.column_attrs:
        column = attribute.columns[0]
        if isinstance(column, Column) and attribute.key not in _OURS | _PROVENANCE:
            yield column


def _plain(column: Column[Any]) -> FieldShape:
    if isinstance(column.type, TermText):
        return FieldShape(name=str(column.key), kind=FieldKind.TERM, term=column.type.term, required=_required(column))
    kind = next((kind for type_, kind in _KINDS if isinstance(column.type, type_)), FieldKind.TEXT)
    return FieldShape(name=str(column.key), kind=kind, required=_required(column))


def _pointer(column: Column[Any]) -> FieldShape:
    target = _target(column) or ""
    name, kind = _field_name(column), _POINTS[target]
    return FieldShape(
        name=name,
        kind=kind,
        required=_required(column) and name not in _FOLLOWS,
        refers_to=target if kind is FieldKind.REFERENCE else None,
    )


def _required(column: Column[Any]) -> bool:
    return not column.nullable and column.default is None


def _points(column: Column[Any]) -> bool:
    return _target(column) in _POINTS


def _target(column: Column[Any]) -> str | None:
    """The table the column points to; read off the declaration, so that no other model need be configured."""
    return next((key.target_fullname.split(".")[0] for key in column.foreign_keys), None)


def _field_name(column: Column[Any]) -> str:
    name = str(column.key)
    return _NAMED.get(name, name.removesuffix("_id") if _target(column) is not None else name)
