"""How a graph type shows a model: a class lists what is public as `auto`, the rest is read off the model.

A model says once what a column means, in both languages, and how private it is. A graph type
names the columns and relationships it shows; types, descriptions, conditions and orders follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import strawberry
from strawberry import federation

from hub.domain.access import Noun, Sensitivity
from hub.schema import filters
from hub.schema.kinds import field_type, python_type
from hub.schema.paging import connection_of
from hub.schema.provenance import provenance_field
from hub.schema.relations import to_many, to_one
from hub.schema.sizes import paged
from hub.store.models.base import Base, Meaning, meaning_of

C = TypeVar("C", bound=type)


@dataclass(frozen=True, kw_only=True)
class Exposed:
    """A graph type, the model it shows, and the types generated for its lists."""

    cls: type
    model: type[Base]
    keys: tuple[str, ...]
    names: tuple[str, ...]
    where: type
    order: type
    connection: type


_MARKED: dict[type[Base], tuple[type, tuple[str, ...]]] = {}
_EXPOSED: dict[type[Base], Exposed] = {}


def exposes(model: type[Base], *, keys: tuple[str, ...] = ()) -> Callable[[C], C]:
    """Mark a class as the graph type of a model; `keys` makes it an entity of the federated graph."""

    def mark(cls: C) -> C:
        _MARKED[model] = (cls, keys)
        return cls

    return mark


def exposed() -> dict[type[Base], Exposed]:
    """All graph types by their model, completed when first asked for."""
    if not _EXPOSED:
        _complete()
    return _EXPOSED


def _complete() -> None:
    shells = {model: filters.where_shell(f"{cls.__name__}Where") for model, (cls, _) in _MARKED.items()}
    for model, (cls, keys) in _MARKED.items():
        names = tuple(name for name, kind in cls.__annotations__.items() if kind == "auto")
        _EXPOSED[model] = Exposed(
            cls=cls,
            model=model,
            keys=keys,
            names=names,
            where=shells[model],
            order=filters.order_input(f"{cls.__name__}Order", _sortable(model, names), model.title),
            connection=connection_of(cls, name=cls.__name__, title=model.title),
        )
    for one in _EXPOSED.values():
        filters.fill_where(one.where, fields=_conditions(one), title=one.model.title, has_branch=_has_branch(one.model))
    for one in _EXPOSED.values():
        _fill(one)
        _register(one)


def _fill(one: Exposed) -> None:
    """Give a class the annotation and the field of each name it lists."""
    relationships = one.model.__mapper__.relationships
    for name in one.names:
        if name == "provenance":
            del one.cls.__annotations__[name]
            field = provenance_field()
        elif name not in relationships:
            meaning = _meaning(one.model.__mapper__.columns[name])
            one.cls.__annotations__[name] = field_type(one.model, name)
            field = strawberry.field(description=meaning.title.both(), metadata={"meaning": meaning})
        else:
            edge = relationships[name]
            target = _EXPOSED[edge.mapper.class_]
            meaning = _meaning(edge)
            access = target.model.access
            tags = {"meaning": meaning, "noun": access.noun if access else None}
            resolver = (
                to_many(one.model, name, target.connection, target.where, target.order)
                if edge.uselist
                else to_one(one.model, name, target.cls)
            )
            del one.cls.__annotations__[name]
            field = strawberry.field(
                resolver=resolver,
                description=meaning.title.both(),
                metadata=tags,
                directives=[paged()] if edge.uselist else [],
            )
        setattr(one.cls, name, field)


def _register(one: Exposed) -> None:
    text = f"{one.model.title.both()}\n\n{(one.cls.__doc__ or '').strip()}"
    model = one.model
    setattr(one.cls, "is_type_of", classmethod(lambda _cls, row, _info: getattr(row, "model", None) is model))
    if one.keys:
        federation.type(one.cls, keys=list(one.keys), description=text)
    else:
        strawberry.type(one.cls, description=text)


def _meaning(attribute: Any) -> Meaning:  # a mapped column or relationship
    meaning = meaning_of(attribute)
    if meaning is None:
        raise TypeError(f"{attribute} is shown and has no title")
    return meaning


def _open_columns(model: type[Base], names: tuple[str, ...]) -> list[str]:
    columns = model.__mapper__.columns
    return [name for name in names if name in columns and _meaning(columns[name]).sensitivity is Sensitivity.OPEN]


def _sortable(model: type[Base], names: tuple[str, ...]) -> list[tuple[str, str]]:
    columns = model.__mapper__.columns
    return [
        (name, _meaning(columns[name]).title.both())
        for name in _open_columns(model, names)
        if filters.filter_of(python_type(model, name)) is not None
    ]


def _conditions(one: Exposed) -> dict[str, tuple[Any, str, Noun | None]]:
    model = one.model
    found: dict[str, tuple[Any, str, Noun | None]] = {}
    for name in _open_columns(model, one.names):
        kind = filters.filter_of(python_type(model, name))
        if kind is not None:
            found[name] = (kind, _meaning(model.__mapper__.columns[name]).title.both(), None)
    for name in one.names:
        edge = model.__mapper__.relationships.get(name)
        if edge is not None and not edge.uselist:
            target = _EXPOSED[edge.mapper.class_]
            access = target.model.access
            found[name] = (target.where, _meaning(edge).title.both(), access.noun if access else None)
    return found


def _has_branch(model: type[Base]) -> bool:
    return {"position", "last"} <= set(model.__mapper__.columns.keys())


def nouns() -> dict[str, Noun]:
    """Which noun of the page of rights each graph type stands for, by the type's name."""
    return {one.cls.__name__: one.model.access.noun for one in exposed().values() if one.model.access is not None}
