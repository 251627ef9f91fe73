"""The schema subsets: in step with the printed files, described in both languages, and none shows too much."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    validate_schema,
)
from graphql.utilities import find_schema_changes

from hub.auth.scope import sensitivities_of
from hub.domain.access import Contract, Noun, Sensitivity
from hub.schema.contracts import WHOLE, printed, schema_of, shape_of_contract
from hub.schema.expose import exposed
from hub.store.models.base import meaning_of

ROOT = Path(__file__).resolve().parents[2]
PATHS = ["schema.graphql", *(f"contracts/{name}.graphql" for name in
         ("province", "city", "county", "county_frontend", "integrator", "public", "federation"))]  # fmt: skip
_TOLD = frozenset({"TYPE_REMOVED", "FIELD_REMOVED", "REQUIRED_INPUT_FIELD_REMOVED", "INPUT_FIELD_REMOVED",
                   "VALUE_REMOVED_FROM_ENUM", "TYPE_REMOVED_FROM_UNION", "IMPLEMENTED_INTERFACE_REMOVED",
                   "ARG_REMOVED"})  # fmt: skip


@cache
def pages() -> dict[str, str]:
    return printed()


@cache
def served(contract: Contract) -> GraphQLSchema:
    return schema_of(shape_of_contract(contract))._schema


@cache
def whole() -> GraphQLSchema:
    return schema_of(WHOLE)._schema


def own_types(schema: GraphQLSchema) -> list[GraphQLNamedType]:
    """The types that are not part of the language, of federation or of the library."""
    standard = {"Int", "Float", "String", "Boolean", "ID", "Date", "DateTime", "_Any", "_FieldSet"}
    foreign = ("__", "link__")
    return [one for name, one in schema.type_map.items() if not name.startswith(foreign) and name not in standard]


def test_every_contract_has_its_printed_file() -> None:
    assert sorted(pages()) == sorted(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_the_printed_file_is_what_the_program_serves(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], "run: python -m hub schema write"


@pytest.mark.parametrize("path", PATHS)
def test_every_printed_schema_can_be_read_back(path: str) -> None:
    build_schema(pages()[path], assume_valid_sdl=True)


@pytest.mark.parametrize("contract", Contract)
def test_every_contract_is_a_valid_schema(contract: Contract) -> None:
    assert validate_schema(served(contract)) == []


@pytest.mark.parametrize(
    ("smaller", "larger"),
    [(Contract.PUBLIC, other) for other in Contract if other is not Contract.PUBLIC]
    + [(Contract.COUNTY, Contract.CITY), (Contract.CITY, Contract.PROVINCE), (Contract.INTEGRATOR, Contract.PROVINCE)],
)
def test_a_smaller_contract_only_leaves_out(smaller: Contract, larger: Contract) -> None:
    changes = find_schema_changes(served(larger), served(smaller))

    assert {change.type.name for change in changes} <= _TOLD, [change.description for change in changes]


@pytest.mark.parametrize("contract", Contract)
def test_every_contract_only_leaves_out_of_the_whole(contract: Contract) -> None:
    changes = find_schema_changes(whole(), served(contract))

    assert {change.type.name for change in changes} <= _TOLD


def test_everything_is_described_in_both_languages() -> None:
    missing = []
    for one in own_types(whole()):
        described = {one.name: one.description}
        if isinstance(one, (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)):
            described |= {f"{one.name}.{name}": field.description for name, field in one.fields.items()}
        elif isinstance(one, GraphQLEnumType):
            described |= {f"{one.name}.{name}": value.description for name, value in one.values.items()}
        missing += [name for name, text in described.items() if not _both(text)]

    assert missing == []


def _both(text: str | None) -> bool:
    has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in text or "")
    return has_chinese and any("a" <= letter <= "z" for letter in text or "")


@pytest.mark.parametrize("contract", Contract)
def test_a_contract_shows_no_field_more_private_than_its_roles_may_see(contract: Contract) -> None:
    seen = sensitivities_of(contract) | {Sensitivity.OPEN}
    for one in exposed().values():
        shown = served(contract).type_map.get(one.cls.__name__)
        if not isinstance(shown, GraphQLObjectType):
            continue
        for name, column in one.model.__mapper__.columns.items():
            meaning = meaning_of(column)
            if meaning is None or meaning.sensitivity in seen or meaning.unless is not None:
                continue
            assert _camel(name) not in shown.fields, f"{shown.name}.{name}"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def test_the_public_knows_of_no_linked_system_no_opinion_and_no_mutation() -> None:
    names = set(served(Contract.PUBLIC).type_map)

    assert {"Source", "SyncRun", "QuarantinedRow", "Opinion", "Provenance", "SourceWhere"}.isdisjoint(names)
    assert served(Contract.PUBLIC).mutation_type is None
    assert "Studio" in names and "annualPlan" not in _fields(served(Contract.PUBLIC), "Studio")
    assert "annualPlan" in _fields(served(Contract.COUNTY), "Studio")


def test_private_columns_are_in_no_condition_and_no_order() -> None:
    for one in exposed().values():
        private = {
            _camel(name)
            for name, column in one.model.__mapper__.columns.items()
            if (meaning := meaning_of(column)) is not None and meaning.sensitivity is not Sensitivity.OPEN
        }
        for suffix in ("Where", "Order"):
            kind = whole().type_map.get(one.cls.__name__ + suffix)
            if isinstance(kind, GraphQLInputObjectType):
                assert private.isdisjoint(kind.fields), kind.name


def test_a_noun_that_is_exposed_has_an_access() -> None:
    assert {one.model.access.noun for one in exposed().values() if one.model.access} <= set(Noun)
    assert all(one.model.access is not None for one in exposed().values())


def _fields(schema: GraphQLSchema, name: str) -> set[str]:
    shown = schema.type_map[name]
    assert isinstance(shown, GraphQLObjectType)
    return set(shown.fields)
