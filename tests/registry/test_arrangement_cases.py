"""The joint work of the documents, asked as its people ask, and counted once from every level."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.arrangement_cases import haizhu, joint_studio, three_levels
from tests.registry.linking import GUANGDONG, GUANGZHOU, HAIZHU, PANYU, STRANGER, TIANHE, Linking, body

HERE = Path(__file__).parent
BAIYUN = Person(role=Role.MANAGING_DEPARTMENT, body="440111", subject="测试白云经办")
NOTHING: dict[str, Any] = {arm: [] for arm in ("up", "down", "left", "right", "departments", "outside")} | {
    "complete": True
}


def kept(name: str) -> tuple[str, dict[str, Any]]:
    """A kept query and the answer that is right."""
    path = HERE / f"arrangement-{name}.graphql"
    return path.read_text("utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


@pytest.fixture
def linking(ask: Asked) -> Linking:
    """Asks for joint work."""
    return Linking(ask=ask)


async def test_a_joint_studio_is_counted_once_by_its_owner_from_every_level(
    ask: Asked, linking: Linking, world: World
) -> None:
    await joint_studio(linking, world)
    query, expected = kept("joint-studio")

    for person in (GUANGDONG, GUANGZHOU, PANYU):
        assert await ask(query, person) == expected


async def test_a_joint_studio_is_counted_as_it_was_before_it_was_joint(
    ask: Asked, linking: Linking, world: World
) -> None:
    studio = await world.studio("440100", located="440113")
    await world.activity(studio, "440100", published=True)
    counts = (
        "{ studioTotals(by: [BODY]) { cells { count body { code } } } activityTotals(by: [BODY]) { cells { count } } }"
    )
    people = (GUANGDONG, GUANGZHOU, PANYU)

    before = [await ask(counts, person) for person in people]
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"), form="CO_BUILDING", studioId=studio)
    await linking.consent(PANYU, link, "番禺区政协")
    owner = await ask("query ($id: ID!) { node(id: $id) { ... on Studio { owner { code } } } }", PANYU, id=studio)

    assert [await ask(counts, person) for person in people] == before
    assert owner == {"node": {"owner": {"code": "440100"}}}


async def test_the_three_levels_of_tianhe(ask: Asked, linking: Linking) -> None:
    await three_levels(linking)
    query, expected = kept("three-levels")

    for person in (GUANGDONG, GUANGZHOU, TIANHE):
        assert await ask(query, person) == expected
    assert await ask(query, HAIZHU) == {"arrangements": {"nodes": []}}


async def test_the_topic_of_haizhu_in_2022(ask: Asked, linking: Linking) -> None:
    await haizhu(linking)
    query, expected = kept("haizhu-2022")

    for person in (HAIZHU, GUANGZHOU):
        assert await ask(query, person) == expected


async def test_tianhe_works_with_bodies_of_other_provinces(linking: Linking) -> None:
    signed = await linking.propose(
        TIANHE, body("440106", "LEAD"), body("350803"), direction="CROSS_REGION", form="AGREEMENT"
    )
    yongding = Person(role=Role.MANAGING_DEPARTMENT, body="350803")

    agreed = await linking.consent(yongding, signed, "永定区政协")

    assert (signed["status"], agreed["status"]) == ("PROPOSED", "ACTIVE")


async def test_the_cross_of_a_studio(ask: Asked, linking: Linking, world: World) -> None:
    studio = await world.studio("440111", name="跨境电商供应链行业测试室")
    other = await world.studio("440111", name="白云另一测试室")
    committee = await world.committee("440111", name="经济科技测试委")
    at_home = await linking.propose(
        BAIYUN,
        {"kind": "STUDIO", "role": "LEAD", "studioId": studio},
        {"kind": "STUDIO", "role": "CO", "studioId": other},
        {"kind": "COMMITTEE", "role": "CO", "committeeId": committee},
        {"kind": "GROUP", "role": "CO", "bodyCode": "440111", "name": "三元里街地方组"},
        {"kind": "ASSOCIATION", "role": "ASSIST", "name": "测试行业协会"},
        {"kind": "DEPARTMENT", "role": "ASSIST", "name": "测试商务局"},
        body("440105"),
        direction="HORIZONTAL",
        topic="共同开展",
    )
    for name in ("白云另一测试室", "经济科技测试委", "三元里街地方组"):
        await linking.consent(BAIYUN, at_home, name)
    await linking.consent(HAIZHU, at_home, "海珠区政协")
    upward = await linking.propose(
        GUANGZHOU, body("440100", "LEAD"), {"kind": "STUDIO", "role": "CO", "studioId": studio}, topic="向上联动"
    )
    await linking.consent(BAIYUN, upward, "跨境电商供应链行业测试室")
    await linking.propose(
        GUANGZHOU, body("440100", "LEAD"), {"kind": "STUDIO", "role": "CO", "studioId": studio}, topic="尚未同意"
    )
    query, expected = kept("cross-linkage")

    assert _sorted(await ask(query, BAIYUN, studio=studio)) == expected
    assert _sorted(await ask(query, GUANGZHOU, studio=studio)) == expected
    seen_by_partner = _sorted(await ask(query, HAIZHU, studio=studio))["crossLinkage"]
    assert (seen_by_partner["up"], seen_by_partner["left"]) == ([], expected["crossLinkage"]["left"])
    assert await ask(query, STRANGER, studio=studio) == {"crossLinkage": NOTHING}


async def test_the_cross_of_the_joint_studio_goes_down_to_its_co_owner(
    ask: Asked, linking: Linking, world: World
) -> None:
    studio = await joint_studio(linking, world)
    query, _ = kept("cross-linkage")

    seen = (await ask(query, GUANGZHOU, studio=studio))["crossLinkage"]

    below = {"name": "番禺区政协", "kind": "BODY", "arrangement": {"topic": "联合共建王骞能委员工作室"}}
    assert seen == NOTHING | {"down": [below]}


async def test_a_studio_out_of_reach_has_no_cross(ask: Asked, world: World) -> None:
    studio = await world.studio("440111", published=False)
    query, _ = kept("cross-linkage")

    assert await ask(query, STRANGER, studio=studio) == {"crossLinkage": None}
    assert await ask(query, BAIYUN, studio=studio) == {"crossLinkage": NOTHING}


def _sorted(answer: dict[str, Any]) -> dict[str, Any]:
    arms = answer["crossLinkage"]
    return {
        "crossLinkage": {
            arm: sorted(one, key=lambda each: str(each["name"])) if isinstance(one, list) else one
            for arm, one in arms.items()
        }
    }
