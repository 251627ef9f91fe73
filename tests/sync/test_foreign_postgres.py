"""A local system's PostgreSQL database: typed keys, read-only, bounded in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest

from hub.store.foreign import ForeignDatabase, ForeignPage, QueryFault
from tests.postgres import ROLE, PostgresServer


@pytest.fixture
def city(postgres: PostgresServer) -> Iterator[str]:
    with postgres.fresh("linked_city") as url:
        with psycopg.connect(host=str(postgres.folder), user=ROLE, dbname="linked_city") as connection:
            connection.execute("CREATE SEQUENCE visits")
            connection.execute("CREATE TABLE studio (id uuid DEFAULT gen_random_uuid(), no int, changed timestamptz)")
            connection.execute(
                "INSERT INTO studio (no, changed) SELECT n, timestamptz '2024-03-05 10:00+08'"
                " + n % 2 * interval '1 day'"
                " FROM generate_series(1, 5) AS n"
            )
        yield url.replace("+psycopg", "")


async def page(
    url: str, statement: str, *, key: tuple[str, ...] = ("no",), **asked: object
) -> ForeignPage | QueryFault:
    database = ForeignDatabase(url, password=None, timeout=1.0)
    after = asked.get("after")
    since = datetime(2024, 3, 5, tzinfo=UTC)
    chosen = after if isinstance(after, tuple) else None
    return await database.page(statement, key=key, after=chosen, limit=2, params={"since": since})


async def test_a_timestamp_and_a_number_make_a_key_that_skips_nothing(city: str) -> None:
    found: list[object] = []
    after: object = None
    while True:
        here = await page(
            city, "SELECT no, changed FROM studio WHERE changed >= :since", key=("changed", "no"), after=after
        )
        assert isinstance(here, ForeignPage)
        found += [row["no"] for row in here.rows]
        after = here.last_key
        if not here.more:
            break

    assert found == [2, 4, 1, 3, 5]


@pytest.mark.parametrize(
    ("statement", "key", "fault"),
    [
        ("SELECT pg_sleep(30), 1 AS no WHERE now() > :since", "no", QueryFault.TOO_SLOW),
        ("SELECT no, nextval('visits') AS v FROM studio WHERE changed > :since", "no", QueryFault.FAILED),
        ("SELECT id FROM studio WHERE changed > :since", "id", QueryFault.FAILED),
        ("SELECT nothing AS no WHERE now() > :since", "no", QueryFault.FAILED),
    ],
    ids=["too slow", "a function that writes", "a key of a kind that cannot be kept", "a wrong column"],
)
async def test_what_cannot_be_a_page_is_a_coded_fault(city: str, statement: str, key: str, fault: QueryFault) -> None:
    assert await page(city, statement, key=(key,)) is fault


async def test_a_database_that_is_not_there_is_unreachable() -> None:
    assert await page("postgresql://hub@127.0.0.1:1/none", "SELECT 1 AS no") is QueryFault.UNREACHABLE
