"""What a running hub tells of itself: numbers by way, reason and code; nothing personal, and not to everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from hub.resolvers.figures import Figures, Way
from hub.resolvers.metrics import is_local
from hub.settings import MetricsFor, read_settings
from hub.store.session import Database
from tests.asking import PROVINCE, Asked, hub_over
from tests.factories import World


@pytest.fixture
def engine_name() -> str:
    """The numbers are counted above the database."""
    return "sqlite"


async def numbers(ask: Asked) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of their names."""
    response = await ask.client.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels))): one.value
        for family in families
        for one in family.samples
    }


@pytest.fixture
def shadow() -> float:
    """Every answer is counted once, as it is come by."""
    return 0.0


async def test_requests_are_counted_by_way_reason_and_code(ask: Asked, world: World) -> None:
    await world.studio("611026", name="柞水某某工作室")
    await ask("{ studios { nodes { id name } } }", PROVINCE)
    await ask("{ studios { nodes { id name } } }", PROVINCE)
    await ask.raw("{ nothing }")
    await ask.raw("{ studios(first: -1) { totalCount } }")
    await ask.raw("{ studios(first: -1) { totalCount } }")
    await ask.client.post("/graphql", content=b"[]", headers={"content-type": "application/json"})

    found = await numbers(ask)

    assert found["hub_request_seconds_count", "compiled"] == 2
    assert found["hub_request_seconds_count", "general"] == 2
    assert found["hub_request_seconds_count", "refused"] == 1
    assert found["hub_request_seconds_bucket", "+Inf", "compiled"] == 2
    assert found["hub_plan_hits_total",] == 1
    assert sum(value for name, value in found.items() if name[0] == "hub_declined_total") == 2
    assert found["hub_planned_share",] == 0.5
    assert found["hub_refusals_total", "GRAPHQL_VALIDATION_FAILED"] == 1
    assert found["hub_refusals_total", "PAGE_SIZE"] == 2
    assert found["hub_refusals_total", "NO_BATCHES"] == 1
    assert found["hub_cost_fields_total", "actual"] == 2 * 4
    assert found["hub_cost_fields_total", "estimated"] == 2 * (2 + 2 * 20) + 2 * 2
    assert (found["hub_connections_in_use", "compiled"], found["hub_connections_in_use", "general"]) == (0, 0)
    assert (found["hub_at_work",], found["hub_waiting",], found["hub_budget_callers",]) == (0, 0, 2)


async def test_the_numbers_name_no_person_no_body_and_no_row(ask: Asked, world: World) -> None:
    studio = await world.studio("611026", name="柞水某某工作室")
    await ask("query ($id: ID!) { node(id: $id) { id } }", PROVINCE, id=studio)

    text = (await ask.client.get("/metrics")).text

    assert not [word for word in (studio, "柞水", "611026", "610000", "development", "PROVINCE") if word in text]


@pytest.mark.parametrize(
    ("client", "headers", "shown"),
    [
        (("127.0.0.1", 5), [], True),
        (("::1", 5), [], True),
        (("192.0.2.7", 5), [], False),
        (("127.0.0.1", 5), [(b"x-forwarded-for", b"192.0.2.7")], False),
        (("127.0.0.1", 5), [(b"forwarded", b"for=192.0.2.7")], False),
        (("a-socket", 5), [], False),
        (None, [], False),
    ],
)
def test_the_page_is_for_this_machine_and_not_for_what_comes_through_a_proxy(
    client: Any, headers: list[tuple[bytes, bytes]], shown: bool
) -> None:
    assert is_local({"client": client, "headers": headers}) is shown


@pytest.mark.parametrize(
    ("who", "near", "far"), [(MetricsFor.LOCAL, 200, 404), (MetricsFor.ALL, 200, 200), (MetricsFor.OFF, 404, 404)]
)
async def test_who_sees_the_page_is_a_setting(
    database: Database, tmp_path: Path, who: MetricsFor, near: int, far: int
) -> None:
    ask = Asked(hub_over(database, read_settings(var=tmp_path, development=True, metrics=who)))
    seen = []
    for address in ("127.0.0.1", "192.0.2.7"):
        transport = httpx2.ASGITransport(app=ask.app, client=(address, 123))
        async with httpx2.AsyncClient(transport=transport, base_url="http://hub.test") as client:
            seen.append((await client.get("/metrics")).status_code)
    await ask.client.aclose()

    assert seen == [near, far]


def test_a_duration_is_counted_in_its_class() -> None:
    figures = Figures()

    for seconds in (0.0, 0.001, 0.0011, 100.0):
        figures.ended(Way.COMPILED, seconds)

    held = figures.durations[Way.COMPILED]
    assert (held.classes[0], held.classes[1], held.classes[-1], sum(held.classes)) == (2, 1, 1, 4)
    assert held.total == pytest.approx(100.0021)
