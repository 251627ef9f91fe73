"""Panyu's GraphQL schema: Relay connections over the JSON files, English names, texts as the clerks typed them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import strawberry
from strawberry.types import Info

from examples.local_systems import folder as seed
from examples.local_systems.folder import Row
from examples.local_systems.panyu_cloud import nodes

LARGEST_PAGE = 100
Node = TypeVar("Node")


@strawberry.type
class PageInfo:
    """Whether the connection goes on, and from where."""

    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class Edge(Generic[Node]):
    """A row and the place of it in the connection."""

    cursor: str
    node: Node


@strawberry.type
class Connection(Generic[Node]):
    """A page of rows, oldest change first."""

    total_count: int
    page_info: PageInfo
    edges: list[Edge[Node]]


def _connection(kind: type[Node], stream: str, *, of: object) -> Any:  # strawberry's field objects are untyped
    def resolve(info: Info, first: int = 25, after: str | None = None, updated_since: str | None = None) -> Any:
        if not 1 <= first <= LARGEST_PAGE:
            raise ValueError(f"first must be between 1 and {LARGEST_PAGE}")
        rows = sorted(enumerate(seed.read(cast(Path, info.context["folder"]), stream)), key=_place)
        rows = [pair for pair in rows if updated_since is None or _changed_since(pair, updated_since)]
        left = [pair for pair in rows if after is None or _place(pair) > _opened(after)]
        page = left[:first]
        edges = [Edge(cursor=_cursor(pair), node=_node(kind, pair[1])) for pair in page]
        ending = PageInfo(has_next_page=len(left) > first, end_cursor=edges[-1].cursor if edges else None)
        return Connection(total_count=len(rows), page_info=ending, edges=edges)

    return strawberry.field(resolver=resolve, graphql_type=of, description=kind.__doc__)


def _place(pair: tuple[int, Row]) -> tuple[str, int]:
    return str(pair[1].get("updatedAt") or ""), pair[0]


def _changed_since(pair: tuple[int, Row], moment: str) -> bool:
    written = _place(pair)[0]
    return bool(written) and datetime.fromisoformat(written) >= datetime.fromisoformat(moment)


def _cursor(pair: tuple[int, Row]) -> str:
    moment, ordinal = _place(pair)
    return base64.urlsafe_b64encode(f"{moment}#{ordinal}".encode()).decode()


def _opened(cursor: str) -> tuple[str, int]:
    try:
        moment, _, ordinal = base64.urlsafe_b64decode(cursor).decode().partition("#")
        return moment, int(ordinal)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise ValueError("not a cursor of this service") from error


def _node(kind: type[Node], row: Row) -> Node:
    return kind(**{item.name: _held(row.get(_camel(item.name))) for item in fields(cast(Any, kind))})


def _held(value: Any) -> Any:  # what JSON holds
    inside = value if isinstance(value, list) else []
    return [_node(nodes.Partner, one) for one in inside] if any(isinstance(one, dict) for one in inside) else value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


@strawberry.type
class Query:
    """What the cloud studio's back office lets other systems read."""

    studios = _connection(nodes.Studio, "studios", of=Connection[nodes.Studio])
    members = _connection(nodes.Member, "members", of=Connection[nodes.Member])
    seats = _connection(nodes.Seat, "seats", of=Connection[nodes.Seat])
    posts = _connection(nodes.Post, "posts", of=Connection[nodes.Post])
    rooms = _connection(nodes.Room, "rooms", of=Connection[nodes.Room])
    activities = _connection(nodes.Activity, "activities", of=Connection[nodes.Activity])
    shifts = _connection(nodes.Shift, "shifts", of=Connection[nodes.Shift])
    voices = _connection(nodes.Voice, "voices", of=Connection[nodes.Voice])
    results = _connection(nodes.Result, "results", of=Connection[nodes.Result])


schema = strawberry.Schema(query=Query)
