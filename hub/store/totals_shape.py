"""What may be asked of totals: of each noun, by which dimensions, by which day, and which of its numbers add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean

from hub.domain.access import Sensitivity
from hub.domain.term import Title
from hub.store.models.base import Base, Meaning, meaning_of
from hub.store.models.body import Body
from hub.store.models.facts import Activity, ActivityKind, DutyShift, Opinion, Output
from hub.store.models.member import Member, Membership
from hub.store.models.places import Division, Sector
from hub.store.models.studio import Studio

UNIT = "unit"
SECTORS = "sectors"


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """Something by which facts are alike.

    `path` is a column of the fact or, with a dotted name, of the row one relationship away; the last step may also be
    `unit` (the reporting unit above a body, or the body itself) or `sectors` (one after the other).
    """

    name: str
    path: str
    title: Title
    end: type[Base] | None = None  # whose rows it stands for

    @property
    def near(self) -> str | None:
        """The relationship it steps over."""
        return self.path.rpartition(".")[0] or None

    @property
    def what(self) -> str:
        """Its last step."""
        return self.path.rpartition(".")[2]

    def column_of(self, facts: type[Base]) -> str:
        """The column of the facts on which it rests."""
        if self.near is not None:
            return str(next(iter(facts.__mapper__.relationships[self.near].local_columns)).key)
        return "id" if self.what == SECTORS else self.what


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What may be asked of the totals of one kind of fact."""

    facts: type[Base]
    dimensions: tuple[Dimension, ...]
    dated: str | None = None
    sums: tuple[str, ...] = ()

    def dimension(self, name: str) -> Dimension:
        """The dimension with a name."""
        return next(one for one in self.dimensions if one.name == name)

    def meaning(self, name: str) -> Meaning:
        """What a number that adds up means."""
        found = meaning_of(self.facts.__mapper__.columns[name])
        if found is None:
            raise TypeError(f"{self.facts.__name__}.{name} has no meaning")
        return found

    def is_open(self, name: str) -> bool:
        """Whether everybody who sees the facts sees this number of them."""
        return self.meaning(name).sensitivity is Sensitivity.OPEN

    def is_tally(self, name: str) -> bool:
        """Whether the number says how many say yes, since the facts say yes or no."""
        return isinstance(self.facts.__mapper__.columns[name].type, Boolean)


def shape_of(facts: type[Base]) -> Shape:
    """What may be asked of the totals of a kind of fact."""
    return next(shape for shape in SHAPES.values() if shape.facts is facts)


def type_at(dimension: Dimension, facts: type[Base]) -> Any:  # the column type of a dimension that is no row
    """The kind of a dimension's values, where they are values and no rows."""
    model = facts if dimension.near is None else facts.__mapper__.relationships[dimension.near].mapper.class_
    return model.__mapper__.columns[dimension.what].type


def _by_owner(owner: str) -> tuple[Dimension, ...]:
    return (
        Dimension(
            name="body",
            path=f"{owner}.id",
            title=Title("归属政协", "the body that owns and counts it"),
            end=Body,
        ),
        Dimension(name="level", path=f"{owner}.level", title=Title("归属政协的级别", "level of that body")),
        Dimension(
            name="city",
            path=f"{owner}.{UNIT}",
            title=Title(
                "季度汇总单位：该政协本身或其上级；省级本级为空（A-03）",
                "reporting unit: that body or the one above it that owes the province a quarterly roll-up; "
                "null for the province's own (A-03)",
            ),
            end=Body,
        ),
    )


_IN_THE_STUDIO = (
    Dimension(
        name="division",
        path="studio.division_id",
        title=Title("工作室所在区划", "division where the studio is located"),
        end=Division,
    ),
    Dimension(name="studio_type", path="studio.type", title=Title("工作室类型", "type of the studio")),
    Dimension(
        name="sector",
        path=f"studio.{SECTORS}",
        title=Title(
            "工作室所属界别；属多个界别的，在各界别各计一次",
            "sector the studio rests on; where it rests on several, counted once in each",
        ),
        end=Sector,
    ),
)
_MODE = Dimension(name="mode", path="mode", title=Title("线上或线下", "online, offline or both"))


def _own(facts: type[Base], *names: str) -> tuple[Dimension, ...]:
    """Columns of the facts, under their own names and titles."""
    found = []
    for name in names:
        meaning = meaning_of(facts.__mapper__.columns[name])
        if meaning is None:
            raise TypeError(f"{facts.__name__}.{name} has no meaning")
        found.append(Dimension(name=name, path=name, title=meaning.title))
    return tuple(found)


def _division_of(body: str) -> Dimension:
    title = Title("该政协所属区划", "division of that body")
    return Dimension(name="division", path=f"{body}.division_id", title=title, end=Division)


SHAPES: dict[str, Shape] = {
    "studio": Shape(
        facts=Studio,
        dimensions=(
            *_by_owner("owner"),
            Dimension(
                name="division",
                path="division_id",
                title=Title("所在区划", "division where it is located, whoever owns it (A-05)"),
                end=Division,
            ),
            *_own(Studio, "type", "platform_kind", "counts_as_studio", "mode", "status"),
            Dimension(
                name="sector",
                path=SECTORS,
                title=Title(
                    "所属界别；属多个界别的，在各界别各计一次",
                    "sector it rests on; where it rests on several, counted once in each",
                ),
                end=Sector,
            ),
        ),
        dated="approved_on",
    ),
    "member": Shape(
        facts=Member,
        dimensions=(
            *_by_owner("home_body"),
            _division_of("home_body"),
            Dimension(
                name="sector",
                path=SECTORS,
                title=Title(
                    "委员资格所属界别；有多个的，在各界别各计一次",
                    "sector of a seat; a member of several is counted once in each",
                ),
                end=Sector,
            ),
        ),
    ),
    "membership": Shape(
        facts=Membership,
        dimensions=(
            *_by_owner("body"),
            _division_of("body"),
            Dimension(name="sector", path="sector_id", title=Title("界别", "sector of the seat"), end=Sector),
            *_own(Membership, "seat_status", "is_standing_committee"),
        ),
    ),
    "activity": Shape(
        facts=Activity,
        dimensions=(
            *_by_owner("owner"),
            *_IN_THE_STUDIO,
            Dimension(name="kind", path="kind_id", title=Title("活动类别", "kind of activity"), end=ActivityKind),
            _MODE,
        ),
        dated="held_on",
        sums=("members_count", "public_count", "beneficiaries"),
    ),
    "duty_shift": Shape(
        facts=DutyShift,
        dimensions=(*_by_owner("owner"), *_IN_THE_STUDIO, _MODE, *_own(DutyShift, "rota_kind", "planned")),
        dated="held_on",
        sums=("attended", "appointments", "issues_raised", "solved"),
    ),
    "opinion": Shape(
        facts=Opinion,
        dimensions=(
            *_by_owner("owner"),
            *_IN_THE_STUDIO,
            *_own(Opinion, "channel", "opinion_class", "status"),
        ),
        dated="received_on",
        sums=("widely_concerned", "solved", "satisfied"),
    ),
    "output": Shape(
        facts=Output,
        dimensions=(*_by_owner("owner"), *_IN_THE_STUDIO, *_own(Output, "kind", "fate")),
        dated="submitted_on",
        sums=("is_collective", "is_key"),
    ),
}
"""The nouns of which totals are told, each by the name its fields begin with."""
