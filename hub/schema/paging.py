"""Connections: pieces of a list with cursors that are opaque, tied to the order, and refuse tampering politely."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import strawberry

from hub.domain.term import Term, Title
from hub.errors import BadRequest
from hub.schema.kinds import python_type
from hub.store.fetch import COUNT_CAP
from hub.store.keyset import key_columns
from hub.store.models.base import Base
from hub.store.plan import Order, Piece, Record, Slice

DEFAULT_PAGE = 20
LARGEST_PAGE = 1_000
_LARGEST_INT = 2**63 - 1


@strawberry.type(description="Where a piece of a list ends and whether it goes on · 分页信息")
class HubPageInfo:
    """Relay's page information, under a name of the hub's own so that graphs compose."""

    has_next_page: bool = strawberry.field(description="more follow · 是否有下一页")
    has_previous_page: bool = strawberry.field(description="more come before · 是否有上一页")
    start_cursor: str | None = strawberry.field(description="cursor of the first row · 首行游标")
    end_cursor: str | None = strawberry.field(description="cursor of the last row · 末行游标")


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A row and its place."""

    cursor: str
    node: Record


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A slice as the graph shows it."""

    slice: Slice
    order: tuple[Order, ...]

    @property
    def nodes(self) -> Sequence[Record]:
        """The rows alone."""
        return self.slice.rows

    @property
    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(cursor=cursor_of(row, self.order), node=row) for row in self.slice.rows]

    @property
    def page_info(self) -> HubPageInfo:
        """Both ends of the piece."""
        rows = self.slice.rows
        return HubPageInfo(
            has_next_page=self.slice.has_next,
            has_previous_page=self.slice.has_previous,
            start_cursor=cursor_of(rows[0], self.order) if rows else None,
            end_cursor=cursor_of(rows[-1], self.order) if rows else None,
        )

    @property
    def total_count(self) -> int | None:
        """How many rows there are, up to the cap."""
        return self.slice.total


@dataclass(frozen=True, kw_only=True)
class PageRequest:
    """The four arguments of a connection, as they came."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None


def page_size_refused(name: str) -> BadRequest:
    """The refusal of a page that is larger than any, or smaller than none."""
    return BadRequest(
        "PAGE_SIZE", f"{name} 须在 0 到 {LARGEST_PAGE} 之间", f"{name} lies between 0 and {LARGEST_PAGE}", at=name
    )


def piece_of(request: PageRequest, *, model: type[Base], order: tuple[Order, ...], rows: bool, count: bool) -> Piece:
    """Turn the arguments into a piece, or raise BadRequest naming the argument."""
    if request.first is not None and request.last is not None:
        raise BadRequest("PAGE_BOTH_ENDS", "first 与 last 只能用一个", "use either first or last, not both", at="last")
    for name, size in (("first", request.first), ("last", request.last)):
        if size is not None and not 0 <= size <= LARGEST_PAGE:
            raise page_size_refused(name)
    size = request.last if request.last is not None else request.first
    return Piece(
        limit=DEFAULT_PAGE if size is None else size,
        backward=request.last is not None,
        after=_key(request.after, model=model, order=order, at="after"),
        before=_key(request.before, model=model, order=order, at="before"),
        rows=rows,
        count=count,
    )


def cursor_of(row: Record, order: tuple[Order, ...]) -> str:
    """The place of a row in a list with this order; it holds open columns only."""
    values = [_plain(row.values[name]) for name in key_columns(order)]
    text = json.dumps([order_text(order), *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _key(cursor: str | None, *, model: type[Base], order: tuple[Order, ...], at: str) -> tuple[Any, ...] | None:
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        shape, *values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        names = key_columns(order)
        if shape != order_text(order) or len(values) != len(names):
            raise ValueError("another order")
        return tuple(_typed(model, name, value) for name, value in zip(names, values, strict=True))
    except (ValueError, TypeError, KeyError, OverflowError, binascii.Error, RecursionError):
        raise BadRequest(
            "BAD_CURSOR",
            f"{at} 不是本列表给出的游标，请从第一页重新开始",
            f"{at} is not a cursor of this list in this order; start again from the first page",
            at=at,
        ) from None


def order_text(order: tuple[Order, ...]) -> str:
    """What every cursor of an order begins with, so that a cursor of another order is told apart."""
    return ",".join(f"{step.column}:{step.direction}" for step in order)


def _plain(value: Any) -> Any:  # any column value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Term) else value


def _typed(model: type[Base], name: str, value: Any) -> Any:  # what JSON gave, as the column's own type
    kind = python_type(model, name)
    if value is None:
        if not model.__mapper__.columns[name].nullable:
            raise ValueError("absent")
        return None
    if kind in (date, datetime):
        moment: date | datetime = kind.fromisoformat(value)
        if isinstance(moment, datetime):
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return moment.astimezone(UTC)
        return moment
    if issubclass(kind, Term):
        return kind.of(value)
    if type(value) is not kind:
        raise ValueError("another type")
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no text of a database")
    if isinstance(value, str):
        value.encode()
    if isinstance(value, int) and abs(value) > _LARGEST_INT:
        raise ValueError("no number of a database")
    return value


def connection_of(cls: type, *, name: str, title: Title) -> type:
    """The connection type of a node type, with its edge type."""
    edge = strawberry.type(
        type(
            f"{name}Edge",
            (),
            {
                "__annotations__": {"cursor": str, "node": cls},
                "cursor": strawberry.field(description="place of the row in this list · 游标"),
                "node": strawberry.field(description=title.both()),
            },
        ),
        description=f"A row of a list, with its place · {title.zh}（列表行）",
    )
    namespace = {
        "__annotations__": {
            "edges": list.__class_getitem__(edge),
            "nodes": list.__class_getitem__(cls),
            "page_info": HubPageInfo,
            "total_count": int | None,
        },
        "edges": strawberry.field(description="rows with their cursors · 带游标的行"),
        "nodes": strawberry.field(description="rows alone · 行"),
        "page_info": strawberry.field(description="both ends of this piece · 分页信息"),
        "total_count": strawberry.field(
            description=f"rows in the list within reach; null above {COUNT_CAP} · 权限内总数，超过 {COUNT_CAP} 为空"
        ),
    }
    return strawberry.type(
        type(f"{name}Connection", (), namespace), description=f"A list, piece by piece · {title.zh}列表"
    )
