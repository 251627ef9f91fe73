"""Order and place in a list: keyset conditions that stay true while rows are inserted, with absent values in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, literal, or_, true

from hub.store.plan import Direction, Order, Piece, Slot
from hub.store.slots import bound

Rows = Any  # a mapped class or an alias of one


def sorting(rows_of: Rows, order: Sequence[Order], *, backward: bool) -> list[ColumnElement[Any]]:
    """The ORDER BY of a list; absent values come before all others, the identifier decides last."""
    steps: list[ColumnElement[Any]] = []
    for step in _complete(order):
        column = getattr(rows_of, step.column)
        ascending = (step.direction is Direction.ASC) is not backward
        if _may_be_absent(rows_of, step.column):
            absent_first = column.is_not(None)
            steps.append(absent_first.asc() if ascending else absent_first.desc())
        steps.append(column.asc() if ascending else column.desc())
    return steps


def beyond(rows_of: Rows, order: Sequence[Order], piece: Piece) -> ColumnElement[bool]:
    """The rows between the two cursors of a piece."""
    steps = _complete(order)
    conditions: list[ColumnElement[bool]] = [true()]
    if piece.after is not None:
        conditions.append(_past(rows_of, steps, piece.after, forward=True))
    if piece.before is not None:
        conditions.append(_past(rows_of, steps, piece.before, forward=False))
    return and_(*conditions)


def _past(rows_of: Rows, steps: Sequence[Order], key: Sequence[Any], *, forward: bool) -> ColumnElement[bool]:
    """Rows after a key: equal up to some step and beyond it there."""
    ways: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for step, value in zip(steps, key, strict=True):
        column = getattr(rows_of, step.column)
        rising = (step.direction is Direction.ASC) is forward
        further = _further(column, value, rising=rising, may_be_absent=_may_be_absent(rows_of, step.column))
        if further is not None:
            ways.append(and_(*equal, further))
        equal.append(column.is_(None) if value is None else column == bound(value, column))
    # One way alone says where to start by itself.
    return and_(_from(rows_of, steps[0], key[0], forward=forward), or_(*ways)) if len(ways) > 1 else or_(false(), *ways)


def _from(rows_of: Rows, step: Order, value: Any, *, forward: bool) -> ColumnElement[bool]:
    """Where the first column may start: nothing new is said, but an index can begin there."""
    column = getattr(rows_of, step.column)
    rising = (step.direction is Direction.ASC) is forward
    if value is None or (not rising and _may_be_absent(rows_of, step.column)):
        return true()
    start: ColumnElement[bool] = column >= _place(column, value) if rising else column <= _place(column, value)
    return start


def _further(column: Any, value: Any, *, rising: bool, may_be_absent: bool) -> ColumnElement[bool] | None:
    further: ColumnElement[bool]
    if value is None:
        if not rising:
            return None
        further = column.is_not(None)
        return further
    place = _place(column, value)
    if rising:
        beyond_value: ColumnElement[bool] = column > place
        return beyond_value
    lower: ColumnElement[bool] = column < place
    return or_(lower, column.is_(None)) if may_be_absent else lower


def _place(column: Any, value: Any) -> Any:  # a value of the column, or a slot for one
    # A parameter even where the value is known: SQLAlchemy compares no bare True or False by size.
    return bound(value, column) if isinstance(value, Slot) else literal(value, column.type)


def _complete(order: Sequence[Order]) -> list[Order]:
    steps: list[Order] = []
    for step in order:
        steps.append(step)
        if step.column == "id":
            return steps  # nothing is left to decide after the identifier
    return [*steps, Order(column="id")]


def key_columns(order: Sequence[Order]) -> list[str]:
    """The columns whose values make up a cursor, in the order of the list."""
    return [step.column for step in _complete(order)]


def _may_be_absent(rows_of: Rows, name: str) -> bool:
    column = getattr(rows_of, name)
    return bool(column.property.columns[0].nullable)
