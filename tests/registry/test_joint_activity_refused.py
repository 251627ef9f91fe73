"""Joint activities that are not recorded: who may not, and what is wrong with the parties."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.words import StudioStatus
from tests.asking import PROVINCE, Asked, Person
from tests.factories import World
from tests.registry.joining import SHANGLUO, TOPIC, XIAN, YULIN, Joining, body, joining, party
from tests.registry.linking import Linking
from tests.registry.linking import body as linked_body


@pytest.fixture
async def joint(ask: Asked, world: World) -> Joining:
    """Three studios of three cities."""
    return await joining(ask, world)


async def test_it_may_be_part_of_a_linkage_that_is_active(ask: Asked, joint: Joining) -> None:
    linking = Linking(ask=ask)
    lead = {"kind": "STUDIO", "role": "LEAD", "studioId": joint.lead}
    link = await linking.propose(XIAN, lead, linked_body("610800"), direction="HORIZONTAL")
    of = {"arrangementId": link["id"], "parties": [party(joint.lead, "LEAD"), party(joint.second)]}

    assert await joint.refused(**of) == ("WRONG_STATE", "W8", "input.arrangementId")
    await linking.consent(YULIN, link, "榆林市政协")
    recorded = await joint.do(**of)
    foreign = {"arrangementId": link["id"], "parties": [party(joint.third, "LEAD"), party(joint.lead)]}
    unseen = await joint.refused(SHANGLUO, **foreign)
    await linking.do("publishArrangement", XIAN, arrangementId=link["id"], published=True)

    assert recorded["arrangement"] == {"id": link["id"]}
    assert unseen == ("NOT_FOUND", "R-72", "input.arrangementId")
    assert await joint.refused(SHANGLUO, **foreign) == ("NOT_AN_AGREED_PARTY", "W8", "input.arrangementId")
    query = "query ($id: ID!) { node(id: $id) { ... on Arrangement { activities { nodes { topic } } } } }"
    assert await ask(query, XIAN, id=link["id"]) == {"node": {"activities": {"nodes": [{"topic": TOPIC}]}}}


async def test_only_the_lead_records_it_and_a_studio_out_of_reach_is_absent(joint: Joining, world: World) -> None:
    hidden = await world.studio("610800", published=False)
    convener = Person(role=Role.CONVENER, body="610100", studio=joint.lead)

    assert (await joint.do(convener))["owner"] == {"code": "610100"}
    assert await joint.refused(YULIN) == ("NOT_FOUND", "R-72", "input.parties.0.studioId")
    for studio in (hidden, "stu_none"):
        parties = [party(joint.lead, "LEAD"), party(studio)]
        assert await joint.refused(parties=parties) == ("NOT_FOUND", "R-72", "input.parties.1.studioId")
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["count"] == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"jointRule": "SPLIT", "shares": [500, 499, 0]}, ("SHARES_DO_NOT_SUM", "I5", "input.parties")),
        ({"jointRule": "SPLIT", "shares": [500, 500, None]}, ("WRONG_SHARE", "I5", "input.parties")),
        ({"jointRule": "SPLIT", "shares": [1001, -1, 0]}, ("WRONG_SHARE", "I5", "input.parties")),
        ({"shares": [500, 500, 0]}, ("NOT_SPLIT", "I5", "input.parties")),
        ({"roles": ["LEAD", "LEAD", "CO"]}, ("ONE_LEAD", "A-05", "input.parties")),
        ({"roles": ["CO", "CO", "CO"]}, ("ONE_LEAD", "A-05", "input.parties")),
        ({"topic": " "}, ("MISSING_FIELD", "A-14", "input.topic")),
        ({"membersCount": -1}, ("WRONG_NUMBER", "I5", "input.membersCount")),
        ({"kindCode": "NONE"}, ("NOT_FOUND", "R-72", "input.kindCode")),
        ({"heldOn": "2999-01-01"}, ("WRONG_DAY", "W8", "input.heldOn")),
        ({"arrangementId": "arr_none"}, ("NOT_FOUND", "R-72", "input.arrangementId")),
    ],
)
async def test_a_refusal_says_what_is_wrong_and_writes_nothing(
    joint: Joining, given: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    shares, roles = given.get("shares", [None] * 3), given.get("roles", ["LEAD", "CO", "CO"])
    said = {name: value for name, value in given.items() if name not in ("shares", "roles")}
    studios = zip((joint.lead, joint.second, joint.third), roles, shares, strict=True)
    parties = [party(studio, role, share=share) for studio, role, share in studios]

    assert await joint.refused(parties=parties, **said) == expected
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["numbers"]["activities"]["gross"] == 0


async def test_parties_are_named_once_and_in_one_way(joint: Joining) -> None:
    lead, outside = party(joint.lead, "LEAD"), {"role": "ASSIST", "name": "测试协会"}
    named = {
        "NAME_ONE_WAY": [lead, {"role": "CO", "studioId": joint.second, "bodyCode": "610800"}],
        "PARTY_TWICE": [lead, party(joint.second), party(joint.second)],
        "NUMBER_OF_PARTIES": [lead],
        "LEAD_IS_A_STUDIO": [{**body("610100"), "role": "LEAD"}, party(joint.second)],
        "HAS_A_BODY_HERE": [lead, {"role": "CO", "name": "榆林市政协"}],
    }

    for code, parties in named.items():
        assert (await joint.refused(parties=parties))[0] == code
    shared = [{**lead, "share": 400}, {**outside, "share": 600}]
    assert (await joint.refused(jointRule="SPLIT", parties=shared))[0] == "NO_SHARE_OUTSIDE"
    recorded = await joint.do(parties=[lead, outside, body("610800")])
    assert [one["name"] for one in recorded["parties"]["nodes"]].count("测试协会") == 1
    numbers = (await joint.shared(PROVINCE, "610000"))["activities"]["numbers"]
    assert numbers["activities"] == {"gross": 2, "net": 1, "difference": 1}


async def test_a_studio_takes_part_in_nothing_after_its_end(joint: Joining, world: World) -> None:
    ended = date(2026, 3, 1)
    over = await world.studio("610800", status=StudioStatus.TERMINATED, ended_on=ended)
    parties = [party(joint.lead, "LEAD"), party(over)]

    assert await joint.refused(parties=parties) == ("WRONG_STATE", "W6", "input.parties.1.studioId")
    before = ended - timedelta(days=1)
    assert (await joint.do(parties=parties, heldOn=before.isoformat()))["topic"] == TOPIC
