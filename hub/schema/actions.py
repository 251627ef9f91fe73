"""What a caller may do to an object now, and why not: so that a front end shows the right buttons."""

from __future__ import annotations

from typing import Any

import strawberry

from hub.domain.access import Noun
from hub.domain.command import Allowed
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.store.models.base import Base

_MOST = 30


@strawberry.type(description="An action on an object, open to this caller now or not · 可办理事项")
class AllowedAction:
    """The same rules judge the action itself; here nothing is done."""

    action: str = strawberry.field(description="name of its mutation · 操作名称")
    allowed: bool = strawberry.field(description="whether this caller may do it now · 当前可否办理")
    code: str | None = strawberry.field(description="why not: stable code · 不可办理的代码")
    message: str | None = strawberry.field(description="why not, in Chinese · 不可办理的原因")
    message_en: str | None = strawberry.field(description="why not, in English · 不可办理的英文原因")
    rule: str | None = strawberry.field(description="rule or decision it rests on · 规则号")


def actions_field(model: type[Base]) -> Any:  # a strawberry field
    """The actions on a row of a model."""

    async def resolve(root: Any, info: strawberry.Info) -> list[AllowedAction]:
        return [shown(one) for one in await asking(info).allowed(model, root.id)]

    resolve.__annotations__ = {"root": Any, "info": strawberry.Info, "return": list[AllowedAction]}
    return strawberry.field(
        resolver=resolve,
        description="what this caller may do to it now, and why not · 当前调用者可办理的事项",
        metadata={"noun": Noun.APPLICATION},  # whoever has a part in applications has something to do here
        directives=[at_most(_MOST)],
    )


def shown(one: Allowed) -> AllowedAction:
    """An action as the graph shows it."""
    why = one.refusal
    return AllowedAction(
        action=one.action,
        allowed=why is None,
        code=None if why is None else why.code,
        message=None if why is None else why.zh,
        message_en=None if why is None else why.en,
        rule=None if why is None else why.rule,
    )
