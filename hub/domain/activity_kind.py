"""The kinds of duty activity (履职活动) that the source documents name; a new kind is a row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hub.domain.reading import FaultyReference, Record, read_table

_COLUMNS = ("code", "name", "name_en", "labels", "source", "phrase")
_BETWEEN_LABELS = "、"


@dataclass(frozen=True, kw_only=True)
class ActivityKind:
    """A kind of activity; `labels` are the wordings under which the documents report it (domain.md §2.7)."""

    code: str
    name: str
    name_en: str
    labels: tuple[str, ...]
    source: str
    phrase: str


def read_activity_kinds(path: Path | None = None) -> tuple[ActivityKind, ...]:
    """Every kind of activity, in the order of the file; no code twice."""
    rows = read_table(path, package="hub.domain.reference", name="activity_kinds.tsv", columns=_COLUMNS)
    kinds = tuple(_kind(row) for row in rows)
    seen: set[str] = set()
    for kind in kinds:
        if kind.code in seen:
            raise FaultyReference("activity_kinds.tsv", "code", zh=f"{kind.code} 重复", en=f"{kind.code} stands twice")
        seen.add(kind.code)
    return kinds


def _kind(row: Record) -> ActivityKind:
    return ActivityKind(
        code=row.text("code"),
        name=row.text("name"),
        name_en=row.text("name_en"),
        labels=tuple(row.text("labels").split(_BETWEEN_LABELS)),
        source=row.source(),
        phrase=row.text("phrase"),
    )
