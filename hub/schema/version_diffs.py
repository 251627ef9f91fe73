"""Two versions of a report side by side, in the graph."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.rollup_diff import ChangeKind, kind_of
from hub.errors import BadRequest
from hub.schema.figure_contributions import field, given, sized
from hub.schema.kinds import described
from hub.schema.paging import DEFAULT_PAGE, LARGEST_PAGE, HubPageInfo, page_size_refused
from hub.schema.relations import asking
from hub.schema.rollup import RollupLine, RollupVersion
from hub.schema.rollup_more import NarrativeItem
from hub.store.models import rollup as rollups
from hub.store.models import rollup_more as more
from hub.store.models.base import Base
from hub.store.plan import Record
from hub.store.rollup_diff import Differences

described(ChangeKind)

_MOST_TEXTS = 1_000
_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Sides:
    """A line or text in which two versions differ, by its identifiers on both sides, and its place among others."""

    cursor: str
    kind: ChangeKind
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two versions of one obligation and where they differ."""

    before: Record
    after: Record
    found: Differences


def _side(model: type[Base], name: str, shown: Any, text: str) -> Any:  # a strawberry field
    async def resolve(root: Any, info: strawberry.Info) -> Any:
        return await asking(info).one(model, getattr(root, name))

    return field(resolve, shown, text)


def _of(read: Any, shown: Any, text: str) -> Any:  # a strawberry field
    def resolve(root: Any, info: strawberry.Info) -> Any:
        return read(root)

    return field(resolve, shown, text)


@strawberry.type(description="A line in which two versions differ · 两个版本间有差异的数据行")
class LineChange:
    """Both sides as they stand; what only one version has is absent on the other side."""

    kind: ChangeKind = strawberry.field(description="how it differs · 差异种类")
    before = _side(rollups.RollupLine, "before", RollupLine | None, "line of the first version · 前一版本的数据行")
    after = _side(rollups.RollupLine, "after", RollupLine | None, "line of the second version · 后一版本的数据行")


@strawberry.type(description="A text in which two versions differ · 两个版本间有差异的文字材料")
class TextChange:
    """Both sides as they stand."""

    kind: ChangeKind = strawberry.field(description="how it differs · 差异种类")
    before = _side(more.NarrativeItem, "before", NarrativeItem | None, "text of the first version · 前一版本的文字")
    after = _side(more.NarrativeItem, "after", NarrativeItem | None, "text of the second version · 后一版本的文字")


@strawberry.type(description="A changed line with its place · 有差异的数据行（列表行）")
class LineChangeEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="place of the row in this list · 游标")
    node: LineChange = strawberry.field(description="the changed line · 有差异的数据行")


@strawberry.type(description="Changed lines, piece by piece · 有差异的数据行列表")
class LineChangeConnection:
    """In the order of section, indicator and keys."""

    edges: list[LineChangeEdge] = strawberry.field(description="rows with their cursors · 带游标的行")
    nodes: list[LineChange] = strawberry.field(description="rows alone · 行")
    page_info: HubPageInfo = strawberry.field(description="both ends of this piece · 分页信息")
    total_count: int = strawberry.field(description="changed lines · 有差异的行数")


def _lines(
    root: Any, info: strawberry.Info, first: Any = strawberry.UNSET, after: Any = strawberry.UNSET
) -> LineChangeConnection:
    size = DEFAULT_PAGE if given(first) is None else first
    if not 0 <= size <= LARGEST_PAGE:
        raise page_size_refused("first")
    found: Differences = root.found
    begin = 0 if given(after) is None else _place(after)
    listed = [
        Sides(
            cursor=_cursor(at),
            kind=kind_of(one),
            before=found.before.get(one.key),
            after=found.after.get(one.key),
        )
        for at, one in enumerate(found.lines[begin : begin + size], start=begin + 1)
    ]
    return _page(listed, begin=begin, total=len(found.lines))


def _page(listed: Sequence[Sides], *, begin: int, total: int) -> LineChangeConnection:
    nodes: Any = listed  # they stand for the type
    edges: Any = [{"cursor": one.cursor, "node": one} for one in listed]
    return LineChangeConnection(
        edges=[LineChangeEdge(**one) for one in edges],
        nodes=nodes,
        page_info=HubPageInfo(
            has_next_page=begin + len(listed) < total,
            has_previous_page=begin > 0,
            start_cursor=listed[0].cursor if listed else None,
            end_cursor=listed[-1].cursor if listed else None,
        ),
        total_count=total,
    )


def _cursor(at: int) -> str:
    return base64.urlsafe_b64encode(str(at).encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        if not text.isdigit() or len(text) > _DIGITS:
            raise ValueError(text)
        return int(text)
    except (ValueError, binascii.Error):
        raise BadRequest(
            "BAD_CURSOR",
            "after 不是本列表给出的游标，请从第一页重新开始",
            "after is not a cursor of this list; start again from the first page",
            at="after",
        ) from None


def _number(kind: ChangeKind) -> Any:  # how many lines differ in a way
    return lambda root: sum(kind_of(one) is kind for one in root.found.lines)


def _texts(root: Any, info: strawberry.Info) -> Any:  # sides stand for the type
    return [
        Sides(
            cursor="",
            kind=one.kind,
            before=None if one.before is None else one.before.id,
            after=None if one.after is None else one.after.id,
        )
        for one in root.found.texts[:_MOST_TEXTS]
    ]


def _changed_lines() -> Any:  # a strawberry field
    _lines.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "first": Annotated[int | None, strawberry.argument(description="how many · 条数")],
        "after": Annotated[str | None, strawberry.argument(description="after this cursor · 从该游标之后")],
        "return": LineChangeConnection,
    }
    return strawberry.field(
        resolver=_lines, description="the lines in which they differ · 有差异的数据行", directives=[sized()]
    )


@strawberry.type(description="Two versions of a report side by side · 两个版本的差异")
class VersionDiff:
    """What is claimed and told; what the records give stands on each line beside it."""

    before = _of(lambda root: root.before, RollupVersion, "the first version · 前一版本")
    after = _of(lambda root: root.after, RollupVersion, "the second version · 后一版本")
    added = _of(_number(ChangeKind.ADDED), int, "lines that only the second one has · 新增行数")
    removed = _of(_number(ChangeKind.REMOVED), int, "lines that only the first one has · 删除行数")
    changed = _of(_number(ChangeKind.CHANGED), int, "lines that are stated differently · 变更行数")
    lines = _changed_lines()
    texts = field(_texts, list[TextChange], "the texts in which they differ · 有差异的文字材料", most=_MOST_TEXTS)


async def _diff(root: Any, info: strawberry.Info, a: Any, b: Any) -> Any:  # a Compared stands for the type
    ask = asking(info)
    before, after = await asyncio.gather(ask.one(rollups.RollupVersion, str(a)), ask.one(rollups.RollupVersion, str(b)))
    if before is None or after is None:
        return None
    found = await ask.figures.differences(before, after)
    return None if found is None else Compared(before=before, after=after, found=found)


def diff_field() -> Any:  # a strawberry field
    """The root field; null for what the caller does not read, and for versions of two obligations."""
    _diff.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "a": _id("identifier of the first version · 前一版本标识"),
        "b": _id("identifier of the second version · 后一版本标识"),
        "return": VersionDiff | None,
    }
    return strawberry.field(
        resolver=_diff,
        description="where two versions of one obligation differ · 同一报送义务的两个版本的差异",
        metadata={"noun": Noun.ROLLUP},
    )


def _id(text: str) -> Any:  # an annotation
    return Annotated[strawberry.ID, strawberry.argument(description=text)]
