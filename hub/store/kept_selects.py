"""Statements of the general reads that are made once for callers of one structure: making them costs more than running.

Their values are parameters: the caller's own (`store.slots`), those of a past state, and what the read itself gives.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select

from hub.auth.caller import Caller
from hub.store.columns import selected
from hub.store.models.base import Base
from hub.store.plan import Past
from hub.store.recent import Recent
from hub.store.slots import caller_structure, caller_values, opened_past, stand_in
from hub.store.where import seen_rows

IDS = "ids"
_MOST = 400  # each holds some tens of kilobytes


_KEPT: Recent[Hashable, Select[Any]] = Recent(_MOST)


def rows_by_id(
    caller: Caller, model: type[Base], past: Past | None, *, ids: list[str]
) -> tuple[Select[Any], Mapping[str, Any]]:
    """The rows with some identifiers as a caller may see them, and the values of the statement's parameters."""
    state, values = opened_past(past, prefix="past")
    key = (model, state, caller_structure(caller))
    statement = _KEPT.recall(key)
    if statement is None:
        statement = _KEPT.keep(key, _rows_by_id(stand_in(caller), model, state))
    return statement, {IDS: ids, **values, **caller_values(caller)}


def _rows_by_id(caller: Caller, model: type[Base], past: Past | None) -> Select[Any]:
    rows_of, seen = seen_rows(caller, model, past)
    return select(*selected(caller, rows_of, model)).where(rows_of.id.in_(bindparam(IDS, expanding=True)), seen)
