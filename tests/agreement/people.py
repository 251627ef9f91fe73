"""Who asks: callers of every role and contract, and of every kind of claim, odd and empty ones among them."""

from __future__ import annotations

from collections.abc import Mapping

from hub.auth.development import Wish
from hub.auth.policy import PAGE
from hub.domain.access import Role
from hub.domain.level import Level
from hub.store.models.base import Base
from hub.store.models.body import Committee
from hub.store.models.member import Member
from hub.store.models.studio import Studio

Asker = Wish | None
"""What a token says, or nobody."""

_BODIES = {Level.COUNTY: "611026", Level.CITY: "611000", Level.PROVINCE: "610000"}


OFTEN = (
    *("province", "city", "county", "front end", "narrowed", "convener", "committee", "member"),
    *("platform", "integrator", "public"),
)
"""Callers of every contract and of every kind of claim, by what they are called."""


def everyone(ids: Mapping[type[Base], list[str]]) -> dict[str, Asker]:
    """Callers by what they are called."""
    studios, committees, members = ids[Studio], ids[Committee], ids[Member]
    return {
        "province": _wish(Role.PROVINCE_OFFICE, "610000"),
        "city": _wish(Role.CITY_SYSTEM, "611000"),
        "county": _wish(Role.MANAGING_DEPARTMENT, "611026"),
        "front end": _wish(Role.COUNTY_FRONTEND, "440113"),
        "narrowed": _wish(Role.MANAGING_DEPARTMENT, "611000", narrow=("611026",)),
        "narrowed to two": _wish(Role.CITY_SYSTEM, "611000", narrow=("611026", "611002")),
        "narrowed to others": _wish(Role.COUNTY_FRONTEND, "440113", narrow=("610825",)),
        "convener": _wish(Role.CONVENER, "611026", studios=tuple(studios[:1])),
        "convener of three": _wish(Role.CONVENER, "611000", studios=tuple(studios[1:4])),
        "convener of none": _wish(Role.CONVENER, "611026"),
        "committee": _wish(Role.SPECIAL_COMMITTEE, "611000", committees=tuple(committees[:1])),
        "committees": _wish(Role.SPECIAL_COMMITTEE, "610000", committees=tuple(committees[:2])),
        "member": _wish(Role.MEMBER, "611026", member=members[0]),
        "member of a city, narrowed": _wish(Role.MEMBER, "611000", member=members[1], narrow=("611000",)),
        "member unknown": _wish(Role.MEMBER, "611026", member="mem_x"),
        "platform": _wish(Role.PLATFORM_DEPARTMENT, "611000"),
        "integrator": _wish(Role.INTEGRATOR, "610000"),
        "integrator, narrowed": _wish(Role.INTEGRATOR, "610000", narrow=("611026",)),
        "public": None,
        "a role that does not fit": _wish(Role.PROVINCE_OFFICE, "611026"),
        "an odd claim": _wish(Role.CONVENER, "611026", studios=("不合 规定",)),
        "a body unknown": _wish(Role.MANAGING_DEPARTMENT, "999999"),
        "two roles": Wish(roles=(Role.CONVENER, Role.AUDITOR), body="611026", studios=tuple(studios[:1])),
        **{role.value: _of(role) for role in Role},
    }


def _of(role: Role) -> Asker:
    """A role without further claims, at the lowest level it fits."""
    level = next(level for level in _BODIES if level in PAGE[role].levels)
    return _wish(role, _BODIES[level])


def _wish(role: Role, body: str, **claims: tuple[str, ...] | str) -> Wish:
    studios, committees, narrow = (claims.get(name, ()) for name in ("studios", "committees", "narrow"))
    member = claims.get("member")
    return Wish(
        roles=(role,),
        body=body,
        studios=tuple(studios),
        committees=tuple(committees),
        narrow=tuple(narrow),
        member=None if member is None else str(member),
    )
