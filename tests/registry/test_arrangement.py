"""Joint work end to end: proposed by one, agreed by each, read by all parties and by nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from hub.domain.access import Role
from hub.store.models.journal import AuditEntry
from hub.store.session import Database
from tests.asking import Asked, Person
from tests.factories import World
from tests.registry.linking import (
    DAY,
    GUANGZHOU,
    HAIZHU,
    PANYU,
    STRANGER,
    Linking,
    body,
    machine_token,
    party,
)


@pytest.fixture
def linking(ask: Asked) -> Linking:
    """Asks for joint work."""
    return Linking(ask=ask)


async def active(linking: Linking, **given: Any) -> dict[str, Any]:
    """Research that Guangzhou leads and Panyu has agreed to."""
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"), **given)
    return await linking.consent(PANYU, link, "番禺区政协")


async def test_joint_work_takes_effect_when_the_last_party_agrees(linking: Linking) -> None:
    link = await linking.propose(
        GUANGZHOU, body("440113"), body("440100", "LEAD"), body("440105", "ASSIST"), givenOn="2026-03-01"
    )
    first = await linking.consent(PANYU, link, "番禺区政协")
    last = await linking.consent(HAIZHU, link, "海珠区政协")

    assert (link["status"], first["status"], last["status"]) == ("PROPOSED", "PROPOSED", "ACTIVE")
    assert link["levels"] == ["CITY", "COUNTY"]
    assert (first["agreedOn"], last["agreedOn"]) == (None, DAY)
    assert {(one["body"]["code"], one["consent"], one["consentNote"]) for one in last["parties"]["nodes"]} == {
        ("440100", "AGREED", "主席会议测试第1次"),
        ("440113", "AGREED", "测试程序第2号"),
        ("440105", "AGREED", "测试程序第2号"),
    }


async def test_one_party_that_declines_ends_it(linking: Linking) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"), body("440105"))
    declined = await linking.consent(PANYU, link, "番禺区政协", answer="DECLINED")
    late = await linking.consent(HAIZHU, link, "海珠区政协")

    assert declined["status"] == "DECLINED"
    assert (late["code"], late["rule"]) == ("WRONG_STATE", "W8")
    assert late["message"] == "该联动现为“未达成”，仅在尚待同意时可以表态"
    assert late["messageEn"] == "answers are given while it is proposed; it now is: a party declined"


async def test_nobody_answers_for_another(linking: Linking) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"), body("440105"))

    for person in (GUANGZHOU, HAIZHU):
        answer = await linking.consent(person, link, "番禺区政协")
        assert (answer["code"], answer["rule"], answer["at"]) == ("NOT_YOUR_PARTY", "W8", "input.partyId")
        assert answer["message"] == "“番禺区政协”由其本方表态，请由该方办理"
        assert answer["messageEn"] == "番禺区政协 itself may answer, nobody for it; leave it to that party"
    stranger = await linking.consent(STRANGER, link, "番禺区政协")
    assert stranger["code"] == "NOT_FOUND"
    assert stranger["message"] == "没有可由您办理的该联动参与方，请核对标识"
    again = await linking.consent(PANYU, link, "番禺区政协")
    twice = await linking.consent(PANYU, link, "番禺区政协", answer="DECLINED")
    assert again["status"] == "PROPOSED"
    assert (twice["code"], twice["rule"]) == ("WRONG_STATE", "W8")
    assert twice["message"] == "“番禺区政协”已经表态，不能再次表态"
    assert twice["messageEn"] == "番禺区政协 has already answered; it answers once"


async def test_a_committee_answers_for_itself_and_for_the_studio_it_guides(linking: Linking, world: World) -> None:
    own, other = await world.committee("440113", name="测试经科委"), await world.committee("440113", name="测试教文委")
    studio = await world.studio("440113", name="番禺受导室", committee_id=own)
    link = await linking.propose(
        GUANGZHOU,
        body("440100", "LEAD"),
        {"kind": "STUDIO", "role": "CO", "studioId": studio},
        {"kind": "COMMITTEE", "role": "ASSIST", "committeeId": own},
    )
    strange = await linking.consent(_committee("440113", other), link, "番禺受导室")
    first = await linking.consent(_committee("440113", own), link, "番禺受导室")
    last = await linking.consent(_committee("440113", own), link, "测试经科委")

    assert strange["code"] == "NOT_FOUND"
    assert (first["status"], last["status"]) == ("PROPOSED", "ACTIVE")
    assert len(last["parties"]["nodes"]) == 3


async def test_a_machine_neither_proposes_nor_agrees(linking: Linking, ask: Asked) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"))
    said = (
        'mutation ($id: ID!) { giveConsent(input: { partyId: $id, answer: AGREED, procedure: "x", givenOn: "%s" })'
        % DAY
    )
    query = said + " { ... on Refused { code message messageEn rule } } }"
    response = await ask.post(
        {"query": query, "variables": {"id": party(link, "广州市政协")}}, token=machine_token(ask, "440100")
    )

    assert response.json()["data"]["giveConsent"] == {
        "code": "PEOPLE_ONLY",
        "message": "对联动表态须由人员办理，系统账号不得代办",
        "messageEn": "answering a proposal of joint work is done by people; a machine may not do it",
        "rule": "F6",
    }


async def test_each_party_writes_its_own_part_and_nobody_elses(linking: Linking) -> None:
    link = await active(linking)
    wrote = await linking.do("writePart", PANYU, partyId=party(link, "番禺区政协"), part="提供云工作室")

    parts = {one["name"]: one["part"] for one in wrote["parties"]["nodes"]}
    assert parts == {"广州市政协": None, "番禺区政协": "提供云工作室"}
    for person, name in ((GUANGZHOU, "番禺区政协"), (PANYU, "广州市政协")):
        refused = await linking.refused("writePart", person, partyId=party(link, name), part="越界")
        assert refused == ("NOT_YOUR_PARTY", "W8")
    stranger = await linking.refused("writePart", STRANGER, partyId=party(link, "番禺区政协"), part="越界")
    assert stranger == ("NOT_FOUND", "R-72")
    assert await linking.refused("writePart", PANYU, partyId=party(link, "番禺区政协"), part=" ") == (
        "MISSING_FIELD",
        "W8",
    )


async def test_what_the_lead_owns_is_never_overwritten_by_a_partner(linking: Linking) -> None:
    link = await active(linking)
    of = {"arrangementId": link["id"]}

    changed = await linking.do("changeArrangement", GUANGZHOU, **of, leadPerson="测试副主席", startedOn="2026-03-03")
    for command, given in (
        ("changeArrangement", {"topic": "越界"}),
        ("endArrangement", {"endedOn": DAY}),
        ("publishArrangement", {"published": True}),
    ):
        answer = await linking.do(command, PANYU, **of, **given)
        assert (answer["code"], answer["rule"]) == ("LEAD_ONLY", "A-05")
        assert answer["message"].endswith("请与牵头方联系")
        assert answer["messageEn"].endswith("by the lead alone; ask the lead")
        assert await linking.refused(command, STRANGER, **of, **given) == ("NOT_FOUND", "R-72")
    assert (changed["topic"], changed["leadPerson"], changed["startedOn"]) == ("测试议题", "测试副主席", "2026-03-03")
    assert changed["revision"] == 3


async def test_any_agreed_party_records_what_came_of_it(linking: Linking, world: World) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"))
    result = {"arrangementId": link["id"], "kind": "RESEARCH_REPORT", "name": "测试报告", "recipients": ["测试委"]}
    early = await linking.refused("recordResult", PANYU, **result)
    await linking.consent(PANYU, link, "番禺区政协")
    studio = await world.studio("440100")
    foreign = await world.output(studio, "440100")

    told = await linking.do("recordResult", PANYU, **result)
    strange = await linking.refused("recordResult", PANYU, **result, outputId=foreign)

    assert early == ("NOT_AN_AGREED_PARTY", "W8")
    assert strange == ("NOT_FOUND", "R-72")
    assert told["results"]["nodes"] == [
        {
            "name": "测试报告", "kind": "RESEARCH_REPORT", "recipients": ["测试委"], "adoption": None,
            "published": False, "body": {"code": "440113"},
        }
    ]  # fmt: skip


async def test_it_ends_and_its_adoption_is_still_told(linking: Linking) -> None:
    link = await active(linking)
    of = {"arrangementId": link["id"]}
    early = await linking.refused("endArrangement", GUANGZHOU, **of, endedOn="2026-03-01")
    ended = await linking.do("endArrangement", GUANGZHOU, **of, endedOn="2026-03-20")
    told = await linking.do("changeArrangement", GUANGZHOU, **of, adoption="被市区有关部门采纳")
    late = await linking.refused("changeArrangement", GUANGZHOU, **of, topic="新议题")
    part = await linking.refused("writePart", PANYU, partyId=party(link, "番禺区政协"), part="迟到")

    assert early == ("WRONG_DAY", "W8")
    assert (ended["status"], ended["endedOn"]) == ("ENDED", "2026-03-20")
    assert (told["status"], told["adoption"]) == ("ENDED", "被市区有关部门采纳")
    assert (late, part) == (("WRONG_STATE", "A-05"), ("WRONG_STATE", "W8"))
    assert await linking.refused("endArrangement", GUANGZHOU, **of, endedOn=DAY) == ("WRONG_STATE", "W8")


async def test_a_refusal_writes_nothing_and_a_step_is_audited(linking: Linking, database: Database) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"))
    before = await _audited(database)
    await linking.consent(GUANGZHOU, link, "番禺区政协")
    between = await _audited(database)
    await linking.consent(PANYU, link, "番禺区政协")

    assert before == between
    assert await _audited(database) == before + 2


async def test_allowed_actions_follow_the_same_rules(linking: Linking, ask: Asked) -> None:
    link = await linking.propose(GUANGZHOU, body("440100", "LEAD"), body("440113"))
    query = "query ($id: ID!) { node(id: $id) { ... on Arrangement { allowedActions { action allowed code } } } }"

    async def open_to(person: Person) -> dict[str, str | None]:
        shown = (await ask(query, person, id=link["id"]))["node"]["allowedActions"]
        assert all(one["allowed"] is (one["code"] is None) for one in shown)
        return {one["action"]: one["code"] for one in shown}

    assert await open_to(PANYU) == {
        "giveConsent": None, "writePart": "WRONG_STATE", "changeArrangement": "LEAD_ONLY",
        "recordResult": "NOT_AN_AGREED_PARTY", "endArrangement": "LEAD_ONLY", "publishArrangement": "LEAD_ONLY",
    }  # fmt: skip
    assert (await open_to(GUANGZHOU))["changeArrangement"] is None
    assert (await open_to(GUANGZHOU))["giveConsent"] == "WRONG_STATE"
    # The province's people read it, since two of its bodies take part, and have no part in it.
    assert await open_to(Person(role=Role.AUDITOR, body="440000")) == {}


def _committee(code: str, committee: str) -> Person:
    return Person(role=Role.SPECIAL_COMMITTEE, body=code, committee=committee)


async def _audited(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(AuditEntry))).scalar_one())


async def test_parties_that_agree_at_once_bring_it_about_once(linking: Linking, ask: Asked, world: World) -> None:
    studio = await world.studio("440100", name="并发测试室")
    others = {"440113": ("番禺区政协", PANYU), "440105": ("海珠区政协", HAIZHU)}
    parties = [{"kind": "STUDIO", "role": "LEAD", "studioId": studio}, *(body(code) for code in others)]
    link = await linking.propose(GUANGZHOU, *parties)

    answers = await asyncio.gather(*(linking.consent(person, link, name) for name, person in others.values()))

    query = "query ($id: ID!) { node(id: $id) { ... on Studio { history { nodes { kind } } } } }"
    history = (await ask(query, GUANGZHOU, id=studio))["node"]["history"]["nodes"]
    assert "ACTIVE" in {one["status"] for one in answers}
    assert history == [{"kind": "LINKED"}]
