"""A whole run: databases filled, servers started, answers compared, then measured in turn; everything ended after."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import psycopg

from benchmarks import processes
from benchmarks.cpu import Meter
from benchmarks.facts import facts, postgres_version
from benchmarks.facts_push import pushes
from benchmarks.figures import figures
from benchmarks.grounds import cluster, ground, sqlite_ground
from benchmarks.growth import growth, sizes_up_to
from benchmarks.hostile import Endured, Turns, endure
from benchmarks.measures import SERVED, Wanted
from benchmarks.measuring import Asked, Bare, Effort, Figures, Variant, measure, require_equal
from benchmarks.names import BARE, GENERAL, LIMITS, PEERS
from benchmarks.outcome import Outcome, Table
from benchmarks.pages import pages
from benchmarks.peers_install import Peers, install
from benchmarks.processes import Ground, Server
from benchmarks.quarter import submissions
from benchmarks.questions import DEEP_ROWS, LIVE, TITLES, Question, questions
from benchmarks.requests import asked
from benchmarks.serving import PLAIN, Untouched
from benchmarks.upserts import upserts
from benchmarks.world import Size, World
from tests.postgres import PostgresServer

CROWD = 16

Say = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run shall do; more than one province is measured by `growth`, against the smaller sizes."""

    size: Size
    alone: Effort
    crowded: Effort
    turns: Turns | None
    with_peers: bool
    with_sqlite: bool
    wanted: Wanted
    peers_folder: Path
    kept: Path | None


def whole_run(plan: Plan, *, say: Say, today: date) -> Outcome:
    """Measure everything the plan asks for."""
    load = os.getloadavg()[0]
    if plan.size.provinces > 1:
        found = growth(sizes_up_to(plan.size.name), plan.alone, wanted=plan.wanted, kept=plan.kept, say=say)
        ran_on = facts(plan.size, postgres=found.postgres, peers={}, today=today, load=load)
        return Outcome(facts=ran_on, growth=found)
    peers = install(plan.peers_folder) if plan.with_peers and plan.wanted.operations else None
    say("peers installed" if peers else "without peers")
    outcome = _on_postgres(plan, peers, say=say)
    versions = peers.versions() if peers else {}
    ran_on = facts(plan.size, postgres=outcome.facts["postgres"], peers=versions, today=today, load=load)
    outcome = replace(outcome, facts=ran_on)
    with_sqlite = plan.with_sqlite and plan.wanted.operations
    return replace(outcome, sqlite=_on_sqlite(plan, say=say)) if with_sqlite else outcome


def _on_postgres(plan: Plan, peers: Peers | None, *, say: Say) -> Outcome:
    with ExitStack() as stack:
        server = stack.enter_context(cluster(plan.kept))
        here, world = stack.enter_context(ground(server, plan.size))
        say("PostgreSQL filled")
        outcome = Outcome(facts={"postgres": postgres_version(here.conninfo)})
        outcome = _written(outcome, server, here, world, plan)
        say("batches written")
        if any(name in plan.wanted for name in (*TITLES, *SERVED)):
            outcome = _served(outcome, plan, _Place(ground=here, world=world, peers=peers), say=say)
    say("PostgreSQL and its servers ended")
    return outcome


@dataclass(frozen=True, kw_only=True)
class _Place:
    """A filled database, and the peers that shall serve it beside the hub."""

    ground: Ground
    world: World
    peers: Peers | None


def _served(outcome: Outcome, plan: Plan, place: _Place, *, say: Say) -> Outcome:
    """Everything that is asked of servers, who end with it."""
    here, world, wanted = place.ground, place.world, plan.wanted
    with ExitStack() as stack:
        servers = _servers(stack, here, place.peers) if wanted.operations else _hubs(stack, here, compiled=(True,))
        variants = [asked(one, here) for one in servers]
        if wanted.operations:
            outcome = _compared(outcome, plan, place, variants, say=say)
            memory = {one.name: size for one in servers if (size := one.peak_megabytes()) is not None}
            outcome = replace(outcome, memory={} if wanted.only else memory)
        if "P" in wanted and plan.size.opinions > max(DEEP_ROWS):
            outcome = replace(outcome, paging=_paged(variants[0], here, plan.alone))
            say("pages measured")
        if "F1" in wanted:
            outcome = replace(outcome, figures={"F1": _opened(variants[0], here, world, plan.alone)})
            say("figures opened")
        if "H" in wanted and plan.turns is not None:
            outcome = replace(outcome, hostile=_endured(variants[0], questions(world), here, plan.turns))
            say("excesses endured")
    return outcome


def _compared(outcome: Outcome, plan: Plan, place: _Place, variants: Sequence[Asked], *, say: Say) -> Outcome:
    """The operations, of one caller and of many at once."""
    here = place.ground
    with _raw(here) as connection:
        bare = Bare(name=BARE, connection=connection, meter=Meter(database=here.postmaster))
        chosen = _chosen(place.world, plan)
        alone = _measured([*variants, bare], chosen, plan.alone, connections=1, say=say)
    # The general path would take minutes; it is in the table only while there is no other.
    fast = [one for one in variants if one.name != GENERAL or not processes.has_compiled()]
    busy = [one for one in chosen if one.name not in LIVE]
    crowded = _measured(fast, busy, plan.crowded, connections=CROWD, say=say)
    return replace(outcome, alone=alone, crowded=crowded)


def _written(outcome: Outcome, server: PostgresServer, here: Ground, world: World, plan: Plan) -> Outcome:
    """Batches are written into a copy: what is read afterwards has the rows of the data set and no others."""
    if not any(name in plan.wanted for name in ("M1", "M2", "M3")):
        return outcome
    copy = f"{here.database}_written"
    with server.fresh(copy, template=here.database) as url:
        into = replace(here, database=copy, url=url)
        if "M1" in plan.wanted:
            outcome = replace(outcome, upserts=upserts(into, world, plan.alone))
        if "M2" in plan.wanted:
            outcome = replace(outcome, pushes=pushes(into, world, plan.alone))
        if "M3" in plan.wanted:
            outcome = replace(outcome, submissions=submissions(into, plan.alone))
    return outcome


def _on_sqlite(plan: Plan, *, say: Say) -> Table:
    with ExitStack() as stack:
        here, world = stack.enter_context(sqlite_ground(plan.size))
        say("SQLite filled")
        variants = [asked(server, here) for server in _hubs(stack, here)]
        return _measured(variants, _chosen(world, plan), plan.alone, connections=1, say=say)


def _chosen(world: World, plan: Plan) -> list[Question]:
    return [one for one in questions(world) if one.name in plan.wanted]


def _servers(stack: ExitStack, here: Ground, peers: Peers | None) -> list[Server]:
    servers = [*_hubs(stack, here), *(stack.enter_context(processes.limit(here, name)) for name in LIMITS)]
    if peers is not None:
        servers += [stack.enter_context(processes.peer(here, peers, name)) for name in PEERS]
    return servers


def _hubs(stack: ExitStack, here: Ground, *, compiled: Sequence[bool] = (True, False)) -> list[Server]:
    """The hub as it is, and beside it the general path where the two are not the same."""
    ways = compiled if processes.has_compiled() else (False,)
    return [stack.enter_context(processes.hub(here, compiled=way)) for way in ways]


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


def _paged(first: Asked, here: Ground, effort: Effort) -> Mapping[str, Figures]:
    question, found = pages(first, here)
    return measure(question, found, effort=effort, connections=1, sizes={})


def _opened(first: Asked, here: Ground, world: World, effort: Effort) -> Mapping[str, Figures]:
    question, found = figures(first, here, world)
    return measure(question, found, effort=effort, connections=1, sizes={})


def _endured(first: Asked, known: Sequence[Question], here: Ground, turns: Turns) -> Mapping[str, Endured]:
    """The excesses of a caller that nobody else shares a token with, beside the lookups of some and of others."""
    lookups = next(one for one in known if one.name == "Q5")
    requests = first.requests(lookups)[: processes.CALLERS - 1]
    half = len(requests) // 2
    return endure(
        first.port,
        lookups=requests[:half],
        others=requests[half:],
        token=processes.tokens(here)[-1],
        conninfo=here.conninfo,
        turns=turns,
    )


@contextmanager
def _raw(here: Ground) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(here.conninfo, autocommit=True, options=PLAIN) as connection:
        connection.adapters.register_loader("text", Untouched)
        yield connection


def clock() -> Say:
    """Says things with the seconds that have passed."""
    started = time.monotonic()
    return lambda text: print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)
