"""The version tables: what the rows of every noun said, for which days it held, and when the hub knew it.

They are made from the models, so that a column of a model is a column of its versions. A row of a version table
holds for the days from `holds_from` up to `holds_to` and was known from `known_from` up to `known_to`; an absent bound
is none. Nothing in them is ever altered but `known_to`, once, when the hub comes to know better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Date, Index, Table

from hub.store.dialect import table_of
from hub.store.kinds import Instant
from hub.store.models.application import StudioApplication
from hub.store.models.arrangement import Arrangement, ArrangementParty
from hub.store.models.assessment import Assessment, Measure
from hub.store.models.base import Base
from hub.store.models.body import Body, BodyEdge
from hub.store.models.filing import Filing
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.places import Division
from hub.store.models.presence import OnlinePresence, Plaque, Venue
from hub.store.models.studio import Studio
from hub.store.models.task import Task


@dataclass(frozen=True, kw_only=True)
class Days:
    """Which columns of a row say on which days it holds; a row without such columns holds on all days."""

    first: tuple[str, ...] = ()
    """The first day is the first of these that is known."""
    last: str | None = None
    """The first day on which it no longer holds."""
    moves: bool = True
    """Whether another first day corrects the row for all its days; otherwise it says when a step was taken again."""
    whole: bool = False
    """Whether the row says one thing for all its days, so that every change of it is a correction."""
    under: tuple[str, ...] = ()
    """Which columns name the rows that lists of them hang on: each is an index of the versions too."""


DAYS: Mapping[type[Base], Days] = {
    Division: Days(first=("valid_from",), last="valid_to", whole=True, under=("parent_id",)),
    Body: Days(under=("division_id", "reports_to_id")),
    BodyEdge: Days(first=("valid_from",), last="valid_to", whole=True, under=("child_id",)),
    Studio: Days(
        first=("approved_on", "plaqued_on", "opened_on"),
        under=("owner_body_id", "division_id", "committee_id", "named_after_id"),
    ),
    Member: Days(),
    Membership: Days(first=("starts_on",), last="ends_on", under=("body_id", "member_id", "committee_id", "sector_id")),
    Residency: Days(first=("starts_on",), last="ends_on", under=("studio_id", "member_id")),
    Venue: Days(under=("studio_id",)),
    Plaque: Days(first=("granted_on",), under=("studio_id",)),
    OnlinePresence: Days(first=("onboarded_on",), last="left_on", under=("studio_id",)),
    StudioApplication: Days(first=("applied_on",), under=("body_id", "studio_id")),
    Filing: Days(first=("submitted_on",), moves=False, under=("owner_body_id", "studio_id")),
    Arrangement: Days(under=("lead_body_id", "studio_id")),
    ArrangementParty: Days(under=("arrangement_id", "studio_id", "body_id")),
    Task: Days(first=("raised_on",), under=("body_id", "studio_id")),
    Assessment: Days(first=("assessed_on",), moves=False, under=("owner_body_id", "studio_id")),
    Measure: Days(first=("taken_on",), under=("owner_body_id", "studio_id")),
}
"""Every noun that has versions, and its days."""

REFERENCE: tuple[type[Base], ...] = (Division, Body, BodyEdge)
"""Those whose rows come with the hub itself."""


def _versions(model: type[Base]) -> Table:
    table = table_of(model)
    name = f"{table.name}_version"
    return Table(
        name,
        Base.metadata,
        *(Column(one.name, one.type, nullable=one.nullable) for one in table.columns),
        Column("known_from", Instant(), nullable=False),
        Column("known_to", Instant()),
        Column("holds_from", Date()),
        Column("holds_to", Date()),
        Index(f"ix_{name}_id", "id"),
        *(Index(f"ix_{name}_{column}_id", column, "id") for column in DAYS[model].under),
    )


VERSIONS: Mapping[type[Base], Table] = {model: _versions(model) for model in DAYS}
"""The version table of each of them."""
