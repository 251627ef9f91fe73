"""Federation: entities by their keys within reach, refusals that name the entry, and the schema a gateway composes."""

from __future__ import annotations

import pytest
from graphql import ObjectTypeDefinitionNode, parse

from tests.asking import DINGBIAN, PROVINCE, ZHASHUI, Asked, Person
from tests.factories import World

ENTITIES = """query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Body { code }
  ... on Studio { name } ... on Member { name phone { value } } ... on Division { name } } }"""


async def test_entities_come_in_the_order_asked_whatever_their_type(ask: Asked, world: World) -> None:
    studio = await world.studio("611026", name="联邦测试室")
    member = await world.member("611026", name="测试委员甲", phone="13900000001")
    wanted = [
        {"__typename": "Member", "id": member},
        {"__typename": "Body", "code": "611026"},
        {"__typename": "Studio", "id": studio},
        {"__typename": "Division", "id": await world.division("611026")},
        {"__typename": "Body", "id": await world.body("611000")},
        {"__typename": "Studio", "id": studio},
        {"__typename": "Studio", "id": "stu_" + "0" * 26},
    ]

    found = (await ask(ENTITIES, ZHASHUI, r=wanted))["_entities"]

    assert found == [
        {"__typename": "Member", "name": "测试委员甲", "phone": {"value": "13900000001"}},
        {"__typename": "Body", "code": "611026"},
        {"__typename": "Studio", "name": "联邦测试室"},
        {"__typename": "Division", "name": "柞水县"},
        {"__typename": "Body", "code": "611000"},
        {"__typename": "Studio", "name": "联邦测试室"},
        None,
    ]


@pytest.mark.parametrize(("person", "seen"), [(DINGBIAN, True), (PROVINCE, True), (ZHASHUI, False), (None, False)])
async def test_an_entity_out_of_reach_is_absent(ask: Asked, world: World, person: Person | None, seen: bool) -> None:
    studio = await world.studio("610825", name="内部室", published=False)
    member = await world.member("610825", name="测试委员乙", published=False)
    wanted = [{"__typename": "Studio", "id": studio}, {"__typename": "Member", "id": member}]

    query = "query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Studio { name } } }"
    found = (await ask(query, person, r=wanted))["_entities"]

    assert [one is not None for one in found] == [seen, seen]


async def test_an_identifier_of_another_type_finds_nothing(ask: Asked, world: World) -> None:
    studio = await world.studio("611026")

    found = await ask(
        ENTITIES, ZHASHUI, r=[{"__typename": "Member", "id": studio}, {"__typename": "Body", "id": studio}]
    )

    assert found == {"_entities": [None, None]}


async def test_representations_may_stand_in_the_query_itself(ask: Asked) -> None:
    literal = '{ _entities(representations: [{ __typename: "Body", code: "611026" }]) { ... on Body { code } } }'
    mixed = (
        'query ($c: String!, $t: String = "Body") { _entities(representations: [{ __typename: $t, code: $c },'
        ' { __typename: "Body", code: "611000" }]) { ... on Body { code } } }'
    )
    single = '{ _entities(representations: { __typename: "Body", code: "611026" }) { ... on Body { code } } }'

    assert await ask(literal) == {"_entities": [{"code": "611026"}]}
    assert await ask(mixed, c="611026") == {"_entities": [{"code": "611026"}, {"code": "611000"}]}
    assert await ask(single) == {"_entities": [{"code": "611026"}]}


async def test_what_a_gateway_sends_beside_the_key_is_passed_over(ask: Asked) -> None:
    entry = {"__typename": "Body", "id": None, "code": "611026", "extra": {"a": [1, None, 2.5, True]}, "name": "x"}

    assert await ask(ENTITIES, r=[entry]) == {"_entities": [{"__typename": "Body", "code": "611026"}]}


BAD = [
    ({"__typename": "Body"}, "MISSING_KEY"),
    ({"__typename": "Studio", "code": "611026"}, "MISSING_KEY"),
    ({"__typename": "Body", "id": ""}, "MISSING_KEY"),
    ({"__typename": "Body", "id": 5}, "MISSING_KEY"),
    ({"__typename": "Body", "id": {"id": "x"}}, "MISSING_KEY"),
    ({"__typename": "Body", "id": ["x"], "code": True}, "MISSING_KEY"),
    ({"__typename": "Nope", "id": "x"}, "UNKNOWN_ENTITY"),
    ({"__typename": "Opinion", "id": "x"}, "UNKNOWN_ENTITY"),
    ({"__typename": "Query", "id": "x"}, "UNKNOWN_ENTITY"),
    ({"__typename": None, "id": "x"}, "UNKNOWN_ENTITY"),
    ({"__typename": ["Body"], "id": "x"}, "UNKNOWN_ENTITY"),
    ({"__typename": {"a": 1}, "id": "x"}, "UNKNOWN_ENTITY"),
    ({"id": "x"}, "UNKNOWN_ENTITY"),
    ({}, "UNKNOWN_ENTITY"),
    ("Body", "BAD_REPRESENTATION"),
    (7, "BAD_REPRESENTATION"),
    (True, "BAD_REPRESENTATION"),
    ([{"__typename": "Body", "code": "611026"}], "BAD_REPRESENTATION"),
    ({"__typename": "Body", "code": "6\x0011026"}, "BAD_TEXT"),
]


async def test_a_bad_representation_is_refused_by_its_place(ask: Asked) -> None:
    good = {"__typename": "Body", "code": "611026"}

    for entry, code in BAD:
        answer = await ask.raw(ENTITIES, ZHASHUI, variables={"r": [good, entry]})

        (error,) = answer["errors"]
        assert error["extensions"]["code"] == code, entry
        assert "[1]" in error["extensions"]["at"]
        assert not [word for word in ("KeyError", "dict", "NoneType", "hub.", "Traceback") if word in str(answer)]


async def test_a_null_among_the_representations_is_refused(ask: Asked) -> None:
    answer = await ask.raw(ENTITIES, variables={"r": [None]})

    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_too_many_representations_are_refused_and_none_is_fine(ask: Asked) -> None:
    entry = {"__typename": "Body", "code": "611026"}

    many = await ask.raw(ENTITIES, variables={"r": [entry] * 1_001})
    most = await ask(ENTITIES, r=[entry] * 1_000)
    none = await ask(ENTITIES, r=[])

    assert many["errors"][0]["extensions"]["code"] == "TOO_MANY_ENTITIES"
    assert len(most["_entities"]) == 1_000
    assert none == {"_entities": []}


async def test_the_schema_for_gateways_names_the_keys_and_nothing_that_other_graphs_have(ask: Asked) -> None:
    sdl = (await ask("{ _service { sdl } }", PROVINCE))["_service"]["sdl"]
    document = parse(sdl)

    types = {one.name.value: one for one in document.definitions if isinstance(one, ObjectTypeDefinitionNode)}
    keys = {
        name: {getattr(argument.value, "value") for key in one.directives or () for argument in key.arguments or ()}
        for name, one in types.items()
        if one.directives
    }
    assert "https://specs.apollo.dev/federation/v2.9" in sdl
    assert keys == {"Body": {"id", "code"}, "Division": {"id"}, "Studio": {"id"}, "Member": {"id"}}
    assert "interface Node" not in sdl and "implements Node" not in sdl
    assert "node" not in {field.name.value for field in types["Query"].fields or ()}


async def test_the_schema_for_gateways_is_the_callers_own(ask: Asked) -> None:
    public = (await ask("{ _service { sdl } }"))["_service"]["sdl"]
    county = (await ask("{ _service { sdl } }", ZHASHUI))["_service"]["sdl"]

    assert "annualPlan" in county and "annualPlan" not in public
    assert "type QuarantinedRow" in county and "type QuarantinedRow" not in public
