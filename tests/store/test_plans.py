"""No operation that the project shows reads a table of facts or persons from end to end, on either database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url, text

from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.member import Member
from hub.store.models.places import Division
from hub.store.models.studio import Studio
from hub.store.session import Database, sync_url
from tests.agreement.written import written
from tests.asking import PROVINCE, ZHASHUI, Asked, Person
from tests.store.crowd import LARGE, crowd

IDS: Mapping[type[Base], list[str]] = {
    Studio: [f"stu_{number}" for number in range(10_000, 10_008)],
    Member: [f"mem_{number}" for number in range(10_000, 10_008)],
    Body: [],
    Division: [],
}
PEOPLE: Mapping[str, Person | None] = {"province": PROVINCE, "county": ZHASHUI, "public": None}

# Lists that nobody asks for in the documents, but that every page is made of.
LISTS = {
    "the latest activities": "{ activities(orderBy: [{ heldOn: DESC }]) { nodes { topic studio { name } } } }",
    "the latest opinions": "{ opinions(orderBy: [{ receivedOn: DESC }]) { nodes { topic studio { name } } } }",
    "the latest outputs": "{ outputs(orderBy: [{ submittedOn: DESC }]) { nodes { titleText } } }",
    "members by name": "{ members(orderBy: [{ name: ASC }]) { nodes { name homeBody { name } } } }",
    "a studio's work": """{ body(code: "611026") { studios { nodes { residencies { nodes { member { name } } }
      activities(first: 5, orderBy: [{ heldOn: DESC }]) { nodes { topic } }
      outputs(first: 5, orderBy: [{ submittedOn: DESC }]) { nodes { titleText } } } } } }""",
    "a body's work": """{ body(code: "611026") { memberships { nodes { member { name } } }
      activities(orderBy: [{ heldOn: DESC }]) { nodes { topic } } } }""",
    "the studios of a day": """{ studios(first: 20, asOf: "2026-03-01") { nodes { name owner { name }
      residencies(first: 3) { totalCount nodes { role member { name memberships(first: 2) { nodes {
      body { name } } } } } } } } }""",
    "the members of an instant": """{ members(first: 20, asKnownAt: "2026-03-02T00:00:00Z") { nodes { name
      homeBody { name } residencies(first: 3) { nodes { role } } } } residencies(first: 20, asOf: "2026-03-01") {
      nodes { role studio { name } } pageInfo { hasNextPage } } }""",
    "the bodies of a day": """{ bodies(first: 5, asOf: "2026-03-01") { nodes { memberships(first: 5) { nodes {
      member { name } } } studios(first: 5) { nodes { name } } } } }""",
    "lists without an order": "{ activities { nodes { topic } } members { nodes { name } } }",
}


# What has to look at every row, and why.
WHOLE = {
    "benchmarks/questions/q4/hub.graphql": "counts all facts anew, because it asks for a column that no total knows",
    "benchmarks/questions/q4r/hub.graphql": "a county's totals by kind come from its facts; how few they are varies",
    "acceptance r06_seats_by_sector": "counts all members and seats, for which no totals are kept",
}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A statement as it went to the database."""

    title: str
    statement: str
    parameters: Sequence[Any]


async def sent(ask: Asked, database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Sent]:
    """Every compiled statement of every operation, for each caller whose schema holds it."""
    found: list[Sent] = []
    title = ""
    run = database.quick.text

    async def noted(statement: str, parameters: Sequence[Any], *, who: Hashable) -> bytes:
        found.append(Sent(title=title, statement=statement, parameters=parameters))
        return await run(statement, parameters, who=who)

    monkeypatch.setattr(database.quick, "text", noted)
    operations = {name: (case.query, case.variables) for name, case in written(IDS).items()}
    operations |= {name: (query, {}) for name, query in LISTS.items()}
    for who, person in PEOPLE.items():
        for name, (query, variables) in operations.items():
            title = f"{name}, {who}"
            await ask.raw(query, person, variables=variables)
    asked = {one.title.rpartition(", ")[0] for one in found}
    assert set(LISTS) <= asked
    assert len(found) > 60
    return found


def whole_tables(database: Database, statements: Sequence[Sent]) -> set[str]:
    """What is read from end to end, as title and table."""
    read = _scanned_by_sqlite if database.is_sqlite else _scanned_by_postgres
    return {
        f"{title}: {table}"
        for title, table in read(database.url, statements)
        if table in LARGE and title.rpartition(", ")[0] not in WHOLE
    }


def _scanned_by_postgres(url: str, statements: Sequence[Sent]) -> Iterator[tuple[str, str]]:
    conninfo = make_url(sync_url(url)).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for one in statements:
            # As a statement is planned that is kept for every caller of a kind: without anybody's values.
            asked = f"explain (generic_plan, format json) {one.statement}"
            (row,) = _rows(connection.pgconn.exec_(asked.encode()))
            for node in _nodes(json.loads(row)[0]["Plan"]):
                if node["Node Type"] == "Seq Scan":
                    yield one.title, str(node["Relation Name"])


def _rows(result: psycopg.pq.abc.PGresult) -> list[bytes]:
    assert result.status == psycopg.pq.ExecStatus.TUPLES_OK, result.error_message
    return [result.get_value(at, 0) or b"" for at in range(result.ntuples)]


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _scanned_by_sqlite(url: str, statements: Sequence[Sent]) -> Iterator[tuple[str, str]]:
    connection = sqlite3.connect(str(make_url(url).database))
    connection.create_function("hub_cursor", 1, str, deterministic=True)
    for one in statements:
        for *_, detail in connection.execute(f"explain query plan {one.statement}", one.parameters):
            words = detail.split()
            # An index made for one statement reads the whole table first.
            if (words[0] == "SCAN" and "USING" not in words) or "AUTOMATIC" in words:
                yield one.title, words[1].rstrip("0123456789").rstrip("_")
    connection.close()


async def test_no_large_table_is_read_from_end_to_end(
    ask: Asked, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await crowd(database)
    statements = await sent(ask, database, monkeypatch)

    found = whole_tables(database, statements)

    assert found == set()
    assert set(WHOLE) <= {one.title.rpartition(", ")[0] for one in statements}

    async with database.write() as connection:
        await connection.execute(text("drop index ix_residency_studio_id_id"))
        await connection.execute(text("drop index ix_residency_version_studio_id_id"))
    missed = whole_tables(database, statements)
    assert "acceptance q21_public_cards, province: residency" in missed
    if not database.is_sqlite:  # which reads a whole table along an index without a word
        assert "the studios of a day, province: residency_version" in missed
