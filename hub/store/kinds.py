"""Column kinds that keep one meaning on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.dialects.postgresql import JSONB, TEXT
from sqlalchemy.types import JSON, TypeDecorator, TypeEngine

from hub.domain.term import Term

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Instant(TypeDecorator[datetime]):
    """A point in time, always in UTC and always aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: their zone would be a guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not store."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TermText(TypeDecorator[Term]):
    """A word of a closed set, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, term: type[Term]) -> None:
        super().__init__()
        self.term = term

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Sort by code point on PostgreSQL as SQLite does."""
        # Not through the dialect's type_descriptor: psycopg's would turn it into VARCHAR.
        return TEXT(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: Term | str | None, dialect: Dialect) -> str | None:
        """Only words of the set can be stored."""
        return None if value is None else self.term.of(str(value)).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Term | None:
        """The word that was stored."""
        return None if value is None else self.term.of(value)


class TextList(TypeDecorator[list[str]]):
    """A short list of texts, in its order."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """JSONB on PostgreSQL, JSON text on SQLite."""
        return dialect.type_descriptor(JSONB() if dialect.name == "postgresql" else JSON())


class Document(TypeDecorator[dict[str, Any]]):
    """A JSON document whose keys the hub does not own, such as a source's row."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        """Canonical text: sorted keys, so equal documents are equal texts."""
        return None if value is None else _CANONICAL.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        """The document as it was."""
        if value is None:
            return None
        document: dict[str, Any] = json.loads(value)
        return document


class Exact(TypeDecorator[Decimal]):
    """A decimal number kept digit by digit, since SQLite would store a float."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Plain notation, no exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The number as it was written."""
        return None if value is None else Decimal(value)
