"""What the hub knows of the caller, and what the caller may do and ask for."""

from __future__ import annotations

import strawberry

from hub.auth.caller import Caller
from hub.auth.scope import rights
from hub.domain.access import Act, Contract, Noun, Reach, Role
from hub.schema.kinds import described
from hub.schema.paging import DEFAULT_PAGE, LARGEST_PAGE
from hub.store.fetch import COUNT_CAP

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
    page: int = strawberry.field(description="rows on a page when not said · 默认每页行数")
    largest_page: int = strawberry.field(description="most rows on a page · 每页行数上限")
    count_cap: int = strawberry.field(description="totalCount is null above this · 计数上限")


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
    rights: list[Right] = strawberry.field(resolver=_right_list, description="what this caller may do · 权限清单")


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


def limits(*, body_bytes: int, tokens: int, depth: int, aliases: int, rows: int) -> Limits:
    """The bounds of a request together with those of lists."""
    return Limits(
        body_bytes=body_bytes,
        tokens=tokens,
        depth=depth,
        aliases=aliases,
        rows=rows,
        page=DEFAULT_PAGE,
        largest_page=LARGEST_PAGE,
        count_cap=COUNT_CAP,
    )
