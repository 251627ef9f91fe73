"""Reads and callers without their values, so that one prepared statement serves all of the same structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam

from hub.auth.caller import Caller
from hub.auth.tree import Interval, Place
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Inside, ListRead, Not, Operator, Past, Piece, Related, Slot
from hub.store.units import reaches_whole_units


class SlotNumber(int):
    """A number that stands for one which is given when a statement runs."""

    slot: str


class SlotText(str):
    """A text that stands for one which is given when a statement runs."""

    slot: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A read whose values are slots, and the values."""

    read: ListRead
    values: Mapping[str, Any]  # by slot; of the columns' own types


def bound(value: Any, column: Any) -> Any:  # a value of any column, or a slot for one
    """A value as a statement takes it: itself, or a parameter of the column's type that is given later."""
    return bindparam(value.name, type_=column.type) if isinstance(value, Slot) else value


def opened_past(past: Past | None, *, prefix: str) -> tuple[Past | None, Mapping[str, Any]]:
    """A past state with its day and its instant taken out, and these by slot."""
    if past is None:
        return None, {}
    on, known_at = Slot(name=f"{prefix}_on"), Slot(name=f"{prefix}_at")
    if past.known_at is None:
        return Past(on=on), {on.name: past.on}
    return Past(on=on, known_at=known_at), {on.name: past.on, known_at.name: past.known_at}


def opened(read: ListRead, *, prefix: str) -> Opened:
    """A read with its values taken out; equal structures give equal reads."""
    values: dict[str, Any] = {}

    def slot(value: Any) -> Slot:
        name = f"{prefix}_{len(values)}"
        values[name] = value
        return Slot(name=name)

    def keys(found: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
        # An absent value is part of the structure: it is compared with IS NULL.
        return None if found is None else tuple(None if value is None else slot(value) for value in found)

    condition = _opened(read.condition, slot)
    piece: Piece = replace(read.piece, after=keys(read.piece.after), before=keys(read.piece.before))
    past, state = opened_past(read.past, prefix=prefix)
    return Opened(read=replace(read, condition=condition, piece=piece, past=past), values={**values, **state})


def _opened(condition: Condition, slot: Any) -> Condition:  # slot: value → Slot
    match condition:
        case AllOf(parts=parts):
            return AllOf(parts=tuple(_opened(part, slot) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(parts=tuple(_opened(part, slot) for part in parts))
        case Not(part=part):
            return Not(part=_opened(part, slot))
        case Related(condition=inner):
            return replace(condition, condition=_opened(inner, slot))
        case Inside(code=code):
            return Inside(code=slot(code))
        case Compare(operator=Operator.IS_NULL):
            return condition
        case Compare(operator=Operator.IN, value=value):
            return replace(condition, value=tuple(None if one is None else slot(one) for one in value))
        case Compare(value=value):
            return replace(condition, value=slot(value))


def caller_structure(caller: Caller) -> tuple[Any, ...]:
    """What of a caller decides the form of its predicates; everything else about its reach is a value."""
    return (
        caller.kind,
        caller.roles,
        _form(caller.place),
        _form(caller.bounds),
        caller.member is None,
        len(caller.studios),
        len(caller.committees),
        tuple(_form(one) for one in caller.narrow),
        reaches_whole_units(caller),
    )


def _form(found: Place | Interval | None) -> bool | None:
    """Nothing, one body or a branch of several: reach over one body is asked for in other words."""
    return None if found is None else found.position == found.last


def stand_in(caller: Caller) -> Caller:
    """A caller of the same structure whose values are slots."""
    numbers = iter(range(1, 1000))

    def number(name: str) -> SlotNumber:
        made = SlotNumber(-next(numbers))
        made.slot = name
        return made

    def text(name: str) -> SlotText:
        made = SlotText(name)
        made.slot = name
        return made

    def ends(first: str, end: str, real: Place | Interval) -> Interval:
        position = number(first)
        return Interval(position=position, last=position if _form(real) else number(end))

    def place(name: str, real: Place) -> Place:
        branch = ends(f"{name}_position", f"{name}_last", real)
        return replace(real, position=branch.position, last=branch.last)

    return replace(
        caller,
        studios=frozenset(text(f"c_studio_{at}") for at in range(len(caller.studios))),
        committees=frozenset(text(f"c_committee_{at}") for at in range(len(caller.committees))),
        member=None if caller.member is None else text("c_member"),
        place=None if caller.place is None else place("c_place", caller.place),
        narrow=tuple(place(f"c_narrow_{at}", one) for at, one in enumerate(caller.narrow)),
        bounds=None if caller.bounds is None else ends("c_first", "c_end", caller.bounds),
    )


def caller_values(caller: Caller) -> dict[str, Any]:
    """The values of a caller, by the slots of its stand-in."""
    values: dict[str, Any] = {f"c_studio_{at}": one for at, one in enumerate(sorted(caller.studios))}
    values |= {f"c_committee_{at}": one for at, one in enumerate(sorted(caller.committees))}
    values["c_member"] = caller.member
    places = {f"c_narrow_{at}": one for at, one in enumerate(caller.narrow)}
    if caller.place is not None:
        places["c_place"] = caller.place
    for name, place in places.items():
        values[f"{name}_position"], values[f"{name}_last"] = place.position, place.last
    if caller.bounds is not None:
        values["c_first"], values["c_end"] = caller.bounds.position, caller.bounds.last
    return values
