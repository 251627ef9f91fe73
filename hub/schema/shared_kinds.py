"""What the answers on shared work hold: a number before and after what is shared is taken out."""

from __future__ import annotations

import strawberry

from hub.domain.shared import COUNT, Number, Numbers
from hub.schema.totals_kinds import HubLong


@strawberry.type(description="A number gross and net · 数字：合计与去重")
class SharedNumber:
    """Gross is credited to all who take part; net is counted once, by the owner; unknown is not zero."""

    gross: HubLong = strawberry.field(description="credited to all of the branch who take part · 各方合计")
    net: HubLong = strawberry.field(description="counted once, by the owner · 去重计数，按归属")
    difference: HubLong = strawberry.field(
        description="gross less net; below zero where an owner's shares are credited elsewhere · 差额"
    )
    known: int = strawberry.field(description="of how many it is stated · 已填写的条数")


@strawberry.type(description="The numbers of activities gross and net · 活动数字：合计与去重")
class SharedNumbers:
    """Persons are credited by the rule of each joint activity; null where no activity states them."""

    activities: SharedNumber = strawberry.field(description="activities (场次) · 活动场次")
    members_count: SharedNumber | None = strawberry.field(description="members taking part (人) · 参加委员数")
    public_count: SharedNumber | None = strawberry.field(description="people of the public · 参加群众数")
    beneficiaries: SharedNumber | None = strawberry.field(description="people helped (人次) · 受益人数")


def shown(number: Number) -> SharedNumber:
    """A number as the graph shows it."""
    gross, net, difference = HubLong(number.gross), HubLong(number.net), HubLong(number.difference)
    return SharedNumber(gross=gross, net=net, difference=difference, known=number.known)


def shown_all(numbers: Numbers) -> SharedNumbers:
    """The numbers of activities as the graph shows them."""
    return SharedNumbers(
        activities=shown(numbers[COUNT]),
        members_count=_stated(numbers["members_count"]),
        public_count=_stated(numbers["public_count"]),
        beneficiaries=_stated(numbers["beneficiaries"]),
    )


def _stated(number: Number) -> SharedNumber | None:
    return shown(number) if number.known else None
