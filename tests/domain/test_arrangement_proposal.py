"""The rules of a proposal, and where a partner stands in the “十” of a studio."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.arrangement import ProposeArrangement, ProposedParty
from hub.domain.arrangement_proposal import (
    MOST_PARTIES,
    JointStudio,
    can_propose,
    has_body_here,
    judged_proposal,
    levels_of,
    named_rightly,
)
from hub.domain.arrangement_rules import PartyFacts
from hub.domain.command import Actor, Refusal
from hub.domain.cross_linkage import Arm, arm_of
from hub.domain.level import Level
from hub.domain.registry_words import LinkDirection, LinkForm, PartyKind, PartyRole
from hub.domain.words import StudioStatus

TODAY = date(2026, 3, 2)
CITY, COUNTY, PEER = "bod_city", "bod_county", "bod_peer"
MANAGER = Actor(
    subject="测试人员", roles=frozenset({Role.MANAGING_DEPARTMENT}), is_machine=False, body_id=CITY, level=Level.CITY
)
COMMITTEE = replace(MANAGER, roles=frozenset({Role.SPECIAL_COMMITTEE}), committees=frozenset({"com_1"}))
LEAD = PartyFacts(
    kind=PartyKind.BODY, role=PartyRole.LEAD, level=Level.CITY, body_id=CITY, committee_id="com_1", name="市方"
)
BELOW = PartyFacts(kind=PartyKind.BODY, role=PartyRole.CO, level=Level.COUNTY, body_id=COUNTY, name="区方")
BESIDE = replace(BELOW, level=Level.CITY, body_id=PEER, name="邻市")
BUREAU = PartyFacts(kind=PartyKind.DEPARTMENT, role=PartyRole.ASSIST, name="测试局")
AFAR = PartyFacts(kind=PartyKind.OUTSIDE_BODY, role=PartyRole.CO, level=Level.COUNTY, name="外地测试单位")
STUDIO = JointStudio(owner_body_id=CITY, committee_id="com_1", status=StudioStatus.ACTIVE)
PROPOSAL = ProposeArrangement(
    direction=LinkDirection.VERTICAL,
    form=LinkForm.JOINT_RESEARCH,
    topic="测试议题",
    parties=(),
    procedure="主席会议第一次",
)


def judged(*parties: PartyFacts, actor: Actor = MANAGER, **given: Any) -> Refusal | None:  # fields of a proposal
    """What the rules say to a proposal of the city with these parties."""
    studio = given.pop("studio", None)
    takes_in = given.pop("takes_in", None)
    command = replace(PROPOSAL, **given)
    return judged_proposal(command, [LEAD, *parties], actor=actor, today=TODAY, studio=studio, takes_in=takes_in)


def no(refusal: Refusal | None) -> tuple[str, str | None]:
    """The code and the rule of a refusal."""
    assert refusal is not None
    assert refusal.zh
    assert refusal.en
    return refusal.code, refusal.rule


def test_a_sound_proposal_is_not_refused() -> None:
    assert judged(BELOW) is None
    assert judged(BELOW, actor=COMMITTEE) is None


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (replace(MANAGER, is_machine=True), ("PEOPLE_ONLY", "F6")),
        (replace(MANAGER, roles=frozenset({Role.CHAIR_MEETING})), ("WRONG_ROLE", "W8")),
        (replace(MANAGER, body_id=None), ("WRONG_ROLE", "W8")),
    ],
)
def test_who_cannot_propose(actor: Actor, expected: tuple[str, str]) -> None:
    assert no(can_propose(actor)) == expected
    assert can_propose(MANAGER) is None


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (PartyKind.STUDIO, {}, ("MISSING_FIELD", "input.parties.0.studioId")),
        (PartyKind.COMMITTEE, {"committee_id": " "}, ("MISSING_FIELD", "input.parties.0.committeeId")),
        (PartyKind.BODY, {}, ("MISSING_FIELD", "input.parties.0.bodyCode")),
        (PartyKind.GROUP, {"body_code": "440111"}, ("MISSING_FIELD", "input.parties.0.name")),
        (PartyKind.DEPARTMENT, {}, ("MISSING_FIELD", "input.parties.0.name")),
        (PartyKind.BODY, {"body_code": "440111", "name": "别名"}, ("NOT_OF_THIS_KIND", "input.parties.0.name")),
        (PartyKind.STUDIO, {"studio_id": "a", "body_code": "b"}, ("NOT_OF_THIS_KIND", "input.parties.0.bodyCode")),
        (PartyKind.OUTSIDE_BODY, {"name": "a", "body_code": "b"}, ("NOT_OF_THIS_KIND", "input.parties.0.bodyCode")),
    ],
)
def test_a_party_is_named_as_its_kind_asks(kind: PartyKind, given: dict[str, Any], expected: tuple[str, str]) -> None:
    named = replace(ProposedParty(kind=kind, role=PartyRole.CO), **given)

    refusal = named_rightly(named, at="input.parties.0")

    assert refusal is not None
    assert (refusal.code, refusal.at) == expected
    assert refusal.rule in ("A-63", "A-64")


@pytest.mark.parametrize("kind", list(PartyKind))
def test_every_kind_of_party_can_be_named(kind: PartyKind) -> None:
    fields = {PartyKind.STUDIO: ("studio_id",), PartyKind.COMMITTEE: ("committee_id",), PartyKind.BODY: ("body_code",)}
    wanted = fields.get(kind, ("body_code", "name") if kind is PartyKind.GROUP else ("name",))
    given: dict[str, Any] = dict.fromkeys(wanted, "x")
    named = replace(ProposedParty(kind=kind, role=PartyRole.CO), **given)

    assert named_rightly(named, at="input.parties.0") is None


def test_a_body_of_the_reference_is_not_named_as_one_without_a_login() -> None:
    assert no(has_body_here("测试区政协", at="input.parties.1.name")) == ("HAS_A_BODY_HERE", "A-63")


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        ((), ("NUMBER_OF_PARTIES", "A-62")),
        ((BELOW,) * MOST_PARTIES, ("NUMBER_OF_PARTIES", "A-62")),
        ((replace(BELOW, role=PartyRole.LEAD),), ("ONE_LEAD", "A-05")),
        ((BELOW, BELOW), ("PARTY_TWICE", "W8")),
    ],
)
def test_the_parties_together(parties: tuple[PartyFacts, ...], expected: tuple[str, str | None]) -> None:
    assert no(judged(*parties)) == expected


def test_nobody_proposes_in_the_name_of_another_lead() -> None:
    assert no(judged(BELOW, actor=replace(MANAGER, body_id=COUNTY))) == ("LEAD_NOT_YOURS", "A-05")
    other = replace(COMMITTEE, committees=frozenset({"com_2"}))
    assert no(judged(BELOW, actor=other)) == ("WRONG_ROLE", "W8")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"topic": " "}, "MISSING_FIELD"),
        ({"procedure": ""}, "MISSING_FIELD"),
        ({"given_on": TODAY + timedelta(days=1)}, "WRONG_DAY"),
        ({"agreement_signed_on": TODAY + timedelta(days=1)}, "WRONG_DAY"),
    ],
)
def test_what_every_proposal_says(given: dict[str, Any], code: str) -> None:
    refusal = judged(BELOW, **given)

    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize(
    ("direction", "fitting", "unfit"),
    [
        (LinkDirection.VERTICAL, (BELOW,), (BESIDE, BUREAU)),
        (LinkDirection.HORIZONTAL, (BESIDE, BUREAU), (BELOW,)),
        (LinkDirection.DEPARTMENT, (BUREAU,), (BELOW,)),
        (LinkDirection.CROSS_REGION, (AFAR,), (BUREAU,)),
        (LinkDirection.CROSS_REGION, (BESIDE,), (BUREAU,)),
    ],
)
def test_a_direction_has_parties_that_fit_it(
    direction: LinkDirection, fitting: tuple[PartyFacts, ...], unfit: tuple[PartyFacts, ...]
) -> None:
    assert judged(*fitting, direction=direction) is None
    assert no(judged(*unfit, direction=direction)) == ("WRONG_DIRECTION", "A-62")


@pytest.mark.parametrize(
    ("form", "studio", "actor", "expected"),
    [
        (LinkForm.JOINT_RESEARCH, STUDIO, MANAGER, ("NOT_CO_BUILDING", "A-62")),
        (LinkForm.CO_BUILDING, None, MANAGER, ("MISSING_FIELD", "A-05")),
        (LinkForm.CO_BUILDING, replace(STUDIO, owner_body_id=COUNTY), MANAGER, ("STUDIO_NOT_YOURS", "A-05")),
        (LinkForm.CO_BUILDING, replace(STUDIO, committee_id="com_2"), COMMITTEE, ("WRONG_ROLE", "W8")),
        (LinkForm.CO_BUILDING, replace(STUDIO, status=StudioStatus.ARCHIVED), MANAGER, ("WRONG_STATE", "W8")),
    ],
)
def test_joint_building_names_a_studio_of_the_lead(
    form: LinkForm, studio: JointStudio | None, actor: Actor, expected: tuple[str, str | None]
) -> None:
    assert no(judged(BELOW, form=form, studio=studio, actor=actor)) == expected
    assert judged(BELOW, form=LinkForm.CO_BUILDING, studio=STUDIO) is None


@pytest.mark.parametrize(
    ("takes_in", "basis", "open_"),
    [
        (None, None, True),
        (frozenset({Level.CITY}), None, True),
        (frozenset({Level.PROVINCE}), None, False),
        (frozenset({Level.PROVINCE}), "  ", False),
        (frozenset({Level.PROVINCE}), "市政协主席会议同意的例外", True),
    ],
)
def test_members_are_taken_in_from_below_or_by_an_exception(
    takes_in: frozenset[Level] | None, basis: str | None, *, open_: bool
) -> None:
    refusal = judged(BELOW, form=LinkForm.CROSS_MEMBERSHIP, takes_in=takes_in, basis=basis)

    assert refusal is None if open_ else no(refusal) == ("REASON_NEEDED", "R-33")


def test_levels_stand_highest_first_and_once() -> None:
    parties = [BELOW, LEAD, replace(BESIDE, level=Level.PROVINCE), BUREAU, BELOW]

    assert levels_of(parties) == (Level.PROVINCE, Level.CITY, Level.COUNTY)


@pytest.mark.parametrize(
    ("seen", "arm"),
    [
        (replace(BELOW, level=Level.PROVINCE, body_id="bod_province"), Arm.UP),
        (BELOW, Arm.DOWN),
        (replace(BELOW, kind=PartyKind.STUDIO, studio_id="stu_below"), Arm.DOWN),
        (BESIDE, Arm.RIGHT),
        (replace(LEAD, kind=PartyKind.STUDIO, studio_id="stu_other"), Arm.LEFT),
        (replace(LEAD, kind=PartyKind.COMMITTEE), Arm.LEFT),
        (replace(LEAD, kind=PartyKind.GROUP), Arm.LEFT),
        (LEAD, None),
        (replace(LEAD, studio_id="stu_1"), None),
        (replace(LEAD, kind=PartyKind.STUDIO, studio_id="stu_1"), None),
        (BUREAU, Arm.DEPARTMENTS),
        (AFAR, Arm.OUTSIDE),
        (replace(BUREAU, kind=PartyKind.ASSOCIATION), Arm.OUTSIDE),
        (replace(BUREAU, kind=PartyKind.PARTY), Arm.OUTSIDE),
    ],
)
def test_where_a_partner_stands(seen: PartyFacts, arm: Arm | None) -> None:
    assert arm_of(seen, studio_id="stu_1", owner_id=CITY, level=Level.CITY) is arm
