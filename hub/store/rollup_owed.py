"""What a caller owes and what waits for it: obligations within reach, the open and the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, select
from sqlalchemy.orm import aliased

from hub.auth.scope import may, rows
from hub.domain.access import Act, Noun
from hub.domain.command import Actor
from hub.domain.rollup_words import ObligationStatus, Owes, VersionKind, VersionStatus
from hub.store.acting import Acting, Row
from hub.store.dialect import chunks, table_of
from hub.store.models.report import ReportDefinition, ReportPeriod
from hub.store.models.rollup import Obligation, RollupVersion
from hub.store.models.rollup_more import AmendmentGrant
from hub.store.where import Rows, visible, within_reach

_PERIOD, _DEFINITION, _VERSION = (table_of(model) for model in (ReportPeriod, ReportDefinition, RollupVersion))
_GRANT = table_of(AmendmentGrant)

OPEN = frozenset(
    {ObligationStatus.EXPECTED, ObligationStatus.IN_PROGRESS, ObligationStatus.OVERDUE, ObligationStatus.MISSING}
)
"""States in which the unit itself still has something to send."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Rows of an obligation with its period and versions, the newest first."""

    obligation: Row
    period: Row
    definition: Row
    versions: Sequence[Row]
    leave: Row | None
    """The leave under which its newest version amends, if it does."""


async def owed_by(acting: Acting, *, most: int) -> Sequence[Found]:
    """The obligations for which a caller may act, the open and the earliest due first."""
    owed: Rows = aliased(Obligation)
    chosen = _with_period(select(*_columns(owed), *_beside()), owed).where(
        visible(acting.caller, owed, Obligation), _acts(acting.actor, owed)
    )
    is_open = case((owed.status.in_(sorted(OPEN)), 0), else_=1)
    order = (is_open, owed.due_effective.is_(None), owed.due_effective, owed.id)
    return await _found(acting, chosen.order_by(*order).limit(most))


async def waiting_for(acting: Acting, *, most: int) -> Sequence[Found]:
    """The obligations within reach of which a version, or an extension that was asked for, waits for the receiver."""
    if not may(acting.caller, Act.RECEIVE, Noun.ROLLUP):
        return []
    owed: Rows = aliased(Obligation)
    reach = within_reach(rows(acting.caller, Act.RECEIVE, Noun.ROLLUP), owed, Obligation)
    lies = select(_VERSION.c.id).where(
        _VERSION.c.obligation_id == owed.id, _VERSION.c.status == VersionStatus.RECEIPTED
    )
    asked = and_(owed.extension_asked_at.is_not(None), owed.extension_granted.is_(None))
    chosen = _with_period(select(*_columns(owed), *_beside()), owed).where(
        reach,
        or_(lies.correlate_except(_VERSION).exists(), asked),
        _DEFINITION.c.goes_to.in_(sorted(acting.actor.roles)),
    )
    order = (owed.due_effective.is_(None), owed.due_effective, owed.first_received_at, owed.id)
    return await _found(acting, chosen.order_by(*order).limit(most))


def _acts(actor: Actor, owed: Rows) -> ColumnElement[bool]:
    """A first choice of what a caller may act for; the rules have the last word."""
    of_body = _DEFINITION.c.owes.in_([Owes.ROLLUP_UNIT, Owes.BODY])
    choices: list[ColumnElement[bool]] = [false()]
    if actor.body_id is not None:
        choices.append(and_(of_body, owed.body_id == actor.body_id))
    if actor.studios:
        choices.append(and_(_DEFINITION.c.owes == Owes.STUDIO, owed.studio_id.in_(sorted(actor.studios))))
    if actor.committees:
        choices.append(and_(_DEFINITION.c.owes == Owes.COMMITTEE, owed.committee_id.in_(sorted(actor.committees))))
    return or_(*choices)


def _columns(owed: Rows) -> list[Any]:
    return [getattr(owed, one.key) for one in Obligation.__mapper__.column_attrs]


def _beside() -> list[Any]:
    periods = [_PERIOD.c[name].label(f"period_{name}") for name in _PERIOD_COLUMNS]
    return periods + [_DEFINITION.c[name].label(f"definition_{name}") for name in _DEFINITION_COLUMNS]


_PERIOD_COLUMNS = ("label", "status", "starts_on", "ends_on")
_DEFINITION_COLUMNS = ("id", "code", "name", "name_en", "owes", "goes_to", "two_person", "auto_accept")


def _with_period(chosen: Any, owed: Rows) -> Any:  # a select of columns of several types
    joined = chosen.join(_PERIOD, _PERIOD.c.id == owed.period_id)
    return joined.join(_DEFINITION, _DEFINITION.c.id == _PERIOD.c.definition_id)


async def _found(acting: Acting, chosen: Any) -> list[Found]:  # a select of columns of several types
    held = await acting.all(chosen)
    versions: dict[str, list[Row]] = {row["id"]: [] for row in held}
    for some in chunks(list(versions)):
        these = select(_VERSION).where(_VERSION.c.obligation_id.in_(some))
        for one in await acting.all(these.order_by(_VERSION.c.number.desc())):
            versions[one["obligation_id"]].append(one)
    return [
        Found(
            obligation=row,
            period=_part(row, "period_", _PERIOD_COLUMNS),
            definition=_part(row, "definition_", _DEFINITION_COLUMNS),
            versions=versions[row["id"]],
            leave=await _leave(acting, versions[row["id"]]),
        )
        for row in held
    ]


async def _leave(acting: Acting, versions: Sequence[Row]) -> Row | None:
    if not versions or versions[0]["kind"] is not VersionKind.AMENDMENT:
        return None
    newest = versions[0]
    mine = (_GRANT.c.obligation_id == newest["obligation_id"], _GRANT.c.granted_at <= newest["drafted_at"])
    found = await acting.all(select(_GRANT).where(*mine).order_by(_GRANT.c.granted_at.desc()).limit(1))
    return found[0] if found else None


def _part(row: Row, prefix: str, names: Sequence[str]) -> Mapping[str, Any]:  # column values of any type
    return {name: row[f"{prefix}{name}"] for name in names}
