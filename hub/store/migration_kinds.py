"""What a migration calls the hub's column kinds, and which tables of a database are the hub's at all."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import MetaData

from hub.store.kinds import Document, Exact, Instant, TermText, TextList
from hub.store.models.base import PlainText
from hub.store.models.catalogue import models

# What a migration writes must not change when a column kind of the hub does, so it names types of its own.
_NAMES = {Instant: "INSTANT", TermText: "TEXT", TextList: "LIST", Document: "sa.Text()", Exact: "sa.Text()"}


def tables() -> MetaData:
    """All tables that the models describe."""
    return models()[0].metadata


def render(kind: str, found: Any, _autogenerate: object) -> str | Literal[False]:
    """The source text of a column type, or False to leave it to alembic."""
    if kind != "type":
        return False
    if found is PlainText:
        return "TEXT"
    return _NAMES.get(type(found), False)


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table of the database is the hub's and not the job engine's."""
    return kind != "table" or name is None or not name.startswith(("dbos", "datasource_"))
