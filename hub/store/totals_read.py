"""A read of totals as plain data, and from which cells it can be answered.

The same figures stand in the facts and in every kind of cells; cells are only read where all that was asked can be
said of them: each key, each comparison and each clause of the caller's reach. The fewest cells come first: those of
reporting units before those of bodies.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from hub.auth.caller import Caller
from hub.auth.predicate import Anchored, CommitteeIs, MemberIs, OwnerIn, OwnerIs, Predicate, PublishedRows, StudioIs
from hub.auth.scope import fields, rows
from hub.domain.access import Act, Sensitivity
from hub.domain.filing_settings import filing_settings
from hub.domain.span import Span
from hub.domain.unfiled import Counting
from hub.store.models.base import Access, Base
from hub.store.models.cell import OWNER, Cell, by_unit
from hub.store.models.totals import cells_of
from hub.store.plan import AllOf, AnyOf, Compare, Condition, Inside, Not, Operator, Related
from hub.store.totals_shape import UNIT, Dimension, shape_of
from hub.store.units import reaches_whole_units

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class TotalsRead:
    """Totals of the visible facts that meet a condition: alike by some dimensions and, where given, by a span."""

    facts: type[Base]
    by: tuple[str, ...] = ()
    span: Span | None = None
    condition: Condition = field(default_factory=AllOf)
    counted: Counting = Counting.ALL


def sources_of(read: TotalsRead) -> tuple[type[Cell], ...]:
    """The cells that can say what was asked, whoever asks; the fewest first.

    Cells do not know on which day a fact's studio was filed: where that decides, facts are counted one by one.
    """
    if read.counted is Counting.OFFICIAL and not filing_settings().credit_when_filed:
        return ()
    return tuple(cell for cell in cells_of(read.facts) if _has_keys(cell, read) and _says(cell, read.condition))


def source_for(
    caller: Caller, facts: type[Base], sources: Collection[type[Cell]], *, sums: Collection[str]
) -> type[Base]:
    """The first of some cells that can say a caller's reach, or the facts themselves."""
    access = facts.access
    if access is None:
        return facts
    shape = shape_of(facts)
    seen = [rows(caller, Act.READ, access.noun)]
    guarded: set[Sensitivity] = {shape.meaning(name).sensitivity for name in sums} - {Sensitivity.OPEN}
    seen += [fields(caller, one) for one in sorted(guarded)]
    opened_by_a_column = any(shape.meaning(name).unless is not None for name in sums)
    if opened_by_a_column:
        return facts
    whole = reaches_whole_units(caller)
    exact = (cell for cell in sources if all(_reaches(cell, access, one, whole_units=whole) for one in seen))
    return next(exact, facts)


def _has_keys(cell: type[Cell], read: TotalsRead) -> bool:
    shape = shape_of(read.facts)
    if not all(_tells(cell, shape.dimension(name), read.facts) for name in read.by):
        return False
    if read.span is None:
        return True
    return cell.dated == shape.dated and cell.span is not None and read.span.months % cell.span.months == 0


def _tells(cell: type[Cell], dimension: Dimension, facts: type[Base]) -> bool:
    column = dimension.column_of(facts)
    return column in cell.keys or (by_unit(cell) and dimension.what == UNIT and column == OWNER)


def _says(cell: type[Cell], condition: Condition) -> bool:
    """Whether a condition on facts holds for all facts of a cell or for none."""
    match condition:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return all(_says(cell, part) for part in parts)
        case Not(part=part):
            return _says(cell, part)
        case Compare(column=column):
            return column in cell.keys and (column != cell.dated or _is_at_a_bound(cell, condition))
        case Related(relationship=name):
            edge = cell.__mapper__.relationships.get(name)
            return edge is not None and all(str(one.key) in cell.keys for one in edge.local_columns)
        case Inside():
            return False


def _is_at_a_bound(cell: type[Cell], compared: Compare) -> bool:
    """Whether a day is compared so that no span of the cell is cut; the cell holds the span's first day."""
    span, day = cell.span, compared.value
    if compared.operator is Operator.IS_NULL:
        return True
    if span is None or not isinstance(day, date):
        return False
    match compared.operator:
        case Operator.GTE | Operator.LT:
            return span.first_day(day) == day
        case Operator.GT | Operator.LTE:
            return day < date.max and span.first_day(day + _DAY) == day + _DAY
    return False


def _reaches(cell: type[Cell], facts: Access, predicate: Predicate, *, whole_units: bool) -> bool:
    """Whether a predicate admits a cell exactly where it admits the facts in it.

    Cells of units stand where their unit does: that is where their facts stand for a branch of whole units alone.
    """
    cells = cell.access
    if cells is None:
        return False
    in_branch = cells.owners == facts.owners or (by_unit(cell) and facts.owners == (OWNER,) and whole_units)
    if predicate.within is not None and not in_branch:
        return False
    for clause in predicate.any_of:
        match clause:
            case PublishedRows():
                exact = cells.published == facts.published and cells.is_open == facts.is_open
            case OwnerIn():
                exact = in_branch
            case OwnerIs():
                exact = cells.owners == facts.owners
            case Anchored(by=StudioIs()):
                exact = facts.studio is None
            case Anchored(by=CommitteeIs()):
                exact = facts.committee is None
            case Anchored(by=MemberIs()):
                exact = facts.member is None
            case _:
                exact = True
        if not exact:
            return False
    return True
