"""A whole run: databases filled, servers started, answers compared, then measured in turn; everything ended after."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from benchmarks import processes
from benchmarks.cpu import Meter
from benchmarks.facts import facts, postgres_version
from benchmarks.hostile import Endured, endure
from benchmarks.load import fill_postgres, fill_sqlite, prepare
from benchmarks.load_client import get, post
from benchmarks.measuring import Asked, Bare, Disagreement, Effort, Figures, Variant, measure, require_equal
from benchmarks.names import BARE, GENERAL, HUB, LIMIT, PEERS
from benchmarks.outcome import PAGES, Outcome, Table
from benchmarks.peers_install import Peers, install
from benchmarks.processes import Ground, Server
from benchmarks.questions import DEEP_ROWS, Question, comparable, deep, questions
from benchmarks.serving import Untouched
from benchmarks.world import Size
from tests.postgres import PostgresServer

DATABASE = "bench"
CROWD = 16

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run shall do."""

    size: Size
    alone: Effort
    crowded: Effort
    with_peers: bool
    with_excesses: bool
    with_sqlite: bool
    only: Sequence[str]
    peers_folder: Path


def whole_run(plan: Plan, *, say: Say, today: date) -> Outcome:
    """Measure everything the plan asks for."""
    peers = install(plan.peers_folder) if plan.with_peers else None
    say("peers installed" if peers else "without peers")
    outcome = _on_postgres(plan, peers, say=say, today=today)
    return replace(outcome, sqlite=_on_sqlite(plan, say=say)) if plan.with_sqlite else outcome


def _on_postgres(plan: Plan, peers: Peers | None, *, say: Say, today: date) -> Outcome:
    with ExitStack() as stack:
        ground = stack.enter_context(_postgres())
        world = fill_postgres(ground.conninfo, plan.size)
        say("PostgreSQL filled")
        servers = _servers(stack, ground, peers)
        asked = [_asked(server, ground) for server in servers]
        meter = Meter(database=ground.postmaster)
        bare = Bare(name=BARE, connection=stack.enter_context(_raw(ground)), meter=meter)
        wanted = [one for one in questions(world) if not plan.only or one.name in plan.only]
        alone = _measured([*asked, bare], wanted, plan.alone, connections=1, say=say)
        # The general path would take minutes; it is in the table only while there is no other.
        fast = [one for one in asked if one.name != GENERAL or not processes.has_compiled()]
        crowded = _measured(fast, wanted, plan.crowded, connections=CROWD, say=say)
        paging = _paged(asked[0], ground, plan.alone) if plan.size.opinions > max(DEEP_ROWS) else {}
        say("pages measured")
        lookups = next((one for one in wanted if one.name == "Q5"), None)
        hostile = _endured(asked[0], lookups, ground, plan.alone) if lookups and plan.with_excesses else {}
        say("excesses endured")
        memory = {server.name: size for server in servers if (size := server.peak_megabytes()) is not None}
        found = facts(
            plan.size,
            postgres=postgres_version(ground.conninfo),
            peers=peers.versions() if peers else {},
            today=today,
        )
    say("PostgreSQL and its servers ended")
    return Outcome(facts=found, alone=alone, crowded=crowded, paging=paging, memory=memory, hostile=hostile)


def _on_sqlite(plan: Plan, *, say: Say) -> Table:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        ground = Ground(folder=folder, url=f"sqlite+aiosqlite:///{folder / 'hub.db'}")
        asyncio.run(prepare(ground.url))
        world = fill_sqlite(str(folder / "hub.db"), plan.size)
        say("SQLite filled")
        asked = [_asked(server, ground) for server in _hubs(stack, ground)]
        wanted = [one for one in questions(world) if not plan.only or one.name in plan.only]
        return _measured(asked, wanted, plan.alone, connections=1, say=say)


@contextmanager
def _postgres() -> Iterator[Ground]:
    with (
        tempfile.TemporaryDirectory(prefix="hub-pg-") as cluster,
        tempfile.TemporaryDirectory(prefix="hub-bench-") as folder,
    ):
        server = PostgresServer.start(Path(cluster))
        try:
            server.create(DATABASE)
            url = server.url(DATABASE)
            asyncio.run(prepare(url))
            yield Ground(folder=Path(folder), url=url, host=cluster, database=DATABASE, postmaster=_postmaster(server))
        finally:
            server.stop()


def _postmaster(server: PostgresServer) -> int:
    return int((server.folder / "cluster" / "postmaster.pid").read_text().split()[0])


def _servers(stack: ExitStack, ground: Ground, peers: Peers | None) -> list[Server]:
    servers = [*_hubs(stack, ground), stack.enter_context(processes.limit(ground))]
    if peers is not None:
        servers += [stack.enter_context(processes.peer(ground, peers, name)) for name in PEERS]
    return servers


def _hubs(stack: ExitStack, ground: Ground) -> list[Server]:
    """The hub as it is, and beside it the general path where the two are not the same."""
    ways = (True, False) if processes.has_compiled() else (False,)
    return [stack.enter_context(processes.hub(ground, compiled=way)) for way in ways]


def _asked(server: Server, ground: Ground) -> Asked:
    """A server with the requests that it understands, made once for each question."""
    tokens = processes.tokens(ground)
    held: dict[str, list[bytes]] = {}

    def requests(question: Question) -> Sequence[bytes]:
        if question.name not in held:
            held[question.name] = list(_requests(server.name, question, tokens))
        return held[question.name]

    meter = Meter(server=server.process.pid, database=ground.postmaster)
    return Asked(name=server.name, port=server.port, requests=requests, meter=meter)


def _requests(server: str, question: Question, tokens: Sequence[str]) -> Iterator[bytes]:
    for number in range(max(len(question.variables), len(tokens))):
        values = question.variables[number % len(question.variables)]
        if server == LIMIT:
            takes = {name: value for name, value in values.items() if f"%({name})s" in question.statement}
            yield get(f"/{question.name.lower()}?{urlencode(takes)}")
            continue
        dialect = server if server in PEERS else HUB
        document = question.documents[dialect]
        given = {name: value for name, value in values.items() if f"${name}" in document}
        token = tokens[number % len(tokens)] if dialect == HUB else None
        yield post("/graphql", {"query": document, "variables": given}, token=token)


def _measured(
    variants: Sequence[Variant], wanted: Sequence[Question], effort: Effort, *, connections: int, say: Say
) -> Table:
    table: dict[str, Mapping[str, Figures]] = {}
    for question in wanted:
        able = [variant for variant in variants if variant.name not in PEERS or variant.name in question.documents]
        sizes = require_equal(question, able)
        table[question.name] = measure(question, able, effort=effort, connections=connections, sizes=sizes)
        say(f"{question.name} measured, {connections} connection{'s' if connections > 1 else ''}")
    return table


def _paged(first: Asked, ground: Ground, effort: Effort) -> Mapping[str, Figures]:
    """The same list at its beginning, further down and near its end; the pages take turns as variants do."""
    statement = "select id, received_on from opinion order by received_on desc, id offset %s limit 1"
    with psycopg.connect(ground.conninfo) as connection:
        rows = [connection.execute(statement, [number - 1]).fetchone() if number else None for number in DEEP_ROWS]
    question = deep([(row[0], row[1]) if row else ("", None) for row in rows])
    tokens = processes.tokens(ground)
    requests = list(_requests(HUB, question, tokens[: len(PAGES)]))
    pages = [
        Asked(name=name, port=first.port, requests=_always(request), meter=first.meter)
        for name, request in zip(PAGES, requests, strict=True)
    ]
    for page in pages:
        found = comparable(json.loads(page.once(question, 0)))["opinions"]
        if len(found) != len(comparable(json.loads(pages[0].once(question, 0)))["opinions"]):
            raise Disagreement(f"{page.name} is not a whole page")
    return measure(question, pages, effort=effort, connections=1, sizes={})


def _endured(first: Asked, lookups: Question, ground: Ground, effort: Effort) -> Mapping[str, Endured]:
    """The excesses of a caller that nobody else shares a token with."""
    token = processes.tokens(ground)[-1]
    requests = first.requests(lookups)[: processes.CALLERS - 1]
    return endure(first.port, lookups=requests, token=token, seconds=3 * effort.warm)


@contextmanager
def _raw(ground: Ground) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(ground.conninfo, autocommit=True) as connection:
        connection.adapters.register_loader("text", Untouched)
        yield connection


def _always(request: bytes) -> Callable[[Question], Sequence[bytes]]:
    return lambda _: (request,)


def clock() -> Say:
    """Says things with the seconds that have passed."""
    started = time.monotonic()
    return lambda text: print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)
