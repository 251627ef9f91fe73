"""What the sources forbid to be added up or split is offered by no field of the graph (A-09, A-11, A-13, §6.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, get_named_type, validate
from graphql import parse as parsed

from hub.domain.figure import read_figures
from hub.schema.contracts import WHOLE, schema_of
from hub.store.models.documents import ReportedFigure
from hub.store.totals_shape import SHAPES
from tests.asking import PROVINCE, Asked

FIGURES = """query ($body: String!) { figures(first: 100, where: { body: { abbreviation: { eq: $body } } }) {
  pageInfo { hasNextPage } nodes { key subject metric metricsCovered value unit qualifier scope } } }"""
MADE_UP = (
    "{ figureTotals(by: [BODY]) { cells { sum } } }",
    "{ figuresTotals(by: [BODY]) { cells { count } } }",
    "{ figures { sum } }",
    "{ figures { total(of: value) } }",
    "{ figures(groupBy: [METRIC]) { nodes { value } } }",
    "{ figures { aggregate { sum { value } } } }",
    '{ body(code: "440113") { figures { sum } } }',
    '{ body(code: "440113") { figures { nodes { parts { value } } } } }',
)


async def figures(ask: Asked, body: str) -> list[dict[str, Any]]:
    """Every figure whose owner this is."""
    found = (await ask(FIGURES, PROVINCE, body=body))["figures"]
    assert not found["pageInfo"]["hasNextPage"]
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


def test_no_total_counts_or_adds_reported_figures() -> None:
    schema = schema_of(WHOLE)._schema
    figure = schema.type_map["ReportedFigure"]
    connection = schema.type_map["ReportedFigureConnection"]

    assert ReportedFigure not in {shape.facts for shape in SHAPES.values()}
    assert isinstance(figure, GraphQLObjectType)
    assert isinstance(connection, GraphQLObjectType)
    assert set(connection.fields) == {"nodes", "edges", "pageInfo", "totalCount"}
    assert get_named_type(figure.fields["value"].type).name == "String"
    # Only lists of figures lead to figures: a field that answers a number from them would be none.
    numbers = {"Int", "Float", "HubLong", "HubDecimal", "HubSum", "HubTally"}
    assert not {name for name, one in figure.fields.items() if get_named_type(one.type).name in numbers}
    where = schema.type_map["ReportedFigureWhere"]
    assert isinstance(where, GraphQLInputObjectType)
    assert not {"sum", "total", "by", "groupBy"} & where.fields.keys()


@pytest.mark.parametrize("query", MADE_UP)
def test_a_query_for_such_a_sum_is_none_of_the_graph(query: str) -> None:
    assert validate(schema_of(WHOLE)._schema, parsed(query))


async def test_of_the_personal_studios_of_panyu_only_their_number_is_told(ask: Asked) -> None:
    """A-13: visits, visitors, problems, matters and outputs are those of the 16 town and street studios."""
    found = await figures(ask, "PY")
    personal = [
        one for one in found if "personal studios" in f"{one['subject']} {one['metric']}" and one["unit"] == "个"
    ]
    work = [one for one in found if one["scope"] == "STUDIO_WORK" and one["subject"] == "town/street studios"]

    assert [(one["metric"], one["value"], one["scope"]) for one in personal] == [
        ("personal studios", "24", "STRUCTURE")
    ]
    assert [one["value"] for one in sorted(work, key=lambda one: one["key"])] == ["514", "398", "271", "159", "50"]
    together = str(16 + 24)
    assert not [one for one in found if one["value"] == together]


async def test_the_fifty_of_guangzhou_are_not_split(ask: Asked) -> None:
    """A-09: proposals, social information and hotline problems together; none of the three is told alone."""
    found = await figures(ask, "GZ")

    (fifty,) = [one for one in found if one["subject"] == "5 studio members" and one["unit"] == "件"]

    assert (fifty["value"], fifty["qualifier"]) == ("50", "EXACT")
    assert sorted(fifty["metricsCovered"]) == ["HOTLINE_12345", "PROPOSAL", "SOCIAL_INFO"]
    assert [one["key"] for one in found if set(one["metricsCovered"]) & set(fifty["metricsCovered"])] == [fifty["key"]]


async def test_issues_and_items_of_dingbian_stand_apart(ask: Asked) -> None:
    """A-11: an issue (期) holds several items (条); no figure adds the two, and no unit is converted."""
    found = await figures(ask, "DB")
    county = {one["unit"]: one["value"] for one in found if one["metric"].endswith("to county committee/government")}
    city = {one["unit"]: one["value"] for one in found if one["metric"].endswith("to the city CPPCC")}

    assert county == {"期": "31", "条": "51"}
    assert city == {"期": "30", "条": "30"}
    sums = {Decimal(issues) + Decimal(items) for issues in ("30", "31") for items in ("30", "51")}
    assert not [one for one in found if Decimal(one["value"]) in sums]


async def test_chenzhou_s_information_items_are_not_its_opinions(ask: Asked) -> None:
    """A-08: the 136 are items of social information; nothing adds them to proposals or reports."""
    found = await figures(ask, "CZ")
    told = {one["metric"]: (one["value"], one["unit"]) for one in found if one["scope"] == "STUDIO_WORK"}

    assert told["social-info items"] == ("136", "条")
    assert ("67", "件") in told.values()
    assert not [one for one in found if one["value"] in {str(136 + 67), str(136 + 67 + 5), str(67 + 5)}]


def test_what_covers_several_metrics_says_so_and_is_the_only_one_of_them() -> None:
    """No packaged figure is a part of another one that a source gives as a whole."""
    sums = [one for one in read_figures() if one.metrics_covered]

    assert sums
    for one in sums:
        assert len(one.metrics_covered) > 1
        others = [two for two in sums if two is not one and (two.body, two.subject) == (one.body, one.subject)]
        assert not [two for two in others if set(two.metrics_covered) & set(one.metrics_covered)]
