"""The standards that the database holds, as far as studios are judged by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from hub.domain.compliance_facts import Demand, Named, Version, is_of_studios
from hub.domain.level import Level
from hub.domain.structure_facts import Rule
from hub.domain.words import StudioType
from hub.store.dialect import table_of
from hub.store.findings_fetch import Fetch
from hub.store.models.body import Body
from hub.store.models.standard import Rulebook, Standard, StructureRule

Row = Mapping[str, Any]  # column values of any type

_BOOK, _BODY = table_of(Rulebook), table_of(Body)


async def versions_of(fetch: Fetch, bodies: Collection[str]) -> list[Version]:
    """Every version of the standards of the bodies with these codes."""
    return await _versions(fetch, _BODY.c.code.in_(sorted(bodies)))


async def version_by_id(fetch: Fetch, identifier: str) -> Version | None:
    """The version with this identifier."""
    found = await _versions(fetch, _BOOK.c.id == identifier)
    return found[0] if found else None


async def _versions(fetch: Fetch, condition: ColumnElement[bool]) -> list[Version]:
    chosen = select(_BOOK, _BODY.c.code).join(_BODY, _BODY.c.id == _BOOK.c.body_id).where(condition)
    books = await fetch(chosen.order_by(_BOOK.c.id))
    ids = [str(book["id"]) for book in books]
    rules = await _parts(fetch, table_of(StructureRule), ids)
    named = await _parts(fetch, table_of(Standard), ids)
    return [
        Version(
            id=str(book["id"]),
            body=str(book["code"]),
            name=str(book["name"]),
            effective_from=book["effective_from"],
            effective_to=book["effective_to"],
            demands=tuple(Demand(key=str(row["key"]), rule=_rule(row)) for row in rules[book["id"]]),
            standards=tuple(
                _named(row) for row in named[book["id"]] if is_of_studios(row["purpose"], row["items_known"])
            ),
        )
        for book in books
    ]


async def _parts(fetch: Fetch, table: Any, books: Collection[str]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    chosen = select(table).where(table.c.rulebook_id.in_(books)).order_by(table.c.id)
    for row in await fetch(chosen):
        found[row["rulebook_id"]].append(dict(row))
    return found


def _rule(row: Row) -> Rule:
    return Rule(
        kind=row["kind"],
        strength=row["strength"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        items=tuple(row["items"]),
        items_open=row["items_open"],
        types=tuple(StudioType.of(one) for one in row["types"]),
        levels=tuple(Level.of(one) for one in row["levels"]),
        number=row["rule"],
        id=row["id"],
    )


def _named(row: Row) -> Named:
    return Named(id=row["id"], label=row["label"], items=tuple(row["items"]), declared=row["declared_item_count"])
