"""Gross and net of a branch in the graph, and the listed set that lies between them (behaviour.md I5, A-05, A-14)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry.federation.schema_directives import ListSize

from hub.domain.access import Noun
from hub.domain.period import Period
from hub.domain.shared import COUNT, SharedBy
from hub.domain.span import Span
from hub.errors import BadRequest
from hub.schema.kinds import described
from hub.schema.paging import LARGEST_PAGE
from hub.schema.relations import asking
from hub.schema.shared_kinds import SharedNumber, SharedNumbers, shown, shown_all
from hub.schema.shared_lines import SharedActivity, SharedStudio, Shown
from hub.schema.totals_kinds import HubPeriod, period_of
from hub.store.shared import Shared, SharedRead

PAGE = 50
"""Lines of a page when not said."""

described(SharedBy)


def _said(kind: Any, text: str) -> Any:  # an annotation
    return Annotated[kind, strawberry.argument(description=text)]


def _shared(kind: Any) -> Any:  # a strawberry field
    async def resolve(root: Any, first: int = PAGE, after: Any = strawberry.UNSET) -> Any:
        return _page(root.found, first=first, after=after or None)

    resolve.__annotations__ = {
        "root": Any,
        "first": _said(int, f"at most so many, up to {LARGEST_PAGE} · 最多项数"),
        "after": _said(strawberry.ID | None, "identifier of the last one that was read · 上一页末项的标识"),
        "return": list.__class_getitem__(kind),
    }
    text = "what is shared and within reach, page by page; all pages and `hidden` together come to the difference"
    size = ListSize(assumed_size=PAGE, slicing_arguments=["first"], sized_fields=[], require_one_slicing_argument=False)
    return strawberry.field(
        resolver=resolve, description=f"{text} · 共享事项明细（分页），与 hidden 合计恰为差额", directives=[size]
    )


def _page(found: Shared, *, first: int, after: str | None) -> list[Shown]:
    if not 0 <= first <= LARGEST_PAGE:
        raise BadRequest(
            "PAGE_SIZE", f"first 须在 0 到 {LARGEST_PAGE} 之间", f"first lies between 0 and {LARGEST_PAGE}", at="first"
        )
    beyond = [line for line in found.lines if after is None or line.id > str(after)]
    return [Shown(line=line, row=found.rows[line.id]) for line in beyond[:first]]


def _count(root: Any) -> int:
    return len(root.found.lines)


def _hidden(root: Any) -> int:
    return int(root.found.hidden)


_HIDDEN = "how many shared things are out of reach; their sum alone is told · 权限外的共享事项数，仅显示合计"


def _whole_numbers(root: Any) -> SharedNumbers:
    return shown_all(root.found.numbers)


def _hidden_numbers(root: Any) -> SharedNumbers:
    return shown_all(root.found.hidden_numbers)


def _whole_number(root: Any) -> SharedNumber:
    return shown(root.found.numbers[COUNT])


def _hidden_number(root: Any) -> SharedNumber:
    return shown(root.found.hidden_numbers[COUNT])


_HIDDEN_SUM = "what they add together · 权限外事项的合计影响"


@strawberry.type(description="Activities of a branch, gross and net · 活动：合计与去重")
class SharedActivities:
    """The difference is exactly what is listed and what is hidden."""

    found: strawberry.Private[Shared]
    numbers: SharedNumbers = strawberry.field(resolver=_whole_numbers, description="the numbers · 各数字")
    shared = _shared(SharedActivity)
    count: int = strawberry.field(resolver=_count, description="how many are listed on all pages · 明细总项数")
    hidden: int = strawberry.field(resolver=_hidden, description=_HIDDEN)
    hidden_numbers: SharedNumbers = strawberry.field(resolver=_hidden_numbers, description=_HIDDEN_SUM)


@strawberry.type(description="Studios of a branch, gross and net · 工作室：合计与去重")
class SharedStudios:
    """As they are known now to have been on the last day of the period."""

    found: strawberry.Private[Shared]
    studios: SharedNumber = strawberry.field(resolver=_whole_number, description="how many studios · 工作室数")
    shared = _shared(SharedStudio)
    count: int = strawberry.field(resolver=_count, description="how many are listed on all pages · 明细总项数")
    hidden: int = strawberry.field(resolver=_hidden, description=_HIDDEN)
    hidden_studios: SharedNumber = strawberry.field(resolver=_hidden_number, description=_HIDDEN_SUM)


async def _activities(root: Any, info: strawberry.Info) -> SharedActivities | None:
    found = await asking(info).shared_activities(root.read)
    return None if found is None else SharedActivities(found=found)


async def _studios(root: Any, info: strawberry.Info) -> SharedStudios | None:
    found = await asking(info).shared_studios(root.read)
    return None if found is None else SharedStudios(found=found)


def _period(root: Any) -> HubPeriod:
    return period_of(root.span, root.read.first)


_ASKER = "null for those who do not read all that the body itself holds · 不能查阅该组织本身全部记录的为空"


@strawberry.type(description="Gross and net of a branch · 共享事项：合计与去重")
class SharedTotals:
    """What is shared is credited to all who take part, and counted once, by its owner."""

    read: strawberry.Private[SharedRead]
    span: strawberry.Private[Span]
    period: HubPeriod = strawberry.field(resolver=_period, description="the period · 期间")
    activities: SharedActivities | None = strawberry.field(
        resolver=_activities,
        description=f"activities of the period; {_ASKER}；活动",
        metadata={"noun": Noun.ACTIVITY},
    )
    studios: SharedStudios | None = strawberry.field(
        resolver=_studios,
        description=f"studios on its last day; {_ASKER}；工作室",
        metadata={"noun": Noun.ARRANGEMENT},
    )


def shared_totals_field() -> Any:  # a strawberry field
    """The root field."""
    resolve: Any = _root
    resolve.__annotations__ = {
        "root": Any,
        "body": _said(str, "code of the body at the top of the branch · 起始政协组织代码"),
        "span": _said(Span, "month, quarter or year · 期间种类"),
        "on": _said(date, "a day of the period · 期间内任一日"),
        "by": _said(SharedBy, "among whom the gross is reckoned · 合计口径"),
        "return": SharedTotals,
    }
    return strawberry.field(
        resolver=resolve,
        description="gross and net of a branch, and exactly what lies between them · 合计与去重数，及其差额明细",
        metadata={"noun": Noun.ACTIVITY},
    )


def _root(root: Any, body: Any, span: Any, on: Any, by: Any = SharedBy.BODY) -> SharedTotals:
    period = Period(span=span, first_day=span.first_day(on))
    read = SharedRead(body=body, first=period.first_day, last=period.last_day, by=by)
    return SharedTotals(read=read, span=span)
