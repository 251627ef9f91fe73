"""W8: Guangzhou and Panyu build a studio jointly; each party agrees and writes for itself (A-05, A-62, A-63)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.domain.access import Role
from tests.asking import Asked
from tests.factories import World
from tests.registry.workflows.story import Story, kept, machine, who

CITY, DISTRICT, PROVINCE = "440100", "440113", "440000"
GUANGZHOU = who(Role.MANAGING_DEPARTMENT, CITY)
PANYU = who(Role.MANAGING_DEPARTMENT, DISTRICT)
GUANGDONG = who(Role.MANAGING_DEPARTMENT, PROVINCE)
HAIZHU = who(Role.MANAGING_DEPARTMENT, "440105")
DAY = "2026-03-02"


@dataclass(kw_only=True)
class Joint:
    """The studio that is built jointly, and the arrangement about it."""

    story: Story
    studio: str
    link: str = ""
    lead: str = ""
    partner: str = ""

    def proposal(self, **given: Any) -> dict[str, Any]:
        """What the owner of the studio proposes."""
        wish = {"direction": "VERTICAL", "form": "CO_BUILDING", "topic": "联合共建王骞能委员工作室", "givenOn": DAY}
        parties = [_body(CITY, "LEAD"), _body(DISTRICT)]
        return {**wish, "studioId": self.studio, "procedure": "测试主席会议第1次", "parties": parties} | given

    def answer(self, **given: Any) -> dict[str, Any]:
        """What the partner answers."""
        wish = {"partyId": self.partner, "answer": "AGREED", "procedure": "测试区政协主席会议第2次", "givenOn": DAY}
        return wish | given


async def test_w8_from_the_proposal_to_its_end_with_every_step_that_is_refused(ask: Asked, world: World) -> None:
    studio = await world.studio(CITY, name="王骞能委员工作室", type="PERSONAL", located=DISTRICT)
    joint = Joint(story=Story(ask=ask), studio=studio)
    await _proposed(joint, await world.studio(DISTRICT, name="测试番禺室"))
    await _answered(joint)
    await _written(joint)
    await joint.story.done(GUANGZHOU, "endArrangement", arrangementId=joint.link, endedOn="2026-03-20")
    await _afterwards(joint)

    for reader in (GUANGZHOU, GUANGDONG):
        found = await joint.story.read("w8", reader, arrangement=joint.link, studio=studio)
        assert found == kept("w8")
    joint.story.refusals_are("w8")


async def _proposed(joint: Joint, foreign: str) -> None:
    """Who owns the studio proposes, by its own procedure, and leads."""
    story = joint.story
    reverse = [_body(DISTRICT, "LEAD"), _body(CITY)]
    both = [_body(CITY, "LEAD"), _body(DISTRICT, "LEAD")]
    await story.no("区以市的名义提议", PANYU, "proposeArrangement", **joint.proposal())
    await story.no("区牵头共建市工作室", PANYU, "proposeArrangement", **joint.proposal(parties=reverse))
    await story.no("市共建区的工作室", GUANGZHOU, "proposeArrangement", **joint.proposal(studioId=foreign))
    await story.no("两个牵头方", GUANGZHOU, "proposeArrangement", **joint.proposal(parties=both))
    await story.no("没有合作方", GUANGZHOU, "proposeArrangement", **joint.proposal(parties=both[:1]))
    await story.no("不写同意程序", GUANGZHOU, "proposeArrangement", **joint.proposal(procedure=" "))
    await story.no("方向不符", GUANGZHOU, "proposeArrangement", **joint.proposal(direction="HORIZONTAL"))
    system = machine(Role.MANAGING_DEPARTMENT, CITY)
    await story.no("系统账号提议", system, "proposeArrangement", **joint.proposal())
    made = await story.done(GUANGZHOU, "proposeArrangement", **joint.proposal())
    names = {one["name"]: one["id"] for one in made["parties"]["nodes"]}
    joint.link, joint.lead, joint.partner = made["id"], names["广州市政协"], names["番禺区政协"]


async def _answered(joint: Joint) -> None:
    """Each party answers for itself, once, by its own procedure."""
    story = joint.story
    await story.no("牵头方代合作方同意", GUANGZHOU, "giveConsent", **joint.answer())
    await story.no("省政协代区同意", GUANGDONG, "giveConsent", **joint.answer())
    await story.no("无关区同意", HAIZHU, "giveConsent", **joint.answer())
    await story.no("系统账号同意", machine(Role.MANAGING_DEPARTMENT, DISTRICT), "giveConsent", **joint.answer())
    await story.no("不写同意程序", PANYU, "giveConsent", **joint.answer(procedure=" "))
    await story.no("既不同意也不拒绝", PANYU, "giveConsent", **joint.answer(answer="NOT_NEEDED"))
    await story.no("未达成即填写", PANYU, "writePart", partyId=joint.partner, part="测试")
    await story.no("未达成即结束", GUANGZHOU, "endArrangement", arrangementId=joint.link, endedOn=DAY)
    await story.no("未达成即公开", GUANGZHOU, "publishArrangement", arrangementId=joint.link, published=True)
    await story.done(PANYU, "giveConsent", **joint.answer())
    await story.no("重复表态", PANYU, "giveConsent", **joint.answer(answer="DECLINED"))


async def _written(joint: Joint) -> None:
    """Each writes its own part; what the lead owns no partner overwrites."""
    story, of = joint.story, {"arrangementId": joint.link}
    await story.done(PANYU, "writePart", partyId=joint.partner, part="提供云工作室平台")
    await story.done(GUANGZHOU, "writePart", partyId=joint.lead, part="负责工作室日常运行")
    await story.no("合作方改写牵头方内容", PANYU, "writePart", partyId=joint.lead, part="测试")
    await story.no("牵头方改写合作方内容", GUANGZHOU, "writePart", partyId=joint.partner, part="测试")
    await story.no("省政协改写合作方内容", GUANGDONG, "writePart", partyId=joint.partner, part="测试")
    await story.no("无关区改写", HAIZHU, "writePart", partyId=joint.partner, part="测试")
    await story.no("合作方修改联动", PANYU, "changeArrangement", **of, topic="测试")
    await story.no("省政协修改联动", GUANGDONG, "changeArrangement", **of, topic="测试")
    await story.no("合作方公开联动", PANYU, "publishArrangement", **of, published=True)
    await story.no("合作方结束联动", PANYU, "endArrangement", **of, endedOn="2026-03-20")
    robot = machine(Role.MANAGING_DEPARTMENT, CITY)
    await story.no("系统账号结束联动", robot, "endArrangement", **of, endedOn="2026-03-20")
    await story.no("结束早于达成", GUANGZHOU, "endArrangement", **of, endedOn="2026-03-01")


async def _afterwards(joint: Joint) -> None:
    """What has ended ends once, and is only told on."""
    story, of = joint.story, {"arrangementId": joint.link}
    await story.no("重复结束", GUANGZHOU, "endArrangement", **of, endedOn="2026-03-20")
    await story.no("结束后修改", GUANGZHOU, "changeArrangement", **of, topic="测试")
    await story.no("结束后填写", PANYU, "writePart", partyId=joint.partner, part="测试")


async def test_w8_a_party_that_declines_ends_the_proposal(ask: Asked, world: World) -> None:
    studio = await world.studio(CITY, name="王骞能委员工作室", located=DISTRICT)
    joint = Joint(story=Story(ask=ask), studio=studio)
    made = await joint.story.done(GUANGZHOU, "proposeArrangement", **joint.proposal())
    names = {one["name"]: one["id"] for one in made["parties"]["nodes"]}
    joint.link, joint.partner = made["id"], names["番禺区政协"]

    declined = await joint.story.done(PANYU, "giveConsent", **joint.answer(answer="DECLINED"))

    assert declined["status"] == "DECLINED"
    await joint.story.no("不参加后反悔", PANYU, "giveConsent", **joint.answer())
    await joint.story.no("未达成后结束", GUANGZHOU, "endArrangement", arrangementId=joint.link, endedOn=DAY)
    joint.story.refusals_are("w8-declined")


def _body(code: str, role: str = "CO") -> dict[str, Any]:
    return {"kind": "BODY", "role": role, "bodyCode": code}
