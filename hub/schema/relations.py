"""The resolvers that every relationship and every root list shares: one row, or a piece of a list, always batched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from inspect import Parameter, Signature
from typing import Annotated, Any

import strawberry

from hub.schema.as_of import AS_OF, has_past, past_of
from hub.schema.asking import Asking
from hub.schema.filters import condition_of, order_of
from hub.schema.paging import Listed, PageRequest, piece_of
from hub.schema.selection import selected_names
from hub.store.fetch import Link
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.plan import ListRead, Record

Resolver = Callable[..., Awaitable[Any]]  # strawberry reads the annotations set below
_ROWS = {"nodes", "edges", "pageInfo"}


def asking(info: strawberry.Info) -> Asking:
    """The operation a field belongs to."""
    found: Asking = info.context
    return found


def to_one(model: type[Base], name: str, shown: type) -> Resolver:
    """The row at the other end of a relationship, or null when there is none within reach."""
    edge = model.__mapper__.relationships[name]
    key = str(next(iter(edge.local_columns)).key)
    target: type[Base] = edge.mapper.class_

    async def resolve(root: Any, info: strawberry.Info) -> Record | None:
        return await asking(info).one(target, getattr(root, key), past=root.past)

    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": shown | None}
    return resolve


def to_many(model: type[Base], name: str, connection: type, where: type, order: type) -> Resolver:
    """A piece of the list at the other end; under a body also for the whole branch below it."""
    target: type[Base] = model.__mapper__.relationships[name].mapper.class_
    has_branch = model is Body

    async def resolve(root: Any, info: strawberry.Info, **given: Any) -> Listed:
        read = replace(list_read(target, info, given), past=root.past)
        link = Link(parent=model, relationship=name, branch=bool(given.get("include_below", False)))
        found = await asking(info).under(link, root.id, read)
        return Listed(slice=found, order=read.order)

    return _with_arguments(resolve, connection, where, order, has_branch=has_branch)


def root_list(model: type[Base], connection: type, where: type, order: type) -> Resolver:
    """A piece of the list of all rows within reach."""

    async def resolve(root: Any, info: strawberry.Info, **given: Any) -> Listed:
        read = list_read(model, info, given)
        return Listed(slice=await asking(info).listed(read), order=read.order)

    return _with_arguments(resolve, connection, where, order, has_branch=False, more=AS_OF if has_past(model) else {})


def list_read(model: type[Base], info: strawberry.Info, given: dict[str, Any]) -> ListRead:
    """The read that a connection's arguments and selection describe."""
    return read_of(model, given, names=selected_names(info._raw_info))


def read_of(model: type[Base], given: dict[str, Any], *, names: Collection[str]) -> ListRead:
    """The read that a connection's arguments describe where fields of these names are selected below it."""
    order = order_of(given.get("order_by"))
    request = PageRequest(
        first=given.get("first"), after=given.get("after"), last=given.get("last"), before=given.get("before")
    )
    piece = piece_of(request, model=model, order=order, rows=not _ROWS.isdisjoint(names), count="totalCount" in names)
    past = past_of(given.get("as_of"), given.get("as_known_at"))
    return ListRead(model=model, condition=condition_of(given.get("where"), model), order=order, piece=piece, past=past)


def _with_arguments(
    resolve: Resolver,
    connection: type,
    where: type,
    order: type,
    *,
    has_branch: bool,
    more: Mapping[str, Any] | None = None,
) -> Resolver:
    """Give a resolver the arguments of a connection, since the input types exist only at run time."""
    shown: dict[str, Any] = {"first": int, "after": str, "last": int, "before": str}
    shown |= {"where": where, "order_by": list.__class_getitem__(order)}
    if has_branch:
        text = strawberry.argument(description="also the rows of all bodies that report to it · 是否含下级")
        shown["include_below"] = Annotated[bool, text]
    parameters = [Parameter("root", Parameter.POSITIONAL_OR_KEYWORD, annotation=Any)]
    parameters.append(Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info))
    told = {name: kind | None for name, kind in shown.items()} | dict(more or {})
    for name, kind in told.items():
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=strawberry.UNSET, annotation=kind))
    annotations = {one.name: one.annotation for one in parameters} | {"return": connection}
    setattr(resolve, "__signature__", Signature(parameters, return_annotation=connection))
    resolve.__annotations__ = annotations
    return resolve
