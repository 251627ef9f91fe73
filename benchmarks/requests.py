"""What a server is sent for a question, in its own words and with tokens where it asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from benchmarks import processes
from benchmarks.cpu import Meter
from benchmarks.load_client import get, post
from benchmarks.measuring import Asked
from benchmarks.names import HUB, LIMITS, PEERS
from benchmarks.processes import Ground, Server
from benchmarks.questions import Question


def asked(server: Server, ground: Ground) -> Asked:
    """A server with the requests that it understands, made once for each question."""
    tokens = processes.tokens(ground)
    held: dict[str, list[bytes]] = {}

    def requests(question: Question) -> Sequence[bytes]:
        if question.name not in held:
            held[question.name] = list(requests_of(server.name, question, tokens))
        return held[question.name]

    return Asked(name=server.name, port=server.port, requests=requests, meter=meter_of(server, ground))


def meter_of(server: Server, ground: Ground) -> Meter:
    """Reads the processor time of a server and of its database."""
    return Meter(server=server.process.pid, database=ground.postmaster)


def requests_of(server: str, question: Question, tokens: Sequence[str]) -> Iterator[bytes]:
    """Requests with one set of variables after another, from one caller after another."""
    for number in range(max(len(question.variables), len(tokens))):
        values = question.variables[number % len(question.variables)]
        if server in LIMITS:
            takes = {name: value for name, value in values.items() if f"%({name})s" in question.statement}
            yield get(f"/{question.path}?{urlencode(takes)}")
            continue
        dialect = server if server in PEERS else HUB
        document = question.documents[dialect]
        given = {name: value for name, value in values.items() if f"${name}" in document}
        token = tokens[number % len(tokens)] if dialect == HUB else None
        yield post("/graphql", {"query": document, "variables": given}, token=token)


def always(requests: Sequence[bytes]) -> Callable[[Question], Sequence[bytes]]:
    """The same requests whatever is asked."""
    return lambda _: requests
