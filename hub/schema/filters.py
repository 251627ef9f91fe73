"""Conditions and orders as the graph takes them: open columns only, so that no hidden value can be guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import strawberry

from hub.domain.access import Noun
from hub.domain.term import Term, Title
from hub.errors import BadRequest
from hub.schema.kinds import described
from hub.store.models.base import Base
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Direction, Inside, Not, Operator, Order, Related

MOST_CONDITIONS = 60
LONGEST_LIST = 200

described(Direction, name="HubDirection")

_WORDS = {
    "eq": Operator.EQ,
    "ne": Operator.NE,
    "in_": Operator.IN,
    "lt": Operator.LT,
    "lte": Operator.LTE,
    "gt": Operator.GT,
    "gte": Operator.GTE,
    "contains": Operator.CONTAINS,
    "starts_with": Operator.STARTS_WITH,
    "is_null": Operator.IS_NULL,
}
_OF_KIND: dict[type, tuple[str, ...]] = {
    str: ("eq", "ne", "in_", "contains", "starts_with", "is_null"),
    bool: ("eq", "is_null"),
    int: ("eq", "ne", "in_", "lt", "lte", "gt", "gte", "is_null"),
    date: ("eq", "lt", "lte", "gt", "gte", "is_null"),
    datetime: ("lt", "lte", "gt", "gte", "is_null"),
}
_TERM = ("eq", "ne", "in_", "is_null")
# Other graphs have inputs for plain values too; composed, the two would silently lose what they do not share.
_NAMES: dict[type, str] = {
    str: "HubText",
    bool: "HubBoolean",
    int: "HubInt",
    date: "HubDate",
    datetime: "HubDateTime",
}
_FILTERS: dict[type, type] = {}


def filter_of(kind: type) -> type | None:
    """The filter input for a kind of column, or None where no comparison makes sense."""
    if kind not in _FILTERS:
        is_term = issubclass(kind, Term)
        words = _TERM if is_term else _OF_KIND.get(kind)
        if words is None:
            return None
        shown = described(kind) if is_term else kind
        name = f"{kind.__name__ if is_term else _NAMES[kind]}Filter"
        _FILTERS[kind] = _input(
            name, {word: _word(word, shown) for word in words}, "Comparisons; all given ones hold · 比较条件"
        )
    return _FILTERS[kind]


def where_shell(name: str) -> type:
    """An empty where input, to be filled once all of them exist."""
    return type(name, (), {"__annotations__": {}})


def fill_where(shell: type, *, fields: dict[str, tuple[Any, str, Noun | None]], title: Title, has_branch: bool) -> None:
    """Give a where input its columns, its relations and its connectives."""
    every = dict(fields)
    if has_branch:
        every["within"] = (str, "code at the top of a branch; the branch itself included · 所在分支的顶端代码", None)
    every["and_"] = (list.__class_getitem__(shell), "all of these hold · 全部成立", None)
    every["or_"] = (list.__class_getitem__(shell), "one of these holds · 任一成立", None)
    every["not_"] = (shell, "this does not hold · 不成立", None)
    for name, (kind, description, noun) in every.items():
        shell.__annotations__[name] = kind | None
        graph_name = {"and_": "and", "or_": "or", "not_": "not"}.get(name)
        setattr(
            shell,
            name,
            strawberry.field(
                name=graph_name, default=strawberry.UNSET, description=description, metadata={"noun": noun}
            ),
        )
    strawberry.input(shell, description=f"Conditions on rows; all given ones hold · {title.zh}筛选条件")


def order_input(name: str, columns: Iterable[tuple[str, str]], title: Title) -> type:
    """The order input of a model: one column and its direction at a time."""
    fields = {column: (Direction, description) for column, description in columns}
    return _input(name, fields, f"One step of an order · {title.zh}排序", one_of=True)


def condition_of(where: Any, model: type[Base]) -> Condition:  # an instance of a generated where input
    """The condition that a where input states, or BadRequest when it is too large."""
    if where is None:
        return AllOf()
    parts = tuple(_parts(where, model, budget=[MOST_CONDITIONS]))
    return parts[0] if len(parts) == 1 else AllOf(parts=parts)


def order_of(steps: list[Any] | None) -> tuple[Order, ...]:
    """The order that a list of order inputs states."""
    found = [
        Order(column=name, direction=direction)
        for step in steps or []
        for name, direction in vars(step).items()
        if isinstance(direction, Direction)
    ]
    names = [step.column for step in found]
    if len(set(names)) != len(names) or len(names) > 4:
        raise BadRequest(
            "BAD_ORDER", "orderBy 最多四项且不能重复", "orderBy takes at most four different columns", at="orderBy"
        )
    return tuple(found)


def _parts(where: Any, model: type[Base], *, budget: list[int]) -> Iterable[Condition]:
    relationships = model.__mapper__.relationships
    for name, value in vars(where).items():
        if value is None or value is strawberry.UNSET:
            continue
        _spend(budget)
        if name in ("and_", "or_"):
            inner = tuple(AllOf(parts=tuple(_parts(one, model, budget=budget))) for one in value)
            yield AllOf(parts=inner) if name == "and_" else AnyOf(parts=inner)
        elif name == "not_":
            yield Not(part=AllOf(parts=tuple(_parts(value, model, budget=budget))))
        elif name == "within":
            yield Inside(code=value)
        elif name in relationships:
            target: type[Base] = relationships[name].mapper.class_
            yield Related(relationship=name, condition=AllOf(parts=tuple(_parts(value, target, budget=budget))))
        else:
            yield from _comparisons(name, value, budget)


def _comparisons(column: str, given: Any, budget: list[int]) -> Iterable[Condition]:
    for word, value in vars(given).items():
        if value is None or value is strawberry.UNSET:
            continue
        _spend(budget)
        if word == "in_" and len(value) > LONGEST_LIST:
            raise BadRequest(
                "LIST_TOO_LONG",
                f"in 最多 {LONGEST_LIST} 项，请分批查询",
                f"in takes at most {LONGEST_LIST} values; ask in parts",
                at=column,
            )
        yield Compare(column=column, operator=_WORDS[word], value=tuple(value) if word == "in_" else value)


def _spend(budget: list[int]) -> None:
    budget[0] -= 1
    if budget[0] < 0:
        raise BadRequest(
            "WHERE_TOO_LARGE",
            f"筛选条件最多 {MOST_CONDITIONS} 项",
            f"where takes at most {MOST_CONDITIONS} conditions",
            at="where",
        )


def _word(word: str, kind: type) -> tuple[Any, str]:
    shown: Any = bool if word == "is_null" else kind
    return list.__class_getitem__(shown) if word == "in_" else shown, _WORDS[word].titles.both()


def _input(name: str, fields: dict[str, tuple[Any, str]], description: str, *, one_of: bool = False) -> type:
    namespace: dict[str, Any] = {"__annotations__": {}}
    for field, (kind, text) in fields.items():
        namespace["__annotations__"][field] = kind | None
        graph_name = "in" if field == "in_" else None
        namespace[field] = strawberry.field(name=graph_name, default=strawberry.UNSET, description=text)
    return strawberry.input(type(name, (), namespace), description=description, one_of=one_of)
