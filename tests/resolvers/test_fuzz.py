"""Whatever fits a contract is answered: generated queries meet refusals, never faults."""

from __future__ import annotations

from typing import Any

import hypothesis_graphql
import pytest
from graphql import print_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hub.domain.access import Contract
from hub.schema.contracts import schema_of, shape_of_contract
from tests.asking import PROVINCE, Asked, Person
from tests.factories import World

EXAMPLES = 30
TEXTS = st.sampled_from(["", "x", "甲", "%", "_", "'", '"', "\\", "stu_" + "0" * 26, "611026", "😀", "a" * 2_000])


def queries(contract: Contract, examples: int) -> list[str]:
    """Queries as Hypothesis draws them for a contract; they are sent on the loop that holds the hub."""
    found: list[str] = []
    strategy = hypothesis_graphql.queries(
        print_schema(schema_of(shape_of_contract(contract))._schema),
        custom_scalars={
            "_Any": TEXTS.map(hypothesis_graphql.nodes.String),
            "Date": st.sampled_from(["2026-03-01", "0001-01-01", "9999-12-31", "x"]).map(
                hypothesis_graphql.nodes.String
            ),
            "DateTime": st.sampled_from(["2026-03-01T00:00:00Z", "2026-03-01", "0001-01-01T00:00:00+14:00"]).map(
                hypothesis_graphql.nodes.String
            ),
        },
    )

    @settings(max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(query: str) -> None:
        found.append(query)

    collect()
    return found


@pytest.mark.parametrize(("contract", "person"), [(Contract.PUBLIC, None), (Contract.PROVINCE, PROVINCE)])
async def test_a_generated_query_is_answered_or_refused(
    ask: Asked, world: World, contract: Contract, person: Person | None
) -> None:
    studio = await world.studio("611026")
    await world.residency(studio, await world.member("611026"), "611026")
    answered = 0

    for query in queries(contract, EXAMPLES):
        response = await ask.post({"query": query}, token=ask.token(person))
        body: dict[str, Any] = response.json()
        codes = {error["extensions"]["code"] for error in body.get("errors", ())}
        assert response.status_code < 500, query
        assert codes.isdisjoint({"INTERNAL", "STORE_BUSY"}), (query, body)
        answered += not codes

    assert answered > EXAMPLES // 10
