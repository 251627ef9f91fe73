"""M3: the quarter of a city with thirteen counties pushed and submitted, and the same rows as a bare transaction.

The hub's side is the whole mutation in process, as in M2: sections saved, validated against the records, submitted,
sealed, and the receipt signed. Before each, and not measured, the office returns the version before. The bare side
inserts a version, its lines and its texts, as the push wrote them, each table by one prepared statement for all rows.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import orjson
import psycopg

from benchmarks.cpu import Meter
from benchmarks.facts_push import answering_over, system_of
from benchmarks.load_client import Run
from benchmarks.measuring import Disagreement, Effort, Figures, measure
from benchmarks.processes import Ground
from benchmarks.questions import Question
from benchmarks.steps import OFFICE, OPEN, PATIENCE, REPORT, Steps, person, places_of
from hub.auth.receipt_keys import ReceiptKeys
from hub.auth.tree import Place
from hub.domain.access import Role
from hub.store.session import Database

M3 = Question(name="M3", documents={}, statement="", variables=[{}])
SUBMIT, BARE_ROWS = "submission", "bare rows"
CITY = "610100"  # Xi'an: thirteen districts and counties
PERIOD = "2026-Q1"

_DRAFT = """query ($id: ID!, $after: String) { node(id: $id) { ... on Obligation {
  versions(first: 1, orderBy: [{ number: DESC }]) { nodes { id units lines(first: 1000, after: $after) {
    nodes { indicator firstKey secondKey claimed unit { code } } pageInfo { hasNextPage endCursor } } } } } } }"""
_PUSH = """mutation ($input: PushRollupInput!, $key: String) { done: pushRollup(input: $input, requestKey: $key) {
  ... on PushAttempt { outcome version { id status } } ... on Refused { code message } } }"""
_RETURN = """mutation ($input: ReturnRollupInput!) { done: returnRollup(input: $input) {
  ... on RollupVersion { id status } ... on Refused { code message } } }"""


def submissions(ground: Ground, effort: Effort) -> Mapping[str, Figures]:
    """Both ways in turn; the database holds more rows afterwards."""
    with asyncio.Runner() as runner, tempfile.TemporaryDirectory() as folder:
        database = Database(ground.url)
        connection = runner.run(psycopg.AsyncConnection.connect(ground.conninfo))
        try:
            keys = ReceiptKeys(Path(folder) / "keys")
            steps = Steps(answering_over(database, sign=keys.signed))
            city = _City(runner, steps, runner.run(places_of(database, (OFFICE, CITY))))
            city.begin(Steps(answering_over(database, sign=keys.signed, seconds=PATIENCE)))
            return measure(M3, [city, _Bare(runner, connection)], effort=effort, connections=1, sizes={})
        finally:
            runner.run(connection.close())
            runner.run(database.close())


class _Timed:
    """Does one thing after another and keeps how long the measured part of each took."""

    def __init__(self, name: str, runner: asyncio.Runner) -> None:
        self.name = name
        self.meter = Meter()
        self._runner = runner

    def once(self, question: Question, number: int) -> bytes:
        """Nothing is compared."""
        return b""

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """So many, one after another."""
        latencies = self._runner.run(self._turn(count))
        return Run(latencies=latencies, seconds=sum(latencies), errors=0)

    async def _turn(self, number: int) -> list[float]:
        return [await self._one() for _ in range(number)]

    async def _one(self) -> float:
        raise NotImplementedError


class _City(_Timed):
    def __init__(self, runner: asyncio.Runner, steps: Steps, places: Mapping[str, Place]) -> None:
        super().__init__(SUBMIT, runner)
        self._steps = steps
        self._city = system_of(places[CITY])
        self._office = person(Role.PROVINCE_OFFICE, places[OFFICE])
        self._numbers = count()
        self._obligation = ""
        self._standing: str | None = None

    def begin(self, steps: Steps) -> None:
        """Open the period, by steps that have time enough."""
        opened = self._runner.run(steps.do(self._office, OPEN, definition=REPORT, period=PERIOD))
        nodes = opened["obligations"]["nodes"]
        self._obligation = next(one["id"] for one in nodes if one["body"]["code"] == CITY)

    async def _one(self) -> float:
        if self._standing is not None:
            items = [{"code": "BENCH", "text": "测试"}]
            await self._steps.do(self._office, _RETURN, input={"versionId": self._standing, "items": items})
        sent, number = await self._pushed(), next(self._numbers)
        variables = orjson.dumps({"input": sent, "key": f"bench-{number}"})
        before = time.perf_counter()
        done = await self._steps.do(self._city, _PUSH, **orjson.loads(variables))
        took = time.perf_counter() - before
        if done.get("outcome") != "ACCEPTED" or done["version"]["status"] != "RECEIPTED":
            raise Disagreement(f"a submission was answered with {done!r}")
        self._standing = done["version"]["id"]
        return took

    async def _pushed(self) -> Mapping[str, Any]:
        """All sections as the draft has them."""
        units, drafted = await self._drafted()
        lines = [
            {
                "unit": one["unit"]["code"],
                **{name: one[name] for name in ("indicator", "firstKey", "secondKey")},
                "value": int(one["claimed"]),
            }
            for one in drafted
        ]
        told = [
            {"unit": CITY, "indicator": part, "theme": "测试", "heading": "测试", "text": "测试"}
            for part in ("good-experience", "good-practice")
        ]
        report = {"definition": REPORT, "period": PERIOD, "body": CITY, "units": units}
        return {**report, "lines": lines, "narratives": told, "submit": True}

    async def _drafted(self) -> tuple[Sequence[str], Sequence[Mapping[str, Any]]]:
        """The sections and the lines of the draft, some two thousand at province size."""
        lines: list[Mapping[str, Any]] = []
        after: str | None = None
        while True:
            found = await self._steps.read(self._city, _DRAFT, id=self._obligation, after=after)
            (draft,) = found["node"]["versions"]["nodes"]
            lines += draft["lines"]["nodes"]
            if not draft["lines"]["pageInfo"]["hasNextPage"]:
                return draft["units"], lines
            after = draft["lines"]["pageInfo"]["endCursor"]


class _Bare(_Timed):
    """Inserts copies of the newest submitted version of the city, its lines and its texts."""

    def __init__(self, runner: asyncio.Runner, connection: psycopg.AsyncConnection[Any]) -> None:
        super().__init__(BARE_ROWS, runner)
        self._connection = connection
        self._numbers = count(1)
        self._rows: Mapping[str, Sequence[dict[str, Any]]] = {}

    async def _one(self) -> float:
        if not self._rows:
            self._rows = await self._copied()
        number = next(self._numbers)
        written = {table: json.dumps([_renamed(row, number) for row in rows]) for table, rows in self._rows.items()}
        before = time.perf_counter()
        async with self._connection.transaction():
            for table, text in written.items():
                statement = f"insert into {table} select * from jsonb_populate_recordset(null::{table}, %s)"
                await self._connection.execute(statement.encode(), [text], prepare=True)
        return time.perf_counter() - before

    async def _copied(self) -> Mapping[str, Sequence[dict[str, Any]]]:
        newest = "select version_id from rollup_receipt order by received_at desc limit 1"
        chosen = {
            "rollup_version": f"select to_jsonb(v) from rollup_version v where v.id = ({newest})",
            "rollup_line": f"select to_jsonb(l) from rollup_line l where l.version_id = ({newest})",
            "narrative_item": f"select to_jsonb(n) from narrative_item n where n.version_id = ({newest})",
        }
        found = {}
        for table, text in chosen.items():
            rows = await (await self._connection.execute(text.encode())).fetchall()
            found[table] = [row[0] for row in rows]
        await self._connection.rollback()
        return found


def _renamed(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A copy under other identifiers; a version that stands beside none."""
    made = dict(row) | {"id": f"{row['id']}b{number}"}
    if "version_id" in row:
        return made | {"version_id": f"{row['version_id']}b{number}"}
    return made | {"number": 1_000_000 + number, "status": "WITHDRAWN"}
