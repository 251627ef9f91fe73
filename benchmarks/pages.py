"""The same list at its beginning, further down and at its end, as a caller of the province pages through it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import psycopg

from benchmarks import processes
from benchmarks.measuring import Asked, Disagreement
from benchmarks.names import HUB
from benchmarks.outcome import PAGES
from benchmarks.processes import Ground
from benchmarks.questions import DEEP_ROWS, RUN, Question, comparable, deep
from benchmarks.requests import always, requests_of
from benchmarks.world import PROVINCE

_ROW = f"""
select id, received_on from opinion
where owner_body_id in (
    select below.id from body top join body below on below.position between top.position and top.last
    where top.code = '{PROVINCE}'
)
order by received_on desc, id offset %s limit 1
"""


def pages(first: Asked, ground: Ground, *, wanted: Sequence[str] = PAGES) -> tuple[Question, list[Asked]]:
    """The question of a page, and for each wanted depth the hub as a variant that is asked for the pages in a row."""
    with psycopg.connect(ground.conninfo) as connection:
        rows = [_row(connection, number) for number in DEEP_ROWS]
    question = deep(rows)
    requests = list(requests_of(HUB, question, processes.tokens(ground)))
    runs = {name: requests[at * RUN : (at + 1) * RUN] for at, name in enumerate(PAGES)}
    found = [
        Asked(name=name, port=first.port, requests=always(runs[name]), meter=first.meter)
        for name in PAGES
        if name in wanted
    ]
    lengths = {
        len(comparable(json.loads(page.once(question, number)))["opinions"]) for page in found for number in range(RUN)
    }
    if len(lengths) != 1:
        raise Disagreement(f"pages of different lengths: {sorted(lengths)}")
    return question, found


def _row(connection: psycopg.Connection[Any], number: int) -> tuple[str, Any]:
    """The row before a page, as identifier and day; none before the first."""
    row = connection.execute(_ROW.encode(), [number - 1]).fetchone() if number else None
    return (row[0], row[1]) if row else ("", None)
