"""What the hub knows of the caller, and what the caller may do and ask for."""

from __future__ import annotations

import strawberry

from hub.auth.caller import Caller
from hub.auth.scope import rights
from hub.domain.access import Act, Contract, Noun, Reach, Role
from hub.schema.kinds import described
from hub.schema.paging import DEFAULT_PAGE, LARGEST_PAGE
from hub.schema.sizes import at_most
from hub.store.fetch import COUNT_CAP
from hub.store.totals_statement import MOST_CELLS

for _term in (Role, Act, Noun, Reach, Contract):
    described(_term)


@strawberry.type(description="One right of the caller · 调用者的一项权限")
class Right:
    """An act on a noun, and how far it goes."""

    act: Act = strawberry.field(description="what may be done · 操作")
    noun: Noun = strawberry.field(description="to which kind of row · 对象")
    reach: list[Reach] = strawberry.field(description="how far; several reaches unite · 范围，多项取并集")


@strawberry.type(description="Bounds of a request · 请求限制")
class Limits:
    """What is checked before any work is done."""

    body_bytes: int = strawberry.field(description="largest request body, bytes · 请求体上限（字节）")
    tokens: int = strawberry.field(description="most tokens in a document · 词元上限")
    depth: int = strawberry.field(description="deepest nesting · 嵌套深度上限")
    aliases: int = strawberry.field(description="most aliases · 别名上限")
    rows: int = strawberry.field(description="most rows a query may ask for in the worst case · 最坏情况下的行数上限")
    page: int = strawberry.field(default=DEFAULT_PAGE, description="rows on a page when not said · 默认每页行数")
    largest_page: int = strawberry.field(default=LARGEST_PAGE, description="most rows on a page · 每页行数上限")
    count_cap: int = strawberry.field(default=COUNT_CAP, description="totalCount is null above this · 计数上限")
    cells: int = strawberry.field(default=MOST_CELLS, description="most cells of totals · 分组统计的格数上限")
    budget: int | None = strawberry.field(
        description=(
            "fields of answers that a caller may ask for within budgetSeconds, null for no bound; each field of an "
            "answer costs 1, a list its @listSize times the fields of a row, a look at the schema 100; taken at worst "
            "before, settled afterwards, told in extensions.cost · 每个调用者在 budgetSeconds 内可取的字段数，"
            "空为不限；答复中每个字段计 1，列表按 @listSize 乘以每行字段数，查看模式计 100；先按最坏情况预扣，后退还"
        )
    )
    budget_seconds: int = strawberry.field(description="window of the budget, seconds · 额度的时段（秒）")
    share: int = strawberry.field(
        description="requests of one caller at work at once; more of them wait · 同一调用者同时执行的请求数"
    )
    queue: int = strawberry.field(description="requests of one caller that may wait · 同一调用者可排队的请求数")
    statement_seconds: float = strawberry.field(
        description="a statement that runs longer is cancelled, seconds · 单条语句时限（秒）"
    )
    request_seconds: float = strawberry.field(
        description="a request that takes longer is ended, seconds, waiting included · 单个请求时限（秒，含排队）"
    )


def _right_list(root: Viewer) -> list[Right]:
    return [Right(act=act, noun=noun, reach=sorted(reach, key=str)) for act, noun, reach in rights(root.caller)]


@strawberry.type(description="Who asks, as the verified token says · 调用者")
class Viewer:
    """The caller of this request."""

    caller: strawberry.Private[Caller]
    subject: str | None = strawberry.field(description="subject of the token, null without one · 主体")
    roles: list[Role] = strawberry.field(description="roles in force · 生效角色")
    body_code: str | None = strawberry.field(description="code of the caller's body · 所属政协代码")
    contract: Contract = strawberry.field(description="subset of the schema in use · 所用契约")
    limits: Limits = strawberry.field(description="bounds of a request · 请求限制")
    rights: list[Right] = strawberry.field(
        resolver=_right_list,
        description="what this caller may do · 权限清单",
        directives=[at_most(len(Act) * len(Noun))],
    )


def viewer_of(caller: Caller, limits: Limits) -> Viewer:
    """What a caller is told about itself."""
    return Viewer(
        caller=caller,
        subject=caller.subject,
        roles=sorted(caller.roles, key=str),
        body_code=caller.place.code if caller.place else None,
        contract=caller.contract,
        limits=limits,
    )
