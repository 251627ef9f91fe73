"""Which columns of a row leave the database for a caller: a hidden value never does, only its mask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, String, and_, case, func, literal, null, or_, true

from hub.auth.caller import Caller
from hub.domain.access import Sensitivity
from hub.store.models.base import Base, Meaning, meaning_of
from hub.store.plan import Masked, Past, Record
from hub.store.where import Rows, open_to

_FLAG = "__open_"
_MASKABLE = 7  # shorter numbers would be given away by what stays


def selected(caller: Caller, rows_of: Rows, model: type[Base]) -> list[ColumnElement[Any]]:
    """All columns of a model as this caller may see them, each guarded one with a flag beside it."""
    chosen: list[ColumnElement[Any]] = []
    sight = Sight(caller, rows_of, model)
    for attribute in model.__mapper__.column_attrs:
        guarded = sight.guarded(attribute.key)
        if guarded is None:
            chosen.append(getattr(rows_of, attribute.key).label(attribute.key))
            continue
        shown = case(*((one.when, one.then) for one in guarded.forms), else_=null())
        chosen.append(shown.label(attribute.key))
        chosen.append(case((guarded.may, literal(1)), else_=literal(0)).label(_FLAG + attribute.key))
    return chosen


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form of a guarded value and the condition under which it is shown."""

    when: ColumnElement[bool]
    then: Any  # an expression of the column's own type


@dataclass(frozen=True, kw_only=True)
class Guard:
    """The forms of a guarded value, the first that holds being shown, and the condition under which it is open."""

    may: ColumnElement[bool]
    forms: tuple[Form, ...]


class Sight:
    """What a caller may see of the columns of some rows."""

    def __init__(self, caller: Caller, rows_of: Rows, model: type[Base]) -> None:
        self._caller = caller
        self._rows_of = rows_of
        self._model = model
        self._opened: dict[Sensitivity, ColumnElement[bool]] = {}

    def guarded(self, name: str) -> Guard | None:
        """How a column is guarded, or None when it is open."""
        column = getattr(self._rows_of, name)
        meaning = meaning_of(self._model.__mapper__.columns[name])
        if meaning is None or meaning.sensitivity is Sensitivity.OPEN:
            return None
        may = self._open(meaning.sensitivity)
        if meaning.unless is not None:
            may = or_(may, getattr(self._rows_of, meaning.unless).is_(true()))
        return Guard(may=may, forms=_forms(column, meaning, may, self._open(Sensitivity.WORK)))

    def _open(self, sensitivity: Sensitivity) -> ColumnElement[bool]:
        if sensitivity not in self._opened:
            self._opened[sensitivity] = open_to(self._caller, sensitivity, self._rows_of, self._model)
        return self._opened[sensitivity]


def record(model: type[Base], row: RowMapping, past: Past | None = None) -> Record:
    """A row of such a selection as a record, of the state in which it was read."""
    given = dict(row)
    values: dict[str, Any] = {}
    for key, value in given.items():
        if not key.startswith("__"):
            flag = given.get(_FLAG + key)
            values[key] = value if flag is None else Masked(value=value, masked=flag == 0)
    return Record(model=model, values=values, past=past)


def _forms(column: Any, meaning: Meaning, may: ColumnElement[bool], work: ColumnElement[bool]) -> tuple[Form, ...]:
    if meaning.mask != "phone":
        return (Form(when=may, then=column),)
    # A masked form is for those who work with the row; to all others not even its shape is shown (behaviour.md §2f).
    shown = (
        func.substr(column, 1, 3, type_=String) + "****" + func.substr(column, func.length(column) - 3, type_=String)
    )
    return Form(when=may, then=column), Form(when=and_(work, func.length(column) >= _MASKABLE), then=shown)
