"""The packaged standards as rows: each version of each body's demands with its clause and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hub.domain.standard import Evidence, Rulebook
from hub.store.models import standard as models
from hub.store.models.base import Base
from hub.store.reference_rows import Row, Wanted, body_id, document_id, reference_id

_QUOTA = "key subject metric mode period minimum combinator strength includes_citizen_proposals applies_to".split()


def standard_rows(books: Iterable[Rulebook]) -> tuple[Wanted, ...]:
    """The rows of all versions, the versions first."""
    held = tuple(books)
    parts: tuple[tuple[type[Base], Callable[[Rulebook], list[Row]]], ...] = (
        (models.Rulebook, _book),
        (models.Standard, _standards),
        (models.QuotaRule, _quotas),
        (models.StructureRule, _structures),
        (models.ApprovalChain, _chains),
        (models.LocalType, _types),
        (models.LocalHead, _heads),
    )
    return tuple(Wanted(model=model, rows=tuple(row for book in held for row in rows(book))) for model, rows in parts)


def _book_id(book: Rulebook) -> str:
    return reference_id(models.Rulebook, book.body, book.version)


def _part_id(model: type[Base], book: Rulebook, *key: str) -> str:
    return reference_id(model, book.body, book.version, *key)


def _book(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _book_id(book),
            "body_id": body_id(book.body),
            "version": book.version,
            "name": book.title,
            "document_id": document_id(book.document) if book.document else None,
            "effective_from": book.effective_from,
            "effective_to": book.effective_to,
            "quotas_from": book.quotas_from,
            "interpretation": list(book.interpretation),
            "note": book.note,
        }
    ]


def _standards(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _part_id(models.Standard, book, rule.label),
            "rulebook_id": _book_id(book),
            "body_id": body_id(book.body),
            "label": rule.label,
            "purpose": rule.purpose,
            "items_known": rule.items_known,
            "declared_item_count": rule.declared_item_count,
            "items": [item.name for item in rule.items],
        }
        | clause_columns(rule.evidence)
        for rule in book.standards
    ]


def _quotas(book: Rulebook) -> list[Row]:
    return [
        {name: getattr(rule, name) for name in _QUOTA}
        | {
            "id": _part_id(models.QuotaRule, book, rule.key),
            "rulebook_id": _book_id(book),
            "combination": rule.group,
            "effective_from": rule.effective_from,
        }
        | clause_columns(rule.evidence)
        for rule in book.quotas
    ]


def _structures(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _part_id(models.StructureRule, book, rule.key),
            "rulebook_id": _book_id(book),
            "key": rule.key,
            "kind": rule.kind,
            "strength": rule.strength,
            "minimum": rule.minimum,
            "maximum": rule.maximum,
            "items": list(rule.items),
            "items_open": rule.items_open,
            "due": rule.due,
            "types": [word.value for word in rule.types],
            "levels": [word.value for word in rule.levels],
        }
        | clause_columns(rule.evidence)
        for rule in book.structures
    ]


def _chains(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _part_id(models.ApprovalChain, book, chain.key),
            "rulebook_id": _book_id(book),
            "key": chain.key,
            "types": [word.value for word in chain.types],
            "mode": chain.mode,
            "applicants": list(chain.applicants),
            "steps": [step.value for step in chain.steps],
        }
        | clause_columns(chain.evidence)
        for chain in book.chains
    ]


def _types(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _part_id(models.LocalType, book, entry.local, entry.source),
            "rulebook_id": _book_id(book),
            "name": entry.local,
            "canonical": [word.value for word in entry.canonical],
            "platform_kind": entry.platform_kind,
            "open_to_new": entry.open_to_new,
            "cite": entry.source,
            "source_sentence": entry.sentence,
            "note": entry.note,
        }
        for entry in book.types
    ]


def _heads(book: Rulebook) -> list[Row]:
    return [
        {
            "id": _part_id(models.LocalHead, book, entry.title, entry.local, entry.source, entry.holder or ""),
            "rulebook_id": _book_id(book),
            "head_title": entry.title,
            "name": entry.local,
            "holder": entry.holder,
            "minimum": entry.minimum,
            "maximum": entry.maximum,
            "cite": entry.source,
            "source_sentence": entry.sentence,
            "note": entry.note,
        }
        for entry in book.heads
    ]


def clause_columns(evidence: Evidence) -> Row:
    """The columns of a rule that say where it stands."""
    return {
        "clause": evidence.clause,
        "rule": evidence.rule,
        "interpretation": list(evidence.interpretation),
        "cite": evidence.source,
        "source_sentence": evidence.sentence,
        "note": evidence.note,
    }
