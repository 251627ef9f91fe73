"""Who may convene a studio, and who says so (domain.md R-29, R-30, R-115)."""

from __future__ import annotations

from collections.abc import Collection

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, machines_never, wrong_role
from hub.domain.people_room import Limits, Room, at_work


def arranges(actor: Actor, room: Room) -> Refusal | None:
    """Why this caller is not the one who says who convenes the studio (R-115)."""
    zh, en = "安排调整召集人", "arranging who convenes"
    if actor.is_machine:
        return machines_never(zh, en)
    if Role.SPECIAL_COMMITTEE not in actor.roles:
        return wrong_role(Role.SPECIAL_COMMITTEE, zh, en, rule="R-115")
    if room.committee is None or room.committee not in actor.committees:
        return Refusal(
            code="NOT_GUIDING_COMMITTEE",
            zh="召集人由该工作室所属专门委员会安排调整",
            en="the committee to which the studio belongs arranges who convenes",
            at="input.studioId",
            rule="R-115",
        )
    return at_work(room)


def may_rearrange(
    actor: Actor, room: Room, conveners: Collection[str], seated: Collection[str], limits: Limits, *, elected: bool
) -> Refusal | None:
    """Why these members cannot convene from now on; `seated` are those of them whose seat holds."""
    return arranges(actor, room) or _gone(conveners, seated) or convening(room, conveners, limits, elected=elected)


def convening(room: Room, conveners: Collection[str], limits: Limits, *, elected: bool) -> Refusal | None:
    """Why these cannot be all conveners of a studio by the rules that bind it (R-29, R-30)."""
    for rule in limits.conveners:
        least, most = rule.minimum or 0, rule.maximum
        if len(conveners) < least or (most is not None and len(conveners) > most):
            return Refusal(
                code="CONVENERS_NUMBER",
                zh=f"召集人应为{_span(least, most)}名，请调整",
                en=f"the number of conveners is {_span(least, most)}; change the list",
                at="input.convenerIds",
                rule=rule.number,
            )
        if not set(conveners) <= room.roster:
            return Refusal(
                code="CONVENER_NOT_RESIDENT",
                zh="召集人应由驻室委员产生，请先安排其驻室",
                en="conveners are chosen among the residents; place the person as a resident first",
                at="input.convenerIds",
                rule=rule.number,
            )
        if not elected and not limits.post and not set(conveners) <= room.conveners:
            return Refusal(
                code="NOT_ELECTED",
                zh="召集人应由驻室委员协商产生，请先组织协商",
                en="conveners are chosen by the residents through consultation; have them consult first",
                at="input.electedByResidents",
                rule=rule.number,
            )
    return None


def _gone(conveners: Collection[str], seated: Collection[str]) -> Refusal | None:
    if set(conveners) <= set(seated):
        return None
    return Refusal(
        code="SEAT_ENDED",
        zh="所选召集人中有人委员资格已终止，请另选",
        en="the seat of one of them has ended; choose another resident",
        at="input.convenerIds",
        rule="R-115",
    )


def _span(least: int, most: int | None) -> str:
    if most is None:
        return f"{least}+"
    return str(least) if least == most else f"{least}-{most}"
