"""Studios that work without being on file, as the rules of `domain.unfiled` tell them, in SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from hub.domain.unfiled import UNFILED_STILL
from hub.domain.words import LIVING, StudioStatus
from hub.store.dialect import business_day_of, days_between
from hub.store.models.base import Base
from hub.store.models.studio import Studio
from hub.store.models.version import VERSIONS
from hub.store.where import Rows

_ONE: ColumnElement[int] = literal_column("1")


def is_unfiled(studio: Rows) -> ColumnElement[bool]:
    """Whether a studio works, or has ended, without being on file."""
    version = VERSIONS[Studio].alias()
    was = select(_ONE).where(version.c.id == studio.id, version.c.status == _word(StudioStatus.UNFILED_ACTIVE))
    return and_(
        studio.filed_on.is_(None),
        studio.filing_number.is_(None),
        or_(
            studio.status == _word(StudioStatus.UNFILED_ACTIVE),
            and_(
                studio.status.in_([_word(one) for one in sorted(UNFILED_STILL)]),
                was.correlate_except(version).exists(),
            ),
        ),
    )


def unfiled() -> Select[tuple[str]]:
    """The identifiers of all such studios, whoever may see them."""
    studio: Rows = aliased(Studio)
    return select(studio.id).where(is_unfiled(studio))


def unfiled_days(studio: Rows, today: ColumnElement[date], *, on_postgresql: bool) -> ColumnElement[int | None]:
    """For how many days a studio that lives has not been on file; null for all others."""
    version = VERSIONS[Studio].alias()
    first = select(func.min(version.c.known_from)).where(version.c.id == studio.id).correlate_except(version)
    recorded = func.coalesce(first.scalar_subquery(), studio.recorded_at)
    since = func.coalesce(studio.plaqued_on, business_day_of(recorded, on_postgresql=on_postgresql), type_=Date)
    lives = studio.status.in_([_word(one) for one in sorted(LIVING)])
    return case((and_(lives, is_unfiled(studio)), days_between(since, today, on_postgresql=on_postgresql)))


def is_of_studio(model: type[Base]) -> bool:
    """Whether rows of a model are studios or what a studio did."""
    return model is Studio or "studio_id" in model.__mapper__.columns


def studio_of(facts: Rows, model: type[Base]) -> Any:  # a column of identifiers
    """The column that says which studio a fact is of; a studio is of itself."""
    return facts.id if model is Studio else facts.studio_id


def official(facts: Rows, model: type[Base], *, credit: bool, dated: str | None) -> ColumnElement[bool]:
    """Whether a fact counts officially; without credit only what was done since its studio was filed."""
    studio = studio_of(facts, model)
    found = or_(studio.is_(None), studio.not_in(unfiled()))
    if credit or dated is None or model is Studio:
        return found
    other: Rows = aliased(Studio)
    earlier = select(_ONE).where(other.id == studio, getattr(facts, dated) < other.filed_on)
    return and_(found, ~earlier.correlate_except(other).exists())


def _word(status: StudioStatus) -> Any:  # fixed in the statement, so that no slot stands for it
    return literal_column(f"'{status.value}'")
