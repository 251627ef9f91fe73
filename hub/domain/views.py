"""The map of a day in three views: as it was reported, as it is known now, and restated to today's divisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.domain.term import Term


class MapView(Term):
    """Whose divisions and tree a period is shown in, and with whose knowledge."""

    AS_REPORTED = "AS_REPORTED", "按当时上报", "in force and known when the day ended"
    AS_KNOWN_NOW = "AS_KNOWN_NOW", "按现在所知", "in force on the day, as known now"
    RESTATED = "RESTATED", "按现行区划重述", "restated to the divisions and the tree of today"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A division under one name and one code; `valid_to` is the first day on which it no longer held."""

    id: str
    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None

    def valid_on(self, day: date) -> bool:
        """Whether code and name were in force on the day."""
        return _holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A body: what it is called, whether it owes the province a roll-up, and the division it belongs to."""

    id: str
    code: str
    name: str
    rollup_unit: bool
    area: str | None


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Where a body reports, and on which days."""

    child: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A body on the map of a day: code and name of its division that day, where it reports, its reporting unit."""

    body: str
    code: str
    name: str
    level: int
    reports_to: str | None
    unit: str | None


def drawn(
    seats: Iterable[Seat], ties: Iterable[Tie], areas: Iterable[Area], *, root: str, on: date
) -> tuple[Spot, ...]:
    """The branch that starts at the body with this code, as it was on the day; each body before those below it.

    A code of the day finds the body as well as its own does. No body, no branch.
    """
    held = {seat.id: seat for seat in seats}
    known = tuple(areas)
    named = {seat.id: named_on(seat, known, on=on) for seat in held.values()}
    above, below = _tree(ties, held, on=on)
    start = next((id for id in sorted(held) if root in (held[id].code, named[id][0])), None)
    if start is None:
        return ()
    found: list[Spot] = []
    stack, seen = [(start, 0)], {start}
    while stack:
        id, level = stack.pop()
        unit = _unit(id, above, held)
        found.append(
            Spot(
                body=id,
                code=named[id][0],
                name=named[id][1],
                level=level,
                reports_to=named[above[id]][0] if id in above else None,
                unit=None if unit is None else named[unit][0],
            )
        )
        children = sorted((child for child in below[id] if child not in seen), key=lambda child: named[child][0])
        seen.update(children)
        stack.extend((child, level + 1) for child in reversed(children))
    return tuple(found)


def named_on(seat: Seat, areas: Sequence[Area], *, on: date) -> tuple[str, str]:
    """Code and name of a body's division on the day; its own where it has none or none was in force."""
    area = next((one for one in areas if one.id == seat.area), None)
    found = None if area is None else area_on(area, areas, on=on)
    return (seat.code, seat.name) if found is None else (found.code, found.name)


def area_on(area: Area, areas: Sequence[Area], *, on: date) -> Area | None:
    """Which division was on the day what the given one is on its own: those before it, or those that followed it."""
    waiting, seen = [area], {area.id}
    while waiting:
        one = waiting.pop(0)
        if one.valid_on(on):
            return one
        earlier = one.valid_from is not None and on < one.valid_from
        near = [other for other in areas if (_follows(one, other) if earlier else _follows(other, one))]
        fresh = [other for other in near if other.id not in seen]
        seen.update(other.id for other in fresh)
        waiting += sorted(fresh, key=lambda other: other.code)
    return None


def owner_restated(then: str, now: str, *, today: Iterable[str]) -> str:
    """Under which body of today a studio is shown that had this owner then: the same one, or if it is gone the heir."""
    return then if then in set(today) else now


def branch_totals(spots: Sequence[Spot], counts: Mapping[str, int]) -> dict[str, int]:
    """How many there are under each body and all bodies below it."""
    totals: dict[str, int] = {}
    path: list[Spot] = []
    for spot in spots:
        del path[spot.level :]
        path.append(spot)
        for one in path:
            totals[one.body] = totals.get(one.body, 0) + counts.get(spot.body, 0)
    return totals


def _follows(later: Area, earlier: Area) -> bool:
    """Whether a division took the place of another on the day that one ended."""
    return earlier.valid_to is not None and (earlier.successor, earlier.valid_to) == (later.code, later.valid_from)


def _tree(
    ties: Iterable[Tie], held: Mapping[str, Seat], *, on: date
) -> tuple[dict[str, str], defaultdict[str, list[str]]]:
    above: dict[str, str] = {}
    below: defaultdict[str, list[str]] = defaultdict(list)
    for tie in ties:
        if _holds(tie.valid_from, tie.valid_to, on) and tie.child in held and tie.parent in held:
            above[tie.child] = tie.parent
            below[tie.parent].append(tie.child)
    return above, below


def _unit(id: str, above: Mapping[str, str], held: Mapping[str, Seat]) -> str | None:
    """The nearest body at or above one that owes the province a roll-up (A-03)."""
    passed: set[str] = set()
    at: str | None = id
    while at is not None and at not in passed:
        if held[at].rollup_unit:
            return at
        passed.add(at)
        at = above.get(at)
    return None


def _holds(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
