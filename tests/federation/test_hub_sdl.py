"""What the hub's federation SDL promises to composers, and that it leaves a city's own names alone."""

from __future__ import annotations

from functools import cache

import pytest
from graphql import (
    DocumentNode,
    FieldDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    parse,
    print_ast,
)

from examples.city_subgraph.graph import schema as city_schema
from hub.schema.contracts import printed

ENTITIES = {"Body", "Division", "Member", "Studio"}
SHARED_BY_FEDERATION = {"Query", "_Any", "_Entity", "_Service"}


@cache
def hub() -> DocumentNode:
    return parse(printed()["contracts/federation.graphql"])


@cache
def city() -> DocumentNode:
    return parse(city_schema.as_str())


def types(document: DocumentNode) -> dict[str, TypeDefinitionNode]:
    return {one.name.value: one for one in document.definitions if isinstance(one, TypeDefinitionNode)}


def keys(document: DocumentNode) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, one in types(document).items():
        for directive in one.directives or ():
            value = directive.arguments[0].value if directive.arguments else None
            if directive.name.value == "key" and isinstance(value, StringValueNode):
                found.setdefault(name, set()).add(value.value)
    return found


def fields(document: DocumentNode, name: str) -> dict[str, FieldDefinitionNode]:
    one = types(document)[name]
    assert isinstance(one, ObjectTypeDefinitionNode)
    return {field.name.value: field for field in one.fields or ()}


def test_both_graphs_link_the_version_of_federation_that_every_composer_knows() -> None:
    for document in (hub(), city()):
        text = print_ast(document)

        assert text.count("https://specs.apollo.dev/federation/") == 1
        assert "https://specs.apollo.dev/federation/v2.9" in text


def test_bodies_divisions_members_and_studios_are_entities_by_their_identifier() -> None:
    found = keys(hub())

    assert set(found) == ENTITIES
    assert all("id" in keys_of for keys_of in found.values())


def test_a_body_is_also_found_by_its_code() -> None:
    assert keys(hub())["Body"] == {"id", "code"}


def test_every_entity_of_the_hub_can_be_asked_for() -> None:
    union = print_ast(types(hub())["_Entity"])

    assert {name for name in ENTITIES if name in union} == ENTITIES


def test_node_stays_out_of_the_federation_sdl() -> None:
    assert "Node" not in types(hub())
    assert "node" not in fields(hub(), "Query")
    assert not [one for one in types(hub()).values() if isinstance(one, InterfaceTypeDefinitionNode)]


def test_connections_say_where_they_end_in_a_type_of_the_hubs_own() -> None:
    connections = [name for name in types(hub()) if name.endswith("Connection")]

    assert "StudioConnection" in connections
    assert "PageInfo" not in types(hub())
    for name in connections:
        assert print_ast(fields(hub(), name)["pageInfo"].type) == "HubPageInfo!"


def test_the_city_has_a_node_a_page_info_and_a_studio_field_of_its_own() -> None:
    assert {"Node", "PageInfo"} <= set(types(city()))
    assert {"node", "studio"} <= set(fields(city(), "Query"))


def test_the_graphs_share_entities_and_scalars_and_nothing_else() -> None:
    both = set(types(hub())) & set(types(city())) - SHARED_BY_FEDERATION

    assert {name for name in both if not isinstance(types(hub())[name], ScalarTypeDefinitionNode)} == {"Body", "Studio"}


def test_no_root_field_is_answered_by_both_graphs() -> None:
    both = set(fields(hub(), "Query")) & set(fields(city(), "Query"))

    assert both == {"_entities", "_service"}


@pytest.mark.parametrize("entity", ["Body", "Studio"])
def test_the_city_adds_fields_to_an_entity_and_repeats_only_its_key(entity: str) -> None:
    repeated = set(fields(hub(), entity)) & set(fields(city(), entity))

    assert keys(city())[entity] == repeated
    assert set(fields(city(), entity)) - repeated
