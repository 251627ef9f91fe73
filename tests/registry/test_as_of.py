"""Reading a past state: as it was on a day, as the hub knew it at an instant, with the rights of today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hub.domain.access import Role
from hub.domain.registry_words import ApplicantKind, ApplicationKind, ApplicationStatus, FilingKind, FilingStatus
from hub.domain.words import Mode, ResidencyRole, SeatStatus, StudioStatus, StudioType
from hub.store.models.application import StudioApplication
from hub.store.models.filing import Filing
from hub.store.models.member import Member, Membership, Residency
from hub.store.models.studio import Studio
from tests.asking import DINGBIAN, PROVINCE, SHANGLUO, ZHASHUI, Asked, Person
from tests.factories import World
from tests.store.chronicle import FIRST, LAST, LATER, Chronicle

NAMES = "query ($on: Date, $at: DateTime) { studios(asOf: $on, asKnownAt: $at) { totalCount nodes { name } } }"
LIAISON = Person(role=Role.MANAGING_DEPARTMENT, body="611021")


@pytest.fixture
def chronicle(world: World) -> Chronicle:
    """Writes at chosen instants."""
    return Chronicle(world)


async def names(ask: Asked, person: Person | None = ZHASHUI, **when: str) -> list[str]:
    """The names of the studios in a state."""
    found = (await ask(NAMES, person, **when))["studios"]
    told = [node["name"] for node in found["nodes"]]
    assert found["totalCount"] == len(told)
    return told


async def test_what_was_so_and_what_was_known_are_asked_apart(ask: Asked, chronicle: Chronicle) -> None:
    one = await chronicle.studio(name="甲", approved_on=date(2025, 4, 1))
    # In May the hub learns that the name had changed in January.
    await chronicle.change(Studio, one, LATER, name="乙", valid_from=date(2026, 1, 1))

    before, after = "2025-12-31", "2026-01-01"
    then, now = FIRST.isoformat(), LATER.isoformat()
    assert await names(ask, on=before) == ["甲"]
    assert await names(ask, on=after) == ["乙"]
    assert await names(ask, on=after, at=then) == ["甲"]
    assert await names(ask, on=after, at=now) == ["乙"]
    assert await names(ask, on=before, at=now) == ["甲"]
    assert await names(ask, at=then) == ["甲"]
    assert await names(ask, on="2025-03-31") == []
    assert await names(ask, at=(FIRST - timedelta(microseconds=1)).isoformat()) == []
    assert await names(ask) == ["乙"]


async def test_one_operation_asks_for_the_present_and_the_past_in_turn(ask: Asked, chronicle: Chronicle) -> None:
    one = await chronicle.studio(name="甲", approved_on=date(2025, 4, 1))
    await chronicle.change(Studio, one, LATER, name="乙")
    node = 'query ($on: Date) { node(id: "%s", asOf: $on) { ... on Studio { name } } }' % one

    asked: list[str | None] = [None, "2026-05-09", None, "2026-05-10", "2025-01-01"]
    lists = [await ask(NAMES, ZHASHUI, **({"on": day} if day else {})) for day in asked]
    nodes = [await ask(node, ZHASHUI, **({"on": day} if day else {})) for day in asked]

    assert [[each["name"] for each in found["studios"]["nodes"]] for found in lists] == [
        ["乙"], ["甲"], ["乙"], ["乙"], [],
    ]  # fmt: skip
    assert [found["node"] and found["node"]["name"] for found in nodes] == ["乙", "甲", "乙", "乙", None]


async def test_what_is_read_below_is_of_the_same_state(ask: Asked, chronicle: Chronicle, world: World) -> None:
    studio = await chronicle.studio(name="甲", owner_body_id=await world.body("611026"))
    member = await chronicle.add(Member, FIRST, name="测试委员甲", home_body_id=await world.body("611026"))
    place = {"studio_id": studio, "owner_body_id": await world.body("611026"), "member_id": member}
    res = await chronicle.add(Residency, FIRST, **place, role=ResidencyRole.RESIDENT, starts_on=date(2026, 1, 5))
    await chronicle.change(Studio, studio, LATER, name="乙", owner_body_id=await world.body("611021"))
    await chronicle.change(Member, member, LATER, name="测试委员乙")
    await chronicle.change(Residency, res, LATER, role=ResidencyRole.CONVENER)
    query = """query ($on: Date) { studios(asOf: $on) { nodes { name owner { code }
      residencies { totalCount nodes { role member { name } studio { name } } } } } }"""

    then = await ask(query, SHANGLUO, on="2026-02-01")
    now = await ask(query, SHANGLUO)
    earlier = await ask(query, SHANGLUO, on="2026-01-04")

    def told(name: str, owner: str, role: str, member: str) -> list[dict[str, Any]]:
        below = [{"role": role, "member": {"name": member}, "studio": {"name": name}}]
        return [{"name": name, "owner": {"code": owner}, "residencies": {"totalCount": 1, "nodes": below}}]

    assert then["studios"]["nodes"] == told("甲", "611026", "RESIDENT", "测试委员甲")
    assert now["studios"]["nodes"] == told("乙", "611021", "CONVENER", "测试委员乙")
    assert earlier["studios"]["nodes"][0]["residencies"] == {"totalCount": 0, "nodes": []}


async def test_conditions_orders_and_cursors_go_by_the_values_of_then(ask: Asked, chronicle: Chronicle) -> None:
    ids = [await chronicle.studio(name=name) for name in ("丁", "丙", "乙", "甲")]
    for identifier, name in zip(ids, ("1", "2", "3", "4"), strict=True):
        await chronicle.change(Studio, identifier, LATER, name=name)
    query = """query ($after: String) { studios(first: 2, after: $after, orderBy: [{ name: DESC }], asOf: "2026-04-01",
      where: { name: { in: ["甲", "乙", "丁"] } }) { totalCount pageInfo { hasNextPage endCursor } nodes { name } } }"""
    related = """{ residencies(asOf: "2026-04-01", where: { studio: { name: { eq: "丁" } } }) { totalCount } }"""
    place = {"studio_id": ids[0], "owner_body_id": await chronicle.world.body("611026"), "person_name": "张测试"}
    await chronicle.add(Residency, FIRST, **place, role=ResidencyRole.RESIDENT)

    first = (await ask(query, ZHASHUI))["studios"]
    second = (await ask(query, ZHASHUI, after=first["pageInfo"]["endCursor"]))["studios"]

    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert [node["name"] for node in first["nodes"] + second["nodes"]] == sorted(["甲", "乙", "丁"], reverse=True)
    assert second["pageInfo"]["hasNextPage"] is False
    assert (await ask(related, ZHASHUI))["residencies"]["totalCount"] == 1


async def test_every_list_of_the_registry_has_its_past(ask: Asked, chronicle: Chronicle, world: World) -> None:
    body = await world.body("611026")
    studio = await chronicle.studio()
    member = await chronicle.add(Member, FIRST, name="测试委员甲", home_body_id=body)
    seat = {"member_id": member, "body_id": body, "seat_status": SeatStatus.SERVING}
    await chronicle.add(Membership, FIRST, **seat, starts_on=date(2026, 1, 1), ends_on=date(2026, 4, 1))
    filed = {"owner_body_id": body, "studio_id": studio, "kind": FilingKind.NEW_STUDIO, "attempt": 1, "revision": 1}
    filing = await chronicle.add(
        Filing, FIRST, **filed, status=FilingStatus.SUBMITTED, submitted_on=date(2026, 3, 2), submitted_at=FIRST,
        submitted_by="x",
    )  # fmt: skip
    await chronicle.change(Filing, filing, LATER, status=FilingStatus.FILED, filed_on=date(2026, 5, 10))
    applied = {"body_id": body, "kind": ApplicationKind.NEW_STUDIO, "applicant_kind": ApplicantKind.COMMITTEE}
    application = await chronicle.add(
        StudioApplication, FIRST, **applied, status=ApplicationStatus.IN_REVIEW, name="甲", type=StudioType.REGIONAL,
        mode=Mode.OFFLINE, created_by="x", changed_at=FIRST, revision=1, applied_on=date(2026, 3, 2),
    )  # fmt: skip
    await chronicle.change(StudioApplication, application, LATER, status=ApplicationStatus.APPROVED)
    query = """query ($on: Date) { memberships(asOf: $on) { totalCount } filings(asOf: $on) { nodes { status } }
      applications(asOf: $on) { nodes { status } } }"""

    then, now, before = [await ask(query, ZHASHUI, on=day) for day in ("2026-03-31", "2026-06-01", "2026-01-15")]

    assert then == {
        "memberships": {"totalCount": 1},
        "filings": {"nodes": [{"status": "SUBMITTED"}]},
        "applications": {"nodes": [{"status": "IN_REVIEW"}]},
    }
    assert now == {
        "memberships": {"totalCount": 0},
        "filings": {"nodes": [{"status": "FILED"}]},
        "applications": {"nodes": [{"status": "APPROVED"}]},
    }
    assert before == {"memberships": {"totalCount": 1}, "filings": {"nodes": []}, "applications": {"nodes": []}}


async def test_the_present_told_as_a_past_is_the_present(ask: Asked, chronicle: Chronicle, world: World) -> None:
    body = await world.body("611026")
    studio = await chronicle.studio(name="甲", annual_plan="计划", functions=["学习", "协商"])
    await chronicle.studio("610825", name="乙", published=False)
    member = await chronicle.add(Member, FIRST, name="测试委员甲", home_body_id=body, phone="13900000001")
    place = {"studio_id": studio, "owner_body_id": body, "member_id": member, "role": ResidencyRole.RESIDENT}
    await chronicle.add(Residency, FIRST, **place, contact="13900000002")
    query = """{ studios%s { totalCount edges { cursor node { id name functions annualPlan { value masked reason }
      owner { code position: level } division { name } provenance { externalId }
      residencies { nodes { contact { value masked } member { name phone { value masked } } } } } } } }"""

    for person in (None, ZHASHUI, DINGBIAN, SHANGLUO, PROVINCE):
        present = query % ""
        past = query % '(asOf: "2026-07-01")'
        if person is None:
            present, past = (one.replace("annualPlan { value masked reason }", "") for one in (present, past))
            present, past = (one.replace("provenance { externalId }", "") for one in (present, past))
            present, past = (one.replace("contact { value masked }", "id") for one in (present, past))
        assert await ask(past, person) == await ask(present, person)


async def test_what_was_or_is_not_published_stays_with_those_who_work_with_it(ask: Asked, chronicle: Chronicle) -> None:
    opened = await chronicle.studio(name="后公开", published=False)
    closed = await chronicle.studio(name="后不公开", published=True)
    await chronicle.change(Studio, opened, LATER, published=True)
    await chronicle.change(Studio, closed, LATER, published=False)

    assert await names(ask, None, on="2026-04-01") == []
    assert await names(ask, DINGBIAN, on="2026-04-01") == []
    assert sorted(await names(ask, ZHASHUI, on="2026-04-01")) == sorted(["后公开", "后不公开"])
    assert await names(ask, None, on="2026-06-01") == ["后公开"]


async def test_a_phone_is_open_in_the_past_only_if_it_was_then_and_is_now(ask: Asked, chronicle: Chronicle) -> None:
    body = await chronicle.world.body("350203")
    values = {"home_body_id": body, "phone": "13900000001", "name": "测试委员甲"}
    one = await chronicle.add(Member, FIRST, **values, phone_published=True)
    query = "query ($on: Date) { members(asOf: $on) { nodes { phone { value masked } } } }"
    was = await ask(query, on="2026-04-01")
    await chronicle.change(Member, one, LATER, phone_published=False)

    assert was["members"]["nodes"] == [{"phone": {"value": "13900000001", "masked": False}}]
    assert (await ask(query, on="2026-04-01"))["members"]["nodes"] == [{"phone": {"value": None, "masked": True}}]


async def test_rights_in_the_past_are_those_on_the_row_as_it_is_today(ask: Asked, chronicle: Chronicle) -> None:
    moved = await chronicle.studio("611026", name="移交", published=False, annual_plan="柞水的计划")
    await chronicle.change(Studio, moved, LATER, owner_body_id=await chronicle.world.body("611021"))
    query = 'query { studios(asOf: "2026-04-01") { nodes { name owner { code } annualPlan { value } } } }'

    heir, former = await ask(query, LIAISON), await ask(query, ZHASHUI)

    assert [(node["name"], node["owner"]["code"]) for node in heir["studios"]["nodes"]] == [("移交", "611026")]
    assert former["studios"]["nodes"] == []
    await chronicle.change(Studio, moved, LAST, published=True)
    await chronicle.change(Studio, moved, LAST, valid_from=date(2026, 1, 1), published=True)
    after = await ask(query, ZHASHUI)
    assert "柞水的计划" not in str(after)


async def test_a_row_that_its_source_withdrew_has_no_past_to_show(ask: Asked, chronicle: Chronicle) -> None:
    one = await chronicle.studio(name="甲")
    await chronicle.change(Studio, one, LATER, deleted_at=LATER)

    assert await names(ask, ZHASHUI, on="2026-04-01") == []


async def test_a_studio_keeps_identity_and_filing_number_through_all_states(ask: Asked, chronicle: Chronicle) -> None:
    one = await chronicle.studio("610825", name="甲", filing_number="陕委室〔2026〕1号", filed_on=date(2026, 3, 2))
    await chronicle.change(Studio, one, LATER, name="乙", division_id=await chronicle.world.division("610803"))
    await chronicle.change(Studio, one, LAST, status=StudioStatus.TERMINATED, ended_on=date(2026, 6, 20))
    query = "query ($on: Date) { studios(asOf: $on) { nodes { id filingNumber status } } }"

    states = [(await ask(query, PROVINCE, on=day))["studios"]["nodes"][0] for day in ("2026-03-05", "2026-06-01")]
    last = (await ask(query, PROVINCE, on="2026-07-01"))["studios"]["nodes"][0]

    assert {(each["id"], each["filingNumber"]) for each in (*states, last)} == {(one, "陕委室〔2026〕1号")}
    assert [each["status"] for each in (*states, last)] == ["ACTIVE", "ACTIVE", "TERMINATED"]


@pytest.mark.parametrize(
    "field", ["studios(asKnownAt: $at) { totalCount }", 'node(id: "stu_1", asKnownAt: $at) { id }']
)
async def test_an_instant_without_its_zone_is_refused_politely(ask: Asked, field: str) -> None:
    answer = await ask.raw("query ($at: DateTime) { %s }" % field, ZHASHUI, variables={"at": "2026-03-01T08:00:00"})

    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["extensions"]["at"]) == ("BAD_INSTANT", "asKnownAt")
    assert "带时区的时刻" in error["message"] + str(error["extensions"])
