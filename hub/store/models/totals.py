"""Totals of facts by reporting unit or body and by period: each class says of which facts, by which keys, summing what.

Of a unit they are kept by one dimension at a time: by all at once there would be nearly one cell for each fact.
"""

from __future__ import annotations

from hub.domain.span import Span
from hub.store.models.base import Base
from hub.store.models.cell import Cell
from hub.store.models.facts import Activity, DutyShift, Opinion, Output
from hub.store.models.member import Member, Membership
from hub.store.models.studio import Studio


class _Activities(Cell):
    __abstract__ = True
    facts = Activity
    dated = "held_on"
    sums = ("members_count", "public_count", "beneficiaries")


class ActivityUnitQuarter(_Activities):
    """The activities of a reporting unit in a quarter."""

    __tablename__ = "activity_unit_quarter"
    span = Span.QUARTER
    keys = ("unit_id", "held_on", "published")


class ActivityUnitQuarterMode(_Activities):
    """The activities of a reporting unit in a quarter, by mode."""

    __tablename__ = "activity_unit_quarter_mode"
    span = Span.QUARTER
    keys = ("unit_id", "held_on", "published", "mode")


class ActivityUnitQuarterKind(_Activities):
    """The activities of a reporting unit in a quarter, by kind."""

    __tablename__ = "activity_unit_quarter_kind"
    span = Span.QUARTER
    keys = ("unit_id", "held_on", "published", "kind_id")


class ActivityQuarter(_Activities):
    """The activities of a body in a quarter."""

    __tablename__ = "activity_quarter"
    span = Span.QUARTER
    keys = ("owner_body_id", "held_on", "published")


class ActivityMonth(_Activities):
    """The activities of a body in a month."""

    __tablename__ = "activity_month"
    span = Span.MONTH
    keys = ("owner_body_id", "held_on", "published")


class _DutyShifts(Cell):
    __abstract__ = True
    facts = DutyShift
    dated = "held_on"
    sums = ("attended", "appointments", "issues_raised", "solved")


class DutyShiftUnitQuarter(_DutyShifts):
    """The shifts of a reporting unit in a quarter."""

    __tablename__ = "duty_shift_unit_quarter"
    span = Span.QUARTER
    keys = ("unit_id", "held_on", "published")


class DutyShiftUnitQuarterMode(_DutyShifts):
    """The shifts of a reporting unit in a quarter, by mode."""

    __tablename__ = "duty_shift_unit_quarter_mode"
    span = Span.QUARTER
    keys = ("unit_id", "held_on", "published", "mode")


class DutyShiftQuarter(_DutyShifts):
    """The shifts of a body in a quarter."""

    __tablename__ = "duty_shift_quarter"
    span = Span.QUARTER
    keys = ("owner_body_id", "held_on", "published")


class DutyShiftMonth(_DutyShifts):
    """The shifts of a body in a month."""

    __tablename__ = "duty_shift_month"
    span = Span.MONTH
    keys = ("owner_body_id", "held_on", "published")


class _Opinions(Cell):
    __abstract__ = True
    facts = Opinion
    dated = "received_on"
    sums = ("widely_concerned", "solved", "satisfied")


class OpinionUnitQuarter(_Opinions):
    """The opinions of a reporting unit in a quarter."""

    __tablename__ = "opinion_unit_quarter"
    span = Span.QUARTER
    keys = ("unit_id", "received_on")


class OpinionUnitQuarterClass(_Opinions):
    """The opinions of a reporting unit in a quarter, by class."""

    __tablename__ = "opinion_unit_quarter_class"
    span = Span.QUARTER
    keys = ("unit_id", "received_on", "opinion_class")


class OpinionUnitQuarterChannel(_Opinions):
    """The opinions of a reporting unit in a quarter, by channel."""

    __tablename__ = "opinion_unit_quarter_channel"
    span = Span.QUARTER
    keys = ("unit_id", "received_on", "channel")


class OpinionUnitQuarterStatus(_Opinions):
    """The opinions of a reporting unit in a quarter, by status."""

    __tablename__ = "opinion_unit_quarter_status"
    span = Span.QUARTER
    keys = ("unit_id", "received_on", "status")


class OpinionQuarter(_Opinions):
    """The opinions that a body's studios received in a quarter."""

    __tablename__ = "opinion_quarter"
    span = Span.QUARTER
    keys = ("owner_body_id", "received_on")


class OpinionMonth(_Opinions):
    """The opinions that a body's studios received in a month."""

    __tablename__ = "opinion_month"
    span = Span.MONTH
    keys = ("owner_body_id", "received_on")


class _Outputs(Cell):
    __abstract__ = True
    facts = Output
    dated = "submitted_on"
    sums = ("is_collective", "is_key")


class OutputUnitQuarter(_Outputs):
    """The outputs of a reporting unit in a quarter."""

    __tablename__ = "output_unit_quarter"
    span = Span.QUARTER
    keys = ("unit_id", "submitted_on", "published")


class OutputUnitQuarterFate(_Outputs):
    """The outputs of a reporting unit in a quarter, by fate."""

    __tablename__ = "output_unit_quarter_fate"
    span = Span.QUARTER
    keys = ("unit_id", "submitted_on", "published", "fate")


class OutputUnitQuarterKind(_Outputs):
    """The outputs of a reporting unit in a quarter, by kind."""

    __tablename__ = "output_unit_quarter_kind"
    span = Span.QUARTER
    keys = ("unit_id", "submitted_on", "published", "kind")


class OutputQuarter(_Outputs):
    """The outputs of a body in a quarter."""

    __tablename__ = "output_quarter"
    span = Span.QUARTER
    keys = ("owner_body_id", "submitted_on", "published")


class OutputMonth(_Outputs):
    """The outputs of a body in a month."""

    __tablename__ = "output_month"
    span = Span.MONTH
    keys = ("owner_body_id", "submitted_on", "published")


class StudioBody(Cell):
    """The studios of a body as they stand, by type, mode and status."""

    __tablename__ = "studio_body"
    facts = Studio
    keys = ("owner_body_id", "published", "type", "mode", "status", "counts_as_studio")


class StudioBodyQuarter(Cell):
    """The studios of a body by the quarter in which they were approved (S3:151); null where no day is known."""

    __tablename__ = "studio_body_quarter"
    facts = Studio
    dated = "approved_on"
    span = Span.QUARTER
    keys = ("owner_body_id", "approved_on", "published", "type", "mode", "status", "counts_as_studio")


class MembershipBody(Cell):
    """The seats in a body, by sector, status and standing committee."""

    __tablename__ = "membership_body"
    facts = Membership
    keys = ("body_id", "published", "sector_id", "seat_status", "is_standing_committee")


class MemberBody(Cell):
    """The members whom a body has on record."""

    __tablename__ = "member_body"
    facts = Member
    keys = ("home_body_id", "published")


CELLS: tuple[type[Cell], ...] = (
    ActivityUnitQuarter,
    ActivityUnitQuarterMode,
    ActivityUnitQuarterKind,
    ActivityQuarter,
    ActivityMonth,
    DutyShiftUnitQuarter,
    DutyShiftUnitQuarterMode,
    DutyShiftQuarter,
    DutyShiftMonth,
    OpinionUnitQuarter,
    OpinionUnitQuarterClass,
    OpinionUnitQuarterChannel,
    OpinionUnitQuarterStatus,
    OpinionQuarter,
    OpinionMonth,
    OutputUnitQuarter,
    OutputUnitQuarterFate,
    OutputUnitQuarterKind,
    OutputQuarter,
    OutputMonth,
    StudioBody,
    StudioBodyQuarter,
    MembershipBody,
    MemberBody,
)
"""Every kind of cell; those of one fact from the fewest to the most."""


def cells_of(facts: type[Base]) -> tuple[type[Cell], ...]:
    """The cells that total a kind of fact, the fewest first; none where no totals are kept of it."""
    return tuple(cell for cell in CELLS if cell.facts is facts)
