"""Who reads joint work, and what of a partner's studio stays out of reach; both ways of answering keep it alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hub.domain.access import Role
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.linking import GUANGZHOU, PANYU, STRANGER, Linking, body, party

SECRET = "内部不可见"
LISTED = """{ arrangements { totalCount nodes { topic parties { totalCount nodes { name part } }
  results { totalCount nodes { name } } } } }"""
OPENED = """query ($id: ID!, $party: ID!) {
  arrangement: node(id: $id) { ... on Arrangement { topic lead { code }
    studio { name }
    parties(orderBy: [{ name: ASC }]) { nodes { name part consentedBy { value } arrangement { topic }
      fellow: body { code studios { totalCount nodes { name annualPlan { value } } } }
      studio { name annualPlan { value masked } opinions { totalCount nodes { topic } }
        activities { totalCount nodes { topic } } outputs { totalCount } duties: dutyShifts { totalCount }
        residencies { totalCount } history { totalCount nodes { note { value } } } tasks { totalCount } } } }
    results { nodes { name output { titleText } } } } }
  party: node(id: $party) { ... on ArrangementParty { name part } }
  opinions { totalCount } studios { nodes { name } } }"""


@pytest.fixture
def linking(ask: Asked) -> Linking:
    """Asks for joint work."""
    return Linking(ask=ask)


@pytest.fixture
async def link(linking: Linking, world: World) -> dict[str, Any]:
    """A published studio of Guangzhou works with Panyu; all else of that studio is internal."""
    committee = await world.committee("440100", name="测试联络委")
    studio = await world.studio("440100", name="广州公开室", annual_plan=SECRET, committee_id=committee)
    await world.studio("440100", name=SECRET, published=False, annual_plan=SECRET)
    member = await world.member("440100", published=False)
    await world.residency(studio, member, "440100", published=False)
    await world.shift(studio, member, "440100", published=False)
    await world.opinion(studio, "440100", topic=SECRET)
    await world.activity(studio, "440100", topic=SECRET)
    output = await world.output(studio, "440100", title_text=SECRET)
    link = await linking.propose(
        GUANGZHOU, {"kind": "STUDIO", "role": "LEAD", "studioId": studio}, body("440113"), topic="联动议题"
    )
    link = await linking.consent(PANYU, link, "番禺区政协")
    await linking.do("writePart", PANYU, partyId=party(link, "番禺区政协"), part="番禺所做")
    await linking.do("writePart", GUANGZHOU, partyId=party(link, "广州公开室"), part="广州所做")
    result = {"arrangementId": link["id"], "kind": "RESEARCH_REPORT", "name": "联合报告", "outputId": output}
    await linking.do("recordResult", GUANGZHOU, **result)
    return link | {"studio": studio, "committee": committee}


async def test_a_partner_reads_the_joint_part_and_nothing_else(ask: Asked, link: dict[str, Any]) -> None:
    seen = await ask(OPENED, PANYU, id=link["id"], party=party(link, "广州公开室"))

    shown = seen["arrangement"]
    studio = next(one for one in shown["parties"]["nodes"] if one["name"] == "广州公开室")
    assert {one["name"]: one["part"] for one in shown["parties"]["nodes"]} == {
        "番禺区政协": "番禺所做",
        "广州公开室": "广州所做",
    }
    assert seen["party"] == {"name": "广州公开室", "part": "广州所做"}
    assert shown["results"]["nodes"] == [{"name": "联合报告", "output": None}]
    assert SECRET not in json.dumps(seen, ensure_ascii=False)
    assert studio["fellow"] == {
        "code": "440100",
        "studios": {"totalCount": 1, "nodes": [{"name": "广州公开室", "annualPlan": {"value": None}}]},
    }
    assert studio["studio"] == {
        "name": "广州公开室", "annualPlan": {"value": None, "masked": True}, "opinions": {"totalCount": 0, "nodes": []},
        "activities": {"totalCount": 0, "nodes": []}, "outputs": {"totalCount": 0}, "duties": {"totalCount": 0},
        "residencies": {"totalCount": 0}, "history": {"totalCount": 0, "nodes": []}, "tasks": {"totalCount": 0},
    }  # fmt: skip
    assert seen["opinions"] == {"totalCount": 0}


async def test_the_owner_reads_the_joint_part_beside_its_own(ask: Asked, link: dict[str, Any]) -> None:
    seen = await ask(OPENED, GUANGZHOU, id=link["id"], party=party(link, "番禺区政协"))

    assert seen["party"] == {"name": "番禺区政协", "part": "番禺所做"}
    assert seen["arrangement"]["results"]["nodes"] == [{"name": "联合报告", "output": {"titleText": SECRET}}]
    assert seen["opinions"] == {"totalCount": 1}


@pytest.mark.parametrize("person", [STRANGER, Person(role=Role.MANAGING_DEPARTMENT, body="440105"), None])
async def test_whoever_takes_no_part_reads_it_only_once_it_is_published(
    ask: Asked, linking: Linking, link: dict[str, Any], person: Person | None
) -> None:
    name = "query ($id: ID!) { node(id: $id) { id } }"

    before = await ask(LISTED, person)
    absent = await ask(name, person, id=link["id"])
    await linking.do("publishArrangement", GUANGZHOU, arrangementId=link["id"], published=True)
    shown = await ask(LISTED, person)
    await linking.do("publishArrangement", GUANGZHOU, arrangementId=link["id"], published=False)

    assert before == {"arrangements": {"totalCount": 0, "nodes": []}}
    assert absent == {"node": None}
    (one,) = shown["arrangements"]["nodes"]
    assert (one["topic"], one["parties"]["totalCount"], one["results"]["totalCount"]) == ("联动议题", 2, 1)
    assert await ask(LISTED, person) == before


@pytest.mark.parametrize("body_code", ["440000", "440100", "440113"])
async def test_the_bodies_above_a_party_read_it_with_that_party(
    ask: Asked, link: dict[str, Any], body_code: str
) -> None:
    seen = await ask(LISTED, Person(role=Role.MANAGING_DEPARTMENT, body=body_code))

    (one,) = seen["arrangements"]["nodes"]
    assert one["parties"]["totalCount"] == 2
    assert one["results"]["nodes"] == [{"name": "联合报告"}]


async def test_the_rooms_of_a_studio_that_takes_part_read_all_of_the_joint_part(
    ask: Asked, link: dict[str, Any], world: World
) -> None:
    convener = Person(role=Role.CONVENER, body="440100", studio=link["studio"])
    committee = Person(role=Role.SPECIAL_COMMITTEE, body="440100", committee=link["committee"])
    other = Person(role=Role.CONVENER, body="440100", studio=await world.studio("440100"))

    for person in (convener, committee):
        (one,) = (await ask(LISTED, person))["arrangements"]["nodes"]
        assert {each["part"] for each in one["parties"]["nodes"]} == {"番禺所做", "广州所做"}
        assert one["results"]["nodes"] == [{"name": "联合报告"}]
    assert (await ask(LISTED, other))["arrangements"]["totalCount"] == 0


async def test_a_narrowed_token_reads_and_proposes_no_further(
    ask: Asked, linking: Linking, link: dict[str, Any]
) -> None:
    narrowed = Person(role=Role.MANAGING_DEPARTMENT, body="440100", narrow=("440105",))

    proposed = await linking.propose(narrowed, body("440100", "LEAD"), body("440113"))

    assert proposed["code"] == "NOT_FOUND"
    assert (await ask(LISTED, narrowed))["arrangements"]["totalCount"] == 0


async def test_the_history_of_each_studio_tells_that_it_was_linked(
    ask: Asked, linking: Linking, world: World, link: dict[str, Any]
) -> None:
    second = await world.studio("440113", name="番禺参与室")
    more = await linking.propose(
        GUANGZHOU, body("440100", "LEAD"), {"kind": "STUDIO", "role": "CO", "studioId": second}
    )
    await linking.consent(PANYU, more, "番禺参与室")
    query = """query ($id: ID!) { node(id: $id) { ... on Studio { name
      history { nodes { kind rule statusBefore statusAfter role happenedOn body { code } } } } } }"""

    own = await ask(query, GUANGZHOU, id=link["studio"])
    theirs = await ask(query, PANYU, id=second)

    step = {
        "kind": "LINKED", "rule": "A-62", "statusBefore": "ACTIVE", "statusAfter": "ACTIVE", "happenedOn": "2026-03-02"
    }  # fmt: skip
    # Panyu's answer was the last of both: in its own studio's history it is named, in Guangzhou's it is not.
    assert own["node"]["history"]["nodes"] == [{**step, "role": None, "body": None}]
    assert theirs["node"]["history"]["nodes"] == [{**step, "role": "MANAGING_DEPARTMENT", "body": {"code": "440113"}}]
