"""The “十” of one studio: which of its partners stand above, below, beside it at home, and beside it elsewhere.

The documents name the mode (S0:67「上下联动、左右互动」) and not its arms. Read here: up and down are partners of a
higher and of a lower level than the studio's owner; left and right are of the same level: left is one's own house
(other studios, committees and groups of the owner), right are peers of other bodies. Departments, and whoever has no
login here, stand outside the cross.
"""

from __future__ import annotations

from hub.domain.arrangement_rules import PartyFacts
from hub.domain.level import Level
from hub.domain.registry_words import LinkStatus, PartyKind
from hub.domain.term import Term

IN_THE_CROSS = frozenset({LinkStatus.ACTIVE, LinkStatus.ENDED})
"""What all parties have agreed to, ended or not."""
_RANK = {level: rank for rank, level in enumerate(Level)}


class Arm(Term):
    """Where a partner stands as seen from a studio."""

    UP = "UP", "上", "above"
    DOWN = "DOWN", "下", "below"
    LEFT = "LEFT", "左", "beside it, of its own body"
    RIGHT = "RIGHT", "右", "beside it, of another body"
    DEPARTMENTS = "DEPARTMENTS", "部门", "a department"
    OUTSIDE = "OUTSIDE", "系统外", "without a login here"


def arm_of(party: PartyFacts, *, studio_id: str, owner_id: str, level: Level) -> Arm | None:
    """Where a party stands as seen from a studio; None for the studio itself and for the body that owns it."""
    if party.studio_id == studio_id:
        return None
    if party.kind is PartyKind.BODY and party.body_id == owner_id:
        return None
    if party.kind is PartyKind.DEPARTMENT:
        return Arm.DEPARTMENTS
    if party.body_id is None or party.level is None:
        return Arm.OUTSIDE
    if party.level is not level:
        return Arm.UP if _RANK[party.level] < _RANK[level] else Arm.DOWN
    return Arm.LEFT if party.body_id == owner_id else Arm.RIGHT
