"""Compliance as people ask for it: what is found of studios, across cities, and by a standard that is not their own."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from hub.domain.access import Role
from hub.domain.ids import new_id
from hub.domain.registry_words import ApplicantKind, ApplicationKind, ApplicationStatus
from hub.domain.words import Mode, PartyUnitKind, ResidencyRole, StudioStatus, StudioType
from hub.store import findings
from hub.store.dialect import table_of
from hub.store.models.application import StudioApplication
from hub.store.models.history import Finding
from hub.store.models.presence import Plaque, Venue
from hub.store.models.standard import Rulebook
from hub.store.reference_rows import reference_id
from hub.store.session import Database
from tests.asking import PROVINCE, ZHASHUI, Asked, Person
from tests.factories import MOMENT, World

HERE = Path(__file__).parent
TODAY = findings.business_day(MOMENT)
SIMING = Person(role=Role.MANAGING_DEPARTMENT, body="350203")
GUANGZHOU = Person(role=Role.MANAGING_DEPARTMENT, body="440100")
SHAANXI_BOOK = reference_id(Rulebook, "610000", "2023-12-05")


def asked(name: str) -> str:
    """The text of a kept query."""
    return (HERE / f"{name}.graphql").read_text("utf-8")


def expected(name: str) -> Any:
    """The answer to a kept query that is right."""
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


async def judged(database: Database) -> None:
    """Judge everything that was written past the write door."""
    async with database.write() as connection:
        await findings.judge_all(connection, on=TODAY)


async def excused(database: Database, world: World, studio: str, body: str, reason: str) -> None:
    """The approved application of a studio, with the reason of an exception."""
    values = {
        "id": new_id("app", MOMENT, seed=studio.encode()),
        "body_id": await world.body(body),
        "studio_id": studio,
        "kind": ApplicationKind.NEW_STUDIO,
        "status": ApplicationStatus.COMPLETED,
        "applicant_kind": ApplicantKind.MEMBER_TEAM,
        "name": "测试申请",
        "type": StudioType.REGIONAL,
        "mode": Mode.OFFLINE,
        "exception_reason": reason,
        "created_by": "tester",
        "changed_at": MOMENT,
        "revision": 1,
    }
    async with database.write() as connection:
        await connection.execute(insert(StudioApplication).values(values))


async def roomed(database: Database, world: World, studio: str, body: str) -> None:
    """A fixed room and a plate of a studio."""
    shared = {"owner_body_id": await world.body(body), "studio_id": studio, "recorded_at": MOMENT}
    async with database.write() as connection:
        seed = studio.encode()
        await connection.execute(
            insert(Venue).values({**shared, "id": new_id("ven", MOMENT, seed=seed), "is_fixed": True})
        )
        plate = {"id": new_id("plq", MOMENT, seed=seed), "displayed_prominently": True}
        await connection.execute(insert(Plaque).values({**shared, **plate}))


async def test_areas_with_two_regional_studios_and_a_provincial_one_in_xian_are_listed(
    ask: Asked, database: Database, world: World
) -> None:
    """Q-10, with clause and sentence, and the reason where there is one."""
    founded = {"approved_on": date(2024, 3, 1), "area": "测试镇"}
    await world.studio("611022", name="测试镇委员工作室", **founded)
    second = await world.studio("611022", name="测试镇第二委员工作室", **founded)
    await excused(database, world, second, "611022", "辖区较大")
    await world.studio("611022", name="他镇委员工作室", area="他镇", approved_on=date(2024, 3, 1))
    await world.studio("611021", name="邻县同名镇委员工作室", **founded)
    await world.studio("610000", name="省级西安测试室", located="610113", area="西安市", approved_on=date(2024, 1, 2))
    await world.studio("610000", name="省级商洛测试室", located="611002", area="商洛市", approved_on=date(2024, 1, 2))
    await judged(database)

    answer = await ask(asked("q-10"), PROVINCE)

    answer["twice"]["nodes"].sort(key=lambda one: one["studio"]["name"])
    assert answer == expected("q-10")


async def test_new_personal_studios_and_what_became_of_the_old_ones_are_listed(
    ask: Asked, database: Database, world: World
) -> None:
    """Q-11: closed in Shaanxi, the core model in Panyu (A-32)."""
    personal = {"type": StudioType.PERSONAL}
    new = await world.studio("611026", name="测试新个人委员工作室", approved_on=date(2024, 6, 1), **personal)
    await excused(database, world, new, "611026", "主席会议同意保留")
    await world.studio("611026", name="测试旧个人委员工作室", approved_on=date(2022, 6, 1), legacy=True, **personal)
    await world.studio(
        "611026", name="测试已摘牌个人委员工作室", legacy=True, status=StudioStatus.PLAQUE_REMOVED,
        ended_on=date(2025, 1, 1), end_reason="基础薄弱", **personal,
    )  # fmt: skip
    await world.studio("440113", name="番禺个人测试室", approved_on=date(2024, 6, 1), **personal)
    await judged(database)

    assert await ask(asked("q-11"), PROVINCE) == expected("q-11")


async def test_cities_are_compared_each_by_its_own_standard(ask: Asked, database: Database, world: World) -> None:
    """Q-40: what is not enumerated stays unknown however well the studio is kept."""
    kept = {"annual_plan": "计划", "work_systems": ["值班"], "duty_list": "清单", "mode": Mode.OFFLINE}
    for body, number in (("611026", 2), ("610926", 1), ("610528", 1)):
        for _ in range(number):
            await roomed(database, world, await world.studio(body, **kept), body)
    await world.studio("611022", annual_plan="")
    await world.studio("611002", status=StudioStatus.ARCHIVED)
    await judged(database)

    assert await ask(asked("q-40"), PROVINCE) == expected("q-40")


async def test_a_body_is_told_of_its_own_branch_only(ask: Asked, database: Database, world: World) -> None:
    for body in ("611026", "611022", "440113"):
        await world.studio(body)
    await judged(database)
    above = "{ complianceTotals(by: BODY, judgedBy: CHAIN) { groups { body { code } standardOf { code } judged } } }"

    told = {person.body: await ask(above, person) for person in (ZHASHUI, PROVINCE)}
    none = await ask('{ complianceTotals(judgedBy: CHAIN, within: "440113") { groups { judged } } }', PROVINCE)

    zhashui = [{"body": {"code": "611026"}, "standardOf": {"code": code}, "judged": 1} for code in ("610000", "611000")]
    assert told["611026"]["complianceTotals"]["groups"] == zhashui
    assert len(told["610000"]["complianceTotals"]["groups"]) == 4
    assert none == {"complianceTotals": {"groups": []}}


async def test_guangzhou_s_six_and_its_own_rules_are_met_or_missed_item_by_item(
    ask: Asked, database: Database, world: World
) -> None:
    whole = await world.studio("440100", annual_plan="计划", work_systems=["值班"])
    await world.residency(whole, await world.member("440100"), "440100", role=ResidencyRole.HEAD)
    await roomed(database, world, whole, "440100")
    await world.studio("440100", annual_plan="")
    await judged(database)

    six = '{ standard: { label: { eq: "六个有" } } }'
    answer = await ask(
        f"{{ findings(where: {six}, orderBy: [{{ result: ASC }}]) {{ nodes {{"
        " result found standard { sourceSentence } } } }",
        GUANGZHOU,
    )

    (unknown, violated) = answer["findings"]["nodes"]
    assert (unknown["result"], violated["result"]) == ("UNKNOWN", "VIOLATED")
    assert unknown["found"] == "有：名称标识、负责人员、固定场所、管理制度、工作计划；未记录：履职成果"
    assert violated["found"] == "缺：工作计划；未记录：名称标识、负责人员、固定场所、管理制度、履职成果"
    assert "有名称标识" in violated["standard"]["sourceSentence"]


async def test_siming_by_shaanxi_s_least_of_five_is_warned_and_by_its_own_standard_clean(
    ask: Asked, database: Database, world: World
) -> None:
    """D-02: 295 members in 66 studios, so that at least one has four or fewer; nothing of a trial is kept."""
    studios = [await world.studio("350203") for _ in range(66)]
    for number in range(295):
        await world.residency(studios[number % 66], await world.member("350203"), "350203")
    await judged(database)
    own = "{ findings(where: { result: { in: [VIOLATED, EXCEPTION, WARNING] } }) { totalCount } }"
    trial = (
        'query ($book: ID!) { complianceTrial(rulebook: $book, within: "350203", results: [WARNING]) {'
        " rulebook { version } studios { standing studio { name } findings"
        " { rule strength result expected found structureRule { clause sourceSentence } } } } }"
    )

    kept = await ask(own, SIMING)
    tried = (await ask(trial, SIMING, book=SHAANXI_BOOK))["complianceTrial"]

    assert kept == {"findings": {"totalCount": 0}}
    told = [one for studio in tried["studios"] for one in studio["findings"]]
    assert Counter(one["found"] for one in told) == {"驻室委员人数4": 35}
    assert told[0] == {
        "rule": "R-25",
        "strength": "GENERALLY",
        "result": "WARNING",
        "expected": "驻室委员人数不少于5",
        "found": "驻室委员人数4",
        "structureRule": {"clause": "四、2", "sourceSentence": "名额一般不少于 5 人"},
    }
    assert (len(tried["studios"]), tried["rulebook"]) == (66, {"version": "2023-12-05"})
    assert await ask(own, SIMING) == kept


async def test_a_trial_stays_within_reach_and_says_nothing_of_an_unknown_version(
    ask: Asked, database: Database, world: World
) -> None:
    await world.studio("350203")
    trial = 'query ($book: ID!) { complianceTrial(rulebook: $book, within: "350203") { studios { standing } } }'

    assert await ask(trial, PROVINCE, book=SHAANXI_BOOK) == {"complianceTrial": {"studios": []}}
    assert await ask(trial, SIMING, book="rbk_00000000000000000000000000") == {"complianceTrial": None}


async def test_conveners_of_provincial_prefecture_studios_are_the_local_chairs(
    ask: Asked, database: Database, world: World
) -> None:
    """Q-09, R-30: in principle, so that another convener is an exception."""
    posts = {
        "商洛市政协主席": "MET",
        "商洛市政协副主席": "EXCEPTION",
        None: "UNKNOWN",
        "测试市作协主席、政协委员": "EXCEPTION",
    }
    for number, post in enumerate(posts):
        studio = await world.studio("610000", name=f"省级测试室{number}", located="611002")
        member = await world.member("610000", post=post)
        await world.residency(studio, member, "610000", role=ResidencyRole.CONVENER)
    await judged(database)

    answer = await ask(
        '{ findings(where: { rule: { eq: "R-30" } }) { nodes { result studio { name } structureRule { clause } } } }',
        PROVINCE,
    )

    told = {one["studio"]["name"]: one["result"] for one in answer["findings"]["nodes"]}
    assert [told[f"省级测试室{number}"] for number in range(4)] == list(posts.values())


async def test_a_finding_tells_its_rule_its_strength_and_where_it_stands(
    ask: Asked, database: Database, world: World
) -> None:
    studio = await world.studio("611026", party_unit_kind=PartyUnitKind.FUNCTIONAL_BRANCH)
    await judged(database)

    answer = await ask(
        "query ($id: ID!) { node(id: $id) { ... on Studio { findings(where: { kind: { eq: PARTY_UNIT } }) { nodes {"
        " judgedBy effective strength result expected expectedEn found judgedOn structureRule { clause cite"
        " sourceSentence } rulebook { version body { code } } } } } } }",
        ZHASHUI,
        id=studio,
    )

    told = {one["rulebook"]["body"]["code"]: one for one in answer["node"]["findings"]["nodes"]}
    assert {code: (one["judgedBy"], one["effective"]) for code, one in told.items()} == {
        "611000": ("CHAIN", True),
        "610000": ("CHAIN", False),
    }
    assert told["610000"]["structureRule"] == {
        "clause": "二、1",
        "cite": "S3:95",
        "sourceSentence": "在委员工作室建立党支部或党小组",
    }
    assert told["610000"]["judgedOn"] == TODAY.isoformat()


async def test_findings_of_a_studio_are_no_business_of_the_public(ask: Asked) -> None:
    answer = await ask.raw("{ findings { totalCount } complianceTotals { groups { judged } } }")

    assert [one["message"].split("/ ")[1] for one in answer["errors"]] == [
        "Cannot query field 'findings' on type 'Query'.",
        "Cannot query field 'complianceTotals' on type 'Query'.",
    ]


async def test_the_worst_finding_counts_a_studio_once(ask: Asked, database: Database, world: World) -> None:
    """A studio with a violation and a warning is not met, once."""
    studio = await world.studio("611026")
    await judged(database)
    held = table_of(Finding)
    async with database.write() as connection:
        await connection.execute(
            update(held).where(held.c.studio_id == studio, held.c.rule == "R-43").values(result="VIOLATED")
        )
    stand = "{ complianceTotals(by: BODY, judgedBy: CHAIN) { groups { standardOf { code } judged violated unknown } } }"

    groups = (await ask(stand, ZHASHUI))["complianceTotals"]["groups"]

    assert groups[0] == {"standardOf": {"code": "610000"}, "judged": 1, "violated": 1, "unknown": 0}
