"""Gross and net of a branch: whose question it is, which bodies are credited, and what of the list the caller reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, Select, select

from hub.auth.caller import Caller
from hub.auth.predicate import Everything, OwnerIn, OwnerIs
from hub.auth.scope import rows
from hub.auth.tree import Interval
from hub.domain.access import Act, Noun
from hub.domain.shared import Line, Numbers, SharedBy, Work, account, total
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.session import Reader
from hub.store.units import counted_under

_BODY = table_of(Body)
Row = RowMapping
"""Columns of a row as they were read."""


@dataclass(frozen=True, kw_only=True)
class SharedRead:
    """What is asked: the branch of a body, a period by its first and last day, and among whom the gross is reckoned."""

    body: str
    first: date
    last: date
    by: SharedBy


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The answer: the numbers, the lines that the caller reads, and the others added up."""

    numbers: Numbers
    lines: Sequence[Line]
    rows: Mapping[str, Row]
    """What is shown of a line, by its identifier: column values of any type."""
    hidden: int
    hidden_numbers: Numbers


@dataclass(frozen=True, kw_only=True)
class Branch:
    """The bodies of a branch, and under what each of them is credited."""

    top: Interval
    units: Mapping[str, str]

    @property
    def bodies(self) -> Select[tuple[str]]:
        """The identifiers of its bodies."""
        return select(_BODY.c.id).where(_BODY.c.position.between(self.top.position, self.top.last))


async def branch_of(reader: Reader, caller: Caller, read: SharedRead, nouns: Iterable[Noun]) -> Branch | None:
    """The branch that is asked for, or None for a caller who does not read all rows of these nouns of its body."""
    found = await reader.all(select(_BODY.c.position, _BODY.c.last).where(_BODY.c.code == read.body))
    if not found:
        return None
    top = Interval(position=found[0]["position"], last=found[0]["last"])
    if not all(reads_all(caller, noun, top) for noun in nouns):
        return None
    inside = select(_BODY.c.id).where(_BODY.c.position.between(top.position, top.last))
    if read.by is SharedBy.BODY:
        return Branch(top=top, units={row["id"]: row["id"] for row in await reader.all(inside)})
    under = counted_under()
    placed = select(under.c.body_id, under.c.unit_id).where(under.c.body_id.in_(inside))
    return Branch(top=top, units={row["body_id"]: row["unit_id"] for row in await reader.all(placed)})


def reads_all(caller: Caller, noun: Noun, top: Interval) -> bool:
    """Whether a caller reads all rows of a noun that the body at the top of a branch owns itself."""
    predicate = rows(caller, Act.READ, noun)
    if predicate.within is not None and not any(
        one.position <= top.position and top.last <= one.last for one in predicate.within
    ):
        return False
    for clause in predicate.any_of:
        match clause:
            case Everything():
                return True
            case OwnerIn(position=position, last=last) if position <= top.position <= last:
                return True
            case OwnerIs(position=position) if position == top.position:
                return True
    return False


def told(
    alone: Numbers,
    works: Iterable[Work],
    *,
    branch: Branch,
    rows: Mapping[str, Row],
    seen: Collection[str],
) -> Shared:
    """The answer of which only these lines are shown; the others are told as what they add together."""
    found = account(alone, works, units=branch.units)
    shown = [line for line in found.lines if line.id in seen]
    hidden = [line for line in found.lines if line.id not in seen]
    nothing = {name: type(one)() for name, one in alone.items()}
    return Shared(
        numbers=found.numbers,
        lines=shown,
        rows=rows,
        hidden=len(hidden),
        hidden_numbers=total([nothing, *(line.numbers for line in hidden)]),
    )
