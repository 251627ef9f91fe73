"""M1: batches of 100 activities, half of them held already, through the hub's write door and as a bare upsert.

The hub's schema takes no batches, so that this is measured in process and not over HTTP: `store.write` as a sync run
calls it, with the rows that are held read first, and with audit entries, notices and totals written along. The bare
upsert is one INSERT … ON CONFLICT of the same hundred rows. Each batch is one transaction over the same driver.
"""

from __future__ import annotations

import asyncio
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

import psycopg

from benchmarks.cpu import Meter
from benchmarks.load_client import Run
from benchmarks.measuring import Effort, Figures, measure
from benchmarks.processes import Ground
from benchmarks.questions import Question
from benchmarks.world import MOMENT, PROVINCE, World
from hub.domain.words import Mode
from hub.store.applying import held_rows
from hub.store.models.facts import Activity
from hub.store.session import Database
from hub.store.write import Author, Change, Insert, Update, write

M1 = Question(name="M1", documents={}, statement="", variables=[{}])
DOOR = "hub"
BARE_UPSERT = "statement"
BATCH = 100
_DAY = date(2026, 1, 1)
_FIRST = (400_000, 700_000)  # numbers of activities above those of the data set, for each of the two

Values = Mapping[str, Any]  # columns of an activity


def upserts(ground: Ground, world: World, effort: Effort) -> Mapping[str, Figures]:
    """Both ways in turn; the database holds more rows afterwards."""
    with asyncio.Runner() as runner:
        database = Database(ground.url)
        connection = runner.run(psycopg.AsyncConnection.connect(ground.conninfo))
        door = _Door(DOOR, batches(world, first=_FIRST[0]), runner, database)
        bare = _Bare(BARE_UPSERT, batches(world, first=_FIRST[1]), runner, connection)
        try:
            return measure(M1, [door, bare], effort=effort, connections=1, sizes={})
        finally:
            runner.run(connection.close())
            runner.run(database.close())


def batches(world: World, *, first: int) -> Iterator[list[Values]]:
    """Batches without end; each begins with the second half of the one before, which has another topic by then."""
    for number in count():
        start = first + number * BATCH // 2
        yield [_activity(world, at, topic=f"测试批次{number}第{at}项") for at in range(start, start + BATCH)]


def _activity(world: World, number: int, *, topic: str) -> Values:
    studio = number % world.size.studios
    return {
        "id": world.activity_id(number),
        "owner_body_id": world.owner(studio),
        "studio_id": world.studio_id(studio),
        "kind_id": world.kinds[number % len(world.kinds)],
        "mode": Mode.OFFLINE,
        "topic": topic,
        "held_on": _DAY + timedelta(days=number % 90),
        "host_bodies": [],
        "departments": [],
        "members_count": number % 12,
        "published": number % 10 < 7,
        "recorded_at": MOMENT,
    }


class _Writer(ABC):
    """Writes one batch after another and keeps how long each took."""

    def __init__(self, name: str, rows: Iterator[list[Values]], runner: asyncio.Runner) -> None:
        self.name = name
        self.meter = Meter()  # it works in this process: there is nothing to tell apart
        self._rows = rows
        self._runner = runner

    def once(self, question: Question, number: int) -> bytes:
        """Nothing is answered."""
        return b""

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """So many batches, one after another."""
        return self._runner.run(self._turn(count))

    async def _turn(self, number: int) -> Run:
        latencies = []
        for _ in range(number):
            batch = next(self._rows)
            before = time.perf_counter()
            await self._write(batch)
            latencies.append(time.perf_counter() - before)
        return Run(latencies=latencies, seconds=sum(latencies), errors=0)

    @abstractmethod
    async def _write(self, batch: Sequence[Values]) -> None:
        """Write one batch in a transaction of its own."""


class _Door(_Writer):
    def __init__(self, name: str, rows: Iterator[list[Values]], runner: asyncio.Runner, database: Database) -> None:
        super().__init__(name, rows, runner)
        self._database = database

    async def _write(self, batch: Sequence[Values]) -> None:
        author = Author(actor="source:bench", stream=PROVINCE, at=MOMENT, key=b"bench", bundled=True)
        async with self._database.write() as connection:
            held = await held_rows(connection, Activity, [row["id"] for row in batch])
            changes: list[Change] = [
                Update(model=Activity, before=dict(held[row["id"]]), values={"topic": row["topic"]})
                if row["id"] in held
                else Insert(model=Activity, values=row)
                for row in batch
            ]
            await write(connection, changes, author=author)


class _Bare(_Writer):
    def __init__(
        self,
        name: str,
        rows: Iterator[list[Values]],
        runner: asyncio.Runner,
        connection: psycopg.AsyncConnection[Any],
    ) -> None:
        super().__init__(name, rows, runner)
        self._connection = connection

    async def _write(self, batch: Sequence[Values]) -> None:
        rows = json.dumps(batch, default=str, ensure_ascii=False)
        async with self._connection.transaction():
            await self._connection.execute(one_statement(tuple(batch[0])), [rows], prepare=True)


@cache
def one_statement(columns: tuple[str, ...]) -> bytes:
    """An upsert of activities; one parameter holds all rows as JSON, cheaper for the server than a thousand."""
    new = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    named = ", ".join(columns)
    text = f"insert into activity ({named}) select {named} from jsonb_populate_recordset(null::activity, %s)"
    return f"{text} on conflict (id) do update set {new}".encode()
