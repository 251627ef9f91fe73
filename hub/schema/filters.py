"""Conditions and orders as the graph takes them: open columns only, so that no hidden value can be guessed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from hub.domain.access import Noun
from hub.domain.term import Term, Title
from hub.errors import BadRequest
from hub.schema.kinds import described
from hub.store.models.base import Base
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Direction, Inside, Not, Operator, Order, Related

MOST_CONDITIONS = 60
LONGEST_LIST = 200
LONGEST_TEXT = 1_000
DEEPEST_WHERE = 10

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


def _parts(where: Any, model: type[Base], *, budget: list[int], depth: int = 1) -> Iterable[Condition]:
    if depth > DEEPEST_WHERE:
        raise BadRequest(
            "WHERE_TOO_DEEP",
            f"筛选条件嵌套最多 {DEEPEST_WHERE} 层",
            f"where nests at most {DEEPEST_WHERE} levels",
            at="where",
        )
    relationships = model.__mapper__.relationships
    for name, value in vars(where).items():
        if value is None or value is strawberry.UNSET:
            continue
        _spend(budget)
        if name in ("and_", "or_"):
            inner = tuple(AllOf(parts=tuple(_parts(one, model, budget=budget, depth=depth + 1))) for one in value)
            yield AllOf(parts=inner) if name == "and_" else AnyOf(parts=inner)
        elif name == "not_":
            yield Not(part=AllOf(parts=tuple(_parts(value, model, budget=budget, depth=depth + 1))))
        elif name == "within":
            yield Inside(code=value)
        elif name in relationships:
            target: type[Base] = relationships[name].mapper.class_
            there = tuple(_parts(value, target, budget=budget, depth=depth + 1))
            yield Related(relationship=name, condition=AllOf(parts=there))
        else:
            yield from _comparisons(name, value, budget)


def _comparisons(column: str, given: Any, budget: list[int]) -> Iterable[Condition]:
    at = to_camel_case(column)
    for word, value in vars(given).items():
        if value is None or value is strawberry.UNSET:
            continue
        _spend(budget)
        if word == "in_" and len(value) > LONGEST_LIST:
            raise BadRequest(
                "LIST_TOO_LONG",
                f"in 最多 {LONGEST_LIST} 项，请分批查询",
                f"in takes at most {LONGEST_LIST} values; ask in parts",
                at=at,
            )
        found = tuple(value) if word == "in_" else value
        for one in found if isinstance(found, tuple) else (found,):
            _check_value(one, at)
        yield Compare(column=column, operator=_WORDS[word], value=found)


def _check_value(value: Any, at: str) -> None:
    """Refuse what no row can hold, before a database stumbles over it in words of its own."""
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise BadRequest(
            "TEXT_TOO_LONG",
            f"{at} 的比较文本最长 {LONGEST_TEXT} 字",
            f"a text to compare {at} with has at most {LONGEST_TEXT} characters",
            at=at,
        )
    if isinstance(value, datetime) and not _is_instant(value):
        raise BadRequest(
            "BAD_INSTANT",
            f"{at} 须为带时区的时刻，如 2026-03-01T08:00:00+08:00",
            f"{at} must be an instant with its zone, such as 2026-03-01T08:00:00+08:00",
            at=at,
        )


def _is_instant(moment: datetime) -> bool:
    try:
        return moment.tzinfo is not None and moment.astimezone(UTC).tzinfo is UTC
    except OverflowError:
        return False


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
