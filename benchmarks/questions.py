"""The operations that are measured: each in the words of every server, with the statement that says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.names import HUB
from benchmarks.world import World
from hub.schema.paging import cursor_of
from hub.store.models.base import Base
from hub.store.models.facts import Opinion
from hub.store.plan import Direction, Order, Record

FOLDER = Path(__file__).with_name("questions")
PAGE = 30
RUN = 16  # pages in a row: what one page reads beside its own rows hangs on where in a day it happens to begin
DEEP_PAGES = (1, 100, 5_000, 10_001 - RUN)  # where the runs begin; the last ends with page 10 000
DEEP_ROWS = tuple((first + number - 1) * PAGE for first in DEEP_PAGES for number in range(RUN))
_POINTS = 64
_LARGE = 100_000

TITLES: Mapping[str, str] = {
    "Q1": "50 studios, scalar fields, owner's name",
    "Q2": "100 studios → 12 residencies → member → home body",
    "Q3": "12 reporting units → counties → 10 studios → 5 latest activities",
    "Q4": "by city and quarter: activities by kind, opinions by status; live over all facts, for a filter on topics",
    "Q4R": "the same from maintained totals",
    "QT": "by city and quarter: how many activities, from maintained totals",
    "Q5": "one studio by its identifier",
    "Q6": "1 000 studios, 10 scalar fields, the hub's largest page",
}
NESTED = ("Q2", "Q3", "Q6")
SHORT = ("Q1", "Q5")
LARGE = ("Q4", "Q4R")  # of few opinions the hub would withhold small cells, which the statements do not
LIVE = ("Q4",)  # asked by one at a time: sixteen would only wait for each other

_DEEP = f"""
query Deep($after: String) {{
  opinions(first: {PAGE}, after: $after, orderBy: [{{ receivedOn: DESC }}]) {{
    nodes {{ id topic receivedOn status }}
    pageInfo {{ endCursor hasNextPage }}
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One operation: its document in each dialect, the statement, and variables of which one set is used after another.

    `documents` has the keys hub, postgraphile and mercurius; the statement names its parameters as the variables, and
    `path` is where the limit answers it.
    """

    name: str
    path: str = ""
    documents: Mapping[str, str]
    statement: str
    variables: Sequence[Mapping[str, Any]]


def questions(world: World, *, within_reach: bool = False) -> tuple[Question, ...]:
    """Every question over a filled database, in order; `within_reach` if statements must name the caller's branch."""
    ids = sorted(world.studio_id(number) for number in range(world.size.studios))
    step = max(1, len(ids) // _POINTS)
    variables: dict[str, Sequence[Mapping[str, Any]]] = {
        "Q5": [{"id": identifier} for identifier in ids[::step]],
    }
    names = [name for name in TITLES if name not in LARGE or world.size.opinions >= _LARGE]
    return tuple(_question(name, variables.get(name, [{}]), within_reach=within_reach) for name in names)


def statements() -> dict[str, str]:
    """All hand-written statements by the path that the limit gives them: q1, or q1-reach for the caller's branch."""
    found = {path.parent.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*/limit.sql")}
    within = {f"{path.parent.name}-reach": path.read_text(encoding="utf-8") for path in FOLDER.glob("*/reach.sql")}
    return found | within


def deep(rows: Sequence[tuple[str, Any]]) -> Question:
    """The same page of opinions after each of some rows, given as identifier and day; the first page has no row."""
    order = (Order(column="received_on", direction=Direction.DESC),)
    cursors = [
        _cursor(Opinion, {"id": identifier, "received_on": day}, order) if identifier else None
        for identifier, day in rows
    ]
    variables = [{"after": cursor} for cursor in cursors]
    return Question(name="page", documents={HUB: _DEEP}, statement="", variables=variables)


def comparable(answer: Mapping[str, Any]) -> Any:  # whatever JSON holds
    """The data of an answer without what the servers' styles differ in: connections around lists."""
    return _bare(answer["data"])


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return _bare(value["nodes"]) if "nodes" in value else {name: _bare(held) for name, held in value.items()}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _question(name: str, variables: Sequence[Mapping[str, Any]], *, within_reach: bool) -> Question:
    folder = FOLDER / name.lower()
    documents = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.graphql")}
    held = statements()
    path = next(one for one in ((f"{folder.name}-reach",) if within_reach else ()) + (folder.name,) if one in held)
    return Question(name=name, documents=documents, path=path, statement=held[path], variables=variables)


def _cursor(model: type[Base], values: Mapping[str, Any], order: tuple[Order, ...]) -> str:
    return cursor_of(Record(model=model, values=values), order)
