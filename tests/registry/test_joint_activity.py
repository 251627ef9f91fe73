"""Joint activities: recorded once, credited to each party, read as far as the joint part goes, counted once (I5)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from hub.app import now
from hub.domain.access import Role
from hub.domain.words import JointRule, Mode
from hub.store.dialect import table_of
from hub.store.doctor import examine
from hub.store.doctor_words import Verdict
from hub.store.joint_activity import parties_unlike
from hub.store.models.activity_party import COPIED, ActivityParty
from hub.store.models.facts import Activity
from hub.store.models.studio import Studio
from tests.asking import PROVINCE, Asked, Person
from tests.factories import World
from tests.registry.arrangement_cases import joint_studio
from tests.registry.assessing import office
from tests.registry.joining import SHANGLUO, TOPIC, XIAN, YULIN, Joining, body, joining, party
from tests.registry.linking import GUANGDONG, GUANGZHOU, PANYU, Linking

_PARTY = table_of(ActivityParty)
HERE = Path(__file__).parent
SECRET = "内部不可见"
CONVENER, COMMITTEE = Role.CONVENER, Role.SPECIAL_COMMITTEE
READ = """query ($id: ID!, $party: ID!) {
  node(id: $id) { ... on Activity { topic } }
  party: node(id: $party) { ... on ActivityParty { topic heldOn mode jointRule name kind { code } activity { topic }
    fellow: body { code } studio { name annualPlan { value } opinions { totalCount } activities { totalCount }
      sharedActivities { totalCount nodes { topic } } } } }
  body(code: "610800") { sharedActivities { nodes { topic owner { code } } } }
  activities { nodes { topic } } opinions { totalCount } }"""
DOSSIER = """query ($studio: ID!) { assessmentDossier(studio: $studio, year: 2024) { lines { key found } } }"""


@pytest.fixture
async def joint(ask: Asked, world: World) -> Joining:
    """Three studios of three cities."""
    return await joining(ask, world)


async def parties_of(joint: Joining, activity: str) -> dict[str, str]:
    """The identifiers of an activity's parties by the studio."""
    table = ActivityParty.__table__
    async with joint.world.database.read() as connection:
        found = await connection.execute(
            table.select().where(table.c.activity_id == activity, table.c.studio_id.is_not(None))
        )
        return {row.studio_id: row.id for row in found}


async def test_an_activity_of_three_cities_is_counted_once_and_listed(ask: Asked, joint: Joining) -> None:
    await joint.do()
    await joint.world.activity(joint.second, "610800", members_count=5)
    path = HERE / "joint-activity-three-cities.graphql"

    found = await ask(path.read_text("utf-8"), PROVINCE)

    assert found == json.loads(path.with_suffix(".json").read_text("utf-8"))


async def test_every_city_is_credited_and_only_the_lead_counts_it(joint: Joining) -> None:
    await joint.do()

    for person, net in ((XIAN, 1), (YULIN, 0), (SHANGLUO, 0)):
        found = (await joint.shared(person, person.body))["activities"]
        assert found["numbers"]["activities"] == {"gross": 1, "net": net, "difference": 1 - net}
        assert found["numbers"]["membersCount"]["gross"] == 10
        (line,) = found["shared"]
        assert line["numbers"]["activities"]["difference"] == 1 - net
        assert [one["code"] for one in line["credited"]] == [person.body]
        assert {one["name"] for one in line["parties"]} == {"测试西安室", "测试榆林室", "测试商洛室"}
        assert line["activity"] == ({"topic": TOPIC} if person is XIAN else None)


@pytest.mark.parametrize(("rule", "gross"), [("FULL_EACH", 30), ("LEAD_ONLY", 10), ("SPLIT", 10)])
async def test_persons_are_credited_by_the_rule_of_the_activity(joint: Joining, rule: str, gross: int) -> None:
    shares = [334, 333, 333] if rule == "SPLIT" else [None] * 3
    studios = [(joint.lead, "LEAD"), (joint.second, "CO"), (joint.third, "HOST")]
    parties = [party(one, role, share=share) for (one, role), share in zip(studios, shares, strict=True)]

    recorded = await joint.do(jointRule=rule, parties=parties)

    assert recorded["jointRule"] == rule
    numbers = (await joint.shared(PROVINCE, "610000"))["activities"]["numbers"]
    assert numbers["activities"] == {"gross": 3, "net": 1, "difference": 2}
    assert numbers["membersCount"] == {"gross": gross, "net": 10, "difference": gross - 10}


async def test_a_party_reads_the_joint_part_and_nothing_else(ask: Asked, joint: Joining, world: World) -> None:
    await world.activity(joint.lead, "610100", topic=SECRET)
    await world.opinion(joint.lead, "610100", topic=SECRET)
    async with world.database.write() as connection:
        await connection.execute(update(Studio).where(Studio.id == joint.lead).values(annual_plan=SECRET))
    recorded = await joint.do(summary=SECRET, arrangementId=None)
    lead = (await parties_of(joint, recorded["id"]))[joint.lead]

    seen = await ask(READ, YULIN, id=recorded["id"], party=lead)

    assert SECRET not in json.dumps(seen, ensure_ascii=False)
    assert seen == {
        "node": None,
        "party": {
            "topic": TOPIC, "heldOn": "2026-03-02", "mode": "OFFLINE", "jointRule": "FULL_EACH", "name": "测试西安室",
            "kind": {"code": "RESEARCH"}, "activity": None, "fellow": {"code": "610100"},
            "studio": {"name": "测试西安室", "annualPlan": {"value": None}, "opinions": {"totalCount": 0},
                       "activities": {"totalCount": 0},
                       "sharedActivities": {"totalCount": 1, "nodes": [{"topic": TOPIC}]}},
        },
        "body": {"sharedActivities": {"nodes": [{"topic": TOPIC, "owner": {"code": "610100"}}]}},
        "activities": {"nodes": []}, "opinions": {"totalCount": 0},
    }  # fmt: skip


async def test_the_rooms_of_a_party_read_it_too_and_nobody_else_does(ask: Asked, joint: Joining, world: World) -> None:
    guided = await world.studio("610800", committee_id=(committee := await world.committee("610800")))
    other = await world.studio("610800")
    recorded = await joint.do(parties=[party(joint.lead, "LEAD"), party(guided)])
    lead = (await parties_of(joint, recorded["id"]))[joint.lead]
    query = "query ($id: ID!) { node(id: $id) { ... on ActivityParty { topic } } }"

    for person in (
        Person(role=CONVENER, body="610800", studio=guided),
        Person(role=COMMITTEE, body="610800", committee=committee),
        XIAN,
        PROVINCE,
    ):
        assert await ask(query, person, id=lead) == {"node": {"topic": TOPIC}}
    for stranger in (Person(role=CONVENER, body="610800", studio=other), SHANGLUO, None):
        assert await ask(query, stranger, id=lead) == {"node": None}


async def test_the_public_reads_the_parties_of_what_is_published(ask: Asked, joint: Joining) -> None:
    await joint.do(published=True)
    await joint.do(topic=SECRET)
    query = "{ activities { nodes { topic parties { nodes { name role } } } } }"

    (shown,) = (await ask(query))["activities"]["nodes"]

    assert (shown["topic"], len(shown["parties"]["nodes"])) == (TOPIC, 3)


async def test_each_participant_is_credited_for_its_quota(ask: Asked, world: World) -> None:
    desk = await office(ask, world, "610000", name="测试省室")
    lead = await world.studio("610100", name="测试西安室")
    async with world.database.write() as connection:
        await connection.execute(update(Studio).where(Studio.id == desk.studio).values(published=True))
    joint = Joining(ask=ask, world=world, lead=lead, second=desk.studio, third="")
    days: dict[str, Any] = {"kindCode": "READING", "heldOn": "2024-06-01"}
    await joint.do(parties=[party(lead, "LEAD"), party(desk.studio)], **days)
    await joint.do(parties=[party(lead, "LEAD"), party(desk.studio)], **days | {"heldOn": "2023-12-31"})
    await joint.do(parties=[party(lead, "LEAD"), body("610000")], **days)
    reading = await world.kind("READING")
    await world.activity(desk.studio, "610000", kind_id=reading, mode=Mode.OFFLINE, held_on=date(2024, 5, 1))

    lines = (await ask(DOSSIER, desk.member, studio=desk.studio))["assessmentDossier"]["lines"]

    found = {one["key"]: one["found"] for one in lines}
    assert found["reading-offline"] == "2次"
    assert found["reading-online"].startswith("0次")


async def test_a_withdrawn_activity_is_credited_to_nobody(joint: Joining) -> None:
    recorded = await joint.do()
    async with joint.world.database.write() as connection:
        withdrawn = update(Activity).where(Activity.id == recorded["id"])
        await connection.execute(withdrawn.values(deleted_at=Activity.recorded_at))

    found = (await joint.shared(PROVINCE, "610000"))["activities"]

    assert found["numbers"]["activities"] == {"gross": 0, "net": 0, "difference": 0}
    assert found["shared"] == []


async def test_what_is_out_of_reach_is_one_masked_sum_so_that_the_list_adds_up(joint: Joining, world: World) -> None:
    county, other = await world.studio("611026"), await world.studio("611025")
    zhashui = Person(role=Role.MANAGING_DEPARTMENT, body="611026")
    await joint.do(zhashui, parties=[party(county, "LEAD"), party(other)], membersCount=7)
    await joint.do(parties=[party(joint.lead, "LEAD"), party(joint.third), party(county)])
    meeting = Person(role=Role.CHAIR_MEETING, body="611000")

    found = (await joint.shared(meeting, "611000"))["activities"]

    assert found["numbers"]["activities"] == {"gross": 4, "net": 1, "difference": 3}
    assert found["numbers"]["membersCount"] == {"gross": 34, "net": 7, "difference": 27}
    assert (found["hidden"], found["count"]) == (1, 1)
    assert found["hiddenNumbers"]["membersCount"] == {"gross": 14, "net": 7, "difference": 7}
    (line,) = found["shared"]
    assert line["numbers"] == {"activities": {"difference": 2}, "membersCount": {"difference": 20}}
    by_city = (await joint.shared(meeting, "611000", by="CITY"))["activities"]
    assert by_city["numbers"]["activities"] == {"gross": 2, "net": 1, "difference": 1}


async def test_the_pages_of_the_list_come_to_the_difference(joint: Joining) -> None:
    for number in range(5):
        await joint.do(topic=f"{TOPIC}{number}")
    found, after = [], None
    while page := (await joint.shared(PROVINCE, "610000", first=2, after=after))["activities"]["shared"]:
        found += page
        after = page[-1]["id"]

    whole = (await joint.shared(PROVINCE, "610000"))["activities"]

    assert found == whole["shared"]
    assert len(found) == whole["count"] == 5
    assert sum(one["numbers"]["activities"]["difference"] for one in found) == 10


async def test_only_who_reads_all_of_a_body_is_told_its_gross_and_net(joint: Joining) -> None:
    await joint.do()
    nothing = {"activities": None, "studios": None}

    assert await joint.shared(YULIN, "610100") == nothing
    assert await joint.shared(YULIN, "610000") == nothing
    assert await joint.shared(YULIN, "999999") == nothing
    convener = Person(role=CONVENER, body="610800", studio=joint.second)
    assert await joint.shared(convener, "610800") == nothing
    narrowed = Person(role=Role.CITY_SYSTEM, body="611000", narrow=("611026",))
    assert await joint.shared(narrowed, "611000") == nothing
    assert (await joint.shared(narrowed, "611026"))["activities"]["hidden"] == 0


async def test_a_joint_studio_is_counted_by_its_owner_and_listed_by_co_owner_and_place(
    ask: Asked, world: World
) -> None:
    await joint_studio(Linking(ask=ask), world)
    asked = Joining(ask=ask, world=world, lead="", second="", third="")
    line = {
        "studio": {"name": "王骞能委员工作室"},
        "arrangement": {"topic": "联合共建王骞能委员工作室"},
        "owner": {"code": "440100"},
        "division": {"code": "440113"},
    }

    for person, gross, net, credited in (
        (GUANGDONG, 46, 45, ["440100", "440113"]),
        (GUANGZHOU, 46, 45, ["440100", "440113"]),
        (PANYU, 41, 40, ["440113"]),
    ):
        found = (await asked.shared(person, person.body))["studios"]
        number = {"gross": gross, "net": net, "difference": 1}
        assert found["studios"] == number
        (shown,) = found["shared"]
        assert {name: shown[name] for name in line} == line
        assert [one["code"] for one in shown["credited"]] == credited
        assert shown["studios"]["difference"] == 1
        assert found["hidden"] == 0


async def test_the_doctor_sees_a_party_that_does_not_show_its_activity(joint: Joining) -> None:
    database = joint.world.database
    altered = (await parties_of(joint, (await joint.do())["id"]))[joint.second]
    others: dict[str, Any] = {"topic": "错题", "held_on": date(2026, 3, 3), "mode": Mode.ONLINE, "published": True}
    others |= {"joint_rule": JointRule.LEAD_ONLY, "kind_id": await joint.world.kind("STUDY")}
    others["deleted_at"] = datetime(2026, 3, 3, tzinfo=UTC)
    seen = {}
    for column, value in (others | {"owner_body_id": await joint.world.body("611000")}).items():
        async with database.read() as connection:
            before = await parties_unlike(connection)
        async with database.write() as connection:
            right = (await connection.execute(select(_PARTY.c[column]).where(_PARTY.c.id == altered))).scalar_one()
            await connection.execute(update(_PARTY).where(_PARTY.c.id == altered).values({column: value}))
            seen[column] = before, await parties_unlike(connection)
            await connection.execute(update(_PARTY).where(_PARTY.c.id == altered).values({column: right}))
    async with database.write() as connection:
        await connection.execute(update(_PARTY).where(_PARTY.c.id == altered).values(topic="错题"))
    ailing = [one for one in await examine(database, now=now()) if one.check.en.startswith("parties of joint")]

    assert seen == dict.fromkeys(COPIED, ((3, []), (3, [altered])))
    assert [(one.verdict, altered in one.found.zh, altered in one.found.en) for one in ailing] == [
        (Verdict.BROKEN, True, True)
    ]


def test_every_column_that_a_party_has_of_its_activity_is_compared() -> None:
    its_own = {"id", "studio_id"}  # whose row it is, and who is credited

    assert set(Activity.__table__.columns.keys()) & set(ActivityParty.__table__.columns.keys()) - its_own == set(COPIED)
