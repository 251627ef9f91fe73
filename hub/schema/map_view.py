"""The map of a day in the graph: a branch as it was reported, as it is known now, or restated to today's divisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.views import MapView
from hub.errors import BadRequest
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.store.versions_map import Counted

_MOST = 1_000
_YEARS = (1949, 9998)  # no map before the first committee, none beyond what a database counts

described(MapView)


@strawberry.type(description="A body on the map of a day · 某日版图上的一个政协组织")
class MapEntry:
    """Codes and names are those of the view; a body keeps its identifier through all changes."""

    body_id: strawberry.ID = strawberry.field(description="identifier of the body · 政协组织标识")
    code: str = strawberry.field(description="code of its division in this view · 区划代码")
    name: str = strawberry.field(description="name of its division in this view · 区划名称")
    reports_to: str | None = strawberry.field(description="code of the body it reports to · 上级代码")
    reporting_unit: str | None = strawberry.field(
        description="code of its reporting unit; null above all units · 所属汇总单位代码"
    )
    studios: int = strawberry.field(
        description="living studios it owned that day, within reach · 当日归属且存续的工作室数，限权限内"
    )
    studios_in_branch: int = strawberry.field(
        description="the same with all bodies below it · 含下级的工作室数，限权限内"
    )


def map_field() -> Any:  # a strawberry field
    """The root field."""
    resolve: Any = _map
    resolve.__annotations__ = {
        "info": strawberry.Info,
        "on": _said(date, "last day of the period · 期间最后一日"),
        "view": _said(MapView, "which of the three views · 视角"),
        "top": _said(
            str, "code of the body at the top, of today or of the day · 起始政协组织代码，今日或当日的均可", name="root"
        ),
        "return": list[MapEntry],
    }
    return strawberry.field(
        resolver=resolve,
        description="a branch of the reporting tree on a day, in one of three views; each body before those below it, "
        "none where nothing was known · 某日的报送版图，三种视角；上级在前；当时尚无所知则为空",
        metadata={"noun": Noun.BODY},
        directives=[at_most(_MOST)],
    )


def _said(kind: Any, text: str, *, name: str | None = None) -> Any:  # an annotation
    return Annotated[kind, strawberry.argument(description=text, name=name)]


async def _map(info: strawberry.Info, on: Any, view: Any, top: Any) -> list[MapEntry]:
    if not _YEARS[0] <= on.year <= _YEARS[1]:
        raise BadRequest(
            "BAD_DAY",
            f"on 须在 {_YEARS[0]} 年至 {_YEARS[1]} 年之间",
            f"on lies between the years {_YEARS[0]} and {_YEARS[1]}",
            at="on",
        )
    found: Sequence[Counted] = await asking(info).map_view(on=on, view=view, root=top)
    return [
        MapEntry(
            body_id=strawberry.ID(one.spot.body),
            code=one.spot.code,
            name=one.spot.name,
            reports_to=one.spot.reports_to,
            reporting_unit=one.spot.unit,
            studios=one.studios,
            studios_in_branch=one.studios_in_branch,
        )
        for one in found
    ]
