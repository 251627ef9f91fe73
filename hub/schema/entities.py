"""The hub as a subgraph: entities fetched by key in batches, within the caller's reach, with polite refusals."""

from __future__ import annotations

import asyncio
from functools import reduce
from operator import or_
from typing import Annotated, Any

import strawberry
from strawberry.federation.schema import FederationAny

from hub.errors import BadRequest
from hub.schema.expose import Exposed, exposed
from hub.schema.paging import LARGEST_PAGE
from hub.schema.relations import asking
from hub.store.plan import Record

MOST_ENTITIES = LARGEST_PAGE


@strawberry.type(name="_Service", description="The subgraph's own schema · 子图模式")
class Service:
    """What a gateway composes."""

    sdl: str = strawberry.field(description="schema in the federation dialect · 联邦模式文本")


def entity_fields() -> dict[str, Any]:
    """The two root fields that federation asks of a subgraph, as strawberry fields by Python name."""
    entities = [one for one in exposed().values() if one.keys]
    classes: Any = reduce(or_, [one.cls for one in entities])  # a union that exists only at run time
    named = strawberry.union("_Entity", description="Anything that other graphs may extend · 可被其他图扩展的对象")
    annotated: Any = Annotated
    union = annotated[classes, named]
    _entities.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "representations": list[FederationAny],
        "return": list.__class_getitem__(union | None),
    }
    return {
        "entities_": strawberry.field(
            resolver=_entities, name="_entities", description="objects by their federation keys · 按联邦键取对象"
        ),
        "service_": strawberry.field(resolver=_service, name="_service", description="this subgraph · 本子图"),
    }


def _service(root: Any, info: strawberry.Info) -> Service:
    schema: Any = info.schema  # always a contract's schema, which can print itself for composition
    return Service(sdl=schema.subgraph())


async def _entities(root: Any, info: strawberry.Info, representations: list[Any]) -> list[Record | None]:
    wanted = keys_of(representations)
    return list(await asyncio.gather(*(_fetch(info, one, column, value) for one, column, value in wanted)))


def keys_of(representations: list[Any]) -> list[tuple[Exposed, str, str]]:
    """What each representation asks for: a type, one of its keys and the key's value; BadRequest names the odd one."""
    if len(representations) > MOST_ENTITIES:
        raise BadRequest(
            "TOO_MANY_ENTITIES",
            f"representations 最多 {MOST_ENTITIES} 项，请分批",
            f"representations takes at most {MOST_ENTITIES} entries; ask in parts",
            at="representations",
        )
    by_name = {one.cls.__name__: one for one in exposed().values() if one.keys}
    return [_key(index, entry, by_name) for index, entry in enumerate(representations)]


async def _fetch(info: strawberry.Info, one: Exposed, column: str, value: str) -> Record | None:
    if column == "id":
        return await asking(info).one(one.model, value)
    return await asking(info).by(one.model, column, value)


def _key(index: int, entry: Any, by_name: dict[str, Exposed]) -> tuple[Exposed, str, str]:
    at = f"representations[{index}]"
    if not isinstance(entry, dict):
        raise BadRequest("BAD_REPRESENTATION", f"{at} 须为对象", f"{at} must be an object", at=at)
    name = entry.get("__typename")
    one = by_name.get(name) if isinstance(name, str) else None
    if one is None:
        known = "、".join(sorted(by_name))
        raise BadRequest(
            "UNKNOWN_ENTITY",
            f"{at} 的 __typename 须为 {known} 之一",
            f"{at}: __typename is one of {', '.join(sorted(by_name))}",
            at=at,
        )
    for column in one.keys:
        value = entry.get(column)
        if isinstance(value, str) and value:
            return one, column, value
    keys = "、".join(one.keys)
    raise BadRequest("MISSING_KEY", f"{at} 缺少键 {keys}", f"{at} needs the key {' or '.join(one.keys)}", at=at)
