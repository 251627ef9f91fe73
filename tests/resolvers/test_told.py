"""What is told without reading a row: to each caller its own, without a database; entities by any number of keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import FieldNode, OperationDefinitionNode, SelectionSetNode, parse

from hub.app import now
from hub.auth.refusal import TokenRefused
from hub.resolvers.answer import Answering, Question
from hub.resolvers.fastpath import Fastpath
from hub.resolvers.plan_told import Texts, Told, told
from hub.schema.contracts import WHOLE, schema_of
from hub.schema.viewer import Viewer
from hub.store.session import Database
from tests.asking import DINGBIAN, PATIENCE, PROVINCE, ZHASHUI, Asked, Person, hub_over, patient
from tests.factories import World

VIEWER = "{ viewer { subject bodyCode roles rights { act noun reach } } }"
TOLD = (
    VIEWER,
    "{ __typename again: __typename }",
    "{ _service { sdl } }",
    "query ($of: String!, $old: Boolean) { __type(name: $of) { name fields(includeDeprecated: $old) { name } } }",
    "query ($yes: Boolean!) { __schema { queryType { name } } ...Of @include(if: $yes) } "
    "fragment Of on Query { viewer { contract } }",
)
GIVEN: dict[str, Any] = {"of": "Studio", "old": True, "yes": True}


class _Told:
    """A hub asked on either path, with the counts of the compiled one."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.hub = hub_over(database, patient(folder))
        self.fastpath = Fastpath(database)
        self._tokens = Asked(self.hub)
        shared: dict[str, Any] = {"limits": self.hub.bounds, "seconds": PATIENCE, "clock": now}
        self._compiled = Answering(database, **shared, fastpath=self.fastpath)
        self._general = Answering(database, **shared)

    async def ask(self, query: str, person: Person | None = None, *, compiled: bool = True, **variables: Any) -> Any:
        """The data of an answer."""
        token = self._tokens.token(person)
        caller = await self.hub.authenticate(None if token is None else f"Bearer {token}")
        assert not isinstance(caller, TokenRefused)
        question = Question(query=query, variables=variables, operation_name=None, may_mutate=True)
        answering = self._compiled if compiled else self._general
        return orjson.loads((await answering.answer(question, caller=caller, request_id="r")).body)["data"]


async def test_each_caller_is_told_of_itself_by_the_same_plan(database: Database, tmp_path: Path) -> None:
    hub = _Told(database, tmp_path)

    found = [(await hub.ask(VIEWER, person))["viewer"]["bodyCode"] for person in (ZHASHUI, DINGBIAN, ZHASHUI)]

    assert found == ["611026", "610825", "611026"]
    assert hub.fastpath.counts == {"planned": 1, "cache_hits": 2, "answered": 3}


@pytest.mark.parametrize("query", TOLD)
async def test_what_holds_no_row_is_told_without_the_database_and_as_on_the_general_path(
    database: Database, tmp_path: Path, monkeypatch: Any, query: str
) -> None:
    hub = _Told(database, tmp_path)
    given = {name: value for name, value in GIVEN.items() if f"${name}" in query}

    async def away(statement: str, parameters: Any, *, who: Any) -> bytes:
        raise AssertionError("a statement was sent")

    monkeypatch.setattr(database.quick, "text", away)
    for person in (PROVINCE, None, PROVINCE):
        assert await hub.ask(query, person, **given) == await hub.ask(query, person, compiled=False, **given)
    assert hub.fastpath.counts["answered"] == 3


async def test_told_and_read_fields_stand_side_by_side(database: Database, tmp_path: Path, world: World) -> None:
    hub = _Told(database, tmp_path)
    await world.studio("611026", name='引"号')

    found = await hub.ask("{ studios { nodes { name } } viewer { bodyCode } }", ZHASHUI)

    assert found == {"studios": {"nodes": [{"name": '引"号'}]}, "viewer": {"bodyCode": "611026"}}
    assert hub.fastpath.counts["answered"] == 1


async def test_one_statement_finds_any_number_of_entities(database: Database, tmp_path: Path, world: World) -> None:
    hub = _Told(database, tmp_path)
    query = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Body { code } ... on Studio { name } } }"
    body = {"__typename": "Body", "code": "611026"}
    studio = {"__typename": "Studio", "id": await world.studio("611026", name="一")}
    nobody = {"__typename": "Studio", "id": "stu_x"}

    found = [(await hub.ask(query, ZHASHUI, r=r))["_entities"] for r in ([body], [], [studio, nobody, body, body])]

    assert found == [[{"code": "611026"}], [], [{"name": "一"}, None, {"code": "611026"}, {"code": "611026"}]]
    assert hub.fastpath.counts == {"planned": 1, "cache_hits": 2, "answered": 3}


async def test_what_a_schema_tells_is_kept_only_while_there_is_room(monkeypatch: Any) -> None:
    texts = Texts(most=60)
    first, second = _told('__type(name: "Node") { name kind }'), _told('__type(name: "Studio") { name kind }')
    longer = _told("_service { sdl }")
    asked: list[Told] = []
    real = Told.text

    def counted(self: Told, *given: Any) -> str:
        asked.append(self)
        return real(self, *given)

    monkeypatch.setattr(Told, "text", counted)
    for one in (first, first, longer, longer, first, second, first):
        await texts.values([one], {}, _nobody)

    assert asked == [first, longer, longer, second, first]


def _told(field: str) -> Told:
    document = parse(f"{{ {field} }}")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    selections: SelectionSetNode = operation.selection_set
    nodes = [one for one in selections.selections if isinstance(one, FieldNode)]
    return told(nodes, schema=schema_of(WHOLE), operation=operation, fragments={}, slot=nodes[0].name.value)


def _nobody() -> Viewer:
    raise AssertionError("nobody was asked about")
