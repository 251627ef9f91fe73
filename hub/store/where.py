"""The SQL interpreter of reach and of conditions: who may see a row, and which rows were asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller
from hub.auth.predicate import (
    Anchored,
    CommitteeIs,
    Everything,
    MemberIs,
    OwnerIn,
    OwnerIs,
    Predicate,
    PublishedRows,
    StudioIs,
)
from hub.auth.scope import fields, rows
from hub.domain.access import Act, Sensitivity
from hub.store.aliases import named
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.version import VERSIONS
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Inside, Not, Operator, Past, Related, Slot
from hub.store.session import Reader
from hub.store.slots import SlotNumber, SlotText, bound
from hub.store.versions_read import Today, stood

_ONE: ColumnElement[int] = literal_column("1")

Rows = Any  # a mapped class or an alias of one: SQLAlchemy gives both the same attributes


def seen_rows(caller: Caller, model: type[Base], past: Past | None = None) -> tuple[Rows, ColumnElement[bool]]:
    """The rows of a model as they stand, or stood, and which of them a caller may read.

    A model without versions has one state only.
    """
    if past is None or model not in VERSIONS:
        rows_of: Rows = named(model)
        return rows_of, visible(caller, rows_of, model)
    today: Rows = named(model)
    rights = Today(
        rows=today,
        seen=visible(caller, today, model),
        seen_anyway=_beside_publication(caller, today, model),
        opens=lambda sensitivity: open_to(caller, sensitivity, today, model),
    )
    return aliased(model, stood(model, past, rights), adapt_on_names=True), true()


def visible(caller: Caller, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    """The rows of a model that a caller may read; rows withdrawn by their source are never among them."""
    access = model.access
    if access is None:
        return false()
    seen = within_reach(rows(caller, Act.READ, access.noun), rows_of, model)
    return and_(seen, rows_of.deleted_at.is_(None)) if hasattr(model, "deleted_at") else seen


def _beside_publication(caller: Caller, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    """The rows that a caller may read whether they are published or not."""
    access = model.access
    if access is None:
        return false()
    predicate = rows(caller, Act.READ, access.noun)
    return within_reach(replace(predicate, any_of=predicate.any_of - {PublishedRows()}), rows_of, model)


def open_to(caller: Caller, sensitivity: Sensitivity, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    """The rows of a model on which a caller may see fields of a sensitivity."""
    return within_reach(fields(caller, sensitivity), rows_of, model)


def within_reach(predicate: Predicate, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    """A predicate of the page of rights as a condition on rows of a model."""
    grants = [_clause(clause, rows_of, model) for clause in sorted(predicate.any_of, key=_cheapest_first)]
    granted = or_(false(), *grants)
    if predicate.within is None:
        return granted
    inside = [_owner_in(interval.position, interval.last, rows_of, model) for interval in predicate.within]
    return and_(granted, or_(false(), *inside))


def in_force(rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    """Rows that nothing has taken the place of, where a code may name a former row too."""
    return rows_of.valid_to.is_(None) if hasattr(model, "valid_to") else true()


def matches(
    condition: Condition, rows_of: Rows, model: type[Base], *, caller: Caller, past: Past | None = None
) -> ColumnElement[bool]:
    """A condition of a query on rows of a model; related rows count only where the caller may see them."""
    match condition:
        case AllOf(parts=parts):
            return and_(true(), *(matches(part, rows_of, model, caller=caller, past=past) for part in parts))
        case AnyOf(parts=parts):
            return or_(false(), *(matches(part, rows_of, model, caller=caller, past=past) for part in parts))
        case Not(part=part):
            # A comparison with an absent value is neither true nor false; its negation is made true.
            return not_(matches(part, rows_of, model, caller=caller, past=past).is_(true()))
        case Compare(column=column, operator=operator, value=value):
            return _compare(getattr(rows_of, column), operator, value)
        case Inside(code=code):
            return _inside(code, rows_of, model)
        case Related(relationship=name, condition=inner):
            return _related(name, inner, rows_of, model, caller=caller, past=past)


def _related(
    name: str, inner: Condition, rows_of: Rows, model: type[Base], *, caller: Caller, past: Past | None
) -> ColumnElement[bool]:
    edge = model.__mapper__.relationships[name]
    target: type[Base] = edge.mapper.class_
    near = next(iter(edge.local_columns))
    other, seen = seen_rows(caller, target, past)
    found = select(other.id).where(seen, matches(inner, other, target, caller=caller, past=past))
    here: ColumnElement[bool] = getattr(rows_of, str(near.key)).in_(found)
    return here


def _inside(code: str | Slot, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    start: Rows = named(model)
    top = select(start.position, start.last).where(start.code == bound(code, start.code)).subquery()
    below: ColumnElement[bool] = (
        select(true()).where(rows_of.position.between(top.c.position, top.c.last)).correlate(rows_of).exists()
    )
    return below


def _clause(clause: object, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    access = model.access
    if access is None:
        return false()
    match clause:
        case Everything():
            return true()
        case PublishedRows():
            return true() if access.is_open else _column(access.published, rows_of)
        case OwnerIn(position=position, last=last):
            return _owner_in(position, last, rows_of, model)
        case OwnerIs(position=position):
            return _owner_in(position, position, rows_of, model)
        case Anchored(by=anchor, position=position, last=last):
            # An identifier in a token counts only inside the branch its issuer may speak for.
            return and_(_anchor(anchor, rows_of, model), _owner_in(position, last, rows_of, model))
    return false()


def _column(name: str | None, rows_of: Rows) -> ColumnElement[bool]:
    return false() if name is None else getattr(rows_of, name).is_(true())


def _cheapest_first(clause: object) -> tuple[bool, str]:
    # What the row itself tells is asked first; most rows are published, so that nothing else is asked of them.
    return not isinstance(clause, Everything | PublishedRows), repr(clause)


def _owner_in(position: int, last: int, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    access = model.access
    owners = access.owners if access is not None else ()
    return or_(false(), *(_owned(path, position, last, rows_of, model) for path in owners))


def _owned(path: str, position: int, last: int, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    name, _, rest = path.partition(".")
    if not rest:
        return _stands_in(getattr(rows_of, name), position, last)
    edge = model.__mapper__.relationships[name]
    other: Rows = named(edge.mapper.class_)
    near, far = edge.local_remote_pairs[0]
    there = select(_ONE).where(
        getattr(other, str(far.key)) == getattr(rows_of, str(near.key)),
        _stands_in(getattr(other, rest), position, last),
    )
    if hasattr(other, "deleted_at"):
        there = there.where(other.deleted_at.is_(None))  # a seat or place that its source withdrew binds nobody
    # The bound that bounds nothing keeps PostgreSQL from reading the whole table for it, as it would for any list.
    return there.offset(literal_column("0")).correlate_except(other).exists()


def _stands_in(owner: Any, position: int, last: int) -> ColumnElement[bool]:
    """Whether the body that a column names stands in an interval of the tree."""
    body = _body()
    if position == last:
        # One body's rows lie together in the indexes that begin with the owner.
        only = select(body.id).where(body.position == _number(position)).scalar_subquery()
        here: ColumnElement[bool] = owner == only
        return here
    found = select(_ONE).where(body.id == owner, body.position.between(_number(position), _number(last)))
    # Asked of each row, never turned into a join: lists are read along their order, not body by body and sorted then.
    return found.correlate_except(body).exists().is_(true())


@cache
def _body() -> Rows:
    """One alias for all questions about an owner's place: each asks in a statement of its own, none within another."""
    return aliased(Body)


def _number(value: int) -> Any:  # itself, or the one parameter of all places where its slot stands
    return bindparam(value.slot, value, type_=Integer()) if isinstance(value, SlotNumber) else value


def _text(value: str) -> Any:  # itself, or the one parameter of all places where its slot stands
    return bindparam(value.slot, value, type_=String()) if isinstance(value, SlotText) else value


def _anchor(anchor: object, rows_of: Rows, model: type[Base]) -> ColumnElement[bool]:
    access = model.access
    match anchor:
        case StudioIs(id=value):
            path = access.studio if access else None
        case CommitteeIs(id=value):
            path = access.committee if access else None
        case MemberIs(id=value):
            path = access.member if access else None
        case _:
            return false()
    return false() if path is None else _step(path, rows_of, model, lambda column: column == _text(value))


def _step(path: str, rows_of: Rows, model: type[Base], holds: Any) -> ColumnElement[bool]:
    """Apply a condition to a column of the row, or of the row one relationship away."""
    name, _, rest = path.partition(".")
    if not rest:
        found: ColumnElement[bool] = holds(getattr(rows_of, name))
        return found
    edge = model.__mapper__.relationships[name]
    other: Rows = named(edge.mapper.class_)
    near, far = edge.local_remote_pairs[0]
    there = select(getattr(other, str(far.key))).where(holds(getattr(other, rest)))
    if edge.uselist and hasattr(other, "deleted_at"):
        there = there.where(other.deleted_at.is_(None))  # a seat or place that its source withdrew binds nobody
    linked: ColumnElement[bool] = getattr(rows_of, str(near.key)).in_(there)
    return linked


def _compare(column: Any, operator: Operator, value: Any) -> ColumnElement[bool]:  # a column of any type
    one = bound(value, column)
    compared: dict[Operator, Any] = {
        Operator.EQ: lambda: column == one,
        Operator.NE: lambda: column != one,
        Operator.IN: lambda: column.in_([bound(each, column) for each in value]) if value else false(),
        Operator.LT: lambda: column < one,
        Operator.LTE: lambda: column <= one,
        Operator.GT: lambda: column > one,
        Operator.GTE: lambda: column >= one,
        # Not LIKE: SQLite's takes A for a and refuses long patterns, PostgreSQL's does neither.
        Operator.CONTAINS: lambda: or_(
            func.replace(column, one, "") != column, and_(column.is_not(None), func.length(one) == 0)
        ),
        Operator.STARTS_WITH: lambda: func.substr(column, 1, func.length(one)) == one,
        Operator.IS_NULL: lambda: column.is_(None) if value else column.is_not(None),
    }
    result: ColumnElement[bool] = compared[operator]()
    return result


async def acted_on(
    reader: Reader, caller: Caller, *, act: Act, model: type[Base], column: str, value: str
) -> str | None:
    """The identifier of the row with this value, when the caller may do this act to it."""
    access = model.access
    if access is None:
        return None
    rows_of: Rows = model
    reach = within_reach(rows(caller, act, access.noun), rows_of, model)
    found = await reader.all(select(rows_of.id).where(getattr(rows_of, column) == value, reach))
    return found[0]["id"] if found else None
