"""The standards that bind a body on a day: its own first, then those of the bodies above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from hub.domain.application_founding import Chain, rules_in_force
from hub.domain.level import Level
from hub.domain.standard_words import ApprovalStep
from hub.domain.structure_facts import Rule
from hub.domain.words import StudioType
from hub.store.acting import Acting, Row
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.standard import ApprovalChain, Rulebook, StructureRule


async def books_over(acting: Acting, body: Row, *, on: date) -> Sequence[str]:
    """The versions of standards in force, by identifier: one for each body that has any, nearest first."""
    line: list[str] = []
    at: Row | None = body
    bodies = table_of(Body)
    while at is not None and at["id"] not in line:
        line.append(at["id"])
        above = at["reports_to_id"]
        at = None if above is None else await acting.one(Body, bodies.c.id == above, locked=False)
    books = table_of(Rulebook)
    chosen = select(books).where(
        books.c.body_id.in_(line),
        or_(books.c.effective_from.is_(None), books.c.effective_from <= on),
        or_(books.c.effective_to.is_(None), books.c.effective_to > on),
    )
    latest: dict[str, Row] = {}
    for book in await acting.all(chosen.order_by(books.c.version)):
        held = latest.get(book["body_id"])
        if held is None or (held["effective_from"] or date.min) <= (book["effective_from"] or date.min):
            latest[book["body_id"]] = book
    return [latest[one]["id"] for one in line if one in latest]


async def chains_of(acting: Acting, books: Sequence[str]) -> Sequence[Chain]:
    """The approval chains of these standards, nearest first."""
    table = table_of(ApprovalChain)
    rows = await acting.all(select(table).where(table.c.rulebook_id.in_(books)).order_by(table.c.key))
    return sorted((_chain(row) for row in rows), key=lambda one: books.index(one.rulebook_id))


def _chain(row: Row) -> Chain:
    return Chain(
        id=row["id"],
        rulebook_id=row["rulebook_id"],
        rule=row["rule"],
        types=tuple(row["types"]),
        mode=row["mode"],
        applicants=tuple(row["applicants"]),
        steps=tuple(ApprovalStep.of(one) for one in row["steps"]),
    )


async def rules_of(acting: Acting, books: Sequence[str]) -> Sequence[Rule]:
    """The rules of structure that bind: each kind from the nearest of these standards that has it."""
    table = table_of(StructureRule)
    rows = await acting.all(select(table).where(table.c.rulebook_id.in_(books)).order_by(table.c.key))
    return rules_in_force([[rule_of(row) for row in rows if row["rulebook_id"] == book] for book in books])


def rule_of(row: Mapping[str, Any]) -> Rule:
    """A row of a rule of structure as the rules see it; its columns are of any type."""
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
