"""What one caller's excesses cost another: point lookups are timed in quiet, then while somebody asks too much."""

from __future__ import annotations

import json
import math
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread

from benchmarks.load_client import Run, ask, post, run

_ATTACKERS = 3
_STAYS = 0.02  # seconds until a client that leaves early is gone
_BREATH = 0.2  # seconds in which what was cancelled ends
_PATIENCE = 10.0  # seconds after which a lookup counts as not answered
_TRIES = 6
_WARM = 50
_MANY = 100_000

_LONG_LIST = "studios(first: 100) { nodes { id name owner { name } } }"
_SLOW = """{
  body(code: "610000") {
    opinions(includeBelow: true, first: 100, orderBy: [{ topic: DESC }], where: { topic: { contains: "无此主题" } }) {
      totalCount nodes { id }
    }
  }
}"""


@dataclass(frozen=True, kw_only=True)
class Endured:
    """How point lookups went in quiet and under an attack, as p95 in milliseconds, and what the attacker was told.

    `under` is infinite when a lookup was not answered within ten seconds.
    """

    told: str
    quiet: float
    under: float
    errors: int


def attacks() -> Mapping[str, str]:
    """The documents of the excesses, by what they are called."""
    return {
        "1 000 aliases of a large list": "{ " + " ".join(f"a{number}: {_LONG_LIST}" for number in range(1_000)) + " }",
        "a cycle of 20 levels": _cycle(21),
        "a filter for %": '{ opinions(first: 20, where: { topic: { contains: "%" } }) { totalCount nodes { id } } }',
        "a page of a million": "{ studios(first: 1000000) { nodes { id } } }",
        "a slow query": _SLOW,
        "a client that leaves early": _SLOW,
    }


def endure(port: int, *, lookups: Sequence[bytes], token: str, seconds: float) -> dict[str, Endured]:
    """Time point lookups of one caller while another, with this token, commits each excess without pause.

    Each is timed for so many seconds, and as long in quiet just before.
    """
    run(port, lookups, count=_WARM, connections=1)
    found: dict[str, Endured] = {}
    for name, document in attacks().items():
        request = post("/graphql", {"query": document}, token=token)
        quiet = run(port, lookups, count=_MANY, connections=1, most=seconds)
        leaves = "leaves early" in name
        told = "nothing, it has left" if leaves else _told(port, request)
        with _attacked(partial(_leave if leaves else ask, port, request)):
            under = _timed(port, lookups, seconds=seconds)
        found[name] = Endured(
            told=told, quiet=_p95(quiet), under=_p95(under) if under else math.inf, errors=under.errors if under else 1
        )
        if not _settled(port, lookups):
            break
    return found


def _timed(port: int, lookups: Sequence[bytes], *, seconds: float) -> Run | None:
    """Lookups for some seconds, or None when one of them is not answered at all."""
    try:
        return run(port, lookups, count=_MANY, connections=1, most=seconds, patience=_PATIENCE)
    except TimeoutError:
        return None


def _settled(port: int, lookups: Sequence[bytes]) -> bool:
    """Wait until what the attack has left behind is done; whether that came to pass."""
    for _ in range(_TRIES):
        time.sleep(_BREATH)
        if _timed(port, lookups, seconds=0.0) is not None:
            return True
    return False


@contextmanager
def _attacked(once: Callable[[], object]) -> Iterator[None]:
    over = Event()

    def attack() -> None:
        while not over.is_set():
            # What becomes of the attacker is not measured.
            with suppress(OSError):
                once()

    with ExitStack() as stack:
        stack.callback(over.set)
        threads = [Thread(target=attack) for _ in range(_ATTACKERS)]
        for thread in threads:
            thread.start()
        yield
        over.set()
        for thread in threads:
            thread.join()


def _leave(port: int, request: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        time.sleep(_STAYS)


def _told(port: int, request: bytes) -> str:
    status, body = ask(port, request)
    errors = json.loads(body).get("errors") or ()
    code = errors[0].get("extensions", {}).get("code", "an error without a code") if errors else "an answer"
    return f"{status} {code}"


def _cycle(levels: int) -> str:
    """From a body to its studios to their owner and round again; each round is three levels deep."""
    inner = "name"
    for _ in range(levels // 3):
        inner = f"studios(first: 2) {{ nodes {{ owner {{ {inner} }} }} }}"
    return f'{{ body(code: "610000") {{ {inner} }} }}'


def _p95(taken: Run) -> float:
    return 1000 * sorted(taken.latencies)[int(0.95 * (len(taken.latencies) - 1))]
