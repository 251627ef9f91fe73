"""Statements compiled once for all databases of a test process, as they are in a hub that serves one of them."""

from __future__ import annotations

from typing import Any

from hub.store.session import Database

_first: dict[str, Any] = {}  # an engine for each kind of database, whose dialect has met a server


def share_compiled(database: Database) -> None:
    """Let a database use what others of its kind have compiled; the dialect is part of what a statement is kept by."""
    engine: Any = database.engine.sync_engine  # private to SQLAlchemy: the cache of compiled statements
    first = _first.get(engine.dialect.name)
    if first is not None:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


def keep_compiled(database: Database) -> None:
    """Offer what a database has compiled to those that follow, once it was connected to."""
    engine: Any = database.engine.sync_engine
    if getattr(engine.dialect, "default_isolation_level", None) is not None:
        _first.setdefault(engine.dialect.name, engine)
