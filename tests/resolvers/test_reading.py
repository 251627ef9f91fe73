"""Reading: nesting both ways, conditions, orders, pages and counts, as any caller relies on them."""

from __future__ import annotations

from typing import Any

from hub.domain.words import Mode, StudioType
from tests.asking import PROVINCE, ZHASHUI, Asked
from tests.factories import World


async def test_a_body_opens_to_studios_residents_members_and_back(ask: Asked, world: World) -> None:
    studio = await world.studio("611026", name="柞水测试工作室")
    member = await world.member("611026", name="测试委员甲")
    await world.residency(studio, member, "611026")

    data = await ask(
        """{ body(code: "611026") { studios { nodes { name owner { code }
             residencies { nodes { role member { name memberships { nodes { body { code shortName } } } } } } } }
             } }""",
        ZHASHUI,
    )

    (found,) = data["body"]["studios"]["nodes"]
    assert found["name"] == "柞水测试工作室"
    assert found["owner"] == {"code": "611026"}
    (resident,) = found["residencies"]["nodes"]
    assert resident["member"]["name"] == "测试委员甲"
    assert resident["member"]["memberships"]["nodes"] == [{"body": {"code": "611026", "shortName": "柞水县政协"}}]


async def test_any_object_is_found_again_by_its_identifier(ask: Asked, world: World) -> None:
    studio = await world.studio("611026", name="再取一次")

    data = await ask("query ($id: ID!) { node(id: $id) { id ... on Studio { name } } }", ZHASHUI, id=studio)

    assert data == {"node": {"id": studio, "name": "再取一次"}}


async def test_identifiers_that_name_nothing_answer_null(ask: Asked) -> None:
    data = await ask('{ a: node(id: "") { id } b: node(id: "stu_x") { id } c: node(id: "zzz_0") { id } }', PROVINCE)

    assert data == {"a": None, "b": None, "c": None}


async def test_conditions_combine_and_reach_over_relations(ask: Asked, world: World) -> None:
    await world.studio("611026", name="甲", type=StudioType.SECTOR, mode=Mode.BOTH)
    await world.studio("611026", name="乙", type=StudioType.REGIONAL)
    await world.studio("611000", name="丙", type=StudioType.SECTOR)

    data = await ask(
        """{ studios(where: { type: { eq: SECTOR }, owner: { level: { eq: COUNTY } },
             or: [{ name: { contains: "甲" } }, { mode: { in: [ONLINE] } }], not: { name: { eq: "乙" } } })
             { totalCount nodes { name } } }""",
        PROVINCE,
    )

    assert data["studios"] == {"totalCount": 1, "nodes": [{"name": "甲"}]}


async def test_totals_of_a_branch_follow_the_reporting_tree_not_the_code(ask: Asked, world: World) -> None:
    await world.studio("610403")
    await world.studio("610402")

    data = await ask(
        """{ xianyang: body(code: "610400") { studios(includeBelow: true) { totalCount } }
             province: body(code: "610000") { own: studios { totalCount }
             studios(includeBelow: true) { totalCount } } }""",
        PROVINCE,
    )

    assert data["xianyang"]["studios"]["totalCount"] == 1
    assert data["province"] == {"own": {"totalCount": 0}, "studios": {"totalCount": 2}}


async def test_a_place_holds_studios_of_every_owner(ask: Asked, world: World) -> None:
    await world.studio("610000", name="省级", located="611002")
    await world.studio("611026", name="县级", located="611026")
    await world.studio("610825", name="别处", located="610825")

    data = await ask(
        '{ studios(where: { division: { within: "611000" } }, orderBy: [{ name: ASC }]) { nodes { name } } }', PROVINCE
    )

    assert {node["name"] for node in data["studios"]["nodes"]} == {"省级", "县级"}


async def test_pages_forward_and_backward_meet_every_row_once(ask: Asked, world: World) -> None:
    for name in "bdac":
        await world.studio("611026", name=name, area="同" if name in "ab" else None)

    forward = await _all_pages(ask, first=3)
    backward = await _all_pages(ask, last=3)

    assert forward == ["c", "d", "a", "b"]
    assert backward == forward


async def test_a_cursor_of_another_order_is_refused_by_name(ask: Asked, world: World) -> None:
    await world.studio("611026")
    first = await ask("{ studios(first: 1, orderBy: [{ name: ASC }]) { pageInfo { endCursor } } }", PROVINCE)
    cursor = first["studios"]["pageInfo"]["endCursor"]

    answer = await ask.raw(
        "query ($after: String) { studios(after: $after) { nodes { id } } }", PROVINCE, variables={"after": cursor}
    )

    assert answer["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
    assert answer["errors"][0]["extensions"]["at"] == "after"


async def test_pages_stay_whole_while_rows_arrive(ask: Asked, world: World) -> None:
    for name in "acegi":
        await world.studio("611026", name=name)
    query = """query ($after: String) { studios(first: 2, after: $after, orderBy: [{ name: ASC }])
      { nodes { name } pageInfo { endCursor } } }"""

    seen: list[str] = []
    after: str | None = None
    for arriving in ("b", "d", "f", "z"):
        page = (await ask(query, PROVINCE, after=after))["studios"]
        seen += [node["name"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        await world.studio("611026", name=arriving)

    assert seen == sorted(set(seen))
    assert set("acegi") <= set(seen)


async def _all_pages(ask: Asked, **size: int) -> list[str]:
    ((name, rows),) = size.items()
    edge, place, more = (
        ("after", "endCursor", "hasNextPage") if name == "first" else ("before", "startCursor", "hasPreviousPage")
    )
    query = (
        f"query ($c: String) {{ studios({name}: {rows}, {edge}: $c, orderBy: [{{ area: ASC }}, {{ name: ASC }}])"
        f" {{ nodes {{ name }} pageInfo {{ {place} {more} }} }} }}"
    )
    names: list[str] = []
    cursor: Any = None
    while True:
        page = (await ask(query, PROVINCE, c=cursor))["studios"]
        found = [node["name"] for node in page["nodes"]]
        names = names + found if name == "first" else found + names
        if not page["pageInfo"][more]:
            return names
        cursor = page["pageInfo"][place]
