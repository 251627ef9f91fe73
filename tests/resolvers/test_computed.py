"""Fields that need Python on the compiled path: few statements, one state of the database, refusals told in full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from hub.resolvers.answer import Answer
from hub.store.models.body import Body
from hub.store.session import Database, Reader
from tests.asking import PROVINCE, SHANGLUO
from tests.factories import World
from tests.resolvers.test_fastpath import Compiled

MAP = '{ mapView(on: "2026-03-01", view: AS_REPORTED, root: "611026") { code name studios } }'
ACTIONS = "query ($id: ID!) { node(id: $id) { id ... on Studio { name allowedActions { action } owner { code } } } }"
STATES = """query ($id: ID!, $rules: ID!) { node(id: $id) { ... on Studio { owner { name } } }
  complianceTrial(rulebook: $rules, within: "611026") { studios { studio { owner { name } } } } }"""
LINKED = """query ($id: ID!) { crossLinkage(studio: $id) { complete right { name } } node(id: $id) { id } }"""


@pytest.fixture
def hub(database: Database, tmp_path: Path) -> Compiled:
    """A hub that compiles, with its counts."""
    return Compiled(database, tmp_path)


def said(answer: Answer) -> Any:
    """The data of an answer without errors."""
    found = json.loads(answer.body)
    assert "errors" not in found, found["errors"]
    return found["data"]


async def test_a_computed_field_is_planned_once_for_callers_of_a_kind(hub: Compiled, world: World) -> None:
    studio = await world.studio("611026", name="柞水")

    answers = [said(await hub.ask(ACTIONS, person, id=studio)) for person in (PROVINCE, PROVINCE, SHANGLUO)]

    assert [(one["node"]["name"], one["node"]["owner"]["code"]) for one in answers] == [("柞水", "611026")] * 3
    assert all(one["node"]["allowedActions"] for one in answers)
    assert hub.fastpath.counts["planned"] == 2  # the province's reach has another form than the city's
    assert hub.fastpath.counts["answered"] == 3


async def test_computed_and_read_fields_stand_in_the_order_of_the_selection(hub: Compiled, world: World) -> None:
    studio = await world.studio("611026")
    query = f"query ($id: ID!) {{ studios {{ totalCount }} z: {MAP[2:-2]} y: node(id: $id) {{ id }} __typename }}"

    found = said(await hub.ask(query, PROVINCE, id=studio))

    assert list(found) == ["studios", "z", "y", "__typename"]
    assert found["z"][0]["code"] == "611026" and found["y"] == {"id": studio}
    assert hub.fastpath.counts["answered"] == 1


async def test_what_the_arguments_refuse_is_told_as_the_general_path_tells_it(hub: Compiled, world: World) -> None:
    answer = json.loads((await hub.ask(MAP.replace("2026", "0001"), PROVINCE)).body)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_DAY"
    assert hub.fastpath.counts == {"planned": 1, "declined_arguments": 1}


async def test_one_answer_is_of_one_state_of_the_database(
    hub: Compiled, database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = await world.studio("611026", name="柞水")
    texts = Reader.texts

    async def renamed_meanwhile(reader: Reader, statement: str, parameters: tuple[Any, ...]) -> Sequence[str]:
        found = await texts(reader, statement, parameters)
        async with database.write() as connection:
            await connection.execute(update(Body).values(name="改了"))
        return found

    monkeypatch.setattr(Reader, "texts", renamed_meanwhile)
    (rules, *_) = said(await hub.ask("{ rulebooks { nodes { id } } }", PROVINCE))["rulebooks"]["nodes"]
    found = said(await hub.ask(STATES, PROVINCE, id=studio, rules=rules["id"]))
    after = said(await hub.ask(STATES, PROVINCE, id=studio, rules=rules["id"]))

    before, renamed = {"name": "政协柞水县委员会"}, {"name": "改了"}
    assert (found["node"]["owner"], found["complianceTrial"]["studios"]) == (before, [{"studio": {"owner": before}}])
    assert (after["node"]["owner"], after["complianceTrial"]["studios"]) == (renamed, [{"studio": {"owner": renamed}}])


async def test_absent_and_out_of_reach_are_null_alike(hub: Compiled, world: World) -> None:
    hidden = await world.studio("610825", published=False)

    found = [said(await hub.ask(LINKED, SHANGLUO, id=one)) for one in (hidden, "stu_x")]

    assert found == [{"crossLinkage": None, "node": None}] * 2
    assert hub.fastpath.counts["answered"] == 2
