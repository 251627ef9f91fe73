"""The policy documents that bodies issued, as far as the sources name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hub.domain.reading import Record, read_toml


@dataclass(frozen=True, kw_only=True)
class PolicyDocument:
    """A document (制度文件); a date is absent where the sources print none."""

    key: str
    title: str
    number: str | None
    body: str
    adopted_on: date | None
    issued_on: date | None
    effective_from: date | None
    source: str
    phrase: str
    interpretation: tuple[str, ...]
    note: str | None


def read_documents(path: Path | None = None) -> tuple[PolicyDocument, ...]:
    """Every document the sources name, in the order of the file."""
    book = read_toml(path, package="hub.domain.reference", name="documents.toml")
    documents = tuple(_document(row) for row in book.records("documents"))
    book.finish()
    return documents


def _document(row: Record) -> PolicyDocument:
    document = PolicyDocument(
        key=row.text("key"),
        title=row.text("title"),
        number=row.optional_text("number"),
        body=row.text("body"),
        adopted_on=row.optional_day("adopted_on"),
        issued_on=row.optional_day("issued_on"),
        effective_from=row.optional_day("effective_from"),
        source=row.source(),
        phrase=row.text("phrase"),
        interpretation=row.texts("interpretation"),
        note=row.optional_text("note"),
    )
    row.finish()
    return document
