"""Who sees what, through every door of reading: no county sees another county's internal rows, fields or counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from hub.domain.access import Role
from tests.asking import DINGBIAN, PANYU_FRONT_END, PROVINCE, SHANGLUO, ZHASHUI, Asked, Person
from tests.factories import World

SECRET = "内部不可见"


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """Rows of Dingbian that Zhashui must not notice."""

    studio: str
    member: str
    activity: str
    opinion: str
    output: str
    shift: str
    source: str
    open_studio: str


@pytest.fixture
async def hidden(world: World) -> Hidden:
    """Dingbian's internal rows, beside one published studio of it."""
    studio = await world.studio("610825", name=SECRET, published=False, located="610825", annual_plan=SECRET)
    open_studio = await world.studio("610825", name="定边公开室", annual_plan=SECRET, located="610825")
    member = await world.member("610825", name=SECRET, published=False)
    await world.residency(open_studio, member, "610825", published=False)
    return Hidden(
        studio=studio,
        open_studio=open_studio,
        member=member,
        activity=await world.activity(open_studio, "610825", topic=SECRET),
        opinion=await world.opinion(open_studio, "610825", topic=SECRET),
        output=await world.output(open_studio, "610825", title_text=SECRET),
        shift=await world.shift(open_studio, member, "610825", published=False),
        source=await world.source("610825", "secret-source"),
    )


LISTS = """{ studios { totalCount nodes { id name annualPlan { value } } } members { totalCount nodes { id name } }
  activities { totalCount nodes { topic } } opinions { totalCount nodes { topic } }
  outputs { totalCount nodes { titleText } } dutyShifts { totalCount nodes { id } }
  sources { totalCount nodes { code } } syncRuns { totalCount }
  quarantine { totalCount nodes { externalId reason } } }"""


async def test_lists_and_counts_hold_only_what_is_within_reach(ask: Asked, hidden: Hidden) -> None:
    seen = await ask(LISTS, ZHASHUI)

    assert SECRET not in json.dumps(seen, ensure_ascii=False)
    assert {name: part["totalCount"] for name, part in seen.items()} == {
        "studios": 1, "members": 0, "activities": 0, "opinions": 0, "outputs": 0, "dutyShifts": 0,
        "sources": 0, "syncRuns": 0, "quarantine": 0,
    }  # fmt: skip


async def test_the_owner_and_those_above_see_the_same_rows(ask: Asked, hidden: Hidden) -> None:
    for person in (DINGBIAN, PROVINCE):
        seen = await ask(LISTS, person)

        assert seen["studios"]["totalCount"] == 2
        assert seen["opinions"]["nodes"] == [{"topic": SECRET}]
        assert seen["sources"]["nodes"] == [{"code": "secret-source"}]
        assert {node["annualPlan"]["value"] for node in seen["studios"]["nodes"]} == {SECRET}


async def test_absent_and_out_of_reach_are_the_same_answer_by_identifier(ask: Asked, hidden: Hidden) -> None:
    absent = "stu_" + "0" * 26
    for identifier in (*vars(hidden).values(), absent):
        if identifier == hidden.open_studio:
            continue
        answer = await ask.raw("query ($id: ID!) { node(id: $id) { id } }", ZHASHUI, variables={"id": identifier})
        assert answer == {"data": {"node": None}}


async def test_a_condition_on_related_rows_does_not_tell_of_hidden_ones(ask: Asked, hidden: Hidden) -> None:
    guess = 'dutyShifts(where: { member: { name: { eq: "%s" } } }) { totalCount }' % SECRET

    data = await ask(
        '{ a: %s b: residencies(where: { member: { name: { contains: "内" } } }) { totalCount } }' % guess, ZHASHUI
    )

    assert data == {"a": {"totalCount": 0}, "b": {"totalCount": 0}}


async def test_the_negation_of_a_hidden_condition_does_not_tell_either(
    ask: Asked, hidden: Hidden, world: World
) -> None:
    await world.residency(hidden.open_studio, None, "610825", person_name="张测试")
    query = '{ residencies(where: { not: { member: { name: { eq: "%s" } } } }) { totalCount nodes { personName } } }'

    first = await ask(query % SECRET, ZHASHUI)
    second = await ask(query % "没有此人", ZHASHUI)

    assert first == second


async def test_nested_paths_stop_at_the_edge_of_reach(ask: Asked, hidden: Hidden) -> None:
    data = await ask(
        """{ body(code: "610825") { studios { totalCount nodes { name annualPlan { value masked }
             provenance { externalId } residencies { totalCount nodes { id } } activities { totalCount }
             opinions { totalCount } dutyShifts { totalCount } outputs { totalCount } } }
             memberships { totalCount nodes { member { name } } } sources { totalCount } opinions { totalCount } } }""",
        ZHASHUI,
    )

    assert SECRET not in json.dumps(data, ensure_ascii=False)
    (studio,) = data["body"]["studios"]["nodes"]
    assert studio["annualPlan"] == {"value": None, "masked": True}
    assert studio["residencies"] == {"totalCount": 0, "nodes": []}
    assert data["body"]["memberships"]["totalCount"] == 0
    assert data["body"]["sources"]["totalCount"] == 0


@pytest.mark.parametrize(
    "query",
    [
        '{ studios(where: { annualPlan: { contains: "内" } }) { totalCount } }',
        "{ studios(orderBy: [{ annualPlan: ASC }]) { totalCount } }",
        '{ members(where: { phone: { startsWith: "139" } }) { totalCount } }',
        "{ members(orderBy: [{ phone: ASC }]) { totalCount } }",
        "{ dutyShifts(where: { attended: { eq: true } }) { totalCount } }",
    ],
)
async def test_guarded_fields_can_be_neither_filtered_nor_sorted(ask: Asked, query: str) -> None:
    answer = await ask.raw(query, PROVINCE)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


async def test_cursors_carry_open_values_only(ask: Asked, hidden: Hidden) -> None:
    data = await ask("{ studios { edges { cursor node { id } } } }", DINGBIAN)

    for edge in data["studios"]["edges"]:
        assert _plain(edge["cursor"])[1:] == [edge["node"]["id"]]


async def test_a_run_of_a_source_out_of_reach_is_refused_like_an_absent_one(ask: Asked, hidden: Hidden) -> None:
    query = "mutation ($code: String!) { runSync(source: $code) { __typename ... on Refused { code message at } } }"

    out_of_reach = await ask(query, ZHASHUI, code="secret-source")
    absent = await ask(query, ZHASHUI, code="no-such-source")

    assert out_of_reach == absent
    assert absent["runSync"]["code"] == "SOURCE_NOT_FOUND"


async def test_a_run_within_reach_is_queued_once(ask: Asked, world: World) -> None:
    await world.source("611026", "zhashui-test")
    query = (
        'mutation { runSync(source: "zhashui-test") { ... on SyncRequested { runId run { status source { code } } } } }'
    )

    first = await ask(query, ZHASHUI)
    second = await ask(query, ZHASHUI)

    assert first["runSync"]["run"] == {"status": "QUEUED", "source": {"code": "zhashui-test"}}
    assert first == second


async def test_a_member_phone_is_shown_by_right_masked_or_hidden(ask: Asked, world: World) -> None:
    await world.member("611026", name="测试委员甲", phone="13900000001")
    query = "{ members { nodes { phone { value masked reason } } } }"

    owner = await ask(query, ZHASHUI)
    above = await ask(query, PROVINCE)
    peer = await ask(query, DINGBIAN)

    assert owner["members"]["nodes"] == [{"phone": {"value": "13900000001", "masked": False, "reason": None}}]
    assert above["members"]["nodes"] == [{"phone": {"value": "139****0001", "masked": True, "reason": "OUT_OF_REACH"}}]
    assert peer["members"]["nodes"] == [{"phone": {"value": None, "masked": True, "reason": "OUT_OF_REACH"}}]


async def test_a_phone_that_its_body_publishes_is_open_to_all(ask: Asked, world: World) -> None:
    await world.member("350203", phone="13900000002", phone_published=True)

    data = await ask("{ members { nodes { phone { value masked } } } }")

    assert data["members"]["nodes"] == [{"phone": {"value": "13900000002", "masked": False}}]


async def test_nobody_gets_the_public_subset_and_nothing_else(ask: Asked, hidden: Hidden) -> None:
    data = await ask("{ studios { nodes { name } } members { totalCount } activities { totalCount } }")

    assert data == {
        "studios": {"nodes": [{"name": "定边公开室"}]},
        "members": {"totalCount": 0},
        "activities": {"totalCount": 0},
    }
    for field in ("opinions { totalCount }", "sources { totalCount }", "quarantine { totalCount }"):
        answer = await ask.raw("{ %s }" % field)
        assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    refused = await ask.raw('mutation { runSync(source: "x") { __typename } }')
    assert "errors" in refused


async def test_a_county_front_end_sees_open_fields_only(ask: Asked, world: World) -> None:
    await world.studio("440113", name="番禺内部室", published=False)
    await world.studio("611026", name="柞水内部室", published=False)

    data = await ask("{ studios { nodes { name } } }", PANYU_FRONT_END)
    answer = await ask.raw("{ studios { nodes { annualPlan { value } } } }", PANYU_FRONT_END)

    assert data["studios"]["nodes"] == [{"name": "番禺内部室"}]
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_introspection_says_no_more_than_the_rights_do(ask: Asked) -> None:
    query = '{ studio: __type(name: "Studio") { fields { name } } source: __type(name: "Source") { name } }'

    public = await ask(query)
    county = await ask(query, ZHASHUI)

    assert "annualPlan" not in _names(public["studio"])
    assert public["source"] is None
    assert "annualPlan" in _names(county["studio"])
    assert county["source"] == {"name": "Source"}


async def test_a_liaison_sees_the_studio_that_the_token_names(ask: Asked, hidden: Hidden, world: World) -> None:
    other = await world.studio("610825", name="另一室", published=False)
    liaison = Person(role=Role.LIAISON, body="610825", studio=hidden.studio)

    data = await ask("{ studios { nodes { id } } }", liaison)

    found = {node["id"] for node in data["studios"]["nodes"]}
    assert hidden.studio in found
    assert other not in found


async def test_a_studio_named_by_a_token_of_another_body_opens_nothing(ask: Asked, hidden: Hidden) -> None:
    stranger = Person(role=Role.LIAISON, body="611026", studio=hidden.opinion)

    data = await ask("{ opinions { totalCount } studios { nodes { id } } }", stranger)

    assert data["opinions"]["totalCount"] == 0
    assert hidden.studio not in {node["id"] for node in data["studios"]["nodes"]}


async def test_a_committee_sees_the_studios_it_guides(ask: Asked, world: World) -> None:
    committee = await world.committee("611000")
    guided = await world.studio("611000", name="所联系", published=False, committee_id=committee)
    await world.studio("611000", name="未联系", published=False)
    await world.opinion(guided, "611000", topic="本委可见")
    person = Person(role=Role.SPECIAL_COMMITTEE, body="611000", committee=committee)

    data = await ask("{ studios { nodes { name } } opinions { nodes { topic } } }", person)

    assert data == {"studios": {"nodes": [{"name": "所联系"}]}, "opinions": {"nodes": [{"topic": "本委可见"}]}}


async def test_a_narrowed_token_sees_less(ask: Asked, world: World) -> None:
    await world.studio("611026", name="柞水", published=False)
    await world.studio("611002", name="商州", published=False)
    narrowed = Person(role=Role.CITY_SYSTEM, body="611000", narrow=("611026",))

    whole = await ask("{ studios { totalCount } }", SHANGLUO)
    part = await ask("{ studios { nodes { name } } }", narrowed)

    assert whole["studios"]["totalCount"] == 2
    assert part["studios"]["nodes"] == [{"name": "柞水"}]


def _names(shown: dict[str, Any]) -> set[str]:
    return {field["name"] for field in shown["fields"]}


def _plain(cursor: str) -> list[Any]:
    import base64

    values: list[Any] = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return values
