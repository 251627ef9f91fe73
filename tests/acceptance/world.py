"""The registry over which the acceptance questions are asked: a few invented studios of real bodies."""

from __future__ import annotations

from datetime import date

from hub.domain.words import Mode, OpinionStatus, PlatformKind, ResidencyRole, StudioStatus, StudioType
from tests.factories import World

DUTY_DAY = date(2026, 3, 5)


async def build(world: World) -> None:
    """Fill a database that holds the packaged reference."""
    await _province(world)
    await _shangluo(world)
    await _other_units(world)
    await _panyu(world)
    await _siming(world)


async def _province(world: World) -> None:
    await world.studio("610000", name="省级商洛测试室", mode=Mode.BOTH, located="611002")
    weinan = await world.studio("610000", name="省级渭南测试室", located="610502")
    await _worked(world, weinan, "610000", RESEARCH=1)


async def _shangluo(world: World) -> None:
    economy = await world.studio("611000", name="商洛经济界测试室", type=StudioType.SECTOR, located="611002")
    await world.studio("611000", name="商洛区域测试室", mode=Mode.BOTH, located="611002")
    await world.studio("611002", name="商州未备案测试室", status=StudioStatus.UNFILED_ACTIVE, located="611002")
    online = await world.studio("611026", name="柞水线上测试室", mode=Mode.ONLINE, located="611026")
    await world.studio("611026", name="柞水木耳测试室", type=StudioType.INDUSTRY, mode=Mode.BOTH, located="611026")
    await world.studio("611026", name="柞水个人测试室", type=StudioType.PERSONAL, legacy=True, located="611026")
    await world.studio("611026", name="柞水归档测试室", status=StudioStatus.ARCHIVED, located="611026")
    await world.studio(
        "611026",
        name="柞水联系点",
        platform_kind=PlatformKind.CONTACT_POINT,
        counts_as_studio=False,
        located="611026",
    )
    await _worked(world, economy, "611000", RESEARCH=2, SYMPOSIUM=1)
    await _worked(world, online, "611026", RECEPTION=3)
    await _heard(world, economy, "611000", ANSWERED=2, FED_BACK=4, IN_HANDLING=5)
    await _heard(world, online, "611026", FED_BACK=3)


async def _other_units(world: World) -> None:
    """Hancheng and Yangling report to the province beside the cities whose code theirs begins with (A-03)."""
    weinan = await world.studio("610500", name="渭南界别测试室", type=StudioType.SECTOR, located="610502")
    await world.studio("610528", name="富平界别测试室", type=StudioType.SECTOR, located="610528")
    hancheng = await world.studio("610581", name="韩城区域测试室", located="610581")
    yangling = await world.studio(
        "610403", name="杨陵行业测试室", type=StudioType.INDUSTRY, mode=Mode.BOTH, located="610403"
    )
    await _worked(world, weinan, "610500", VISIT=2)
    await _worked(world, hancheng, "610581", VISIT=1)
    await _worked(world, yangling, "610403", VISIT=1, RESEARCH=1)
    await _heard(world, hancheng, "610581", FED_BACK=1)
    await _heard(world, weinan, "610500", FED_BACK=4)


async def _panyu(world: World) -> None:
    shown = await world.studio(
        "440113",
        name="番禺甲测试室",
        platform_kind=PlatformKind.TOWN_STUDIO,
        functions=["接待群众", "收集社情民意"],
        public_contact="020-00000001",
        duty_plan="每周四上午",
        located="440113",
    )
    hidden = await world.studio("440113", name="番禺乙测试室", published=False, located="440113")
    first = await world.member(
        "440113", name="测试委员甲", phone="13900000001", post="测试医院医师", expertise=["医疗卫生"], photo="a.jpg"
    )
    second = await world.member("440113", name="测试委员乙", phone="13900000002", published=False)
    await world.seat(first, "440100", sector_id=await world.sector("医药卫生界"))
    await world.residency(shown, first, "440113", role=ResidencyRole.CONVENER, starts_on=date(2024, 1, 1))
    await world.residency(shown, second, "440113", published=False, starts_on=date(2024, 2, 1))
    await world.residency(hidden, second, "440113", published=False)
    await world.shift(shown, first, "440113", held_on=DUTY_DAY, place="测试街道服务大厅", mode=Mode.BOTH)


async def _siming(world: World) -> None:
    """Siming posts its members' telephones (S2:38), which the sync notes on each member."""
    await world.member("350203", name="测试委员丙", phone="13900000003", phone_published=True)


async def _worked(world: World, studio: str, body: str, **held: int) -> None:
    """So many activities of each kind in the first quarter, and of each one in the second."""
    for code, number in held.items():
        kind = await world.kind(code)
        for day in [DUTY_DAY] * number + [date(2026, 4, 1)]:
            await world.activity(studio, body, kind_id=kind, held_on=day, members_count=5 if day == DUTY_DAY else None)


async def _heard(world: World, studio: str, body: str, **held: int) -> None:
    """So many opinions of each status, all in one quarter."""
    for status, number in held.items():
        for _ in range(number):
            await world.opinion(studio, body, status=OpinionStatus.of(status), received_on=DUTY_DAY, solved=True)
