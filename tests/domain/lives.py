"""Who may do what in the life of a studio, told without its rules (Appendix A), and anybody at all to try it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.application_rules import TAKEN_BY
from hub.domain.command import Actor
from hub.domain.level import Level
from hub.domain.standard_words import ApprovalStep

OWN, CITY, PROVINCE = "bod_county", "bod_city", "bod_province"
LEVELS = {OWN: Level.COUNTY, CITY: Level.CITY, PROVINCE: Level.PROVINCE}
OURS, OTHERS = "com_ours", "com_others"
CHAIN = (
    ApprovalStep.COMMITTEE_REVIEW, ApprovalStep.VICE_CHAIR_REVIEW, ApprovalStep.CHAIR_MEETING, ApprovalStep.PLAQUE,
)  # fmt: skip

OFFICE = {Role.PROVINCE_OFFICE: PROVINCE}
MAY: dict[str, dict[Role, str | None]] = {
    "submit filing": {Role.MANAGING_DEPARTMENT: OWN, Role.CITY_SYSTEM: None},
    "receive": {**OFFICE},
    "return": {**OFFICE},
    "accept": {**OFFICE},
    "assess": {Role.SPECIAL_COMMITTEE: OWN},
    "remove": {Role.CHAIR_MEETING: OWN},
    "terminate": {Role.CHAIR_MEETING: None},
    "recover": {Role.MANAGING_DEPARTMENT: OWN},
    "archive": {Role.MANAGING_DEPARTMENT: None, Role.SPECIAL_COMMITTEE: OWN},
    **{step.value: {TAKEN_BY[step]: OWN} for step in CHAIN},
}
"""Who may do what, and at which body where the pure rule knows it; elsewhere the reach of the token is asked first."""

OF_COMMITTEE = {ApprovalStep.COMMITTEE_REVIEW.value, ApprovalStep.VICE_CHAIR_REVIEW.value, "assess"}
DECIDING = {*OF_COMMITTEE, ApprovalStep.CHAIR_MEETING.value, "receive", "return", "accept", "remove", "terminate"}


def somebody(role: Role, body: str, committee: str, *, is_machine: bool = False, subject: str = "clerk") -> Actor:
    """A person, or a system, in one role at one body, named for one committee."""
    return Actor(
        subject=subject, roles=frozenset({role}), is_machine=is_machine, body_id=body, level=LEVELS[body],
        committees=frozenset({committee}),
    )  # fmt: skip


ROLES = sorted({role for roles in MAY.values() for role in roles} | {Role.PARTY_GROUP, Role.CONVENER, Role.MEMBER})
EVERYBODY = [
    somebody(role, body, committee, is_machine=is_machine, subject=subject)
    for role in ROLES
    for body in (OWN, CITY, PROVINCE)
    for committee in (OURS, OTHERS)
    for is_machine in (False, True)
    for subject in ("clerk", "applicant", "submitter")
]
ANYBODY = st.sampled_from(EVERYBODY)


RIGHT = "the right one"
AMISS = ("a machine", "of another body", "for another committee", "the applicant", "the submitter")
WHO = st.one_of(st.sampled_from([RIGHT, *AMISS]), st.sampled_from([RIGHT, *AMISS]), ANYBODY)
"""Who has to act, the same with one thing amiss, or anybody: strangers alone would hardly ever get to a rule's edge."""


def nearly(who: str | Actor, right: Actor) -> Actor:
    """Whoever tries something, given who has to do it."""
    match who:
        case "a machine":
            return replace(right, is_machine=True)
        case "of another body":
            body = OWN if right.body_id != OWN else CITY
            return replace(right, body_id=body, level=LEVELS[body])
        case "for another committee":
            return replace(right, committees=frozenset({OURS, OTHERS}) - right.committees)
        case "the applicant" | "the submitter":
            return replace(right, subject=who.removeprefix("the "))
        case Actor():
            return who
    return right


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Something that was done, by whom, and which committee guided the studio at that moment."""

    what: str
    who: Actor
    committee: str

    def is_rightful(self) -> bool:
        """F5: role, body and committee are those of whoever has to act, at the moment of the deed."""
        (role,) = self.who.roles
        if role not in MAY[self.what]:
            return False
        at_home = MAY[self.what][role] in (None, self.who.body_id)
        return at_home and (self.what not in OF_COMMITTEE or self.committee in self.who.committees)
