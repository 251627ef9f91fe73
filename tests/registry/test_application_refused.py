"""What is refused on the way to a studio: who may not, what comes too early, and which rules must hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from hub.app import now
from hub.auth.development import Wish
from hub.domain.access import Role
from tests.asking import LIFE, Asked, Person
from tests.factories import World
from tests.registry.applying import Desk, desk

_STEP = """mutation ($input: TakeStepInput!) { takeStep(input: $input) {
  ... on StudioApplication { id } ... on Refused { code message messageEn rule at } } }"""


@pytest.fixture
async def zhashui(ask: Asked, world: World) -> Desk:
    """The county CPPCC of Zhashui, ready to receive applications."""
    return await desk(ask, world, "611026", members=22)


@dataclass(frozen=True, kw_only=True)
class No:
    """An expected no, with both messages."""

    code: str
    rule: str | None
    zh: str
    en: str

    def is_(self, answer: dict[str, Any]) -> bool:
        """Whether this is the answer."""
        told = (answer.get("code"), answer.get("rule"), answer.get("message"), answer.get("messageEn"))
        return told == (self.code, self.rule, self.zh, self.en)


NOT_THERE = No(
    code="NOT_FOUND", rule="R-72", zh="没有可由您办理的该工作室申请，请核对标识",
    en="there is nothing you may act on under this identifier (An application for a studio); check it",
)  # fmt: skip
ONLY_THE_BODY = No(
    code="NOT_OWNER", rule="R-72", zh="谁审批谁负责：由受理该申请的政协办理",
    en="who approves answers for it: only the body it is addressed to may act",
)  # fmt: skip
OUT_OF_TURN = No(
    code="WRONG_STEP", rule="R-73", zh="应先办理：专门委员会审核；不得越过审批步骤",
    en="the step due is: committee review; none may be left out",
)  # fmt: skip
NOT_THEIRS = No(
    code="WRONG_ROLE", rule="R-73", zh="专门委员会审核由专门委员会办理", en="committee review is for: special committee"
)
OWN_APPLICATION = No(
    code="APPLICANT_APPROVES", rule="R-72", zh="申请人不得审批本人的申请，请由其他人员办理",
    en="who applies does not approve; somebody else takes this step",
)  # fmt: skip
MACHINE = No(
    code="PEOPLE_ONLY", rule="F6", zh="专门委员会审核须由人员办理，系统账号不得代办",
    en="committee review is done by people; a machine may not do it",
)  # fmt: skip


async def test_no_step_comes_before_its_turn_or_from_another_role(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())

    skipped = await zhashui.step(application, "CHAIR_MEETING", Role.CHAIR_MEETING, "2024-05-10")
    usurped = await zhashui.step(application, "COMMITTEE_REVIEW", Role.CHAIR_MEETING, "2024-05-10")
    early = await zhashui.plaque(application)

    assert OUT_OF_TURN.is_(skipped), skipped
    assert NOT_THEIRS.is_(usurped), usurped
    assert OUT_OF_TURN.is_(early), early


async def test_nobody_above_or_beside_approves_for_a_county(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())
    given = {"id": application, "step": "COMMITTEE_REVIEW", "verdict": "AGREED", "takenOn": "2024-05-10"}
    province = Person(role=Role.CHAIR_MEETING, body="610000")
    city = Person(role=Role.PARTY_GROUP, body="611000")
    posing = Person(role=Role.SPECIAL_COMMITTEE, body="610000", committee=zhashui.committee)

    assert NOT_THERE.is_(await zhashui.do("takeStep", province, **given))
    assert NOT_THERE.is_(await zhashui.do("takeStep", city, **given))
    assert ONLY_THE_BODY.is_(await zhashui.do("takeStep", posing, **given))
    # The page of rights gives the province office no decision on applications at all.
    office = await zhashui.ask.raw(_STEP, Person(role=Role.PROVINCE_OFFICE, body="610000"), variables={"input": given})
    assert "errors" in office


async def test_who_applies_does_not_approve(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan(), by=zhashui.founder, applicantKind="COMMITTEE")
    given = {"id": application, "step": "COMMITTEE_REVIEW", "verdict": "AGREED", "takenOn": "2024-05-10"}

    assert OWN_APPLICATION.is_(await zhashui.do("takeStep", zhashui.founder, **given))
    # An applying member stays the applicant, whoever entered the papers and under whichever role they come back.
    other = await zhashui.submitted(zhashui.plan(name="经济界委员工作室", sectorNames=["经济界"]))
    audit = replace(zhashui.person(Role.SPECIAL_COMMITTEE), member=zhashui.members[0])
    assert OWN_APPLICATION.is_(await zhashui.do("takeStep", audit, **given | {"id": other}))


async def test_a_machine_never_approves(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())
    issuer = zhashui.ask.hub.development
    assert issuer is not None
    wish = Wish(
        roles=(Role.SPECIAL_COMMITTEE,), body="611026", committees=(zhashui.committee,), client="service", subject="bot"
    )
    given = {"id": application, "step": "COMMITTEE_REVIEW", "verdict": "AGREED", "takenOn": "2024-05-10"}
    token = issuer.mint(wish, now=now(), ttl=LIFE)

    response = await zhashui.ask.post({"query": _STEP, "variables": {"input": given}}, token=token)

    assert MACHINE.is_(response.json()["data"]["takeStep"]), response.json()


@pytest.mark.parametrize(
    ("on", "zh", "en"),
    [
        (
            "2024-05-05",
            "日期不得早于上一步骤（2024-05-06）",
            "the day may not be before the step before it (2024-05-06)",
        ),
        ("9999-01-01", "日期不得晚于今天", "the day may not lie ahead"),
    ],
)
async def test_a_step_is_dated_after_the_one_before_it_and_not_ahead(zhashui: Desk, on: str, zh: str, en: str) -> None:
    application = await zhashui.submitted(zhashui.plan())

    answer = await zhashui.step(application, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, on)

    assert No(code="WRONG_DATE", rule="R-73", zh=zh, en=en).is_(answer), answer


async def test_to_return_or_refuse_needs_a_reason_and_a_refusal_is_final(zhashui: Desk) -> None:
    application = await zhashui.submitted(zhashui.plan())
    by = ("COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-10")

    silent = await zhashui.step(application, *by, verdict="REFUSED", opinion=None)
    refused = await zhashui.step(application, *by, verdict="REFUSED", opinion="职能重复")
    after = await zhashui.do("withdrawApplication", zhashui.applicant, id=application)

    assert (silent["code"], silent["at"]) == ("MISSING_FIELD", "input.opinion")
    assert (refused["status"], refused["nextStep"], refused["decidedOn"]) == ("REFUSED", None, "2024-05-10")
    assert after["code"] == "WRONG_STATE"


BROKEN: dict[str, tuple[dict[str, Any], str, str, str, str]] = {
    "too many residents": (
        {"people": 21}, "RULE_VIOLATED", "R-26",
        "驻室委员人数不符合要求：应驻室委员人数不超过20；实际：驻室委员人数21",
        "least and most resident members: asked is at most 20 residents; found: 21 residents",
    ),
    "no liaison": (
        {"drop": "LIAISON"}, "MISSING_FIELD", "R-71", "缺少工作室召集人和联络员，请补充",
        "the convener and the liaison is missing; give it",
    ),
    "no functions": (
        {"functions": []}, "MISSING_FIELD", "R-71", "缺少主要职能，请补充", "the main functions is missing; give it",
    ),
    "no room": (
        {"venueAddress": None}, "RULE_VIOLATED", "R-34", "固定场地不符合要求：应有固定场地；实际：无",
        "a fixed venue: asked is there is: a fixed venue; found: none",
    ),
    "a name of its own": (
        {"name": "春风委员工作室"}, "EXCEPTION_REASON_NEEDED", "R-21",
        "原则上应以医药卫生界、医药卫生开头，以委员工作室结尾；实际：春风委员工作室。如确需例外，请填写例外理由",
        "in principle: begins with 医药卫生界、医药卫生 and ends in 委员工作室; found: 春风委员工作室; "
        "an exception needs its reason",
    ),
    "online only": (
        {"mode": "ONLINE"}, "RULE_VIOLATED", "R-76", "线下后线上不符合要求：应线下工作室方可入驻线上；实际：线上",
        "only an offline studio may go online: asked is only an offline studio goes online; found: online",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
async def test_a_new_studio_keeps_the_rules_of_structure(zhashui: Desk, case: str) -> None:
    changed, code, rule, zh, en = BROKEN[case]
    given = dict(changed)
    people = zhashui.named(given.pop("people", 5))
    dropped = given.pop("drop", None)
    application = await zhashui.drafted(zhashui.plan(people=[one for one in people if one["role"] != dropped], **given))

    answer = await zhashui.submit(application)

    assert No(code=code, rule=rule, zh=zh, en=en).is_(answer), answer


async def test_a_second_regional_studio_of_an_area_needs_its_reason(zhashui: Desk, world: World) -> None:
    await world.studio("611026", type="REGIONAL", area="测试镇")
    reasoned = zhashui.regional(exceptionReason="测试镇面积大，分东西两片")

    plain = await zhashui.submit(await zhashui.drafted(zhashui.regional()))
    excused = await zhashui.submit(await zhashui.drafted(reasoned))

    assert No(
        code="EXCEPTION_REASON_NEEDED",
        rule="R-75",
        zh="原则上应同一地域同级区域工作室数不超过1；实际：同一地域同级区域工作室数2。如确需例外，请填写例外理由",
        en="in principle: at most 1 regional studios of this level in its area; "
        "found: 2 regional studios of this level in its area; an exception needs its reason",
    ).is_(plain), plain
    assert excused["status"] == "IN_REVIEW"


async def test_the_area_is_judged_again_when_the_meeting_decides(zhashui: Desk, world: World) -> None:
    application = await zhashui.submitted(zhashui.regional())
    await world.studio("611026", type="REGIONAL", area="测试镇")

    answer = await zhashui.agreed(application)

    assert (answer["code"], answer["rule"]) == ("EXCEPTION_REASON_NEEDED", "R-75")


async def test_a_member_of_another_studio_of_the_level_needs_a_reason(zhashui: Desk, world: World) -> None:
    other = await world.studio("611026")
    await world.residency(other, zhashui.members[1], "611026")
    provincial = await world.studio("610000")
    await world.residency(provincial, zhashui.members[2], "610000")
    excused = zhashui.named()
    excused[2] |= {"exceptionReason": "两室联合值班"}

    plain = await zhashui.submit(await zhashui.drafted(zhashui.plan()))
    reasoned = await zhashui.submit(await zhashui.drafted(zhashui.plan(people=excused)))

    assert (plain["code"], plain["rule"], plain["at"]) == (
        "EXCEPTION_REASON_NEEDED", "R-28", "input.plan.exceptionReason",
    )  # fmt: skip
    assert reasoned["status"] == "IN_REVIEW"


async def test_no_new_person_named_studio_in_shaanxi(zhashui: Desk) -> None:
    reasoned = zhashui.personal(exceptionReason="事迹突出")

    plain = await zhashui.submit(await zhashui.drafted(zhashui.personal()))
    in_disguise = await zhashui.submit(await zhashui.drafted(zhashui.personal(type="SECTOR")))
    excused = await zhashui.submit(await zhashui.drafted(reasoned))

    no = No(
        code="EXCEPTION_REASON_NEEDED",
        rule="R-120",
        zh="原则上应不再新设以委员个人名义命名的工作室；实际：以个人名义命名。如确需例外，请填写例外理由",
        en="in principle: no new studio named after a member; found: person-named; an exception needs its reason",
    )
    assert no.is_(plain), plain
    assert no.is_(in_disguise), in_disguise
    # The guidance has no chain for one either: a body that means to make the exception settles it in its standards.
    assert excused["code"] == "NO_CHAIN"


async def test_who_applies_belongs_to_the_body_and_names_its_people(zhashui: Desk, world: World) -> None:
    plan = zhashui.plan()
    base = {"applicantKind": "MEMBER_TEAM", "plan": plan, "committeeId": zhashui.committee}
    member = zhashui.applicant
    stranger = await world.member("610825")
    shangluo = await world.body("611000")

    elsewhere = await zhashui.do("draftApplication", member, **base, bodyId=shangluo)
    for_another = await zhashui.do("draftApplication", member, **base, applicantMemberId=zhashui.members[1])
    unknown = await zhashui.do(
        "draftApplication", member, applicantKind="MEMBER_TEAM", applicantMemberId=zhashui.members[0],
        plan=zhashui.plan(people=[{"role": "RESIDENT", "memberId": stranger}]),
    )  # fmt: skip

    assert (elsewhere["code"], elsewhere["rule"], elsewhere["at"]) == ("NOT_SAME_LEVEL", "R-70", "input.bodyId")
    assert (for_another["code"], for_another["rule"]) == ("NOT_APPLICANT", "R-70")
    assert (unknown["code"], unknown["at"]) == ("NOT_FOUND", "input.plan.people")


async def test_who_audits_returns_papers_but_does_not_change_them(zhashui: Desk) -> None:
    application = await zhashui.drafted(zhashui.plan())
    committee = zhashui.person(Role.SPECIAL_COMMITTEE)

    changed = await zhashui.do("changeApplication", committee, id=application, revision=1, plan=zhashui.plan())
    withdrawn = await zhashui.do("withdrawApplication", committee, id=application)
    mine = await zhashui.do("withdrawApplication", zhashui.applicant, id=application)

    assert (changed["code"], withdrawn["code"]) == ("NOT_APPLICANT", "NOT_APPLICANT")
    assert mine["status"] == "WITHDRAWN"
