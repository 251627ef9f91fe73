"""Statements of the general reads that are made once for callers of one structure: making them costs more than running.

Their values are parameters: the caller's own (`store.slots`), those of a past state, and what the read itself gives.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import Select, bindparam, select

from hub.auth.caller import Caller
from hub.store.columns import selected
from hub.store.models.base import Base
from hub.store.plan import Past
from hub.store.slots import caller_structure, caller_values, opened_past, stand_in
from hub.store.where import seen_rows

IDS = "ids"
_MOST = 400  # each holds some tens of kilobytes


class Kept:
    """The latest used statements."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Select[Any]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Select[Any]]) -> Select[Any]:
        """The statement of a key, made where it is not kept."""
        found = self._held.get(key)
        if found is None:
            found = self._held[key] = make()
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(key)
        return found


_KEPT = Kept()


def rows_by_id(
    caller: Caller, model: type[Base], past: Past | None, *, ids: list[str]
) -> tuple[Select[Any], Mapping[str, Any]]:
    """The rows with some identifiers as a caller may see them, and the values of the statement's parameters."""
    state, values = opened_past(past, prefix="past")

    def made() -> Select[Any]:
        asker = stand_in(caller)
        rows_of, seen = seen_rows(asker, model, state)
        wanted = rows_of.id.in_(bindparam(IDS, expanding=True))
        return select(*selected(asker, rows_of, model)).where(wanted, seen)

    statement = _KEPT.get((model, state, caller_structure(caller)), made)
    return statement, {IDS: ids, **values, **caller_values(caller)}
