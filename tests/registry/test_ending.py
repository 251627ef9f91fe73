"""A studio ends: removal, plate, opinions, archive and the way back, with every step that is refused (W6)."""

from __future__ import annotations

from datetime import date

from hub.domain.access import Role
from hub.domain.registry_words import MeasureKind
from hub.domain.words import StudioType
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.ending_steps import REASON, archive, end, of_period, recover, remove
from tests.registry.ending_world import (
    CHAIR_MEETING,
    CITY_SYSTEM,
    COUNTY,
    DEPARTMENT,
    NEIGHBOUR,
    PARTY_GROUP,
    do,
    kinds,
    life,
    measure,
    plate,
    room,
)


async def test_from_a_violation_to_the_archive(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR, filed_on=date(2024, 2, 1))
    plaque = await plate(world, held.studio)
    receiver = await world.studio(COUNTY, name="测试承接室")
    opinion = await world.opinion(held.studio, COUNTY)
    await measure(world, held.studio, MeasureKind.VIOLATION, rule="R-118")

    assert await remove(ask, held, happenedOn="2026-02-03") == {"status": "PLAQUE_REMOVED"}
    removed = await life(ask, held.studio)
    assert kinds(removed) == ["ARCHIVE", "ARCHIVE", "FILE_AMENDMENT", "HAND_ON_OPINIONS", "RECOVER_PLATE"]
    assert (removed["endReason"], removed["endedOn"]) == ({"value": "VIOLATION"}, "2026-02-03")
    assert (await recover(ask, held))["id"] == plaque
    handed = await do(ask, DEPARTMENT, "handOnOpinions", "status", studioId=held.studio, receiverId=receiver)
    assert handed == {"status": "PLAQUE_REMOVED"}
    assert await archive(ask, held, DEPARTMENT) == {"role": "MANAGING_DEPARTMENT"}
    assert (await life(ask, held.studio))["status"] == "PLAQUE_REMOVED"
    assert await archive(ask, held, held.guides) == {"role": "SPECIAL_COMMITTEE"}

    found = await life(ask, held.studio)
    assert (found["status"], kinds(found)) == ("ARCHIVED", ["FILE_AMENDMENT"])
    assert [(one["kind"], one["role"], one["rule"]) for one in found["history"]["nodes"]] == [
        ("PLAQUE_REMOVED", "CHAIR_MEETING", "R-118"),
        ("PLATE_RECOVERED", "MANAGING_DEPARTMENT", "R-119"),
        ("OPINIONS_HANDED_ON", "MANAGING_DEPARTMENT", "A-58"),
        ("ARCHIVED", "SPECIAL_COMMITTEE", "R-122"),
    ]
    assert await of_period(ask, held.studio) == {
        "opinions": {"nodes": [{"id": opinion}]},
        "plaques": {"totalCount": 1},
    }
    told = (await life(ask, receiver))["history"]["nodes"]
    assert [(one["kind"], one["statusAfter"]) for one in told] == [("OPINIONS_HANDED_ON", "ACTIVE")]


async def test_an_archived_studio_is_only_read(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    receiver = await world.studio(COUNTY)
    await end(ask, held)
    await archive(ask, held, DEPARTMENT)
    await archive(ask, held, held.guides)
    archived = {
        "code": "WRONG_STATE",
        "message": "工作室已归档，只供查阅",
        "messageEn": "the studio is archived and only to be read",
        "at": "input.studioId",
    }

    assert (await life(ask, held.studio))["status"] == "ARCHIVED"
    assert await archive(ask, held, DEPARTMENT) == {**archived, "rule": "R-122"}
    assert await recover(ask, held) == {**archived, "rule": "R-119"}
    handed = await do(ask, DEPARTMENT, "handOnOpinions", studioId=held.studio, receiverId=receiver)
    assert handed == {**archived, "rule": "A-58"}
    assert (await do(ask, CHAIR_MEETING, "terminateStudio", studioId=held.studio, reason=REASON))["rule"] == "A-53"
    assert (await do(ask, DEPARTMENT, "correctEnding", studioId=held.studio, reason=REASON))["rule"] == "A-55"


async def test_the_last_party_waits_for_plate_and_opinions(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    await plate(world, held.studio)
    await world.opinion(held.studio, COUNTY)
    await world.opinion(held.studio, COUNTY, status="FED_BACK")
    receiver = await world.studio(COUNTY)
    await end(ask, held)
    await archive(ask, held, held.guides)

    with_plate = await archive(ask, held, DEPARTMENT)
    await recover(ask, held)
    with_opinions = await archive(ask, held, DEPARTMENT)
    await do(ask, DEPARTMENT, "handOnOpinions", studioId=held.studio, receiverId=receiver)
    nothing_left = await do(ask, DEPARTMENT, "handOnOpinions", studioId=held.studio, receiverId=receiver)
    done = await archive(ask, held, DEPARTMENT)

    assert with_plate == {
        "code": "WRONG_STATE",
        "message": "标牌尚未收回，请先由原授牌单位收回后再完成归档",
        "messageEn": "the plate is not recovered; the body that granted it recovers it first",
        "at": "input.studioId",
        "rule": "R-119",
    }
    assert with_opinions == {
        "code": "WRONG_STATE",
        "message": "还有1件未办结意见，请先移交后再完成归档",
        "messageEn": "1 opinions are open; hand them on first",
        "at": "input.studioId",
        "rule": "A-58",
    }
    assert (nothing_left["message"], nothing_left["messageEn"]) == (
        "没有待移交的意见",
        "there is no opinion to hand on",
    )
    assert done == {"role": "MANAGING_DEPARTMENT"}
    assert (await life(ask, held.studio))["status"] == "ARCHIVED"


async def test_only_the_body_that_granted_it_recovers_the_plate(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    await plate(world, held.studio, granted_by="610800")
    city = Person(role=Role.MANAGING_DEPARTMENT, body="610800")
    assert (await recover(ask, held, city))["message"] == "工作室当前状态为“运行”，尚未终止或摘牌"
    await end(ask, held)

    assert await recover(ask, held) == {
        "code": "WRONG_BODY",
        "message": "收回标牌由原授牌单位办理",
        "messageEn": "recovering the plate is for the body that granted the plaque",
        "at": "input.studioId",
        "rule": "R-119",
    }
    assert (await recover(ask, held, CITY_SYSTEM))["code"] == "PEOPLE_ONLY"
    assert (await recover(ask, held, NEIGHBOUR))["code"] == "NOT_FOUND"
    no_evidence = await do(ask, city, "recoverPlate", studioId=held.studio, evidence=" ")
    assert (no_evidence["code"], no_evidence["message"]) == ("MISSING_FIELD", "缺少交接凭据，请补充")
    assert "code" not in await recover(ask, held, city)
    assert (await recover(ask, held, city))["message"] == "没有待收回的标牌"


async def test_a_removal_is_decided_by_people_of_the_granting_body_on_evidence(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    await plate(world, held.studio)

    assert await remove(ask, held) == {
        "code": "NO_EVIDENCE",
        "message": "没有待研究的“违规认定”记录，不能以此摘牌，请先由专门委员会记录",
        "messageEn": "there is no open record of: violation found; the committee records it first",
        "at": "input.cause",
        "rule": "R-118",
    }
    await measure(world, held.studio, MeasureKind.REMOVAL_DUE, rule="R-114")
    assert await remove(ask, held, PARTY_GROUP, cause="ASSESSMENT") == {
        "code": "WRONG_ROLE",
        "message": "研究摘牌由主席会议办理",
        "messageEn": "deciding on the plaque is for: chair meeting",
        "at": None,
        "rule": "A-53",
    }
    assert (await remove(ask, held, held.guides, cause="ASSESSMENT"))["code"] == "WRONG_ROLE"
    assert await remove(ask, held, cause="WEAK_PERSONAL") == {
        "code": "NOT_A_WEAK_PERSONAL_STUDIO",
        "message": "该事由只适用于标准所指的个人委员工作室，请重新选择事由",
        "messageEn": "this cause is only for person-named studios of which the standards speak; choose another cause",
        "at": "input.cause",
        "rule": "R-121",
    }
    assert (await remove(ask, held, cause="OTHER"))["code"] == "NOT_A_CAUSE"
    assert (await remove(ask, held, cause="ASSESSMENT", reason=" "))["code"] == "MISSING_FIELD"
    assert (await remove(ask, held, cause="ASSESSMENT", happenedOn="2999-01-01"))["code"] == "DAY_AHEAD"
    assert await remove(ask, held, cause="ASSESSMENT") == {"status": "PLAQUE_REMOVED"}
    again = await remove(ask, held, cause="ASSESSMENT")
    assert (again["message"], again["messageEn"]) == (
        "工作室当前状态为“摘牌”，不能再作此决定",
        "the studio is in the state: plaque removed; this cannot be decided any more",
    )


async def test_a_decision_against_a_removal_is_kept_and_settles_its_evidence(ask: Asked, world: World) -> None:
    held = await room(world, type=StudioType.SECTOR)
    await measure(world, held.studio, MeasureKind.VIOLATION, rule="R-118")

    kept = await remove(ask, held, removed=False)
    again = await remove(ask, held)
    query = "query ($id: ID!) { node(id: $id) { ... on Studio { tasks { nodes { kind status outcome } } } } }"
    tasks = (await ask(query, DEPARTMENT, id=held.studio))["node"]["tasks"]["nodes"]

    assert kept == {"status": "ACTIVE"}
    assert tasks == [{"kind": "DECIDE_REMOVAL", "status": "DONE", "outcome": f"不摘牌：{REASON}"}]
    assert again["code"] == "NO_EVIDENCE"


async def test_a_weak_personal_studio_loses_its_plaque_without_a_measure(ask: Asked, world: World) -> None:
    held = await room(world)

    assert await remove(ask, held, cause="WEAK_PERSONAL") == {"status": "PLAQUE_REMOVED"}
    found = await life(ask, held.studio)
    assert [(one["kind"], one["rule"]) for one in found["history"]["nodes"]] == [("PLAQUE_REMOVED", "R-121")]


async def test_where_the_party_group_approves_it_decides(ask: Asked, world: World) -> None:
    studio = await world.studio("350205", type=StudioType.SECTOR)
    chairs, party = (Person(role=role, body="350205") for role in (Role.CHAIR_MEETING, Role.PARTY_GROUP))

    refused = await do(ask, chairs, "terminateStudio", studioId=studio, reason=REASON)
    done = await do(ask, party, "terminateStudio", "status", studioId=studio, reason=REASON)

    assert refused["message"] == "研究终止工作室由党组办理"
    assert done == {"status": "TERMINATED"}
