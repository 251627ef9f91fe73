"""The operations that are measured: each in the words of every server, with the statement that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.world import World
from hub.schema.filters import order_of
from hub.schema.paging import cursor_of
from hub.store.models.base import Base
from hub.store.models.facts import Opinion
from hub.store.models.studio import Studio
from hub.store.plan import Direction, Order, Record

FOLDER = Path(__file__).with_name("questions")
PAGE = 100
DEEP_ROWS = (0, 99 * 30, 4_999 * 30, 9_999 * 30)  # rows of the list before pages 1, 100, 5 000 and 10 000
_POINTS = 64

TITLES: Mapping[str, str] = {
    "Q1": "50 studios, scalar fields, owner's name",
    "Q2": "100 studios → 12 residencies → member → home body",
    "Q3": "12 reporting units → counties → 10 studios → 5 latest activities",
    "Q5": "one studio by its identifier",
    "Q6": "1 000 studios, 10 scalar fields: ten pages of 100 in one document, the hub's largest page",
}
NESTED = ("Q2", "Q3", "Q6")
SHORT = ("Q1", "Q5")

_DEEP = """
query Deep($after: String) {
  opinions(first: 30, after: $after, orderBy: [{ receivedOn: DESC }]) {
    nodes { id topic receivedOn status }
    pageInfo { endCursor hasNextPage }
  }
}
"""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One operation: its document in each dialect, the statement, and variables of which one set is used after another.

    `documents` has the keys hub, postgraphile and mercurius; the statement names its parameters as the variables.
    """

    name: str
    documents: Mapping[str, str]
    statement: str
    variables: Sequence[Mapping[str, Any]]


def questions(world: World) -> tuple[Question, ...]:
    """Every question over a filled database, in order."""
    ids = sorted(world.studio_id(number) for number in range(world.size.studios))
    step = max(1, len(ids) // _POINTS)
    variables: dict[str, Sequence[Mapping[str, Any]]] = {
        "Q5": [{"id": identifier} for identifier in ids[::step]],
        "Q6": [dict(_page_ends(ids))],
    }
    return tuple(_question(name, variables.get(name, [{}])) for name in TITLES)


def deep(rows: Sequence[tuple[str, Any]]) -> Question:
    """The same page of opinions after each of some rows, given as identifier and day; the first page has no row."""
    order = (Order(column="received_on", direction=Direction.DESC),)
    cursors = [
        _cursor(Opinion, {"id": identifier, "received_on": day}, order) if identifier else None
        for identifier, day in rows
    ]
    variables = [{"after": cursor} for cursor in cursors]
    return Question(name="page", documents={"hub": _DEEP}, statement="", variables=variables)


def comparable(answer: Mapping[str, Any]) -> Any:  # whatever JSON holds
    """The data of an answer without what the servers' styles differ in: connections around lists, pages of one list."""
    data = _bare(answer["data"])
    if isinstance(data, dict) and set(data) == {f"p{number}" for number in range(len(data))}:
        return {"studios": [row for number in range(len(data)) for row in data[f"p{number}"]]}
    return data


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return _bare(value["nodes"]) if "nodes" in value else {name: _bare(held) for name, held in value.items()}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _question(name: str, variables: Sequence[Mapping[str, Any]]) -> Question:
    folder = FOLDER / name.lower()
    documents = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.graphql")}
    statement = (folder / "limit.sql").read_text(encoding="utf-8")
    return Question(name=name, documents=documents, statement=statement, variables=variables)


def _page_ends(ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for page in range(1, 10):
        end = min(page * PAGE, len(ids)) - 1
        yield f"p{page}", _cursor(Studio, {"id": ids[end]}, order_of(None))


def _cursor(model: type[Base], values: Mapping[str, Any], order: tuple[Order, ...]) -> str:
    return cursor_of(Record(model=model, values=values), order)
