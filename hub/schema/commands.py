"""How a command looks in the graph: an input made of its fields, and an answer that is a row or an expected no."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import strawberry

from hub.domain.command import Command, Refusal
from hub.domain.term import Term
from hub.schema.expose import exposed
from hub.schema.kinds import described
from hub.schema.relations import asking
from hub.store.models.base import Base

REQUEST_KEY = "your own key: the same request again has the same answer and no second effect · 幂等键，重复只生效一次"


@strawberry.type(description="An expected no: what is wrong, where, and what to do · 不予办理及原因")
class Refused:
    """Nothing was changed."""

    code: str = strawberry.field(description="stable code · 代码")
    message: str = strawberry.field(description="Chinese message · 中文说明")
    message_en: str = strawberry.field(description="English message · 英文说明")
    at: str | None = strawberry.field(description="argument it is about · 相关参数")
    rule: str | None = strawberry.field(default=None, description="rule or decision it rests on · 规则号")


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A command that the graph offers."""

    command: type[Command]

    @property
    def answers(self) -> type[Base]:
        """The model of the row that is answered."""
        return next(model for model, one in exposed().items() if one.cls.__name__ == self.command.answers)

    @property
    def name(self) -> str:
        """The name of its field, as Python spells it."""
        letters = (f"_{one.lower()}" if one.isupper() else one for one in self.command.__name__)
        return "".join(letters).lstrip("_")


def refused(refusal: Refusal) -> Refused:
    """A refusal as the graph shows it."""
    return Refused(code=refusal.code, message=refusal.zh, message_en=refusal.en, at=refusal.at, rule=refusal.rule)


def command_field(offered: Offered) -> Any:  # a strawberry field
    """The mutation of a command."""
    shown = exposed()[offered.answers].cls
    command: Any = offered.command  # a class
    taken = input_of(command)

    async def resolve(root: Any, info: strawberry.Info, input: Any, request_key: Any = None) -> Any:
        found = await asking(info).act(command_of(offered.command, input), key=request_key)
        return refused(found) if isinstance(found, Refusal) else await asking(info).one(offered.answers, found)

    resolve.__name__ = offered.name
    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "input": Annotated[taken, strawberry.argument(description=offered.command.title.both())],
        "request_key": Annotated[str | None, strawberry.argument(description=REQUEST_KEY)],
        "return": _answer(shown, offered.answers),
    }
    return strawberry.field(
        resolver=resolve,
        description=offered.command.title.both(),
        metadata={"noun": offered.command.noun, "act": offered.command.act},
    )


@cache
def _answer(shown: type, model: type[Base]) -> Any:  # a union for strawberry
    name = f"{shown.__name__}Outcome"
    text = f"{model.title.en}, or why not · {model.title.zh}，或不予办理的原因"
    return Annotated[shown | Refused, strawberry.union(name, description=text)]


@cache
def input_of(command: Any) -> type:  # a command's class or that of a part of one
    """The input type of a command or of a part of one, made of its fields."""
    hints = get_type_hints(command)
    namespace: dict[str, Any] = {"__annotations__": {}}
    for one in fields(command):
        namespace["__annotations__"][one.name] = _shown(_named(one.name, hints[one.name]))
        title = one.metadata["title"]
        if one.default is MISSING:
            namespace[one.name] = strawberry.field(description=title.both())
        else:
            namespace["__annotations__"][one.name] |= None
            namespace[one.name] = strawberry.field(description=title.both(), default=strawberry.UNSET)
    title = getattr(command, "title")
    return strawberry.input(type(f"{command.__name__}Input", (), namespace), description=title.both())


def command_of(command: type, given: Any) -> Any:
    """The command that an input stands for; what was left out takes the command's own default."""
    values = {}
    for name, kind, may_be_left_out in _parts(command):
        value = getattr(given, name)
        if value is strawberry.UNSET or (value is None and may_be_left_out):
            continue
        values[name] = _taken(kind, value)
    return command(**values)


@cache
def _parts(command: Any) -> tuple[tuple[str, Any, bool], ...]:  # a class, and what its fields are declared to hold
    """The fields of a command: a push has thousands of parts of one kind."""
    hints = get_type_hints(command)
    return tuple((one.name, hints[one.name], one.default is not MISSING) for one in fields(command))


def _named(name: str, kind: Any) -> Any:  # an annotation, in which identifiers are told from other texts
    if name.endswith("_ids"):
        return list[strawberry.ID]
    if name != "id" and not name.endswith("_id"):
        return kind
    return strawberry.ID if kind is str else strawberry.ID | None


def _shown(kind: Any) -> Any:  # an annotation for strawberry
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (inner,) = [one for one in arguments if one is not NoneType]
        return _shown(inner) | None
    if origin is tuple:
        return list.__class_getitem__(_shown(arguments[0]))
    if isinstance(kind, type) and is_dataclass(kind):
        return input_of(kind)
    if isinstance(kind, type) and issubclass(kind, Term):
        return described(kind)
    return kind


def _taken(kind: Any, value: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        (inner,) = [one for one in arguments if one is not NoneType]
        return _taken(inner, value)
    if origin is tuple:
        return tuple(_taken(arguments[0], one) for one in value)
    if isinstance(kind, type) and is_dataclass(kind):
        return command_of(kind, value)
    return value
