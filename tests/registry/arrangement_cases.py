"""The joint work that the documents tell of, among studios and counts that look like theirs."""

from __future__ import annotations

from typing import Any

from hub.domain.words import PlatformKind, StudioType
from tests.factories import World
from tests.registry.linking import GUANGDONG, GUANGZHOU, HAIZHU, PANYU, TIANHE, Linking, body, party

PLATFORM = "番禺区政协委员云工作室"
LANDMARK = "建设广州塔—琶洲地标商圈"
GARDEN = "华南国家植物园相关重点提案"
ADOPTED = "被市区有关部门采纳和重点推进"


async def joint_studio(linking: Linking, world: World) -> str:
    """A city studio in Panyu, built with the district on the district's platform (S0:71), beside Panyu's own (D-10)."""
    studio = await world.studio("440100", name="王骞能委员工作室", type=StudioType.PERSONAL, located="440113")
    for number in range(1, 5):
        await world.studio("440100", name=f"广州示范测试室{number}", is_demonstration=True, located="440104")
    for number in range(16):
        await _panyu(world, f"番禺镇街测试室{number}", PlatformKind.TOWN_STUDIO)
    for number in range(24):
        await _panyu(world, f"番禺个人测试室{number}", PlatformKind.STUDIO)
    cloud = await _panyu(world, PLATFORM, PlatformKind.CLOUD_STUDIO, counts_as_studio=False)
    for _ in range(3):
        await world.activity(studio, "440100", published=True)
    await world.activity(cloud, "440113", published=True)
    link = await linking.propose(
        GUANGZHOU,
        body("440100", "LEAD"),
        body("440113"),
        form="CO_BUILDING",
        topic="联合共建王骞能委员工作室",
        studioId=studio,
        platform=PLATFORM,
        year=2023,
    )
    await linking.consent(PANYU, link, "番禺区政协")
    return studio


async def _panyu(world: World, name: str, kind: PlatformKind, **given: Any) -> str:  # columns of a studio
    return await world.studio("440113", name=name, platform_kind=kind, located="440113", **given)


async def three_levels(linking: Linking) -> None:
    """Province, city and district supervise together for the second year (S4:43)."""
    link = await linking.propose(
        GUANGDONG,
        body("440000", "LEAD"),
        body("440100"),
        body("440106", "ASSIST"),
        form="LINKED_SUPERVISION",
        topic=GARDEN,
        year=2023,
        recurrence="第二年",
        leadPerson="广东省政协副主席",
    )
    await linking.consent(GUANGZHOU, link, "广州市政协")
    await linking.consent(TIANHE, link, "天河区政协")
    await linking.do("writePart", TIANHE, partyId=party(link, "天河区政协"), part="配合省市政协开展联动调研")


async def haizhu(linking: Linking) -> None:
    """Research, inspection and consultation on one topic, a report, a letter, and its adoption (S4:51)."""
    steps = [
        ("JOINT_RESEARCH", "2022-03-01"),
        ("JOINT_INSPECTION", "2022-05-01"),
        ("LINKED_CONSULTATION", "2022-07-01"),
    ]
    links = [await _agreed(linking, form=form, startedOn=day, givenOn=day) for form, day in steps]
    report = {"kind": "RESEARCH_REPORT", "name": "测试联合调研报告", "submittedOn": "2022-08-01"}
    letter = {"kind": "SUGGESTION_LETTER", "name": "测试政治协商建议书", "submittedOn": "2022-09-01"}
    of = {"arrangementId": links[0]["id"]}
    await linking.do("recordResult", HAIZHU, **of, **report, recipients=["广州市政协主席会议"])
    await linking.do("recordResult", GUANGZHOU, **of, **letter, recipients=["市委", "市政府"], adoption=ADOPTED)
    await linking.do("writePart", HAIZHU, partyId=party(links[0], "海珠区政协"), part="遴选议题、共同撰写调研报告")
    for link in links:
        await linking.do("endArrangement", HAIZHU, arrangementId=link["id"], endedOn="2022-12-01")
    await linking.do("changeArrangement", HAIZHU, **of, adoption=ADOPTED)


async def _agreed(linking: Linking, **given: Any) -> dict[str, Any]:  # fields of a proposal
    link = await linking.propose(HAIZHU, body("440105", "LEAD"), body("440100"), topic=LANDMARK, year=2022, **given)
    agreed = {"partyId": party(link, "广州市政协"), "answer": "AGREED", "procedure": "测试程序"}
    return await linking.do("giveConsent", GUANGZHOU, **agreed, givenOn=given["givenOn"])
