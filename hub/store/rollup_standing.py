"""How the obligations of a period stand: what rates are reckoned from, within a caller's reach (behaviour.md §2d)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Select, select

from hub.auth.caller import Caller
from hub.domain.access import Role
from hub.domain.due import Timing
from hub.domain.rollup_rates import Answering, Reported, Share, Wait
from hub.domain.rollup_words import IndicatorSource, Owes, VersionKind, VersionStatus
from hub.store.dialect import chunks, table_of
from hub.store.models.body import Body
from hub.store.models.report import ReportDefinition, ReportIndicator, ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.rollup_cells import Cells, cells_of, restated_of
from hub.store.rollup_covered import covered
from hub.store.session import Reader
from hub.store.where import Rows, seen_rows

Row = RowMapping
_PERIOD, _DEFINITION, _INDICATOR = (table_of(model) for model in (ReportPeriod, ReportDefinition, ReportIndicator))
_OBLIGATION, _VERSION, _BODY = table_of(Obligation), table_of(RollupVersion), table_of(Body)

_VERSION_COLUMNS = (
    "id", "obligation_id", "number", "kind", "status", "submitted_at", "received_at", "returned_at", "accepted_at",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PeriodHeld:
    """A period with what its definition says of who owes and who receives."""

    id: str
    row: Row
    required: frozenset[str]
    """Codes of the figures that a version must have."""

    @property
    def owes(self) -> Owes:
        """Who owes the report."""
        return Owes.of(str(self.row["owes"]))

    @property
    def goes_to(self) -> Role:
        """Who receives it."""
        return Role.of(str(self.row["goes_to"]))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The obligations of a period within reach, by the body that owes them, and how long the receiving side took."""

    period: PeriodHeld
    bodies: Mapping[str, Sequence[Reported]]
    waits: Sequence[Wait]


async def period_held(reader: Reader, identifier: str) -> PeriodHeld | None:
    """A period; whoever may read reports may know which periods there are."""
    chosen = (
        select(_PERIOD, _DEFINITION.c.owes, _DEFINITION.c.goes_to, _DEFINITION.c.by_section, _DEFINITION.c.code)
        .join(_DEFINITION, _DEFINITION.c.id == _PERIOD.c.definition_id)
        .where(_PERIOD.c.id == identifier)
    )
    found = await reader.all(chosen)
    if not found:
        return None
    figures = select(_INDICATOR.c.code).where(
        _INDICATOR.c.definition_id == found[0]["definition_id"],
        _INDICATOR.c.required.is_(True),
        _INDICATOR.c.source != IndicatorSource.NARRATIVE,
    )
    codes = frozenset(str(row["code"]) for row in await reader.all(figures))
    return PeriodHeld(id=identifier, row=found[0], required=codes)


async def seen_obligations(reader: Reader, caller: Caller, period: str) -> Sequence[Row]:
    """The obligations of a period that a caller may read, in the order of their identifiers."""
    rows_of: Rows
    rows_of, seen = seen_rows(caller, Obligation)
    columns = [getattr(rows_of, one.key) for one in Obligation.__mapper__.column_attrs]
    return await reader.all(select(*columns).where(seen, rows_of.period_id == period).order_by(rows_of.id))


async def read_standing(reader: Reader, caller: Caller, period: str) -> Standing | None:
    """How a period stands within a caller's reach; None where there is no such period.

    Of a report that goes to the province office everybody is told how long the office takes with all units (§3.12);
    of another report, with those within reach.
    """
    held = await period_held(reader, period)
    if held is None:
        return None
    owed = await seen_obligations(reader, caller, period)
    versions = await versions_of(reader, [row["id"] for row in owed])
    cells = await cells_of(reader, [one["id"] for one in _told(versions)], required=held.required)
    restated = await restated_of(reader, [row["id"] for row in owed])
    studios = await covered(reader, owed, held.row)
    reported: dict[str, list[Reported]] = defaultdict(list)
    for row in owed:
        mine = versions.get(row["id"], ())
        reported[row["body_id"]].append(
            _reported(row, mine, cells, studios=studios[row["id"]], restated=restated.get(row["id"], Share()))
        )
    clocked = versions if held.goes_to is not Role.PROVINCE_OFFICE else await _versions_in(reader, period)
    waits = [wait for mine in clocked.values() for one in mine for wait in _waits(one)]
    order = await positions_of(reader, sorted(reported))
    return Standing(
        period=held, bodies={body: reported[body] for body in sorted(reported, key=order.__getitem__)}, waits=waits
    )


async def positions_of(reader: Reader, bodies: Sequence[str]) -> Mapping[str, int]:
    """Where bodies stand in the tree."""
    found: dict[str, int] = {}
    for some in chunks(bodies):
        for row in await reader.all(select(_BODY.c.id, _BODY.c.position).where(_BODY.c.id.in_(some))):
            found[row["id"]] = row["position"]
    return found


async def versions_of(reader: Reader, obligations: Sequence[str]) -> Mapping[str, Sequence[Row]]:
    """The versions of some obligations, the newest first."""
    found: dict[str, list[Row]] = defaultdict(list)
    for some in chunks(obligations):
        for row in await reader.all(_chosen().where(_VERSION.c.obligation_id.in_(some))):
            found[row["obligation_id"]].append(row)
    return found


async def _versions_in(reader: Reader, period: str) -> Mapping[str, Sequence[Row]]:
    owed = select(_OBLIGATION.c.id).where(_OBLIGATION.c.period_id == period)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in await reader.all(_chosen().where(_VERSION.c.obligation_id.in_(owed))):
        found[row["obligation_id"]].append(row)
    return found


def _chosen() -> Select[Any]:  # columns of several types
    columns = (_VERSION.c[name] for name in _VERSION_COLUMNS)
    return select(*columns).order_by(_VERSION.c.obligation_id, _VERSION.c.number.desc())


def newest_received(versions: Sequence[Row]) -> Row | None:
    """Of an obligation's versions, newest first, the newest that was received and not withdrawn."""
    return next((one for one in versions if one["received_at"] is not None and not _withdrawn(one)), None)


def _told(versions: Mapping[str, Sequence[Row]]) -> list[Row]:
    """The version of each obligation whose lines count, or whose lines tell what is missing."""
    return [newest_received(mine) or mine[0] for mine in versions.values() if mine]


def _withdrawn(row: Row) -> bool:
    return bool(row["status"] == VersionStatus.WITHDRAWN)


def _reported(
    row: Row, versions: Sequence[Row], cells: Mapping[str, Cells], *, studios: Share, restated: Share
) -> Reported:
    newest = newest_received(versions)
    timing = Timing(
        due_original=row["due_original"],
        due_effective=row["due_effective"],
        first_received_at=row["first_received_at"],
        on_time=row["on_time"],
        on_time_extended=row["on_time_extended"],
    )
    returns = sum(one["returned_at"] is not None for one in versions)
    if newest is None:
        drafted = cells.get(versions[0]["id"]) if versions else None
        empty = Share(whole=drafted.required) if drafted is not None else Share()
        return Reported(status=row["status"], timing=timing, returns=returns, cells=empty, studios=studios)
    found = cells.get(newest["id"], Cells())
    return Reported(
        status=row["status"],
        timing=timing,
        returns=returns,
        cells=Share(part=found.filled, whole=found.required),
        studios=studios,
        explained=Share(part=found.explained, whole=found.lines),
        backed=Share(part=found.backed, whole=found.claimed),
        restated=restated,
    )


def _waits(version: Row) -> Iterable[Wait]:
    """The times that a unit waited with a version; one that it withdrew itself was waited for no longer."""
    if version["submitted_at"] is not None:
        yield Wait(kind=Answering.RECEIPT, since=version["submitted_at"], until=version["received_at"])
    if version["received_at"] is None or _withdrawn(version):
        return
    answered = [at for at in (version["returned_at"], version["accepted_at"]) if at is not None]
    until = min(answered) if answered else None
    yield Wait(kind=Answering.REVIEW, since=version["received_at"], until=until)
    if version["kind"] == VersionKind.CORRECTION:
        yield Wait(kind=Answering.CORRECTION, since=version["received_at"], until=until)
