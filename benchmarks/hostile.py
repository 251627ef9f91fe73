"""What one caller's excesses cost another: point lookups in quiet, beside a harmless client, and beside the excess.

The three take turns, many and short, and their samples are pooled. The harmless client asks point lookups on as many
connections as the hostile one: what it costs is what any second client costs on a machine that all of them share.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field

import psycopg

from benchmarks.load_client import ask, post, run
from benchmarks.neighbour import Neighbour, neighbour

_STAYS = 0.02  # seconds until a client that leaves early is gone
_PATIENCE = 10.0  # seconds after which a lookup counts as not answered
_LONGEST = 25.0  # seconds within which the database must be rid of what nobody waits for
_LOOK = 0.005
_WARM = 50
_MANY = 100_000
_LISTS, _CONDITIONS = 14, 27

_LONG_LIST = "studios(first: 100) { nodes { id name owner { name } } }"
_ACTIVE = """
select count(*) from pg_stat_activity
where state = 'active' and datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
_QUIET, _HARMLESS, _BESIDE = range(3)


@dataclass(frozen=True, kw_only=True)
class Turns:
    """How many turns each of the three has, and how long one lasts in seconds."""

    rounds: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Endured:
    """How point lookups went, as p95 in milliseconds, and what became of the excess.

    `beside` is infinite when a lookup was not answered within ten seconds. `sent` is how often the excess was
    committed, `alone` how long one takes when it is waited for, `ended` how long at most the database worked on after
    the client had gone (infinite: longer than any statement may take), both in milliseconds.
    """

    told: str
    quiet: float
    harmless: float
    beside: float
    errors: int
    sent: int
    alone: float
    ended: float


@dataclass(kw_only=True)
class _Pool:
    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    lost: bool = False

    @property
    def p95(self) -> float:
        """In milliseconds."""
        if self.lost or not self.latencies:
            return math.inf
        return 1000 * sorted(self.latencies)[int(0.95 * (len(self.latencies) - 1))]


def attacks() -> Mapping[str, str]:
    """The documents of the excesses, by what they are called."""
    return {
        "1 000 aliases of a large list": "{ " + " ".join(f"a{number}: {_LONG_LIST}" for number in range(1_000)) + " }",
        "a cycle of 20 levels": _cycle(21),
        "a filter for %": '{ opinions(first: 20, where: { topic: { contains: "%" } }) { totalCount nodes { id } } }',
        "a page of a million": "{ studios(first: 1000000) { nodes { id } } }",
        "a slow query": _slow(),
        "a client that leaves early": _slow(),
    }


def endure(
    port: int, *, lookups: Sequence[bytes], others: Sequence[bytes], token: str, conninfo: str, turns: Turns
) -> dict[str, Endured]:
    """Time the lookups of one caller: alone, beside the lookups of others, and beside each excess, with this token."""
    run(port, lookups, count=_WARM, connections=1)
    found: dict[str, Endured] = {}
    with ExitStack() as stack:
        watch = stack.enter_context(psycopg.connect(conninfo, autocommit=True))
        harmless = stack.enter_context(neighbour(port, others))
        for name, document in attacks().items():
            request = post("/graphql", {"query": document}, token=token)
            stays = _STAYS if "leaves early" in name else 0.0
            with neighbour(port, [request], stays=stays) as hostile:
                found[name] = _endured(port, lookups, request, (harmless, hostile), watch, turns)
            if math.isinf(found[name].ended):
                break  # what it has left behind would be blamed on the next
    return found


def _endured(
    port: int,
    lookups: Sequence[bytes],
    request: bytes,
    neighbours: tuple[Neighbour, Neighbour],
    watch: psycopg.Connection[tuple[object, ...]],
    turns: Turns,
) -> Endured:
    started = time.perf_counter()
    told = _told(port, request)
    alone = 1000 * (time.perf_counter() - started)
    pools = [_Pool(), _Pool(), _Pool()]
    sent, ended = 0, _until_idle(watch)
    for number in range(turns.rounds):
        for which in ((number + step) % 3 for step in range(3)):
            beside: AbstractContextManager[list[int]] = (
                nullcontext([]) if which == _QUIET else neighbours[which - 1].busy()
            )
            with beside as counted:
                _take(pools[which], port, lookups, turns.seconds)
            if which == _BESIDE:
                sent += counted[0]
                ended = max(ended, _until_idle(watch))
    return Endured(
        told=told,
        quiet=pools[_QUIET].p95,
        harmless=pools[_HARMLESS].p95,
        beside=pools[_BESIDE].p95,
        errors=sum(pool.errors for pool in pools),
        sent=sent,
        alone=alone,
        ended=ended,
    )


def _take(pool: _Pool, port: int, lookups: Sequence[bytes], seconds: float) -> None:
    try:
        taken = run(port, lookups, count=_MANY, connections=1, most=seconds, patience=_PATIENCE)
    except TimeoutError:
        pool.lost = True
        return
    pool.latencies += taken.latencies
    pool.errors += taken.errors


def _until_idle(watch: psycopg.Connection[tuple[object, ...]]) -> float:
    """Wait until the database works on nothing; how long that took in milliseconds."""
    started = time.perf_counter()
    while (spent := time.perf_counter() - started) < _LONGEST:
        row = watch.execute(_ACTIVE).fetchone()
        if row is not None and row[0] == 0:
            return 1000 * spent
        time.sleep(_LOOK)
    return math.inf


def _told(port: int, request: bytes) -> str:
    """The status and the code of the answer, which for most excesses is a refusal."""
    try:
        status, body = ask(port, request)
    except OSError:
        return "nothing: the connection was closed"
    errors = json.loads(body).get("errors") or ()
    code = errors[0].get("extensions", {}).get("code", "an error without a code") if errors else "an answer"
    return f"{status} {code}"


def _cycle(levels: int) -> str:
    """From a body to its studios to their owner and round again; each round is three levels deep."""
    inner = "name"
    for _ in range(levels // 3):
        inner = f"studios(first: 2) {{ nodes {{ owner {{ {inner} }} }} }}"
    return f'{{ body(code: "610000") {{ {inner} }} }}'


def _slow() -> str:
    """Lists of opinions by what no topic holds, counted and sorted: every row is read and compared many times."""
    return "{ " + " ".join(f"a{number}: {_searched(number)}" for number in range(_LISTS)) + " }"


def _searched(number: int) -> str:
    words = (f'{{ topic: {{ contains: "无此主题{number}{place:02}" }} }}' for place in range(_CONDITIONS))
    where = f"{{ not: {{ not: {{ or: [{', '.join(words)}] }} }} }}"
    return f"opinions(first: 20, orderBy: [{{ topic: DESC }}], where: {where}) {{ totalCount nodes {{ id }} }}"
