"""What the end of a seat means: whose place it carried, and whether an area still has a member (R-115 to R-117)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.level import Level
from hub.domain.registry_words import EndReason, TaskKind
from hub.domain.standard_words import StructureKind
from hub.domain.term import Term
from hub.domain.words import ResidencyRole, SeatStatus, StudioType

CAUSES = frozenset(SeatStatus) - {SeatStatus.SERVING}
"""The five causes for which a seat ends (S3:167-171)."""

TO_DO = {
    ResidencyRole.CONVENER: (
        TaskKind.REARRANGE_CONVENER,
        (StructureKind.CONVENERS,),
        "委员资格终止（{cause}），其担任召集人，应及时安排调整",
    ),
    ResidencyRole.RESIDENT: (
        TaskKind.REPLACE_RESIDENT,
        (StructureKind.STABLE_ROSTER, StructureKind.ROSTER_SIZE),
        "驻室委员资格终止（{cause}），应及时更换",
    ),
}
"""What is to be done about a place whose seat ended, where a rule of these kinds binds the studio, and why (R-115)."""

BY_ITSELF = {
    EndReason.NAMESAKE_LEFT: (StudioType.PERSONAL, "NAMESAKE_LEFT"),
    EndReason.AREA_EMPTY: (StudioType.REGIONAL, "AREA_WITHOUT_MEMBERS"),
}
"""Which studios end by themselves, and the item by which a rule of the standards says so."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat of a person, as far as a place in a studio can rest on it."""

    body: str
    level: Level
    serving: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a studio, or the name that it bears: the body that owns the studio and its level."""

    body: str
    level: Level
    cross_level: bool = False


class Area(Term):
    """Whether an area still has a member of the level."""

    INHABITED = "INHABITED", "有本级委员", "it has one for sure"
    EMPTY = "EMPTY", "无本级委员", "it has none for sure"
    UNKNOWN = "UNKNOWN", "无法判定", "the records do not say"


def seat_ended(before: SeatStatus | None, after: SeatStatus) -> bool:
    """Whether a change of a seat is its end."""
    return before is SeatStatus.SERVING and after in CAUSES


def has_left(place: Place, ended: Seat, others: Sequence[Seat]) -> bool:
    """Whether a place rested on the seat that ended and no seat of the person carries it any more."""
    own = [one for one in others if one.body == place.body]
    if ended.body == place.body or own:
        return ended.body == place.body and not any(one.serving for one in own)
    # The person never sat in the studio's own body: a guest of another body of the level, or taken in from below.
    if ended.level is not place.level and not place.cross_level:
        return False
    return not any(one.serving and (place.cross_level or one.level is place.level) for one in others)


def in_area(
    home: tuple[int, int] | None, area: tuple[int, int] | None, *, is_whole: bool, is_resident: bool
) -> bool | None:
    """Whether a member belongs to the area of a studio; None where the records do not say.

    `home` and `area` are stretches of the tree of divisions; `is_whole` says that the area is the division itself and
    no part of it. Who resides in a studio of an area is one of its members (S3:99).
    """
    if is_resident:
        return True
    if home is None or area is None:
        return None
    if area[0] <= home[0] and home[1] <= area[1]:
        return True if is_whole else None
    return None if home[0] <= area[0] and area[1] <= home[1] else False


def area_after(serving: Sequence[bool | None]) -> Area:
    """What is known of an area by those who still sit in the body; nothing is guessed."""
    if any(one is True for one in serving):
        return Area.INHABITED
    return Area.UNKNOWN if any(one is None for one in serving) else Area.EMPTY


def is_whole_division(area: str | None, division: str | None) -> bool:
    """Whether the area of a studio, as worded, is its division and no part of it."""
    return not area or (division is not None and division.startswith(area))
