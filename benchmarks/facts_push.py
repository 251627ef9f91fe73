"""M2: 1 000 activities in one push, half of them held already, through the graph and as bare upserts.

The hub's side is the whole mutation in process: the JSON of the variables is read, checked and bounded, the rows are
landed, mapped, folded and written with identity links, a chained audit entry each, notices and maintained totals, and
the answer is written. The bare side is an INSERT … ON CONFLICT for each row, prepared, all in one transaction. Beside
it stands the least that a database can be asked: one statement that takes the thousand rows as one text.
"""

from __future__ import annotations

import asyncio
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Generic, TypeVar

import orjson
import psycopg
from psycopg.types.json import Jsonb

from benchmarks.cpu import Meter
from benchmarks.load_client import Run
from benchmarks.measuring import Disagreement, Effort, Figures, measure
from benchmarks.processes import Ground
from benchmarks.questions import Question
from benchmarks.upserts import one_statement
from benchmarks.world import MOMENT, World
from hub import memory
from hub.app import bounds
from hub.auth.caller import Caller, CallerKind
from hub.auth.tree import Place
from hub.domain.access import Role
from hub.resolvers.answer import Answering
from hub.resolvers.answer import Question as Sent
from hub.resolvers.shares import Shares
from hub.settings import read_settings
from hub.store.acting import Sign
from hub.store.session import Database
from hub.store.tree import BodyTree
from hub.sync.push import Pushing

M2 = Question(name="M2", documents={}, statement="", variables=[{}])
PUSH, EACH, ONE = "push", "each row", "one statement"
ROWS = 1_000
CITY = "611000"
_DAY = date(2026, 1, 1)
_FIRST = {EACH: 1_000_000, ONE: 2_000_000}  # numbers of activities above those of the data set
_PUSH = """mutation ($input: PushFactsInput!) { done: pushFacts(input: $input) {
  ... on FactsPushed { fetched new changed quarantined refused { index refusal { code } } }
  ... on Refused { code message } } }"""

Values = Mapping[str, Any]  # columns of an activity
_Batch = TypeVar("_Batch")


def pushes(ground: Ground, world: World, effort: Effort) -> Mapping[str, Figures]:
    """All ways in turn; the database holds more rows afterwards."""
    memory.settle()  # as a serving process does
    with asyncio.Runner() as runner:
        database = Database(ground.url)
        connection = runner.run(psycopg.AsyncConnection.connect(ground.conninfo))
        try:
            place = runner.run(_place(database))
            studios = runner.run(_studios(connection))
            door = _Door(PUSH, runner, _pushed(studios), answering_over(database), caller=system_of(place))
            each = _Each(EACH, runner, _bare(world, studios, first=_FIRST[EACH]), connection)
            one = _One(ONE, runner, _bare(world, studios, first=_FIRST[ONE]), connection)
            return measure(M2, [door, each, one], effort=effort, connections=1, sizes={})
        finally:
            runner.run(connection.close())
            runner.run(database.close())


async def _place(database: Database) -> Place:
    tree = BodyTree(database, clock=_now)
    await tree.refresh()
    place = tree.place(CITY)
    if place is None:
        raise LookupError(CITY)
    return place


def system_of(place: Place) -> Caller:
    """A city's system at work."""
    return Caller(
        kind=CallerKind.SERVICE,
        subject="bench",
        client_id="bench",
        roles=frozenset({Role.CITY_SYSTEM}),
        place=place,
        bounds=place.branch,
    )


def answering_over(database: Database, *, sign: Sign | None = None, seconds: float | None = None) -> Answering:
    """A hub's answering in this process, with the bounds that it has by default, but for the seconds of a request."""
    settings = read_settings(database_url=database.url)
    return Answering(
        database,
        limits=bounds(settings, Shares(whole=database.connections, share=database.connections)),
        seconds=seconds or settings.request_seconds,
        clock=_now,
        audit_key=b"bench",
        sign=sign,
        land=Pushing(audit_key=b"bench", redaction_key=b"bench"),
    )


async def _studios(connection: psycopg.AsyncConnection[Any]) -> Sequence[tuple[str, str]]:
    """The studios of the city's branch with their owners."""
    found = await connection.execute(
        b"select studio.id, studio.owner_body_id from studio join body on body.id = studio.owner_body_id"
        b" join body city on city.code = %s and body.position between city.position and city.last order by studio.id",
        [CITY],
    )
    rows = await found.fetchall()
    await connection.rollback()
    return rows


def _numbers() -> Iterator[tuple[int, Sequence[int]]]:
    """Batches without end; each begins with the second half of the one before, which has another topic by then."""
    for number in count():
        start = number * ROWS // 2
        yield number, range(start, start + ROWS)


def _pushed(studios: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """Pushes as a client sends them."""
    for number, numbers in _numbers():
        rows = [
            {
                "externalId": f"bench-{at}",
                "studio": studios[at % len(studios)][0],
                "kind": "READING",
                "mode": "OFFLINE",
                "topic": f"测试批次{number}第{at}项",
                "heldOn": (_DAY + timedelta(days=at % 90)).isoformat(),
                "membersCount": at % 12,
                "published": at % 10 < 7,
            }
            for at in numbers
        ]
        yield json.dumps({"input": {"mode": "ALL_OR_NOTHING", "activities": rows}}, ensure_ascii=False).encode()


def _bare(world: World, studios: Sequence[tuple[str, str]], *, first: int) -> Iterator[list[Values]]:
    """The same rows as columns."""
    for number, numbers in _numbers():
        yield [
            {
                "id": world.activity_id(first + at),
                "owner_body_id": studios[at % len(studios)][1],
                "studio_id": studios[at % len(studios)][0],
                "kind_id": world.kinds[0],
                "mode": "OFFLINE",
                "topic": f"测试批次{number}第{at}项",
                "held_on": _DAY + timedelta(days=at % 90),
                "host_bodies": [],
                "departments": [],
                "members_count": at % 12,
                "published": at % 10 < 7,
                "recorded_at": MOMENT,
            }
            for at in numbers
        ]


class _Writer(ABC, Generic[_Batch]):
    """Writes one batch after another and keeps how long each took."""

    def __init__(self, name: str, runner: asyncio.Runner, batches: Iterator[_Batch]) -> None:
        self.name = name
        self.meter = Meter()  # it works in this process: there is nothing to tell apart
        self._runner = runner
        self._batches = batches

    def once(self, question: Question, number: int) -> bytes:
        """Nothing is compared."""
        return b""

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """So many batches, one after another."""
        return self._runner.run(self._turn(count))

    async def _turn(self, number: int) -> Run:
        latencies = []
        for _ in range(number):
            batch = next(self._batches)
            before = time.perf_counter()
            await self._write(batch)
            latencies.append(time.perf_counter() - before)
        return Run(latencies=latencies, seconds=sum(latencies), errors=0)

    @abstractmethod
    async def _write(self, batch: _Batch) -> None:
        """Write one batch in a transaction of its own."""


class _Door(_Writer[bytes]):
    def __init__(
        self, name: str, runner: asyncio.Runner, batches: Iterator[bytes], answering: Answering, *, caller: Caller
    ) -> None:
        super().__init__(name, runner, batches)
        self._answering = answering
        self._caller = caller

    async def _write(self, batch: bytes) -> None:
        sent = Sent(query=_PUSH, variables=orjson.loads(batch), operation_name=None, may_mutate=True)
        answer = await self._answering.answer(sent, caller=self._caller, request_id="bench")
        done = orjson.loads(answer.body).get("data", {}).get("done", {})
        if done.get("fetched") != ROWS or done["refused"]:
            raise Disagreement(f"a push was answered with {answer.body[:500]!r}")


class _Raw(_Writer[list[Values]]):
    def __init__(
        self,
        name: str,
        runner: asyncio.Runner,
        batches: Iterator[list[Values]],
        connection: psycopg.AsyncConnection[Any],
    ) -> None:
        super().__init__(name, runner, batches)
        self._connection = connection


class _Each(_Raw):
    async def _write(self, batch: list[Values]) -> None:
        names = tuple(batch[0])
        new = ", ".join(f"{name} = excluded.{name}" for name in names if name != "id")
        places = ", ".join(["%s"] * len(names))
        text = f"insert into activity ({', '.join(names)}) values ({places}) on conflict (id) do update set {new}"
        async with self._connection.transaction():
            for row in batch:
                values = [Jsonb(value) if isinstance(value, list) else value for value in row.values()]
                await self._connection.execute(text.encode(), values, prepare=True)


class _One(_Raw):
    async def _write(self, batch: list[Values]) -> None:
        rows = json.dumps(batch, default=str, ensure_ascii=False)
        async with self._connection.transaction():
            await self._connection.execute(one_statement(tuple(batch[0])), [rows], prepare=True)


def _now() -> datetime:
    return datetime.now(UTC)
