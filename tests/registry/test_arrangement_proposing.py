"""What may be proposed as joint work, and why not: parties, direction, studio and exceptions."""

from __future__ import annotations

from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.words import StudioStatus
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.linking import DAY, GUANGZHOU, HAIZHU, PANYU, Linking, body


@pytest.fixture
def linking(ask: Asked) -> Linking:
    """Asks for joint work."""
    return Linking(ask=ask)


async def test_whoever_has_no_login_is_recorded_by_the_lead(linking: Linking) -> None:
    link = await linking.propose(
        HAIZHU,
        body("440105", "LEAD"),
        {"kind": "OUTSIDE_BODY", "role": "CO", "name": "贵州省毕节市大方县", "level": "COUNTY"},
        {"kind": "ASSOCIATION", "role": "ASSIST", "name": "测试行业协会"},
        direction="CROSS_REGION",
        form="EXCHANGE",
    )

    assert link["status"] == "ACTIVE"
    assert link["agreedOn"] == DAY
    assert [one["consent"] for one in link["parties"]["nodes"] if one["body"] is None] == ["NOT_NEEDED"] * 2
    answer = await linking.consent(HAIZHU, link, "测试行业协会")
    assert (answer["code"], answer["rule"]) == ("CONSENT_NOT_NEEDED", "A-63")
    assert answer["message"] == "“测试行业协会”在本系统没有账号，由牵头方登记，无须表态"
    assert answer["messageEn"] == "测试行业协会 has no login here; the lead recorded it and no answer is needed"


async def test_a_body_that_is_here_cannot_be_recorded_as_one_without_a_login(linking: Linking) -> None:
    answer = await linking.propose(
        HAIZHU, body("440105", "LEAD"), {"kind": "OUTSIDE_BODY", "role": "CO", "name": "永定区政协"}
    )

    assert (answer["code"], answer["rule"], answer["at"]) == ("HAS_A_BODY_HERE", "A-63", "input.parties.1.name")
    assert answer["message"].startswith("“永定区政协”在本系统有组织")
    assert answer["messageEn"].startswith("永定区政协 is a body here")


LEADING, BESIDE = body("440100", "LEAD"), body("440113")
UNSOUND: list[tuple[Person, list[dict[str, Any]], dict[str, Any], tuple[str, str | None, str, str]]] = [
    (GUANGZHOU, [LEADING], {}, (
        "NUMBER_OF_PARTIES", "A-62", "联动须有 2 至 100 个参与方，请调整",
        "joint work has 2 to 100 parties; name them")),
    (GUANGZHOU, [body("440100"), BESIDE], {}, (
        "ONE_LEAD", "A-05", "牵头方须有且仅有一个，请调整角色",
        "exactly one party leads, since joint work has one owner; change the roles")),
    (PANYU, [LEADING, BESIDE], {}, (
        "LEAD_NOT_YOURS", "A-05", "只能以本级政协为牵头方提议，请由牵头方提议",
        "who proposes leads; leave the proposal to the body that leads")),
    (GUANGZHOU, [LEADING, BESIDE, BESIDE], {}, (
        "PARTY_TWICE", "W8", "“番禺区政协”重复，请删去一个", "番禺区政协 stands twice; leave one out")),
    (GUANGZHOU, [LEADING, body("999999")], {}, (
        "NOT_FOUND", "R-72", "没有可由您办理的该政协组织，请核对标识",
        "there is nothing you may act on under this identifier (A CPPCC committee (body) at a level); check it")),
    (GUANGZHOU, [LEADING, BESIDE], {"direction": "HORIZONTAL"}, (
        "WRONG_DIRECTION", "A-62", "“横向联动”各方须为同一级别，请调整方向或参与方",
        "this direction (horizontal: between peers) is between parties of one level; change it or the parties")),
    (GUANGZHOU, [LEADING, BESIDE], {"direction": "DEPARTMENT"}, (
        "WRONG_DIRECTION", "A-62", "“部门对口”须有职能部门参加，请调整方向或参与方",
        "this direction (with departments) needs a government department; change it or the parties")),
    (GUANGZHOU, [LEADING, BESIDE], {"form": "CO_BUILDING"}, (
        "MISSING_FIELD", "A-05", "缺少共建工作室，请补充", "the studio that is built jointly is missing; give it")),
    (GUANGZHOU, [LEADING, BESIDE], {"procedure": " "}, (
        "MISSING_FIELD", "W8", "缺少牵头方同意程序，请补充", "the lead's own procedure is missing; give it")),
    (GUANGZHOU, [LEADING, {"kind": "PARTY", "role": "CO"}], {}, (
        "MISSING_FIELD", "A-64", "缺少名称，请补充", "the name is missing; give it")),
    (GUANGZHOU, [LEADING, {"kind": "DEPARTMENT", "role": "CO", "name": "测试局", "bodyCode": "440113"}], {}, (
        "NOT_OF_THIS_KIND", "A-63", "“职能部门”不填政协代码，请删去",
        "a party of this kind (government department) takes no such field: the body's code; leave it out")),
]  # fmt: skip


@pytest.mark.parametrize(("person", "parties", "given", "expected"), UNSOUND)
async def test_a_proposal_that_is_not_sound_is_refused(
    linking: Linking,
    person: Person,
    parties: list[dict[str, Any]],
    given: dict[str, Any],
    expected: tuple[str, str | None, str, str],
) -> None:
    answer = await linking.propose(person, *parties, **given)

    assert answer["__typename"] == "Refused"
    assert (answer["code"], answer["rule"], answer["message"], answer["messageEn"]) == expected


async def test_a_studio_out_of_reach_is_named_by_nobody(linking: Linking, world: World) -> None:
    hidden = await world.studio("440113", name="内部不可见", published=False)
    ended = await world.studio("440100", status=StudioStatus.TERMINATED)
    foreign = await world.studio("440113")
    parties = (body("440100", "LEAD"), body("440113"))

    party_of = await linking.propose(
        HAIZHU, body("440105", "LEAD"), {"kind": "STUDIO", "role": "CO", "studioId": hidden}
    )
    answers = [await linking.propose(GUANGZHOU, *parties, form="CO_BUILDING", studioId=one) for one in (foreign, ended)]

    assert (party_of["code"], party_of["at"]) == ("NOT_FOUND", "input.parties.1.studioId")
    assert [(one["code"], one["rule"]) for one in answers] == [("STUDIO_NOT_YOURS", "A-05"), ("WRONG_STATE", "W8")]
    assert answers[0]["message"] == "共建的工作室须归牵头方所有，由归属政协提议"
    assert answers[0]["messageEn"].startswith("the studio belongs to the lead, which alone counts it")


async def test_members_taken_in_upward_in_shaanxi_are_an_exception_with_a_reason(linking: Linking) -> None:
    province = Person(role=Role.MANAGING_DEPARTMENT, body="610000")
    city = Person(role=Role.MANAGING_DEPARTMENT, body="611000")
    form = {"form": "CROSS_MEMBERSHIP"}

    down = await linking.propose(province, body("610000", "LEAD"), body("611026"), **form)
    up = await linking.propose(city, body("611000", "LEAD"), body("610000"), **form)
    excused = await linking.propose(city, body("611000", "LEAD"), body("610000"), **form, basis="主席会议同意的例外")
    elsewhere = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440000"), **form)

    assert (up["code"], up["rule"], up["at"]) == ("REASON_NEEDED", "R-33", "input.basis")
    assert up["message"].startswith("文件只规定省级工作室吸纳市县委员")
    assert up["messageEn"].startswith("the texts name provincial studios")
    assert [one["status"] for one in (down, excused, elsewhere)] == ["PROPOSED"] * 3
