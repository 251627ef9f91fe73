"""The versions of standards that bind a studio on a day: its own body's, then those above it (A-25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from hub.domain.assessment_rules import Thresholds
from hub.domain.dossier_facts import Book, Demands, Named, Place, Quota
from hub.domain.standard_words import StructureKind
from hub.store.dialect import Transaction, table_of
from hub.store.models.body import Body
from hub.store.models.standard import QuotaRule, Rulebook, Standard, StructureRule

_BOOK, _BODY = table_of(Rulebook), table_of(Body)
_QUOTA, _STANDARD, _RULE = table_of(QuotaRule), table_of(Standard), table_of(StructureRule)

_ASKED = (
    StructureKind.ONLINE_PLATFORMS,
    StructureKind.STUDIO_SUMMARY,
    StructureKind.ANNUAL_ASSESSMENT,
    StructureKind.FAILURES_TO_WARNING,
    StructureKind.FAILURES_TO_REMOVAL,
)

_Found = Sequence[Any]  # rows with attributes


async def demands_on(connection: Transaction, body_id: str, *, on: date) -> Demands:
    """What binds the studios of a body on a day; nothing where neither it nor a body above it has standards."""
    books = _latest(await _books(connection, body_id, on))
    ids = [one.id for one in books]
    quotas = _grouped(await _of(connection, _QUOTA, ids))
    standards = _grouped(await _of(connection, _STANDARD, ids))
    rules = _grouped(await _of(connection, _RULE, ids, _RULE.c.kind.in_(_ASKED)))
    nearest = _nearest(rules[one] for one in ids)
    return Demands(
        books=tuple(
            Book(
                id=one.id,
                body=one.body_name,
                name=f"{one.body_name}{one.version}",
                quotas_from=one.quotas_from,
                quotas=tuple(_quota(rule) for rule in quotas[one.id]),
                standards=tuple(_named(named) for named in standards[one.id]),
                platforms=_platforms(_nearest(rules[above] for above in ids[place:])),
            )
            for place, one in enumerate(books)
        ),
        thresholds=_thresholds(nearest),
        summary_due=getattr(nearest.get(StructureKind.STUDIO_SUMMARY), "due", None),
        assessing=_place_or_none(nearest.get(StructureKind.ANNUAL_ASSESSMENT)),
    )


async def _books(connection: Transaction, body_id: str, on: date) -> _Found:
    own: Any = aliased(Body)
    chosen = (
        select(_BOOK, _BODY.c.short_name.label("body_name"))
        .join(_BODY, _BODY.c.id == _BOOK.c.body_id)
        .join(own, and_(_BODY.c.position <= own.position, _BODY.c.last >= own.last))
        .where(
            own.id == body_id,
            or_(_BOOK.c.effective_from.is_(None), _BOOK.c.effective_from <= on),
            or_(_BOOK.c.effective_to.is_(None), _BOOK.c.effective_to > on),
        )
        .order_by(_BODY.c.position.desc(), _BOOK.c.version)
    )
    return (await connection.execute(chosen)).all()


def _latest(books: _Found) -> list[Any]:
    """The latest version of each body, in the order of the bodies."""
    held: dict[str, Any] = {}
    for one in books:
        known = held.get(one.body_id)
        if known is None or _age(one) > _age(known):
            held[one.body_id] = one
    return list(held.values())


def _age(book: Any) -> tuple[date, str]:
    return book.effective_from or date.min, book.version


async def _of(connection: Transaction, table: Any, books: Sequence[str], *conditions: Any) -> _Found:
    chosen = select(table).where(table.c.rulebook_id.in_(books), *conditions)
    return sorted((await connection.execute(chosen)).all(), key=_reading_order)


def _reading_order(row: Any) -> tuple[int, str, str]:
    """By the number of the rule, so that a dossier reads as the text does; what has none comes first."""
    rule = row.rule or ""
    return len(rule), rule, getattr(row, "key", "") or row.label


def _grouped(found: _Found) -> defaultdict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for one in found:
        groups[one.rulebook_id].append(one)
    return groups


def _nearest(books: Iterable[Sequence[Any]]) -> dict[StructureKind, Any]:
    """The rule of each kind that stands nearest."""
    held: dict[StructureKind, Any] = {}
    for rules in books:
        for one in rules:
            held.setdefault(one.kind, one)
    return held


def _thresholds(nearest: dict[StructureKind, Any]) -> Thresholds:
    warning = nearest.get(StructureKind.FAILURES_TO_WARNING)
    removal = nearest.get(StructureKind.FAILURES_TO_REMOVAL)
    return Thresholds(
        warning=None if warning is None else warning.minimum,
        removal=None if removal is None else removal.minimum,
        warning_rule=None if warning is None else warning.rule,
        removal_rule=None if removal is None else removal.rule,
    )


def _platforms(nearest: dict[StructureKind, Any]) -> frozenset[str] | None:
    found = nearest.get(StructureKind.ONLINE_PLATFORMS)
    return None if found is None else frozenset(found.items)


def _quota(row: Any) -> Quota:
    return Quota(
        key=row.key,
        subject=row.subject,
        metric=row.metric,
        mode=row.mode,
        period=row.period,
        minimum=row.minimum,
        group=row.combination,
        combinator=row.combinator,
        includes_citizen_proposals=row.includes_citizen_proposals,
        applies_to=row.applies_to,
        effective_from=row.effective_from,
        place=_place(row),
    )


def _named(row: Any) -> Named:
    return Named(label=row.label, items=tuple(row.items), items_known=row.items_known, place=_place(row))


def _place(row: Any) -> Place:
    return Place(rule=row.rule, clause=row.clause, sentence=row.source_sentence)


def _place_or_none(row: Any) -> Place | None:
    return None if row is None else _place(row)
