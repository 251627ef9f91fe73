"""Who is asked what, in which turn and how often: variants take turns in one run, figures are pooled over rounds."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg

from benchmarks.cpu import Meter, Spent
from benchmarks.load_client import Run, ask, run
from benchmarks.questions import Question, comparable

_FEWEST = 1
_SURE = 3  # turns that everybody has
_OVER = 3  # how many times its share of the time a slow variant may take before it rests


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How long each turn lasts about, in seconds, how often turns come round, and the most requests in one.

    Many short turns stand noise from elsewhere better than few long ones: all variants get their share of it.
    """

    turn: float
    rounds: int
    warm: float = 0.5
    most: int = 2_000


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was seen of one variant at one question; times in milliseconds.

    `quiet` is the lowest p50 of a round; `server` and `database` are processor time for one answer.
    """

    p50: float
    quiet: float
    p95: float
    per_second: float
    errors: int
    count: int
    bytes: int
    server: float = 0.0
    database: float = 0.0


class Variant(Protocol):
    """Something that answers a question."""

    @property
    def name(self) -> str:
        """What it is called in the table."""

    @property
    def meter(self) -> Meter:
        """Reads the processor time that its answers take."""

    def once(self, question: Question, number: int) -> bytes:
        """The body of the answer to one set of the question's variables; raises when there is none."""

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """Many requests one after another on some connections."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A server that is asked over HTTP."""

    name: str
    port: int
    requests: Callable[[Question], Sequence[bytes]]
    meter: Meter

    def once(self, question: Question, number: int) -> bytes:
        """The body of one answer."""
        status, body = ask(self.port, self.requests(question)[number])
        if status != 200:
            raise Disagreement(f"{self.name} answers {question.name} with {status}: {body[:500]!r}")
        return body

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """Many requests."""
        return run(self.port, self.requests(question), count=count, connections=connections)


@dataclass(frozen=True, kw_only=True)
class Bare:
    """The statement alone, over one connection, without any server of ours."""

    name: str
    connection: psycopg.Connection[Any]
    meter: Meter

    def once(self, question: Question, number: int) -> bytes:
        """The text that the statement gives."""
        return self._value(question, question.variables[number])

    def turn(self, question: Question, *, count: int, connections: int) -> Run:
        """Many executions; there is one connection whatever is wished."""
        latencies = []
        started = time.perf_counter()
        for number in range(count):
            before = time.perf_counter()
            self._value(question, question.variables[number % len(question.variables)])
            latencies.append(time.perf_counter() - before)
        return Run(latencies=latencies, seconds=time.perf_counter() - started, errors=0)

    def _value(self, question: Question, values: Mapping[str, Any]) -> bytes:
        given = values if question.statement.count("%(") else None
        row = self.connection.execute(question.statement.encode(), given, prepare=True).fetchone()
        found: bytes = row[0] if row is not None else b""
        return found


class Disagreement(RuntimeError):
    """A variant does not answer, or not what the others answer."""


def require_equal(question: Question, variants: Sequence[Variant]) -> dict[str, int]:
    """Compare all answers to a question before anything is timed; the sizes of the answers in bytes."""
    sizes: dict[str, int] = {}
    for number in sorted({0, len(question.variables) // 2, len(question.variables) - 1}):
        wanted: Any = None
        for variant in variants:
            body = variant.once(question, number)
            answer = json.loads(body)
            if answer.get("errors"):
                raise Disagreement(f"{variant.name} answers {question.name} with errors: {answer['errors'][:1]}")
            found = comparable(answer)
            if wanted is None:
                wanted = found
            if found != wanted:
                raise Disagreement(f"{variant.name} answers {question.name} otherwise than {variants[0].name}")
            sizes[variant.name] = len(body)
    return sizes


def measure(
    question: Question, variants: Sequence[Variant], *, effort: Effort, connections: int, sizes: Mapping[str, int]
) -> dict[str, Figures]:
    """Ask every variant in turn, each round beginning with another one."""
    counts = {variant.name: _warm(variant, question, effort, connections) for variant in variants}
    runs: dict[str, list[Run]] = {variant.name: [] for variant in variants}
    spent: dict[str, list[Spent]] = {variant.name: [] for variant in variants}
    for number in range(effort.rounds):
        start = number % len(variants)
        for variant in (*variants[start:], *variants[:start]):
            earlier = runs[variant.name]
            if number < _SURE or sum(taken.seconds for taken in earlier) < _OVER * effort.turn * effort.rounds:
                before = variant.meter.read()
                earlier.append(variant.turn(question, count=counts[variant.name], connections=connections))
                spent[variant.name].append(variant.meter.read().since(before))
    return {name: _figures(taken, spent[name], size=sizes.get(name, 0)) for name, taken in runs.items()}


def _warm(variant: Variant, question: Question, effort: Effort, connections: int) -> int:
    """Ask until plans, caches and compilers have settled, then say how many requests fill a turn."""
    taken = variant.turn(question, count=max(_FEWEST, connections), connections=connections)
    pace = taken.seconds / len(taken.latencies)
    again = min(int(effort.warm / pace), effort.most)
    if again > len(taken.latencies):
        pace = variant.turn(question, count=again, connections=connections).seconds / again
    return _bounded(effort.turn / pace, effort, connections)


def _bounded(wished: float, effort: Effort, connections: int) -> int:
    return max(_FEWEST, connections, min(int(wished), effort.most))


def _figures(runs: Sequence[Run], spent: Sequence[Spent], *, size: int) -> Figures:
    latencies = sorted(one for taken in runs for one in taken.latencies)
    return Figures(
        p50=1000 * statistics.median(latencies),
        quiet=1000 * min(statistics.median(taken.latencies) for taken in runs),
        p95=1000 * latencies[min(len(latencies) - 1, int(0.95 * len(latencies)))],
        per_second=statistics.median(taken.per_second for taken in runs),
        errors=sum(taken.errors for taken in runs),
        count=len(latencies),
        bytes=size,
        server=1000 * sum(one.server for one in spent) / len(latencies),
        database=1000 * sum(one.database for one in spent) / len(latencies),
    )
