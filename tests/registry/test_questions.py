"""Questions of the clerks: who convenes at the prefectures (Q-09), and what waits for whose signature (Q-32)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from hub.domain.access import Role
from hub.domain.words import ResidencyRole
from hub.store import findings
from hub.store.session import Database
from tests.asking import PROVINCE, SHANGLUO, Asked, Person
from tests.factories import MOMENT, World
from tests.registry.applying import Desk, desk

HERE = Path(__file__).parent


def question(name: str) -> tuple[str, Any]:
    """A kept query and the answer that is right."""
    path = HERE / f"{name}.graphql"
    return path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


async def _convened(world: World, number: int, where: tuple[str, str], posts: list[str | None]) -> None:
    """A provincial studio for a prefecture, with a convener for each post; of a post that is None nothing is known."""
    located, area = where
    founded = {"name": f"省级{area}测试室", "approved_on": date(2024, 1, number), "area": area}
    studio = await world.studio("610000", located=located, **founded)
    for post in posts:
        member = await world.member("610000", name=f"{area}测试召集人", post=post)
        await world.residency(studio, member, "610000", role=ResidencyRole.CONVENER)


async def test_whether_the_conveners_of_provincial_prefecture_studios_are_the_local_chairs(
    ask: Asked, database: Database, world: World
) -> None:
    """Q-09: the post on record tells; another one is an exception, and where there is none it is unknown."""
    await _convened(world, 1, ("611002", "商洛市"), ["商洛市政协主席"])
    await _convened(world, 2, ("610802", "榆林市"), ["榆林市政协副主席"])
    await _convened(world, 3, ("610902", "安康市"), [None])
    await _convened(world, 4, ("610702", "汉中市"), [])
    await _convened(world, 5, ("610502", "渭南市"), ["商洛市政协主席"])
    own = await world.studio("611000", name="商洛市本级测试室")
    await world.residency(own, await world.member("611000", post="测试医师"), "611000", role=ResidencyRole.CONVENER)
    async with database.write() as connection:
        await findings.judge_all(connection, on=findings.business_day(MOMENT))
    query, expected = question("q-09")

    answer = await ask(query, PROVINCE)

    answer["findings"]["nodes"].sort(key=lambda one: one["studio"]["name"])
    assert answer == expected
    assert (await ask(query, SHANGLUO))["findings"]["totalCount"] == 0


async def _waiting(office: Desk) -> None:
    """Three applications that wait at three tables, one of them for going online."""
    await office.submitted(office.plan(name="经济界委员工作室", sectorNames=["经济界"], people=office.named()))
    shown = await office.submitted(office.regional())
    await office.step(shown, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-05-10")
    studio = await office.founded(office.plan())
    convener = Person(role=Role.CONVENER, body=office.body, studio=studio, subject="convener")
    given = {"kind": "GO_ONLINE", "studioId": studio}
    online = await office.submitted(office.plan(mode="BOTH", platform="秦商量"), by=convener, **given)
    await office.step(online, "COMMITTEE_REVIEW", Role.SPECIAL_COMMITTEE, "2024-06-10")
    await office.step(online, "VICE_CHAIR_REVIEW", Role.VICE_CHAIR_IN_CHARGE, "2024-06-13", opinion="测试：拟同意")


async def test_what_waits_for_the_vice_chair_and_for_the_chair_meeting(ask: Asked, world: World) -> None:
    """Q-32: each sees what waits at the own body; a vice-chair what belongs to the committees in charge."""
    zhashui = await desk(ask, world, "611026")
    await _waiting(zhashui)
    query, expected = question("q-32")

    vice_chair = zhashui.person(Role.VICE_CHAIR_IN_CHARGE)
    for person in (vice_chair, zhashui.person(Role.CHAIR_MEETING)):
        assert await ask(query, person) == expected
    other = replace(vice_chair, committee=await world.committee("611026", name="测试另一委员会"))
    for stranger in (other, Person(role=Role.CHAIR_MEETING, body="611000")):
        seen = await ask(query, stranger)
        assert (seen["forTheViceChair"]["totalCount"], seen["forTheChairMeeting"]["totalCount"]) == (0, 0)
