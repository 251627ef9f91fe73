"""What a caller owes and what waits for its review, each with the mutation that does it (behaviour.md §2a)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry.federation.schema_directives import ListSize

from hub.domain.access import Noun, Role
from hub.domain.rollup_owed import Obligations, Owed
from hub.domain.rollup_words import ObligationStatus
from hub.errors import BadRequest
from hub.schema.actions import AllowedAction
from hub.schema.actions import shown as shown_action
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.schema.reporting_rows import obligation_of, version_of

_PAGE, _MOST = 50, 200

described(ObligationStatus)
described(Role)


@strawberry.type(description="A report that is owed or waits for its receiver · 应报或待审的一份报送")
class OwedReport:
    """By when, how far, and what does it next."""

    told: strawberry.Private[Owed]
    definition: str = strawberry.field(description="code of the report · 报表代码")
    name: str = strawberry.field(description="its Chinese name · 报表名称")
    name_en: str = strawberry.field(description="its English name · 英文名称")
    period: str = strawberry.field(description="label of the period · 期次")
    goes_to: Role = strawberry.field(description="to which function it goes · 接收方")
    due_on: date | None = strawberry.field(description="last day in force, inclusive · 现行期限")
    working_days_left: int | None = strawberry.field(
        description="working days left, below zero once the day has passed · 剩余工作日，逾期为负"
    )
    no_days: str | None = strawberry.field(description="why they are not told, in Chinese · 不能推算的原因")
    no_days_en: str | None = strawberry.field(description="why they are not told, in English · 不能推算的英文原因")
    status: ObligationStatus = strawberry.field(description="where it stands · 状态")
    next_action: AllowedAction | None = strawberry.field(
        description="the next mutation and whether this caller may do it now; null while the other side is awaited · "
        "下一步操作及当前可否办理；等待对方时为空"
    )

    obligation = obligation_of(lambda root: root.told.obligation, "the obligation · 报送义务")
    version = version_of(
        lambda root: root.told.version, "the version that the next step is about, else the newest · 相关版本"
    )


@strawberry.type(description="What a caller owes, and what waits for its review · 我的报送事项")
class MyObligations:
    """The open ones first, then by their days."""

    owed: list[OwedReport] = strawberry.field(description="what this caller owes · 应由我报送")
    more_owed: bool = strawberry.field(description="whether there are more than these · 是否还有更多应报")
    waiting: list[OwedReport] = strawberry.field(description="what waits for this caller as receiver · 待我审核或答复")
    more_waiting: bool = strawberry.field(description="whether there are more than these · 是否还有更多待办")


def owed_field() -> Any:  # a strawberry field
    """The root field."""

    async def resolve(root: Any, info: strawberry.Info, first: int = _PAGE) -> MyObligations:
        if not 1 <= first <= _MOST:
            raise BadRequest(
                "PAGE_SIZE", f"first 须在 1 到 {_MOST} 之间", f"first lies between 1 and {_MOST}", at="first"
            )
        return _shown(await asking(info).my_obligations(first=first))

    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "first": Annotated[
            int, strawberry.argument(description=f"at most so many of each, up to {_MOST} · 各最多项数")
        ],
        "return": MyObligations,
    }
    return strawberry.field(
        resolver=resolve,
        description="what this caller owes, to whom, by when, how far, and which mutation does it; and what waits for "
        "its review · 我应报送的事项、期限、进度和下一步操作，以及待我审核的事项",
        metadata={"noun": Noun.ROLLUP},
        directives=[
            ListSize(
                assumed_size=_PAGE,
                slicing_arguments=["first"],
                sized_fields=["owed", "waiting"],
                require_one_slicing_argument=False,
            )
        ],
    )


def _shown(found: Obligations) -> MyObligations:
    return MyObligations(
        owed=[_report(one) for one in found.owed],
        more_owed=found.more_owed,
        waiting=[_report(one) for one in found.waiting],
        more_waiting=found.more_waiting,
    )


def _report(one: Owed) -> OwedReport:
    why = one.left.why
    return OwedReport(
        told=one,
        definition=one.definition,
        name=one.name,
        name_en=one.name_en,
        period=one.period,
        goes_to=one.goes_to,
        due_on=one.due_on,
        working_days_left=one.left.days,
        no_days=None if why is None else why.zh,
        no_days_en=None if why is None else why.en,
        status=one.status,
        next_action=None if one.step is None else shown_action(one.step),
    )
