"""Joint activities that a system pushes: the same rules as for one that people record, fixed from the first push on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from hub.domain.access import Role
from hub.store import audit
from hub.store.models.studio import Studio
from tests.asking import PROVINCE, SHANGLUO, ZHASHUI, Asked, Person
from tests.factories import World
from tests.quarter.opening import CITY, COUNTY_CODE, OTHER, Quarter, weight
from tests.quarter.pushing import TOTAL, activity, outcomes, pushed
from tests.quarter.steps import OFFICE
from tests.registry.joining import Joining, body, party

XIAN = Person(role=Role.MANAGING_DEPARTMENT, body="610100", subject="测试西安经办")
ASSOCIATION = {"role": "ASSIST", "name": "测试协会"}
JOINT = """{ activities(first: 500) { nodes { id topic jointRule owner { code } membersCount
  parties(orderBy: [{ role: ASC }, { name: ASC }]) { nodes { role name share body { code } studio { id } topic heldOn
    jointRule published } } } } }"""
TAKEN_PART = """query ($body: String!) { body(code: $body) { sharedActivities { totalCount
  nodes { topic heldOn owner { code } } } } }"""


async def joint_of(ask: Asked, person: Person = SHANGLUO) -> list[dict[str, Any]]:
    """The activities that a caller sees, with their parties."""
    nodes: list[dict[str, Any]] = (await ask(JOINT, person))["activities"]["nodes"]
    return nodes


@pytest.fixture
async def joint(ask: Asked, world: World) -> Joining:
    """A studio of the city that pushes, and two of other cities."""
    lead = await world.studio("611000", name="测试商洛室")
    second = await world.studio("610800", name="测试榆林室")
    third = await world.studio("610100", name="测试西安室")
    return Joining(ask=ask, world=world, lead=lead, second=second, third=third)


def together(joint: Joining, key: str = "j1", **more: Any) -> dict[str, Any]:
    """An activity of three studios as the one that led pushes it."""
    parties = [party(joint.lead, "LEAD"), party(joint.second), party(joint.third, "HOST")]
    return activity(joint.lead, key, membersCount=10, jointRule="FULL_EACH", parties=parties) | more


async def test_what_is_pushed_with_its_parties_is_recorded_as_people_record_it(ask: Asked, joint: Joining) -> None:
    parties = [party(joint.lead, "LEAD", share=600), party(joint.second, share=300), body("610000", share=100)]
    row = together(joint, jointRule="SPLIT", parties=[*parties, ASSOCIATION], published=True)
    answer = await pushed(ask, activities=[row, activity(joint.lead, "alone")])
    assert outcomes(answer) == ["NEW", "NEW"], answer
    alone, found = sorted(await joint_of(ask), key=lambda one: str(one["jointRule"]))
    assert (alone["jointRule"], alone["parties"]["nodes"]) == (None, [])
    assert (found["id"], found["jointRule"]) == (answer["rows"][0]["nodeId"], "SPLIT")
    shown = [
        (
            one["role"],
            one["name"],
            one["share"],
            one["body"] and one["body"]["code"],
            one["studio"] and one["studio"]["id"],
        )
        for one in found["parties"]["nodes"]
    ]
    assert sorted(shown, key=str) == sorted(
        [
            ("LEAD", "测试商洛室", 600, "611000", joint.lead),
            ("CO", "测试榆林室", 300, "610800", joint.second),
            ("ASSIST", "陕西省政协", 100, "610000", None),
            ("ASSIST", "测试协会", None, None, None),
        ],
        key=str,
    )
    copies = {(one["topic"], one["heldOn"], one["jointRule"], one["published"]) for one in found["parties"]["nodes"]}
    assert copies == {("读书j1", "2026-02-03", "SPLIT", True)}
    async with joint.world.database.read() as connection:
        assert await audit.verify(connection, stream="611000") is None


@pytest.mark.parametrize(("rule", "gross"), [("FULL_EACH", 30), ("LEAD_ONLY", 10), ("SPLIT", 10)])
async def test_it_counts_once_and_is_credited_by_its_rule(ask: Asked, joint: Joining, rule: str, gross: int) -> None:
    shares = [334, 333, 333] if rule == "SPLIT" else [None] * 3
    studios = [(joint.lead, "LEAD"), (joint.second, "CO"), (joint.third, "HOST")]
    parties = [party(one, role, share=share) for (one, role), share in zip(studios, shares, strict=True)]
    await pushed(ask, activities=[together(joint, jointRule=rule, parties=parties)])

    whole = (await joint.shared(PROVINCE, "610000"))["activities"]

    assert whole["numbers"]["activities"] == {"gross": 3, "net": 1, "difference": 2}
    assert whole["numbers"]["membersCount"] == {"gross": gross, "net": 10, "difference": gross - 10}
    assert [one["code"] for one in whole["shared"][0]["credited"]] == ["611000", "610800", "610100"]
    recorded = await joint.do(
        XIAN, jointRule=rule, parties=[{**one, "role": "LEAD" if at == 2 else "CO"} for at, one in enumerate(parties)]
    )
    assert recorded["jointRule"] == rule
    twice = (await joint.shared(PROVINCE, "610000"))["activities"]["numbers"]
    assert twice["membersCount"] == {"gross": 2 * gross, "net": 20, "difference": 2 * (gross - 10)}


async def test_a_quarter_counts_its_parties_as_those_of_a_recorded_one(ask: Asked, world: World) -> None:
    here = Quarter(ask, world)
    lead, county, far = await world.studio(CITY), await world.studio(COUNTY_CODE), await world.studio(OTHER)
    parties = [party(lead, "LEAD"), party(county), party(far)]
    await pushed(ask, activities=[activity(lead, "j1", jointRule="FULL_EACH", parties=parties)])
    await here.open()
    for city, unit in ((CITY, CITY), (CITY, COUNTY_CODE), (OTHER, OTHER)):
        figure = await here.figure(await here.line(city, unit), OFFICE)
        assert figure is not None
        assert (figure["computed"], weight(figure)) == ("1", Decimal(1))
        (record,) = figure["lineage"]["nodes"]
        assert record["isShared"]
        assert {one["code"] for one in record["alsoCreditedTo"]} == {CITY, COUNTY_CODE, OTHER} - {unit}


async def test_what_comes_again_has_no_second_effect(ask: Asked, joint: Joining) -> None:
    first = await pushed(ask, activities=[together(joint)])
    before = await joint_of(ask)
    again = await pushed(ask, activities=[together(joint), together(joint)])
    silent = {name: value for name, value in together(joint).items() if name not in ("parties", "jointRule")}
    short = await pushed(ask, activities=[silent])
    turned = together(joint, parties=list(reversed(together(joint)["parties"])))
    assert outcomes(first) == ["NEW"]
    assert outcomes(again) == ["UNCHANGED", "UNCHANGED"]
    assert outcomes(short) == ["UNCHANGED"]
    assert outcomes(await pushed(ask, activities=[turned])) == ["UNCHANGED"]
    assert await joint_of(ask) == before
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["count"] == 1


async def test_what_the_lead_corrects_is_read_by_every_party(ask: Asked, joint: Joining) -> None:
    await pushed(ask, activities=[together(joint)])
    corrected = together(joint, topic="更正后的主题", heldOn="2026-02-04", published=True, membersCount=11)
    answer = await pushed(ask, activities=[corrected])
    assert outcomes(answer) == ["CHANGED"]
    (found,) = await joint_of(ask)
    assert (found["topic"], found["membersCount"]) == ("更正后的主题", 11)
    copies = {(one["topic"], one["heldOn"], one["published"]) for one in found["parties"]["nodes"]}
    assert copies == {("更正后的主题", "2026-02-04", True)}
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["numbers"]["membersCount"]["gross"] == 33


async def test_parties_and_rule_never_change_under_a_key(ask: Asked, joint: Joining, world: World) -> None:
    other = await world.studio("611026")
    await pushed(ask, activities=[together(joint), activity(joint.lead, "alone")])
    before = await joint_of(ask)
    first, second, third = together(joint)["parties"]
    for given, code, at in (
        ({"parties": [first, second]}, "PARTIES_FIXED", "parties"),
        ({"parties": [first, second, third, ASSOCIATION]}, "PARTIES_FIXED", "parties"),
        ({"parties": [first, second, third | {"role": "CO"}]}, "PARTIES_FIXED", "parties"),
        ({"parties": []}, "PARTIES_FIXED", "parties"),
        ({"parties": None}, "PARTIES_FIXED", "parties"),
        ({"jointRule": "LEAD_ONLY"}, "JOINT_RULE_FIXED", "jointRule"),
        ({"jointRule": None}, "JOINT_RULE_FIXED", "jointRule"),
        ({"studio": other, "parties": [party(other, "LEAD"), second, third]}, "PARTIES_FIXED", "parties"),
        ({"externalId": "alone"}, "PARTIES_FIXED", "parties"),
    ):
        (row,) = (await pushed(ask, activities=[together(joint, topic="不予写入") | given]))["rows"]
        assert (row["outcome"], row["refusal"]["code"]) == ("QUARANTINED", code), given
        assert row["refusal"]["at"] == f"input.activities.0.{at}"
        assert "固定" in row["refusal"]["message"] and "fixed" in row["refusal"]["messageEn"]
    moved = {
        name: value for name, value in together(joint, studio=other).items() if name not in ("parties", "jointRule")
    }
    assert outcomes(await pushed(ask, activities=[moved])) == ["PARTIES_FIXED"]
    assert await joint_of(ask) == before


def _named(joint: Joining, *parties: dict[str, Any]) -> dict[str, Any]:
    return {"parties": [party(joint.lead, "LEAD"), *parties]}


def _wrong(joint: Joining, hidden: str) -> list[tuple[dict[str, Any], str, str]]:
    """What a row may say amiss, with the code and the place of its refusal."""
    second, third = party(joint.second), party(joint.third, "HOST")
    return [
        (_named(joint), "NUMBER_OF_PARTIES", "parties"),
        ({"parties": [second, third]}, "ONE_LEAD", "parties"),
        ({"parties": [{**body("611000"), "role": "LEAD"}, second]}, "LEAD_IS_A_STUDIO", "parties"),
        ({"parties": [party(joint.second, "LEAD"), party(joint.lead)]}, "LED_BY_ANOTHER", "parties.0.studioId"),
        (_named(joint, second, second), "PARTY_TWICE", "parties"),
        (_named(joint, {"role": "CO"}), "NAME_ONE_WAY", "parties.1"),
        (_named(joint, {**second, "name": "测试协会"}), "NAME_ONE_WAY", "parties.1"),
        (_named(joint, second, party("stu_none")), "NOT_FOUND", "parties.2.studioId"),
        (_named(joint, party(hidden)), "NOT_FOUND", "parties.1.studioId"),
        (_named(joint, body("999999")), "NOT_FOUND", "parties.1.bodyCode"),
        (_named(joint, {"role": "CO", "name": "榆林市政协"}), "HAS_A_BODY_HERE", "parties.1.name"),
        ({"jointRule": "SPLIT"}, "WRONG_SHARE", "parties"),
        (_named(joint, {**second, "share": 1000}), "NOT_SPLIT", "parties"),
        ({"parties": None}, "MISSING_FIELD", "parties"),
        ({"jointRule": None}, "MISSING_FIELD", "jointRule"),
        ({"membersCount": -1}, "WRONG_NUMBER", "membersCount"),
        ({"heldOn": "2999-01-01"}, "WRONG_DAY", "heldOn"),
    ]


async def test_each_refusal_of_a_recorded_one_is_a_refusal_of_its_row(ask: Asked, joint: Joining, world: World) -> None:
    wrong = _wrong(joint, await world.studio("610800", published=False))
    rows = [together(joint, f"w{at}") | given for at, (given, _, _) in enumerate(wrong)]

    answer = await pushed(ask, activities=[*rows, together(joint, "good")])

    assert outcomes(answer) == [*(code for _, code, _ in wrong), "NEW"]
    assert [one["refusal"]["at"] for one in answer["refused"]] == [
        f"input.activities.{at}.{place}" for at, (_, _, place) in enumerate(wrong)
    ]
    for one in answer["refused"]:
        assert any("一" <= letter <= "鿿" for letter in one["refusal"]["message"])
        assert one["refusal"]["messageEn"] != one["refusal"]["message"]
    assert (await ask(TOTAL, SHANGLUO))["activities"] == {"totalCount": 1}
    assert outcomes(await pushed(ask, activities=[rows[0] | {"parties": together(joint)["parties"]}])) == ["NEW"]


async def test_all_or_nothing_keeps_no_party_of_anything(ask: Asked, joint: Joining) -> None:
    rows = [together(joint, "n1"), together(joint, "n2", **_named(joint))]
    answer = await pushed(ask, mode="ALL_OR_NOTHING", activities=rows)
    assert (answer["kept"], outcomes(answer)) == (False, ["NEW", "NUMBER_OF_PARTIES"])
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["count"] == 0
    good = await pushed(ask, mode="ALL_OR_NOTHING", activities=rows[:1])
    assert (good["kept"], outcomes(good)) == (True, ["NEW"])
    assert (await joint.shared(PROVINCE, "610000"))["activities"]["count"] == 1


async def test_a_partner_neither_records_nor_changes_what_another_leads(
    ask: Asked, joint: Joining, world: World
) -> None:
    county = await world.studio("611026")
    parties = [party(joint.lead, "LEAD"), party(county)]
    await pushed(ask, activities=[together(joint, parties=parties)])
    before = await joint_of(ask)
    mine = together(joint, "theirs", studio=county, parties=parties)
    same_key = together(joint, parties=parties, topic="覆盖")

    assert outcomes(await pushed(ask, ZHASHUI, activities=[mine, same_key])) == ["LED_BY_ANOTHER", "REFERENCE_UNKNOWN"]
    assert await joint_of(ask) == before


async def test_a_party_is_named_by_key_and_by_filing_number_too(ask: Asked, joint: Joining, world: World) -> None:
    source = await world.source("611000", "qinshangliang")
    await world.link(source, "studio", "SL-1", joint.lead)
    async with world.database.write() as connection:
        await connection.execute(update(Studio).where(Studio.id == joint.second).values(filing_number="陕备-2026-1"))
    row = together(joint, studio="SL-1", parties=[party("SL-1", "LEAD"), party("陕备-2026-1")])
    assert outcomes(await pushed(ask, activities=[row])) == ["NEW"]
    (found,) = await joint_of(ask)
    assert {one["studio"]["id"] for one in found["parties"]["nodes"]} == {joint.lead, joint.second}


async def test_a_known_party_may_leave_sight_and_the_row_stays_correctable(
    ask: Asked, joint: Joining, world: World
) -> None:
    await pushed(ask, activities=[together(joint)])
    async with world.database.write() as connection:
        await connection.execute(update(Studio).where(Studio.id == joint.second).values(published=False))
    assert outcomes(await pushed(ask, activities=[together(joint, topic="更正")])) == ["CHANGED"]


async def test_what_is_withdrawn_leaves_every_list_and_comes_back(ask: Asked, joint: Joining) -> None:
    yulin = Person(role=Role.MANAGING_DEPARTMENT, body="610800", subject="测试榆林经办")
    counted = []
    for withdrawn in (None, True, None):
        await pushed(ask, activities=[together(joint, withdrawn=withdrawn)])
        listed = (await ask(TAKEN_PART, yulin, body="610800"))["body"]["sharedActivities"]
        count = (await joint.shared(PROVINCE, "610000"))["activities"]["count"]
        counted.append((listed["totalCount"], len(listed["nodes"]), count))
    assert counted == [(1, 1, 1), (0, 0, 0), (1, 1, 1)]
