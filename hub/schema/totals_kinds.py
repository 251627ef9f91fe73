"""What cells of totals hold beside their keys: periods, and numbers that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from hub.domain.period import Period
from hub.domain.span import Span
from hub.schema.exact import HUB_DECIMAL
from hub.schema.kinds import MaskReason, described

described(Span, name="HubSpan")


@strawberry.type(description="A month, quarter or year of business days, Asia/Shanghai · 月、季度或年（北京时间）")
class HubPeriod:
    """When the facts of a cell happened."""

    span: Span = strawberry.field(description="month, quarter or year · 期间种类")
    first_day: date = strawberry.field(description="first day · 首日")
    last_day: date = strawberry.field(description="last day, which belongs to it · 末日（含）")
    label: str = strawberry.field(description="its name as reports print it, such as 2026年第三季度 · 名称")


HubLong = NewType("HubLong", int)
SCALARS: dict[object, ScalarDefinition] = {
    HubLong: strawberry.scalar(
        name="HubLong",
        description="A whole number that may be beyond 32 bits, exact up to 2^53 · 整数，可超过 32 位，2^53 以内精确",
        serialize=int,
        parse_value=int,
    ),
    Decimal: HUB_DECIMAL,
}
"""Scalars of our own: a schema is told of them by its configuration."""


@strawberry.type(description="A number added up; unknown is not zero · 合计，未填不等于零")
class HubSum:
    """The sum of what is stated."""

    total: HubLong | None = strawberry.field(description="sum of the stated values; null when none is · 已填写值之和")
    known: int = strawberry.field(description="rows that state it · 已填写的条数")


@strawberry.type(description="How many rows say yes; unknown is not no · 为“是”的条数，未填不等于否")
class HubTally:
    """Those who say yes among those who say."""

    yes: int | None = strawberry.field(description="rows that say yes; null when none says · 为“是”的条数")
    known: int = strawberry.field(description="rows that say yes or no · 已填写的条数")


@strawberry.type(description="A number added up that is shown only to some · 按权限显示的合计")
class HubMaskedSum:
    """Hidden unless the caller may see the number on every row of the cell."""

    total: HubLong | None = strawberry.field(description="sum of the stated values; null when none is · 已填写值之和")
    known: int | None = strawberry.field(description="rows that state it · 已填写的条数")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")
    reason: MaskReason | None = strawberry.field(description="why it is hidden · 隐藏原因")


@strawberry.type(description="How many rows say yes, shown only to some · 按权限显示的为“是”的条数")
class HubMaskedTally:
    """Hidden unless the caller may see the value on every row of the cell."""

    yes: int | None = strawberry.field(description="rows that say yes; null when none says · 为“是”的条数")
    known: int | None = strawberry.field(description="rows that say yes or no · 已填写的条数")
    masked: bool = strawberry.field(description="true when hidden from this caller · 是否已对调用者隐藏")
    reason: MaskReason | None = strawberry.field(description="why it is hidden · 隐藏原因")


def period_of(span: Span, first_day: date) -> HubPeriod:
    """A period as the graph shows it."""
    period = Period(span=span, first_day=first_day)
    return HubPeriod(span=span, first_day=first_day, last_day=period.last_day, label=period.label)
